//! Reading the plain objects that the JavaScript beside this makes. None of these calls can throw.

use crate::http::Cause;
use alloc::string::String;
use alloc::vec::Vec;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/transport/value.js")]
extern "C" {
    pub(super) fn text(object: &JsValue, name: &str) -> Option<String>;

    /// NaN where there is none.
    pub(super) fn number(object: &JsValue, name: &str) -> f64;

    fn value(object: &JsValue, name: &str) -> JsValue;

    pub(super) fn bytes(object: &JsValue, name: &str) -> Option<Vec<u8>>;
}

/// The cause that a failure carries, if this is one: the words, and the very value that was thrown.
pub(super) fn cause_in(outcome: &JsValue) -> Option<Cause> {
    Some(Cause::with_value(text(outcome, "text")?, value(outcome, "thrown")))
}
