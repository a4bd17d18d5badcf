//! Awaiting whatever a JavaScript function gave.

use super::wait::{Outcome, Wait};
use js_sys::{Array, Function, Promise};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    type Bound;

    #[wasm_bindgen(method)]
    fn bind(this: &Bound, context: &JsValue, number: u32) -> JsValue;

    type Settling;

    #[wasm_bindgen(method)]
    fn then(this: &Settling, fulfil: &JsValue, reject: &JsValue);
}

/// Waits for a promise or anything else with a `then`; any other value is there already.
pub(crate) async fn settle(value: JsValue) -> Outcome {
    if value.is_object() || value.is_function() { watch(&value).await } else { Ok(value) }
}

/// Lets a promise run without waiting for it: its rejection is nobody's.
pub(crate) fn ignore(value: &JsValue) {
    if value.is_object() {
        drop(watch(value));
    }
}

fn watch(value: &JsValue) -> Wait {
    // `Promise.race` never throws and always gives a promise of this realm, even for a `then` that throws when it is read.
    let promise = Promise::race(&Array::of1(value));
    let (wait, ()) = Wait::start(|fulfil, reject, number| {
        let bind = |callback: &Function| callback.unchecked_ref::<Bound>().bind(&JsValue::UNDEFINED, number);
        promise.unchecked_ref::<Settling>().then(&bind(fulfil), &bind(reject));
    });
    wait
}
