//! Results as plain JavaScript objects. What is not known is `null`, never `undefined`.

use super::error;
use crate::{DeletionResult, Error};
use js_sys::{Object, Reflect};
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::JsValue;

/// A value as `JSON.parse` would give it; bytes as a `Uint8Array`.
pub(super) fn to_js(value: &impl Serialize) -> JsValue {
    // Nothing here holds what JSON can't: a 64-bit integer or a key that is no string.
    let serializer = Serializer::json_compatible().serialize_bytes_as_arrays(false);
    value.serialize(&serializer).unwrap_or(JsValue::NULL)
}

/// What became of one agent among many: `{agentId, deletion, error}`.
pub(super) fn of_many(settled: &DeletionResult) -> JsValue {
    let (deletion, error) = match &settled.result {
        Ok(deletion) => (to_js(deletion), JsValue::NULL),
        Err(error) => (JsValue::NULL, error::to_js(error)),
    };
    object([("agentId", JsValue::from_str(&settled.agent_id)), ("deletion", deletion), ("error", error)])
}

/// A call's end as a promise takes it.
pub(super) fn settled<T: Serialize>(result: Result<T, Error>) -> Result<JsValue, Error> {
    result.map(|value| to_js(&value))
}

/// A plain object with these members.
pub(super) fn object<const N: usize>(members: [(&str, JsValue); N]) -> JsValue {
    let object = Object::new();
    for (name, value) in members {
        // Setting a member of a new object can't fail.
        let _ = Reflect::set(&object, &JsValue::from_str(name), &value);
    }
    object.into()
}
