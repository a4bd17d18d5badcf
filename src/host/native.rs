//! Off the web: url, httpdate and humantime.

use super::ParsedUrl;
use std::time::{Duration, UNIX_EPOCH};

pub(crate) fn parse_url(text: &str) -> Option<ParsedUrl> {
    let url = url::Url::parse(text).ok()?;
    Some(ParsedUrl {
        scheme: format!("{}:", url.scheme()),
        origin: url.origin().ascii_serialization(),
        host: url.host_str().unwrap_or_default().to_owned(),
        path: url.path().to_owned(),
        has_user_info: !url.username().is_empty() || url.password().is_some(),
    })
}

/// A text as JSON writes it.
pub(crate) fn json_text(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// A document as text.
pub(crate) fn document_text(document: &serde_json::Value) -> Option<String> {
    Some(document.to_string())
}

pub(crate) fn parse_http_date(text: &str) -> Option<f64> {
    let time = httpdate::parse_http_date(text).ok()?;
    Some(time.duration_since(UNIX_EPOCH).ok()?.as_secs_f64() * 1000.0)
}

pub(crate) fn iso_date(epoch_ms: f64) -> Option<String> {
    let since = Duration::try_from_secs_f64(epoch_ms / 1000.0).ok()?;
    let time = UNIX_EPOCH.checked_add(Duration::from_millis(since.as_millis().try_into().ok()?))?;
    // The last moment that four digits of a year can name; humantime fails beyond it.
    let last = UNIX_EPOCH + Duration::from_secs(253_402_300_799);
    (time <= last).then(|| humantime::format_rfc3339_millis(time).to_string())
}
