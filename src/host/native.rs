//! Off the web: serde_json, url, httpdate and humantime.

use super::{Json, ParsedUrl};
use crate::text::Text;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use std::fmt;
use std::time::{Duration, UNIX_EPOCH};

/// How deeply a document may nest. A deeper one is not read: it would exhaust the stack.
const MAX_DEPTH: usize = 128;

pub(crate) fn decoded(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

pub(crate) fn parse_json(text: &str) -> Option<Json> {
    let mut reader = serde_json::Deserializer::from_str(text);
    let value = JsonSeed::root().deserialize(&mut reader).ok()?;
    reader.end().ok()?;
    Some(value)
}

pub(crate) fn parse_url(text: &str) -> Option<ParsedUrl> {
    let url = url::Url::parse(text).ok()?;
    let (scheme, origin) = (format!("{}:", url.scheme()), url.origin().ascii_serialization());
    let user_info = [url.username(), url.password().unwrap_or_default()].concat();
    let parts = [&scheme, &origin, url.host_str().unwrap_or_default(), url.path(), &user_info];
    Some(ParsedUrl(parts.join("\n").into()))
}

pub(crate) fn parse_http_date(text: &str) -> Option<f64> {
    let time = httpdate::parse_http_date(text).ok()?;
    Some(time.duration_since(UNIX_EPOCH).ok()?.as_secs_f64() * 1000.0)
}

pub(crate) fn iso_date(epoch_ms: f64) -> Option<Text> {
    let since = Duration::try_from_secs_f64(epoch_ms / 1000.0).ok()?;
    let time = UNIX_EPOCH.checked_add(Duration::from_millis(since.as_millis().try_into().ok()?))?;
    // The last moment that four digits of a year can name; humantime fails beyond it.
    let last = UNIX_EPOCH + Duration::from_secs(253_402_300_799);
    (time <= last).then(|| humantime::format_rfc3339_millis(time).to_string().into())
}

pub(crate) fn number_text(number: f64) -> String {
    number.to_string()
}

/// Reads one value, knowing how deep it stands.
struct JsonSeed {
    depth: usize,
}

impl JsonSeed {
    fn root() -> Self {
        Self { depth: 0 }
    }

    fn below(&self) -> Self {
        Self { depth: self.depth + 1 }
    }
}

impl<'de> DeserializeSeed<'de> for JsonSeed {
    type Value = Json;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Json, D::Error> {
        if self.depth > MAX_DEPTH {
            return Err(D::Error::custom("too deep"));
        }
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for JsonSeed {
    type Value = Json;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_none<E>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Json, E> {
        Ok(Json::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Json, E> {
        Ok(Json::Number(value as f64))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Json, E> {
        Ok(Json::Number(value as f64))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Json, E> {
        Ok(Json::Number(value))
    }

    fn visit_str<E>(self, value: &str) -> Result<Json, E> {
        Ok(Json::String(value.into()))
    }

    fn visit_string<E>(self, value: String) -> Result<Json, E> {
        Ok(Json::String(value.into()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Json, A::Error> {
        let mut array = Vec::new();
        while let Some(item) = items.next_element_seed(self.below())? {
            array.push(item);
        }
        Ok(Json::Array(array))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Json, A::Error> {
        let mut members = Vec::new();
        while let Some(key) = entries.next_key::<String>()? {
            let value = entries.next_value_seed(self.below())?;
            members.push((key.into(), value));
        }
        Ok(Json::Object(members))
    }
}
