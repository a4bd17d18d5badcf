//! In WebAssembly: JavaScript's own `JSON`, `URL` and `Date`.

use super::{Json, ParsedUrl};
use js_sys::{Array, Date, JSON, Object};
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::{JsCast, JsValue};

pub(super) fn parse_json(text: &str) -> Option<Json> {
    document(&JSON::parse(text).ok()?)
}

/// A value that `JSON.parse` made. serde-wasm-bindgen would ask it for all that it can't be as well, and print it.
fn document(value: &JsValue) -> Option<Json> {
    if let Some(text) = value.as_string() {
        Some(Json::String(text))
    } else if let Some(items) = value.dyn_ref::<Array>() {
        items.iter().map(|item| document(&item)).collect::<Option<_>>().map(Json::Array)
    } else if let Some(object) = value.is_object().then(|| value.unchecked_ref::<Object>()) {
        let member = |entry: JsValue| {
            let entry: Array = entry.unchecked_into();
            Some((entry.get(0).as_string()?, document(&entry.get(1))?))
        };
        Object::entries(object).iter().map(member).collect::<Option<_>>().map(Json::Object)
    } else if let Some(number) = value.as_f64() {
        // Beyond all numbers, as 1e999: it could not be kept, and so the text is none of JSON's, as off the web.
        number.is_finite().then(|| self::number(number))
    } else {
        Some(value.as_bool().map_or(Json::Null, Json::Bool))
    }
}

/// A number, whole where it is a whole one that JavaScript knows exactly.
fn number(value: f64) -> Json {
    const LAST_EXACT: f64 = 9_007_199_254_740_991.0;
    let is_whole = value.fract() == 0.0 && value.abs() <= LAST_EXACT;
    if is_whole { Json::from(value as i64) } else { Json::from(value) }
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

/// A text as JSON writes it.
pub(crate) fn json_text(text: &str) -> String {
    JSON::stringify(&JsValue::from_str(text)).map(String::from).unwrap_or_default()
}

/// A document as text.
pub(crate) fn document_text(document: &Json) -> Option<String> {
    let value = document.serialize(&Serializer::json_compatible().serialize_bytes_as_arrays(false)).ok()?;
    JSON::stringify(&value).map(String::from).ok()
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
