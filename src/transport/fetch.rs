//! Sending through `fetch`.

use super::job::{Handle, Job, sleep};
use super::value::{bytes, cause_in, number, text};
use crate::http::{Body, Headers, READ_HEADERS, Reply, Request, SendFailure, Transport};
use crate::text::{join, pieces, split_once};
use alloc::borrow::ToOwned;
use alloc::string::String;
use core::fmt;
use core::time::Duration;
use js_sys::{Date, Function, Math};
use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/transport/fetch.js")]
extern "C" {
    #[wasm_bindgen(js_name = send)]
    fn begin_send(
        replacement: &JsValue,
        url: &str,
        method: &str,
        headers: &str,
        body: Option<&str>,
        limit: f64,
        wanted: &str,
    ) -> Handle;
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
        let mut headers = String::new();
        for (name, value) in &request.headers {
            for piece in [if headers.is_empty() { "" } else { "\n" }, name, ":", value] {
                headers.push_str(piece);
            }
        }
        let answer = Job::of(begin_send(
            &self.replacement,
            &request.url,
            request.method.as_str(),
            &headers,
            request.body,
            request.max_reply_bytes as f64,
            &join(&READ_HEADERS, " "),
        ));
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
        return Err(SendFailure::NotAResponse { reason });
    }
    let status =
        Some(number(outcome, "status")).filter(|status| !status.is_nan()).map(|status| status as u16);
    if let Some(cause) = cause_in(outcome) {
        return Err(SendFailure::Network { status, cause });
    }
    let mut headers = Headers::default();
    for line in pieces(&text(outcome, "headers").unwrap_or_default(), "\n") {
        if let Some((name, value)) = split_once(line, ":") {
            headers.0.push((name.to_owned(), value.to_owned()));
        }
    }
    let body = bytes(outcome, "body").map_or(Body::TooLong, Body::Bytes);
    Ok(Reply { status: status.unwrap_or_default(), headers, body })
}
