//! An id, as JavaScript gives it.

use crate::text::contains;
use crate::transport::{Fetch, kind_of};
use crate::{Client, Error, GivenId};
use alloc::string::String;
use js_sys::JsString;
use wasm_bindgen::prelude::*;

/// The id, if it is a string that is whole. A lone surrogate would be sent as U+FFFD, which names another agent.
pub(super) fn given_id(value: &JsValue) -> GivenId {
    match value.as_string() {
        Some(text) if contains(&text, "\u{fffd}") && !value.unchecked_ref::<JsString>().is_valid_utf16() => {
            GivenId::NotText("a string with half a surrogate pair")
        }
        Some(text) => GivenId::Text(text),
        None => GivenId::NotText(kind_of(value)),
    }
}

/// The id of a call about one agent.
pub(super) fn agent_id(client: &Client<Fetch>, value: &JsValue) -> Result<String, Error> {
    match given_id(value) {
        GivenId::Text(text) => Ok(text),
        GivenId::NotText(kind) => {
            let platform = client.backend().platform();
            let message = [
                platform.facts().title,
                " can't have such an agent: id must be ",
                platform.facts().id.words,
                ", not ",
                kind,
            ];
            Err(client.input_error(None, message.concat()))
        }
    }
}
