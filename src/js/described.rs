//! A platform's description as it arrives: plain data, as JSON holds it. What JSON leaves out of an object is left out here.

use super::given::wrong;
use crate::host::parse_json;
use crate::transport::cause_of;
use crate::{Backend, Description, Error};
use js_sys::JSON;
use wasm_bindgen::prelude::*;

/// The platform that an object describes.
pub(super) fn described(given: &JsValue) -> Result<Backend, Error> {
    let text = JSON::stringify(given)
        .map_err(|thrown| Error::input("backend can't be read as JSON").with_cause(Some(cause_of(thrown))))?;
    // Of a function, for one, there is no text at all.
    let document = text.as_string().as_deref().and_then(parse_json);
    let document = document.ok_or_else(|| wrong("backend", "a platform's name or a description", given))?;
    Ok(Description::from_json(&document)?.into())
}
