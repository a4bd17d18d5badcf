//! What has happened, as `drive.js` tells it.

use crate::Cause;
use crate::deletion::{Event, GivenId};
use crate::http::{Body, Headers, Reply, SendFailure};
use crate::text::Text;
use alloc::boxed::Box;
use alloc::vec::Vec;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/js/drive.js")]
extern "C" {
    #[wasm_bindgen(js_name = takeBody)]
    fn take_body() -> Option<Vec<u8>>;
}

/// The event with this number. `cause` is the number of what was thrown; 0 where nothing was.
pub(super) fn read(event: u32, number: u32, text: Text, cause: u32) -> Event {
    if cause != 0 {
        let cause = Cause::numbered(text, cause);
        return match event {
            2 => Event::Lost(Box::new(SendFailure::Network { status: status(number), cause })),
            6 => Event::Aborted(cause),
            _ => Event::Threw(cause),
        };
    }
    match event {
        0 => Event::Begin,
        1 => Event::TimedOut,
        2 => sent(number as u16, text, take_body()),
        3 => Event::Secret(text),
        4 if number == 0 => Event::No,
        4 => Event::Yes,
        5 if number > 1 => Event::Id(None),
        5 => {
            Event::Id(Some(Box::new(if number == 0 { GivenId::Text(text) } else { GivenId::NotText(text) })))
        }
        7 => Event::Taken,
        8 => Event::Closed,
        _ => Event::Unbegun,
    }
}

/// What came of a request: a status of 0 and no body is no answer.
fn sent(status: u16, text: Text, body: Option<Vec<u8>>) -> Event {
    match body {
        None if status == 0 => Event::Lost(Box::new(SendFailure::NotAResponse { reason: text })),
        body => {
            let (headers, body) = (Headers::of_lines(&text), body.map_or(Body::TooLong, Body::Bytes));
            Event::Replied(Box::new(Reply { status, headers, body }))
        }
    }
}

/// The status of an answer that had begun.
fn status(number: u32) -> Option<u16> {
    Some(number as u16).filter(|status| *status != 0)
}
