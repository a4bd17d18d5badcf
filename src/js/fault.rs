//! What was found wrong with what a caller gave.

use crate::transport::{cause_in, text};
use crate::{Backend, Error};
use wasm_bindgen::JsValue;

/// The error of a fault that was found in what a caller gave.
pub(super) fn fault(found: JsValue) -> Error {
    let mut error = Error::input(text(&found, "message").unwrap_or_default()).with_cause(cause_in(&found));
    error.backend = text(&found, "backend").as_deref().and_then(Backend::from_name);
    error
}
