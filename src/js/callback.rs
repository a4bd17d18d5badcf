//! The caller's functions, as the core's, called without a `this`. What they throw or reject with is kept as a cause; where
//! nobody waits for them, it is swallowed, for a broken logger must not break a deletion.

use super::given::texts;
use super::result::{backup_to_js, plan_of_many_to_js, plan_to_js, to_js};
use crate::transport::{cause_of, ignore, kind_of, settle};
use crate::{AskSecret, Cause, Confirm, ConfirmAll, KeepBackup, OnProgress, OnStep, Signer};
use js_sys::Function;
use std::rc::Rc;
use wasm_bindgen::JsValue;

/// A function asked for a credential. `name` is the option that holds it.
pub(super) fn secret(function: Function, name: &str) -> AskSecret {
    let name = name.to_owned();
    Rc::new(move || {
        let (called, name) = (function.call0(&JsValue::UNDEFINED), name.clone());
        Box::pin(async move {
            let given = finish(called).await?;
            given.as_string().filter(|text| !text.is_empty()).ok_or_else(|| {
                let what = if given.is_string() { "an empty string" } else { kind_of(&given) };
                Cause::new(format!("{name} gave {what} in place of a credential"))
            })
        })
    })
}

/// A function that signs requests. What it gives must be an object of texts.
pub(super) fn signer(function: Function) -> Signer {
    Signer(Rc::new(move |request| {
        let called = function.call1(&JsValue::UNDEFINED, &to_js(&request));
        Box::pin(async move {
            let given = finish(called).await?;
            texts(&given, "what sign gave").map_err(|error| Cause::new(error.message.clone()))
        })
    }))
}

/// A function shown the plan. A falsy answer means no, and `undefined` is none.
pub(super) fn confirm(function: Function) -> Confirm {
    Confirm(Rc::new(move |plan| {
        let called = function.call1(&JsValue::UNDEFINED, &plan_to_js(plan));
        Box::pin(answer(called))
    }))
}

/// A function shown the plan of many.
pub(super) fn confirm_all(function: Function) -> ConfirmAll {
    ConfirmAll(Rc::new(move |plan| {
        let called = function.call1(&JsValue::UNDEFINED, &plan_of_many_to_js(plan));
        Box::pin(answer(called))
    }))
}

async fn answer(called: Result<JsValue, JsValue>) -> Result<Option<bool>, Cause> {
    let answer = finish(called).await?;
    Ok((!answer.is_undefined()).then(|| answer.is_truthy()))
}

/// A function that puts a backup away.
pub(super) fn keep_backup(function: Function) -> KeepBackup {
    Rc::new(move |backup| {
        let called = function.call1(&JsValue::UNDEFINED, &backup_to_js(backup));
        Box::pin(async { finish(called).await.map(drop) })
    })
}

/// A function told of every exchange.
pub(super) fn on_step(function: Function) -> OnStep {
    OnStep(Rc::new(move |step| tell(&function, &to_js(step))))
}

/// A function told how far a bulk deletion is.
pub(super) fn on_progress(function: Function) -> OnProgress {
    OnProgress(Rc::new(move |progress| tell(&function, &to_js(&progress))))
}

async fn finish(called: Result<JsValue, JsValue>) -> Result<JsValue, Cause> {
    settle(called.map_err(cause_of)?).await.map_err(cause_of)
}

fn tell(function: &Function, news: &JsValue) {
    if let Ok(given) = function.call1(&JsValue::UNDEFINED, news) {
        ignore(given);
    }
}
