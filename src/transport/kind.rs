//! Naming what a value is, for messages.

use js_sys::Array;
use wasm_bindgen::JsValue;

/// What a value is, with its article: `a string`, `undefined`.
pub(crate) fn kind_of(value: &JsValue) -> &'static str {
    if value.is_undefined() {
        "undefined"
    } else if value.is_null() {
        "null"
    } else if value.is_string() {
        "a string"
    } else if value.is_function() {
        "a function"
    } else if value.is_symbol() {
        "a symbol"
    } else if value.is_bigint() {
        "a bigint"
    } else if value.as_bool().is_some() {
        "a boolean"
    } else if value.as_f64().is_some() {
        "a number"
    } else if Array::is_array(value) {
        "an array"
    } else {
        "an object"
    }
}
