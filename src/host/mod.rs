//! What the surroundings offer ready-made: reading UTF-8, JSON, URLs and dates. In WebAssembly that is JavaScript's own
//! `TextDecoder`, `JSON`, `URL` and `Date`, which cost no download; elsewhere the standard library and crates stand in, so
//! that the core runs and is tested natively.

use alloc::string::String;

mod json;
mod json_text;
#[cfg(not(target_arch = "wasm32"))]
mod native;
#[cfg(target_arch = "wasm32")]
mod web;

pub use json::Json;
pub use json_text::{JsonText, ToJson};

pub(crate) use json_text::{json_names, json_object};

#[cfg(not(target_arch = "wasm32"))]
pub(crate) use native::{decoded, iso_date, number_text, parse_http_date, parse_json, parse_url};
#[cfg(target_arch = "wasm32")]
pub(crate) use web::{decoded, iso_date, number_text, parse_http_date, parse_json, parse_url};

/// An absolute URL as the URL standard parses it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ParsedUrl {
    /// With the colon: `https:`.
    pub(crate) scheme: String,
    /// `https://host:port`, the port left out where it is the scheme's own.
    pub(crate) origin: String,
    /// Without the port; IPv6 in brackets.
    pub(crate) host: String,
    /// Begins with `/`.
    pub(crate) path: String,
    /// Whether it names a user or a password.
    pub(crate) has_user_info: bool,
}
