//! Reading a response of another making: of another realm, or of a library such as undici or node-fetch.
//!
//! Each calls itself a `Response` by its tag. A bare object that merely has a status does not, and proves nothing.

use super::head::{Head, hidden, led_elsewhere, wanted};
use super::kind::kind_of;
use crate::http::{Headers, SendFailure};
use alloc::borrow::ToOwned;
use js_sys::{Reflect, Symbol};
use wasm_bindgen::prelude::*;
use web_sys::ResponseType;

#[wasm_bindgen]
extern "C" {
    type HeaderBag;

    #[wasm_bindgen(catch, method)]
    fn get(this: &HeaderBag, name: &str) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(catch, constructor, js_class = "Headers")]
    fn new(record: &JsValue) -> Result<HeaderBag, JsValue>;
}

/// Reads the head of what calls itself a response, and has its status and headers.
pub(super) fn head(answer: &JsValue) -> Result<Head, SendFailure> {
    if !is_tagged(answer) {
        return Err(no_response(kind_of(answer)));
    }
    if member(answer, "redirected").is_some_and(|redirected| redirected.is_truthy()) {
        return Err(led_elsewhere());
    }
    let status = member(answer, "status").and_then(|status| status.as_f64());
    if status == Some(0.0) && member(answer, "type").is_some_and(|kind| kind == "opaqueredirect") {
        return hidden(ResponseType::Opaqueredirect);
    }
    let status = status.filter(|status| (200.0..600.0).contains(status) && status.fract() == 0.0);
    let status = status.ok_or_else(|| no_response("an object whose status is not from 200 to 599"))? as u16;
    let headers = member(answer, "headers").filter(JsValue::is_object);
    let headers = headers
        .and_then(|given| read_headers(given, status))
        .ok_or_else(|| no_response("an object without headers"))?;
    Ok(Head { status, headers })
}

fn is_tagged(answer: &JsValue) -> bool {
    answer.is_object() && Reflect::get(answer, &Symbol::to_string_tag()).is_ok_and(|tag| tag == "Response")
}

/// From anything with a `get`, such as a `Headers` or a `Map`, or from a plain object.
fn read_headers(given: JsValue, status: u16) -> Option<Headers> {
    let has_get = member(&given, "get").is_some_and(|get| get.is_function());
    let bag = if has_get { given.unchecked_into() } else { HeaderBag::new(&given).ok()? };
    Some(wanted(status, |name| bag.get(name).ok()?.as_string()))
}

fn member(value: &JsValue, name: &str) -> Option<JsValue> {
    Reflect::get(value, &JsValue::from_str(name)).ok()
}

fn no_response(what: &str) -> SendFailure {
    let mut reason = "fetch gave ".to_owned();
    reason.push_str(what);
    reason.push_str(", not a Response");
    SendFailure::NotAResponse { reason }
}
