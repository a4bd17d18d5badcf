//! In WebAssembly: JavaScript's own `JSON`, `URL` and `Date`.

use super::json::MAX_DEPTH;
use super::{Json, ParsedUrl};
use alloc::string::String;
use alloc::vec::Vec;
use js_sys::{Array, Date, Object};
use wasm_bindgen::prelude::*;

pub(crate) fn parse_json(text: &str) -> Option<Json> {
    from_js(&js_sys::JSON::parse(text).ok()?, 0)
}

/// Takes over what `JSON.parse` made. serde-wasm-bindgen would do it too, at the price of 12 kB of download.
fn from_js(value: &JsValue, depth: usize) -> Option<Json> {
    if depth > MAX_DEPTH {
        return None;
    }
    if value.is_null() {
        Some(Json::Null)
    } else if let Some(text) = value.as_string() {
        Some(Json::String(text))
    } else if let Some(number) = value.as_f64() {
        Some(Json::Number(number))
    } else if let Some(truth) = value.as_bool() {
        Some(Json::Bool(truth))
    } else if Array::is_array(value) {
        let items: &Array = value.unchecked_ref();
        let mut array = Vec::new();
        for item in items.iter() {
            array.push(from_js(&item, depth + 1)?);
        }
        Some(Json::Array(array))
    } else {
        let entries = Object::entries(value.unchecked_ref());
        let mut members = Vec::new();
        for entry in entries.iter() {
            let pair: &Array = entry.unchecked_ref();
            members.push((pair.get(0).as_string()?, from_js(&pair.get(1), depth + 1)?));
        }
        Some(Json::Object(members))
    }
}

pub(crate) fn parse_url(text: &str) -> Option<ParsedUrl> {
    let url = web_sys::Url::new(text).ok()?;
    Some(ParsedUrl {
        scheme: url.protocol(),
        origin: url.origin(),
        host: url.hostname(),
        path: url.pathname(),
        has_user_info: !url.username().is_empty() || !url.password().is_empty(),
    })
}

pub(crate) fn parse_http_date(text: &str) -> Option<f64> {
    // `Date.parse` takes nearly anything for a date, "2" among it; an HTTP date begins with a day's name and ends so.
    let shaped = text.ends_with("GMT") && text.starts_with(|first: char| first.is_ascii_alphabetic());
    let epoch_ms = Date::parse(text);
    (shaped && epoch_ms >= 0.0).then_some(epoch_ms)
}

pub(crate) fn iso_date(epoch_ms: f64) -> Option<String> {
    // Four digits of a year; beyond, ISO 8601 as JavaScript writes it changes shape.
    const END: f64 = 253_402_300_800_000.0;
    let in_range = (0.0..END).contains(&epoch_ms);
    in_range.then(|| Date::new(&JsValue::from_f64(epoch_ms)).to_iso_string().into())
}

#[wasm_bindgen]
extern "C" {
    /// The number as JavaScript writes it.
    #[wasm_bindgen(js_name = String)]
    pub(crate) fn number_text(number: f64) -> String;
}
