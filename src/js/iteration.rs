//! What an async iterator's `next` and `return` resolve to.

use super::object::object;
use wasm_bindgen::JsValue;

/// `{value, done: false}`
pub(super) fn yielded(value: JsValue) -> JsValue {
    object(&[("value", value), ("done", JsValue::FALSE)])
}

/// `{value: undefined, done: true}`
pub(super) fn finished() -> JsValue {
    object(&[("value", JsValue::UNDEFINED), ("done", JsValue::TRUE)])
}
