//! Errors as JavaScript's own.

use super::result::{object, to_js as data_to_js};
use crate::{Cause, Error};
use js_sys::{ErrorOptions, Object, Reflect};
use std::ops::Deref;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = Error)]
    type Thrown;

    #[wasm_bindgen(constructor, js_class = "Error")]
    fn new(message: &str) -> Thrown;

    #[wasm_bindgen(constructor, js_class = "Error")]
    fn with_options(message: &str, options: &ErrorOptions) -> Thrown;
}

/// An `Error` named "AgentError" with the fields of [`Failure`](crate::Failure) as its own, and a `cause` if there is one.
pub(super) fn to_js(error: &Error) -> JsValue {
    let thrown: JsValue = match &error.cause {
        Some(cause) => Thrown::with_options(&error.message, &ErrorOptions::new(&cause_to_js(cause))).into(),
        None => Thrown::new(&error.message).into(),
    };
    // Neither can fail on a new error.
    let _ = Reflect::set(&thrown, &JsValue::from_str("name"), &JsValue::from_str("AgentError"));
    Object::assign(thrown.unchecked_ref::<Object>(), data_to_js(error.deref()).unchecked_ref());
    if let Some(backup) = &error.backup {
        // Not enumerable, so that no log holds what was saved.
        let hidden = object([("value", data_to_js(backup))]);
        Object::define_property(
            thrown.unchecked_ref::<Object>(),
            &JsValue::from_str("backup"),
            hidden.unchecked_ref(),
        );
    }
    thrown
}

/// The very value that was thrown, or an `Error` of its words where it was not JavaScript that threw it.
fn cause_to_js(cause: &Cause) -> JsValue {
    cause.value::<JsValue>().cloned().unwrap_or_else(|| Thrown::new(cause.text()).into())
}
