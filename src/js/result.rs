//! Results as plain JavaScript objects, and errors as JavaScript's own. What is not known is `null`, never `undefined`.

use crate::http::Json;
use crate::{
    Agent, AgentBackup, Cause, Deletion, DeletionPlan, DeletionResult, DeletionsPlan, DeletionsSummary,
    Error, FailedPlan, Saved,
};
use js_sys::{Array, Object, Reflect};
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use std::ops::Deref;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = Error)]
    type Thrown;

    #[wasm_bindgen(constructor, js_class = "Error")]
    fn new(message: &str, options: &JsValue) -> Thrown;
}

/// Plain objects in place of `Map`s, `null` in place of `undefined`, numbers in place of bigints; but bytes are a
/// `Uint8Array`.
const SERIALIZER: Serializer = Serializer::json_compatible().serialize_bytes_as_arrays(false);

/// A value that holds no document of a platform's.
pub(super) fn to_js(value: &(impl Serialize + ?Sized)) -> JsValue {
    // Nothing here is of a shape that JavaScript can't hold.
    value.serialize(&SERIALIZER).unwrap_or(JsValue::NULL)
}

pub(super) fn agent_to_js(agent: &Agent) -> JsValue {
    let object = to_js(agent);
    put_document(&object, "raw", &agent.raw);
    object
}

pub(super) fn plan_to_js(plan: &DeletionPlan) -> JsValue {
    let object = to_js(plan);
    if let Some(agent) = &plan.agent {
        put_document(&member(&object, "agent"), "raw", &agent.raw);
    }
    object
}

/// A plan of many. Its plans and errors are those that single calls give.
pub(super) fn plan_of_many_to_js(plan: &DeletionsPlan) -> JsValue {
    let DeletionsPlan { backend, total, plans, deletable, blocked, unknown, failed, duplicates } = plan;
    let failure = |failed: &FailedPlan| {
        let error = error_to_js(&failed.error);
        object(&[("agentId", JsValue::from_str(&failed.agent_id)), ("error", error)])
    };
    object(&[
        ("backend", to_js(backend)),
        ("total", JsValue::from(*total)),
        ("plans", plans.iter().map(plan_to_js).collect::<Array>().into()),
        ("deletable", to_js(deletable)),
        ("blocked", to_js(blocked)),
        ("unknown", to_js(unknown)),
        ("failed", failed.iter().map(failure).collect::<Array>().into()),
        ("duplicates", JsValue::from(*duplicates)),
    ])
}

pub(super) fn backup_to_js(backup: &AgentBackup) -> JsValue {
    let object = to_js(backup);
    put_saved(&object, backup);
    object
}

pub(super) fn deletion_to_js(deletion: &Deletion) -> JsValue {
    let object = to_js(deletion);
    if let Some(backup) = &deletion.backup {
        put_saved(&member(&object, "backup"), backup);
    }
    object
}

/// What became of many: the counts, and the results.
pub(super) fn summary_to_js(summary: &DeletionsSummary) -> JsValue {
    let object = to_js(summary);
    let results = summary.results.iter().map(settled_to_js).collect::<Array>();
    put(&object, "results", &results);
    object
}

/// The error of ids that failed, with what became of those before, which is not enumerable, so that no log holds it.
pub(super) fn failure_to_js(error: &Error, summary: &DeletionsSummary) -> JsValue {
    let thrown = error_to_js(error);
    hide(&thrown, "summary", summary_to_js(summary));
    thrown
}

/// What became of one agent among many.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Settled<'a> {
    agent_id: &'a str,
    #[serde(with = "serde_wasm_bindgen::preserve")]
    deletion: JsValue,
    #[serde(with = "serde_wasm_bindgen::preserve")]
    error: JsValue,
    duplicate: bool,
}

pub(super) fn settled_to_js(settled: &DeletionResult) -> JsValue {
    let (deletion, error) = match &settled.result {
        Ok(deletion) => (deletion_to_js(deletion), JsValue::NULL),
        Err(error) => (JsValue::NULL, error_to_js(error)),
    };
    to_js(&Settled { agent_id: &settled.agent_id, deletion, error, duplicate: settled.duplicate })
}

/// An `Error` named "AgentError" with the fields of [`Failure`](crate::Failure) as its own, and a `cause` if there is one.
pub(super) fn error_to_js(error: &Error) -> JsValue {
    let options = match &error.cause {
        Some(cause) => object(&[("cause", cause_to_js(cause))]),
        None => JsValue::UNDEFINED,
    };
    let thrown: Object = Thrown::new(&error.message, &options).unchecked_into();
    put(&thrown, "name", &JsValue::from_str("AgentError"));
    Object::assign(&thrown, to_js(error.deref()).unchecked_ref());
    if let Some(backup) = &error.backup {
        // Not enumerable, so that no log holds what was saved.
        hide(&thrown, "backup", backup_to_js(backup));
    }
    thrown.into()
}

/// The very value that was thrown, or an `Error` of its words where it was not JavaScript that threw it.
fn cause_to_js(cause: &Cause) -> JsValue {
    match cause.value::<JsValue>() {
        Some(value) => value.clone(),
        None => Thrown::new(cause.text(), &JsValue::UNDEFINED).into(),
    }
}

/// A plain object with these members.
fn object(members: &[(&str, JsValue)]) -> JsValue {
    let object = Object::new().into();
    for (name, value) in members {
        put(&object, name, value);
    }
    object
}

/// Sets a member of an object of ours, which can't fail.
fn put(object: &JsValue, name: &str, value: &JsValue) {
    let _ = Reflect::set(object, &JsValue::from_str(name), value);
}

/// Sets one that is not enumerable.
fn hide(object: &JsValue, name: &str, value: JsValue) {
    let hidden = self::object(&[("value", value)]);
    let object: &Object = object.unchecked_ref();
    let _ = Reflect::define_property(object, &JsValue::from_str(name), hidden.unchecked_ref());
}

/// A member of an object of ours.
fn member(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &JsValue::from_str(name)).unwrap_or_default()
}

fn put_saved(object: &JsValue, backup: &AgentBackup) {
    let content = member(object, "content");
    for (part, saved) in &backup.content.0 {
        if let Saved::Json(json) = saved {
            put_document(&content, part, json);
        }
    }
}

/// Puts a document of a platform's in its place, if what stands there is another. serde-wasm-bindgen sets an object's
/// members one by one, and one of the name `__proto__` becomes the object's prototype so.
fn put_document(object: &JsValue, name: &str, json: &Json) {
    if names_prototype(json) {
        put(object, name, &document(json));
    }
}

fn names_prototype(json: &Json) -> bool {
    match json {
        Json::Array(items) => items.iter().any(names_prototype),
        Json::Object(members) => {
            members.iter().any(|(name, value)| name == "__proto__" || names_prototype(value))
        }
        _ => false,
    }
}

/// A document as `JSON.parse` makes it: whatever its name, a member is a member.
fn document(json: &Json) -> JsValue {
    match json {
        Json::Array(items) => items.iter().map(document).collect::<Array>().into(),
        Json::Object(members) => {
            let entry =
                |(name, value): (&String, &Json)| Array::of2(&JsValue::from_str(name), &document(value));
            let entries: Array = members.iter().map(entry).collect();
            Object::from_entries(&entries).map_or(JsValue::NULL, JsValue::from)
        }
        other => to_js(other),
    }
}
