//! Awaiting whatever a JavaScript function gave.

use super::slots::bound;
use super::wait::{Outcome, Wait};
use js_sys::{Array, Promise};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    type Settling;

    #[wasm_bindgen(catch, method)]
    fn then(this: &Settling, fulfil: &JsValue, reject: &JsValue) -> Result<(), JsValue>;
}

/// Waits for a promise or anything else with a `then`; any other value is there already.
pub(crate) async fn settle(value: JsValue) -> Outcome {
    if value.is_object() || value.is_function() { watch(&value)?.await } else { Ok(value) }
}

/// Lets a promise run without waiting for it: its rejection is nobody's.
pub(crate) fn ignore(value: &JsValue) {
    if value.is_object() {
        drop(watch(value));
    }
}

fn watch(value: &JsValue) -> Result<Wait, JsValue> {
    let (wait, watched) = Wait::start(|callbacks, number| {
        let then = |promise: &Promise| {
            let promise: &Settling = promise.unchecked_ref();
            promise.then(&bound(&callbacks.fulfil, number), &bound(&callbacks.reject, number))
        };
        match value.dyn_ref::<Promise>() {
            Some(promise) => then(promise),
            // `Promise.race` gives a promise of this realm for anything, even for a `then` that throws when it is read.
            None => then(&Promise::race(&Array::of1(value))),
        }
    });
    watched.map(|()| wait)
}
