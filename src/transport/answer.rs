//! Reading what `fetch` gave.

use super::foreign;
use crate::http::{Cause, Headers, READ_HEADERS, SendFailure};
use crate::text::contains;
use gloo_net::http::Response;
use wasm_bindgen::prelude::*;
use web_sys::ResponseType;

#[wasm_bindgen]
extern "C" {
    type Claimed;

    #[wasm_bindgen(catch, method, getter)]
    fn headers(this: &Claimed) -> Result<JsValue, JsValue>;
}

/// What an answer begins with.
pub(super) struct Head {
    pub(super) status: u16,
    pub(super) headers: Headers,
}

/// Reads the head of an answer. Status 0 is a redirect that was not followed and has no body to read.
pub(super) fn head(answer: &JsValue) -> Result<Head, SendFailure> {
    if !is_genuine(answer) {
        return foreign::head(answer);
    }
    let response = Response::from(web_sys::Response::from(answer.clone()));
    let status = response.status();
    if status == 0 {
        return hidden(response.type_());
    }
    if response.redirected() {
        let reason = "fetch followed a redirect, so the answer is not from where the request was sent";
        return Err(SendFailure::NotAResponse { reason: reason.to_owned() });
    }
    let headers = response.headers();
    Ok(Head { status, headers: wanted(status, |name| headers.get(name)) })
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

/// Whether this is a `Response` whose fields can be read. A proxy of one, or an object made from its prototype, throws.
fn is_genuine(answer: &JsValue) -> bool {
    let claimed: &Claimed = answer.unchecked_ref();
    answer.is_instance_of::<web_sys::Response>()
        && claimed.headers().is_ok_and(|headers| headers.is_instance_of::<web_sys::Headers>())
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
