//! What was thrown, in words, and the value itself. Nothing here throws.

use super::says::says;
use super::value::{kind_of, member, text_of};
use crate::http::{Cause, cut, one_line};
use wasm_bindgen::prelude::*;

/// The longest text that is taken from a thrown value, in characters.
const LONGEST: usize = 10_000;

/// A cause that keeps the thrown value.
pub(crate) fn cause_of(thrown: JsValue) -> Cause {
    Cause::with_searched(describe(&thrown), thrown, says)
}

/// The message of an error and of what lies behind it, in one line. Node's `fetch` says only "fetch failed"; its cause
/// says why.
fn describe(thrown: &JsValue) -> String {
    let mut text = thrown
        .as_string()
        .or_else(|| text_of(thrown, "message"))
        .or_else(|| text_of(thrown, "name"))
        .unwrap_or_else(|| kind_of(thrown).to_owned());
    if let Some(behind) = member(thrown, "cause") {
        let reason =
            text_of(&behind, "message").or_else(|| text_of(&behind, "code")).or_else(|| behind.as_string());
        if let Some(reason) = reason.filter(|reason| !text.contains(reason)) {
            text.push_str(": ");
            text.push_str(&reason);
        }
    }
    cut(&one_line(&text), LONGEST)
}
