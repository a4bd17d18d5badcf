//! Results as plain JavaScript objects, and errors as JavaScript's own. What is not known is `null`, never `undefined`.

use crate::http::Json;
use crate::{
    Agent, AgentBackup, BackupContent, Cause, Deletion, DeletionPlan, DeletionResult, DeletionsPlan,
    DeletionsSummary, Error, FailedPlan, Saved,
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
    if !has_everybodys(&agent.raw) {
        return to_js(agent);
    }
    let object = to_js(&without_raw(agent));
    put(&object, "raw", &document(&agent.raw));
    object
}

fn without_raw(agent: &Agent) -> Agent {
    Agent { raw: Json::Null, ..agent.clone() }
}

pub(super) fn plan_to_js(plan: &DeletionPlan) -> JsValue {
    match &plan.agent {
        Some(agent) if has_everybodys(&agent.raw) => {
            let object = to_js(&DeletionPlan { agent: Some(without_raw(agent)), ..plan.clone() });
            put(&object, "agent", &agent_to_js(agent));
            object
        }
        _ => to_js(plan),
    }
}

/// A plan of many. Its plans and errors are those that single calls give.
pub(super) fn plan_of_many_to_js(plan: &DeletionsPlan) -> JsValue {
    let DeletionsPlan { backend, base_url, total, plans, deletable, blocked, unknown, failed, duplicates } =
        plan;
    let failure = |failed: &FailedPlan| {
        let error = error_to_js(&failed.error);
        object(&[("agentId", JsValue::from_str(&failed.agent_id)), ("error", error)])
    };
    object(&[
        ("backend", to_js(backend)),
        ("baseUrl", JsValue::from_str(base_url)),
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
    if !backup.content.0.iter().any(is_unusual) {
        return to_js(backup);
    }
    let (unusual, usual): (Vec<_>, Vec<_>) = backup.content.0.iter().cloned().partition(is_unusual);
    let object = to_js(&AgentBackup { content: BackupContent(usual), ..backup.clone() });
    let content = member(&object, "content");
    for (part, saved) in &unusual {
        if let Saved::Json(json) = saved {
            put(&content, part, &document(json));
        }
    }
    object
}

pub(super) fn deletion_to_js(deletion: &Deletion) -> JsValue {
    match &deletion.backup {
        Some(backup) if backup.content.0.iter().any(is_unusual) => {
            let object = to_js(&Deletion { backup: None, ..deletion.clone() });
            put(&object, "backup", &backup_to_js(backup));
            object
        }
        _ => to_js(deletion),
    }
}

fn is_unusual((_, saved): &(&'static str, Saved)) -> bool {
    matches!(saved, Saved::Json(document) if has_everybodys(document))
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
    put_own(&thrown, "name", &JsValue::from_str("AgentError"));
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

/// The same of one that every error has as well: where theirs is frozen, it could not be set.
fn put_own(object: &JsValue, name: &str, value: &JsValue) {
    let yes = JsValue::TRUE;
    define(
        object,
        name,
        &[("value", value), ("enumerable", &yes), ("configurable", &yes), ("writable", &yes)],
    );
}

/// Sets one that is not enumerable.
fn hide(object: &JsValue, name: &str, value: JsValue) {
    define(object, name, &[("value", &value)]);
}

fn define(object: &JsValue, name: &str, how: &[(&str, &JsValue)]) {
    // Without a prototype, from which a getter might come.
    let descriptor = Object::<JsValue>::create(JsValue::NULL.unchecked_ref());
    how.iter().for_each(|(name, value)| put(&descriptor, name, value));
    let object: &Object = object.unchecked_ref();
    let _ = Reflect::define_property(object, &JsValue::from_str(name), &descriptor);
}

/// A member of an object of ours.
fn member(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &JsValue::from_str(name)).unwrap_or_default()
}

/// Whether a document has a member of a name that every object has. serde-wasm-bindgen sets members one by one, and these can't be
/// set so: `__proto__` would become the object's prototype, and where the others are frozen, setting them throws.
fn has_everybodys(json: &Json) -> bool {
    match json {
        Json::Array(items) => items.iter().any(has_everybodys),
        Json::Object(members) => {
            members.iter().any(|(name, value)| EVERYBODYS.contains(&name.as_str()) || has_everybodys(value))
        }
        _ => false,
    }
}

/// What every object has.
const EVERYBODYS: [&str; 12] = [
    "__proto__",
    "constructor",
    "toString",
    "toLocaleString",
    "valueOf",
    "hasOwnProperty",
    "isPrototypeOf",
    "propertyIsEnumerable",
    "__defineGetter__",
    "__defineSetter__",
    "__lookupGetter__",
    "__lookupSetter__",
];

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
