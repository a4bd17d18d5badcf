//! Results as plain JavaScript objects. What is not known is `null`, never `undefined`.

use crate::{AgentBackup, Cause, Deletion, DeletionResult, Error, JsonText, Saved, ToJson};
use core::ops::Deref;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/js/result.js")]
extern "C" {
    fn parse(json: &str) -> JsValue;

    #[wasm_bindgen(js_name = putFile)]
    fn put_file(object: &JsValue, part: &str, bytes: &[u8]);

    #[wasm_bindgen(js_name = agentError)]
    fn agent_error(
        json: &str,
        reason: Option<&str>,
        thrown: &JsValue,
        was_thrown: bool,
        backup: &JsValue,
    ) -> JsValue;

    /// A list of one result.
    fn settled(agent_id: &str, deletion: &JsValue, error: &JsValue) -> JsValue;
}

/// A value as `JSON.parse` gives it.
pub(super) fn to_js(value: &dyn ToJson) -> JsValue {
    parse(&JsonText::of(value))
}

/// A deletion, with the files of its backup.
pub(super) fn of_deletion(deletion: &Deletion) -> JsValue {
    let object = to_js(deletion);
    if let Some(backup) = &deletion.backup {
        put_files(backup, &object);
    }
    object
}

/// A backup, with its files.
pub(super) fn of_backup(backup: &AgentBackup) -> JsValue {
    let object = to_js(backup);
    put_files(backup, &object);
    object
}

fn put_files(backup: &AgentBackup, object: &JsValue) {
    for (name, saved) in &backup.content.0 {
        if let Saved::Bytes(bytes) = saved {
            put_file(object, name, bytes);
        }
    }
}

/// An `Error` named "AgentError" with the fields of [`Failure`](crate::Failure) as its own, and a `cause` if there is one.
pub(super) fn of_error(error: &Error) -> JsValue {
    let thrown = error.cause.as_ref().and_then(Cause::value::<JsValue>);
    agent_error(
        &JsonText::of(error.deref()),
        error.cause.as_ref().map(Cause::text),
        thrown.unwrap_or(&JsValue::UNDEFINED),
        thrown.is_some(),
        &error.backup.as_ref().map_or(JsValue::UNDEFINED, of_backup),
    )
}

/// What became of one agent among many, in a list: `{agentId, deletion, error}`.
pub(super) fn of_many(result: &DeletionResult) -> JsValue {
    let (deletion, error) = match &result.result {
        Ok(deletion) => (of_deletion(deletion), JsValue::NULL),
        Err(error) => (JsValue::NULL, of_error(error)),
    };
    settled(&result.agent_id, &deletion, &error)
}
