//! Saying in one line what was thrown.

use super::kind::kind_of;
use crate::http::Cause;
use crate::text::contains;
use alloc::borrow::ToOwned;
use alloc::string::String;
use js_sys::Reflect;
use wasm_bindgen::JsValue;

/// The longest text that is taken from a thrown value, in characters.
const LONGEST: usize = 10_000;

/// A cause that keeps the thrown value.
pub(crate) fn cause_of(thrown: JsValue) -> Cause {
    Cause::with_value(describe(&thrown), thrown)
}

/// The message of an error and of what lies behind it. Node's `fetch` says only "fetch failed"; its cause says why.
pub(super) fn describe(thrown: &JsValue) -> String {
    if let Some(text) = thrown.as_string() {
        return one_line(&text);
    }
    let mut text = text_of(thrown, "message")
        .or_else(|| text_of(thrown, "name"))
        .unwrap_or_else(|| kind_of(thrown).to_owned());
    if let Some(behind) = member(thrown, "cause") {
        let reason =
            text_of(&behind, "message").or_else(|| text_of(&behind, "code")).or_else(|| behind.as_string());
        if let Some(reason) = reason.filter(|reason| !contains(&text, reason)) {
            text.push_str(": ");
            text.push_str(&reason);
        }
    }
    one_line(&text)
}

fn member(value: &JsValue, name: &str) -> Option<JsValue> {
    if !(value.is_object() || value.is_function()) {
        return None;
    }
    Reflect::get(value, &JsValue::from_str(name)).ok()
}

fn text_of(value: &JsValue, name: &str) -> Option<String> {
    member(value, name)?.as_string().filter(|text| !text.is_empty())
}

fn one_line(text: &str) -> String {
    text.chars().take(LONGEST).map(|c| if c.is_control() { ' ' } else { c }).collect()
}
