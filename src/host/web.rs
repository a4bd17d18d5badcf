//! In WebAssembly: JavaScript's own `JSON`, `URL` and `Date`.

use super::{Json, ParsedUrl};
use js_sys::{Date, JSON};
use wasm_bindgen::JsValue;

pub(super) fn parse_json(text: &str) -> Option<Json> {
    serde_wasm_bindgen::from_value(JSON::parse(text).ok()?).ok()
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

/// The URL as the URL standard writes it.
pub(crate) fn normalized_url(text: &str) -> Option<String> {
    web_sys::Url::new(text).ok().map(|url| url.href())
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
