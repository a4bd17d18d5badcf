//! Naming what a value is, for messages.

use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = Array, js_name = isArray)]
    fn array_is_array(value: &JsValue) -> Result<bool, JsValue>;
}

/// Whether a value is an array. Of a revoked proxy JavaScript itself can't say, and throws.
pub(crate) fn is_array(value: &JsValue) -> bool {
    array_is_array(value).unwrap_or_default()
}

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
    } else if is_array(value) {
        "an array"
    } else {
        "an object"
    }
}
