//! The caller's functions, as the core's. What they throw or reject with is kept as a cause; where nobody waits for
//! them, it is swallowed, for a broken logger must not break a deletion.

use super::result::{of_backup, to_js};
use crate::deletion::OnStep;
use crate::http::AskSecret;
use crate::text::concat;
use crate::transport::{cause_of, ignore, kind_of, settle};
use crate::{Cause, Confirm, KeepBackup, OnProgress};
use alloc::boxed::Box;
use alloc::rc::Rc;
use js_sys::Function;
use wasm_bindgen::JsValue;

/// A function asked for a credential. `name` is the option that holds it.
pub(super) fn secret(function: Function, name: &'static str) -> AskSecret {
    Rc::new(move || {
        let called = function.call0(&JsValue::UNDEFINED);
        Box::pin(async move {
            let given = finish(called).await?;
            let text = given.as_string().filter(|text| !text.is_empty());
            text.ok_or_else(|| {
                let what = if given.is_string() { "an empty string" } else { kind_of(&given) };
                Cause::new(concat(&[name, " gave ", what, " in place of a credential"]))
            })
        })
    })
}

/// A function shown the plan. A falsy answer means no.
pub(super) fn confirm(function: Function) -> Confirm {
    Confirm(Rc::new(move |plan| {
        let called = function.call1(&JsValue::UNDEFINED, &to_js(plan));
        Box::pin(async { Ok(finish(called).await?.is_truthy()) })
    }))
}

/// A function that puts a backup away.
pub(super) fn keep_backup(function: Function) -> KeepBackup {
    Rc::new(move |backup| {
        let called = function.call1(&JsValue::UNDEFINED, &of_backup(backup));
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
        ignore(&given);
    }
}
