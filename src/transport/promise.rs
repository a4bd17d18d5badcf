//! Waiting for whatever a JavaScript function gave.

use js_sys::{Array, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};

#[wasm_bindgen]
extern "C" {
    /// Calls the engine's own `then`, as `await` does; a promise's may have been replaced by one that throws.
    #[wasm_bindgen(catch, js_namespace = ["Promise", "prototype", "then"], js_name = call)]
    fn derived(promise: &Promise) -> Result<Promise, JsValue>;
}

/// Waits for a promise or anything else with a `then`; any other value is there already.
///
/// A promise that never settles keeps what waits for it, so a `fetch` that ignores its abort leaks a little.
pub(crate) async fn settle(value: JsValue) -> Result<JsValue, JsValue> {
    let promise = match value.dyn_into::<Promise>() {
        Ok(promise) => derived(&promise)?,
        // That gives a promise of this realm for anything, even for a `then` that throws when it is read.
        Err(value) if value.is_object() || value.is_function() => Promise::race(&Array::of1(&value)),
        Err(value) => return Ok(value),
    };
    JsFuture::from(promise).await
}

/// Lets a promise run without waiting for it: its rejection is nobody's.
pub(crate) fn ignore(value: JsValue) {
    if value.is_object() {
        spawn_local(async { drop(settle(value).await) });
    }
}
