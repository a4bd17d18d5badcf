//! What an answer begins with, and what that says of it.

use crate::http::{Cause, Headers, READ_HEADERS, SendFailure};
use crate::text::contains;
use alloc::borrow::ToOwned;
use alloc::string::String;
use web_sys::ResponseType;

/// What an answer begins with.
pub(super) struct Head {
    pub(super) status: u16,
    pub(super) headers: Headers,
}

/// The headers that an answer with this status is asked for, by `get`: a success asks nobody to wait.
pub(super) fn wanted(status: u16, get: impl Fn(&str) -> Option<String>) -> Headers {
    let is_success = (200..300).contains(&status);
    let mut headers = Headers::default();
    for name in READ_HEADERS {
        if !(is_success && contains(name, "retry"))
            && let Some(value) = get(name)
        {
            headers.0.push((name.to_owned(), value));
        }
    }
    headers
}

/// What status 0 stands for.
pub(super) fn hidden(kind: ResponseType) -> Result<Head, SendFailure> {
    match kind {
        ResponseType::Opaqueredirect => Ok(Head { status: 0, headers: Headers::default() }),
        ResponseType::Opaque => Err(SendFailure::NotAResponse {
            reason: "fetch gave an opaque response, which hides its status and body".to_owned(),
        }),
        _ => Err(SendFailure::Network { status: None, cause: Cause::new("fetch gave Response.error()") }),
    }
}

/// The failure of an answer that does not come from where the request was sent.
pub(super) fn led_elsewhere() -> SendFailure {
    let reason = "fetch followed a redirect, so the answer is not from where the request was sent";
    SendFailure::NotAResponse { reason: reason.to_owned() }
}
