//! Errors as JavaScript's own.

use super::object::{object, put};
use super::result::{of_backup, to_js as data_to_js};
use crate::{Cause, Error};
use core::ops::Deref;
use js_sys::Object;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = Error)]
    type Thrown;

    #[wasm_bindgen(constructor, js_class = "Error")]
    fn new(message: &str, options: &JsValue) -> Thrown;
}

/// An `Error` named "AgentError" with the fields of [`Failure`](crate::Failure) as its own, and a `cause` if there is one.
pub(super) fn to_js(error: &Error) -> JsValue {
    let options = match &error.cause {
        Some(cause) => object(&[("cause", cause_to_js(cause))]),
        None => JsValue::UNDEFINED,
    };
    let thrown = Thrown::new(&error.message, &options).into();
    put(&thrown, "name", &JsValue::from_str("AgentError"));
    Object::assign(thrown.unchecked_ref::<Object>(), data_to_js(error.deref()).unchecked_ref());
    if let Some(backup) = &error.backup {
        // Not enumerable, so that no log holds what was saved.
        let hidden = object(&[("value", of_backup(backup))]);
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
    match cause.value::<JsValue>() {
        Some(value) => value.clone(),
        None => Thrown::new(cause.text(), &JsValue::UNDEFINED).into(),
    }
}
