//! Values of any making: what they are, what they hold, what was thrown. Nothing here throws.

use super::says::says;
use crate::http::{Cause, cut, one_line};
use js_sys::{Reflect, Symbol, Uint8Array};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = Array, js_name = isArray)]
    fn array_is_array(value: &JsValue) -> Result<bool, JsValue>;

    type Copied;

    #[wasm_bindgen(catch, constructor, js_class = "Uint8Array")]
    fn new(bytes: &JsValue) -> Result<Copied, JsValue>;
}

/// The longest text that is taken from a thrown value, in characters.
const LONGEST: usize = 10_000;

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

/// A member of an object. `None` where there is none, or where reading it throws.
pub(super) fn member(value: &JsValue, name: &str) -> Option<JsValue> {
    if !(value.is_object() || value.is_function()) {
        return None;
    }
    Reflect::get(value, &JsValue::from_str(name)).ok().filter(|member| !member.is_undefined())
}

/// What an object calls itself. `instanceof` fails across realms, as in Jest; the tag is the same everywhere.
pub(super) fn tag_of(value: &JsValue) -> Option<String> {
    let tag = value.is_object().then(|| Reflect::get(value, &Symbol::to_string_tag()).ok()).flatten();
    tag?.as_string()
}

/// A copy of a `Uint8Array` or an `ArrayBuffer`, of whatever realm. `None` for everything else: a number, a string or an
/// object would make an array too, and an empty body means something.
pub(super) fn bytes_of(value: &JsValue) -> Option<Uint8Array> {
    if let Some(bytes) = value.dyn_ref::<Uint8Array>() {
        return Some(bytes.clone());
    }
    if !matches!(tag_of(value).as_deref(), Some("Uint8Array" | "ArrayBuffer")) {
        return None;
    }
    Copied::new(value).ok()?.dyn_into().ok()
}

/// A cause that keeps the thrown value.
pub(crate) fn cause_of(thrown: JsValue) -> Cause {
    Cause::with_searched(describe(&thrown), thrown, says)
}

/// The message of an error and of what lies behind it, in one line. Node's `fetch` says only "fetch failed"; its cause
/// says why.
fn describe(thrown: &JsValue) -> String {
    let mut text = thrown
        .as_string()
        .or_else(|| text_of(thrown, "message"))
        .or_else(|| text_of(thrown, "name"))
        .unwrap_or_else(|| kind_of(thrown).to_owned());
    if let Some(behind) = member(thrown, "cause") {
        let reason =
            text_of(&behind, "message").or_else(|| text_of(&behind, "code")).or_else(|| behind.as_string());
        if let Some(reason) = reason.filter(|reason| !text.contains(reason)) {
            text.push_str(": ");
            text.push_str(&reason);
        }
    }
    cut(&one_line(&text), LONGEST)
}

/// A text that is not empty.
pub(super) fn text_of(value: &JsValue, name: &str) -> Option<String> {
    member(value, name)?.as_string().filter(|text| !text.is_empty())
}
