//! Reading what `fetch` gave.

use super::foreign;
use super::head::{Head, hidden, led_elsewhere, wanted};
use crate::http::SendFailure;
use gloo_net::http::Response;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    type Claimed;

    #[wasm_bindgen(catch, method, getter)]
    fn headers(this: &Claimed) -> Result<JsValue, JsValue>;
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
        return Err(led_elsewhere());
    }
    let headers = response.headers();
    Ok(Head { status, headers: wanted(status, |name| headers.get(name)) })
}

/// Whether this is a `Response` whose fields can be read. A proxy of one, or an object made from its prototype, throws.
fn is_genuine(answer: &JsValue) -> bool {
    let claimed: &Claimed = answer.unchecked_ref();
    answer.is_instance_of::<web_sys::Response>()
        && claimed.headers().is_ok_and(|headers| headers.is_instance_of::<web_sys::Headers>())
}
