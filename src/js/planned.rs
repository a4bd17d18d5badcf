//! A plan of many that comes back from JavaScript, to delete by it. It is a plain object, which may have been stored meanwhile,
//! and may hold fewer agents than were planned: what is read is what is needed, strictly.

use super::given::{Plain, wrong};
use crate::http::{Json, typed};
use crate::transport::{cause_of, is_array};
use crate::{Blocker, BlockerCode, Client, Error, ErrorCode, LiftedBy, PlannedId};
use js_sys::{Reflect, Symbol};
use serde::de::DeserializeOwned;
use wasm_bindgen::prelude::*;

/// The ids of a plan, if it is one: an object with `plans`, where an iterable of ids would have none.
pub(super) fn planned_ids(given: &JsValue, client: &Client) -> Option<Result<Vec<PlannedId>, Error>> {
    if !given.is_object() || Reflect::has(given, &Symbol::async_iterator()) != Ok(false) {
        return None;
    }
    let object = Plain::of(given, "the plan").ok()?;
    let plans = object.get("plans", "plans").ok()??;
    Some(read(&object, &plans, client))
}

fn read(object: &Plain<'_>, plans: &JsValue, client: &Client) -> Result<Vec<PlannedId>, Error> {
    let text = |name| Ok::<_, Error>(object.get(name, name)?.and_then(|value| value.as_string()));
    let (made_for, backend) = (text("backend")?, client.backend());
    if made_for.as_deref() != Some(backend.name()) {
        let of = made_for.unwrap_or_else(|| "no platform".into());
        return Err(Error::input(format!("the plan must be one of {}, not of {of}", backend.name())));
    }
    if text("baseUrl")? != Some(client.base_url()) {
        return Err(Error::input(
            "the plan must be one that was made at this client's baseUrl; elsewhere an agent of the same id is another",
        ));
    }
    let mut ids = Vec::new();
    for plan in items(plans, "plans")? {
        ids.push(planned(&Plain::of(&plan, "each of plans")?)?);
    }
    if let Some(given) = object.get("failed", "failed")? {
        for plan in items(&given, "failed")? {
            ids.push(failed(&Plain::of(&plan, "each of failed")?)?);
        }
    }
    Ok(ids)
}

fn planned(plan: &Plain<'_>) -> Result<PlannedId, Error> {
    let agent_id = text(plan, "agentId")?;
    let deletable = plan.get("deletable", "deletable")?.unwrap_or_default();
    match deletable.as_bool() {
        Some(true) => Ok(PlannedId::Shown(agent_id)),
        None if deletable.is_null() => Ok(PlannedId::Shown(agent_id)),
        None => Err(wrong("deletable", "true, false or null", &deletable)),
        Some(false) => {
            let given = plan.get("blockers", "blockers")?.unwrap_or_default();
            let mut blockers = Vec::new();
            for given in items(&given, "blockers")? {
                blockers.push(blocker(&Plain::of(&given, "each of blockers")?)?);
            }
            let blocker = blockers.into_iter().find(|blocker| !blocker.overridden);
            let blocker = blocker
                .ok_or_else(|| Error::input("blockers must say what keeps the agent from being deleted"))?;
            Ok(PlannedId::Blocked(agent_id, blocker))
        }
    }
}

fn blocker(given: &Plain<'_>) -> Result<Blocker, Error> {
    let lifted_by = given.get("liftedBy", "liftedBy")?.and_then(|name| named::<LiftedBy>(&name));
    Ok(Blocker {
        code: code::<BlockerCode>(given)?,
        message: text(given, "message")?,
        lifted_by,
        overridden: given.get("overridden", "overridden")?.is_some_and(|value| value.is_truthy()),
    })
}

/// An id that could not be planned, with an error of the same code and words, and the one that was given as its cause.
fn failed(given: &Plain<'_>) -> Result<PlannedId, Error> {
    let agent_id = text(given, "agentId")?;
    let value = given.get("error", "error")?.unwrap_or_default();
    let shown = Plain::of(&value, "error")?;
    let mut error = Error::new(code::<ErrorCode>(&shown)?, text(&shown, "message")?);
    error.agent_id = Some(agent_id.clone());
    Ok(PlannedId::Failed(agent_id, error.with_cause(Some(cause_of(value.clone())))))
}

/// What is in an array, each read when it is asked for: the array may be long and hold nothing.
fn items(array: &JsValue, name: &str) -> Result<impl Iterator<Item = JsValue>, Error> {
    let length = Reflect::get(array, &JsValue::from_str("length")).ok().and_then(|length| length.as_f64());
    let (true, Some(length)) = (is_array(array), length) else {
        return Err(wrong(name, "an array", array));
    };
    Ok((0..length as u32).map(|place| Reflect::get_u32(array, place).unwrap_or_default()))
}

fn text(object: &Plain<'_>, name: &str) -> Result<String, Error> {
    let value = object.get(name, name)?.unwrap_or_default();
    value.as_string().ok_or_else(|| wrong(name, "a string", &value))
}

fn code<T: DeserializeOwned>(object: &Plain<'_>) -> Result<T, Error> {
    let value = object.get("code", "code")?.unwrap_or_default();
    named(&value).ok_or_else(|| wrong("code", "one of the codes that a plan has", &value))
}

/// What is called so.
fn named<T: DeserializeOwned>(name: &JsValue) -> Option<T> {
    typed(&Json::String(name.as_string()?))
}
