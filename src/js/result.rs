//! Results as plain JavaScript objects. What is not known is `null`, never `undefined`.

use super::object::{member, put};
use crate::{AgentBackup, Deletion, JsonText, Saved, ToJson};
use js_sys::Uint8Array;
use wasm_bindgen::JsValue;

/// A value as `JSON.parse` gives it.
pub(super) fn to_js(value: &dyn ToJson) -> JsValue {
    js_sys::JSON::parse(&JsonText::of(value)).unwrap_or(JsValue::NULL)
}

/// A deletion, with the files of its backup.
pub(super) fn of_deletion(deletion: &Deletion) -> JsValue {
    let object = to_js(deletion);
    if let Some(backup) = &deletion.backup {
        put_files(backup, &member(&object, "backup"));
    }
    object
}

/// A backup, with its files.
pub(super) fn of_backup(backup: &AgentBackup) -> JsValue {
    let object = to_js(backup);
    put_files(backup, &object);
    object
}

/// Puts files where JSON, which can't hold them, has `null`.
fn put_files(backup: &AgentBackup, object: &JsValue) {
    let content = member(object, "content");
    for (name, saved) in &backup.content.0 {
        if let Saved::Bytes(bytes) = saved {
            put(&content, name, &Uint8Array::from(bytes.as_slice()));
        }
    }
}
