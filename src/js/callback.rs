//! The caller's functions, as the core's. What they throw or reject with is kept as a cause.

use super::result::{of_backup, to_js};
use crate::deletion::OnStep;
use crate::http::AskSecret;
use crate::transport::{Handle, Job, cause_in, flag, text};
use crate::{Cause, Confirm, KeepBackup, OnProgress};
use alloc::boxed::Box;
use alloc::rc::Rc;
use js_sys::Function;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/js/callback.js")]
extern "C" {
    fn ask(call: &Function, argument: &JsValue) -> Handle;

    #[wasm_bindgen(js_name = askSecret)]
    fn ask_secret(call: &Function, name: &str) -> Handle;

    fn tell(call: &Function, argument: &JsValue);
}

/// A function asked for a credential. `name` is the option that holds it.
pub(super) fn secret(function: Function, name: &'static str) -> AskSecret {
    Rc::new(move || {
        let asked = Job::of(ask_secret(&function, name));
        Box::pin(async { Ok(text(&finished(asked.await)?, "secret").unwrap_or_default()) })
    })
}

/// A function shown the plan. A falsy answer means no.
pub(super) fn confirm(function: Function) -> Confirm {
    Confirm(Rc::new(move |plan| {
        let asked = Job::of(ask(&function, &to_js(plan)));
        Box::pin(async { Ok(flag(&finished(asked.await)?, "value")) })
    }))
}

/// A function that puts a backup away.
pub(super) fn keep_backup(function: Function) -> KeepBackup {
    Rc::new(move |backup| {
        let asked = Job::of(ask(&function, &of_backup(backup)));
        Box::pin(async { finished(asked.await).map(drop) })
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

fn finished(outcome: JsValue) -> Result<JsValue, Cause> {
    cause_in(&outcome).map_or(Ok(outcome), Err)
}
