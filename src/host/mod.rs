//! What the surroundings offer ready-made: JSON, URLs and dates. In WebAssembly that is JavaScript's own `JSON`, `URL` and
//! `Date`, which cost no download; elsewhere crates stand in, so that everything above runs and is tested natively.

mod json;
#[cfg(not(target_arch = "wasm32"))]
mod native;
mod typed;
#[cfg(target_arch = "wasm32")]
mod web;

pub use serde_json::Value as Json;

pub(crate) use json::{Members, parse_json};
#[cfg(not(target_arch = "wasm32"))]
pub(crate) use native::{document_text, iso_date, json_text, parse_http_date, parse_url};
pub(crate) use typed::typed;
#[cfg(target_arch = "wasm32")]
pub(crate) use web::{document_text, iso_date, json_text, parse_http_date, parse_url};

/// An absolute URL as the URL standard parses it.
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
