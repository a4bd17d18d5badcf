//! Whether the Content-Security-Policy of a page forbade a request. A browser keeps from whoever called `fetch` why it failed;
//! the page is told in the next moment, by an event.

use super::timer::Timer;
use super::value::{member, text_of};
use futures_util::future::{Either, select};
use js_sys::Object;
use std::cell::Cell;
use std::future::poll_fn;
use std::rc::Rc;
use std::task::{Poll, Waker};
use std::time::Duration;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    type EventTarget;

    #[wasm_bindgen(catch, method, js_name = addEventListener)]
    fn add_event_listener(this: &EventTarget, name: &str, listener: &JsValue) -> Result<(), JsValue>;

    #[wasm_bindgen(catch, method, js_name = removeEventListener)]
    fn remove_event_listener(this: &EventTarget, name: &str, listener: &JsValue) -> Result<(), JsValue>;
}

const VIOLATION: &str = "securitypolicyviolation";

/// How long the event is waited for. It is on its way when `fetch` fails.
const MOMENT: Duration = Duration::from_millis(20);

/// Listens until it is dropped.
struct Listening {
    target: EventTarget,
    listener: Closure<dyn FnMut(JsValue)>,
}

impl Drop for Listening {
    fn drop(&mut self) {
        let _ = self.target.remove_event_listener(VIOLATION, self.listener.as_ref());
    }
}

/// Whether the page forbade the request to this URL, which has just failed.
pub(super) async fn forbids(url: &str) -> bool {
    let global: Object = js_sys::global();
    if member(&global, "SecurityPolicyViolationEvent").is_none() {
        return false;
    }
    let seen = Rc::new((Cell::new(false), Cell::new(None::<Waker>)));
    let (told, url) = (Rc::clone(&seen), url.to_owned());
    let listener = Closure::new(move |event: JsValue| {
        let says = |name: &str, text: &str| text_of(&event, name).is_some_and(|said| said == text);
        if says("disposition", "enforce") && says("blockedURI", &url) {
            told.0.set(true);
            if let Some(waker) = told.1.take() {
                waker.wake();
            }
        }
    });
    let target: EventTarget = global.unchecked_into();
    if target.add_event_listener(VIOLATION, listener.as_ref()).is_err() {
        return false;
    }
    let _listening = Listening { target, listener };
    let told = poll_fn(|context| {
        seen.1.set(Some(context.waker().clone()));
        if seen.0.get() { Poll::Ready(()) } else { Poll::Pending }
    });
    matches!(select(told, Timer::start(MOMENT)).await, Either::Left(_))
}
