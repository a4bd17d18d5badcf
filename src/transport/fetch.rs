//! Sending through `fetch`.

use super::job::{Handle, Job, sleep};
use super::value::{bytes, cause_in, number, text};
use crate::client::Transport;
use crate::host::JsonText;
use crate::http::{Body, Headers, Reply, Request, SendFailure};
use core::fmt;
use core::time::Duration;
use js_sys::{Date, Function, Math};
use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/transport/fetch.js")]
extern "C" {
    #[wasm_bindgen(js_name = sendJson)]
    fn begin_send(replacement: &JsValue, request: &str) -> Handle;
}

/// Sends requests with the global `fetch`, or with a function that takes its place.
///
/// The global one is looked up at every call, so that whoever replaces it later is heard. Either is called without a
/// `this`. Only the method, headers, body, signal and `redirect: "manual"` are passed: some workers refuse the rest.
///
/// ```no_run
/// use agent_delete::transport::Fetch;
/// let fetch = Fetch::default();
/// ```
#[derive(Clone, Default)]
pub struct Fetch {
    /// `undefined` for the global one.
    replacement: JsValue,
}

impl Fetch {
    /// Sends with this function, which takes what `fetch` takes and gives what it gives.
    pub fn with(function: Function) -> Self {
        Self { replacement: function.into() }
    }
}

impl fmt::Debug for Fetch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.replacement.is_undefined() { "Fetch(global)" } else { "Fetch(replacement)" })
    }
}

impl Transport for Fetch {
    async fn send(&self, request: Request) -> Result<Reply, SendFailure> {
        let answer = Job::of(begin_send(&self.replacement, &JsonText::of(&request)));
        read(&answer.await)
    }

    async fn sleep(&self, duration: Duration) {
        Job::of(sleep(duration.as_millis() as f64)).await;
    }

    fn now(&self) -> f64 {
        Date::now()
    }

    fn random(&self) -> f64 {
        Math::random()
    }
}

/// Reads what `send` in fetch.js gave.
fn read(outcome: &JsValue) -> Result<Reply, SendFailure> {
    if let Some(reason) = text(outcome, "reason") {
        return Err(SendFailure::NotAResponse { reason: reason.into() });
    }
    let status =
        Some(number(outcome, "status")).filter(|status| !status.is_nan()).map(|status| status as u16);
    if let Some(cause) = cause_in(outcome) {
        return Err(SendFailure::Network { status, cause });
    }
    let headers = Headers::of_lines(&text(outcome, "headers").unwrap_or_default());
    let body = bytes(outcome, "body").map_or(Body::TooLong, Body::Bytes);
    Ok(Reply { status: status.unwrap_or_default(), headers, body })
}
