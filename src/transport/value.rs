//! Values of any making: what they are, what they hold. Nothing here throws.

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

/// A text that is not empty.
pub(super) fn text_of(value: &JsValue, name: &str) -> Option<String> {
    member(value, name)?.as_string().filter(|text| !text.is_empty())
}
