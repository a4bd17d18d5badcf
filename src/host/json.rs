//! A JSON value of our own, so that the same strict reading serves the browser's `JSON.parse` and, off the web, serde_json.

use super::{JsonText, ToJson};
use crate::text::{Text, pieces};
use alloc::vec::Vec;
use core::fmt;

/// A JSON value. Objects keep the order in which their members came.
///
/// `Debug` shows the shape and no value: what a platform sent may hold secrets.
#[derive(Clone, PartialEq)]
pub enum Json {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// Any number; JSON knows no integers.
    Number(f64),
    /// A string
    String(Text),
    /// An array
    Array(Vec<Json>),
    /// An object
    Object(Vec<(Text, Json)>),
}

impl Json {
    /// Reads a document. `None` when it is not JSON, or nests deeper than 128 levels.
    pub fn parse(text: &str) -> Option<Self> {
        super::parse_json(text)
    }

    /// The member of this name. `None` where there is none, or where this is not an object.
    pub fn get(&self, name: &str) -> Option<&Json> {
        self.as_object()?.iter().find(|(key, _)| key == name).map(|(_, value)| value)
    }

    /// What stands below, by the members' names with a slash between each two.
    pub(crate) fn at(&self, path: &str) -> Option<&Json> {
        pieces(path, "/").into_iter().try_fold(self, |place, name| place.get(name))
    }

    /// The text, if this is a string.
    pub fn as_str(&self) -> Option<&str> {
        if let Json::String(text) = self { Some(text) } else { None }
    }

    /// The same, as it is held.
    pub(crate) fn as_text(&self) -> Option<&Text> {
        if let Json::String(text) = self { Some(text) } else { None }
    }

    /// The truth value, if this is one. `"true"` and `1` are not.
    pub fn as_bool(&self) -> Option<bool> {
        if let Json::Bool(value) = self { Some(*value) } else { None }
    }

    /// The number, if this is one.
    pub fn as_number(&self) -> Option<f64> {
        if let Json::Number(value) = self { Some(*value) } else { None }
    }

    /// The elements, if this is an array.
    pub fn as_array(&self) -> Option<&[Json]> {
        if let Json::Array(items) = self { Some(items) } else { None }
    }

    /// The members, if this is an object.
    pub fn as_object(&self) -> Option<&[(Text, Json)]> {
        if let Json::Object(members) = self { Some(members) } else { None }
    }

    /// A member's text.
    pub(crate) fn text(&self, name: &str) -> Option<&Text> {
        self.get(name)?.as_text()
    }

    /// A member's text, to be kept: the two share it.
    pub(crate) fn shared(&self, name: &str) -> Option<Text> {
        self.text(name).cloned()
    }

    /// Whether a member is this very text.
    pub(crate) fn says(&self, name: &str, text: &str) -> bool {
        self.text(name).is_some_and(|said| said == text)
    }

    /// A member's truth value: short for `get` and `as_bool`.
    pub(crate) fn flag(&self, name: &str) -> Option<bool> {
        self.get(name)?.as_bool()
    }
}

impl fmt::Debug for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Json::Null => f.write_str("null"),
            Json::Bool(_) => f.write_str("bool"),
            Json::Number(_) => f.write_str("number"),
            Json::String(_) => f.write_str("string"),
            Json::Array(items) => f.debug_list().entries(items).finish(),
            Json::Object(members) => {
                f.debug_map().entries(members.iter().map(|(name, value)| (name, value))).finish()
            }
        }
    }
}

impl ToJson for Json {
    fn write_json(&self, out: &mut JsonText) {
        match self {
            Json::Null => out.raw("null"),
            Json::Bool(value) => value.write_json(out),
            Json::Number(value) => value.write_json(out),
            Json::String(text) => out.text(text),
            Json::Array(items) => items.write_json(out),
            Json::Object(members) => {
                out.open();
                for (name, value) in members {
                    out.member(name, value);
                }
                out.close();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_strictly() {
        let value = Json::parse(r#"{"a":"true","b":true,"c":[1,null],"a2":{}}"#);
        let value = value.as_ref();
        assert_eq!(value.and_then(|v| v.get("a")).and_then(Json::as_bool), None);
        assert_eq!(value.and_then(|v| v.get("b")).and_then(Json::as_bool), Some(true));
        assert_eq!(Json::parse("{"), None);
        assert_eq!(Json::parse(""), None);
        assert_eq!(Json::parse("{} x"), None);
    }

    #[test]
    fn refuses_what_would_exhaust_the_stack() {
        let deep = |levels: usize| "[".repeat(levels) + &"]".repeat(levels);
        assert!(Json::parse(&deep(100)).is_some());
        assert_eq!(Json::parse(&deep(100_000)), None);
    }
}
