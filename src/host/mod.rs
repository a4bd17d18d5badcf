//! What the surroundings offer ready-made: reading UTF-8, JSON, URLs and dates. In WebAssembly that is JavaScript's own
//! `TextDecoder`, `JSON`, `URL` and `Date`, which cost no download; elsewhere the standard library and crates stand in, so
//! that the core runs and is tested natively.

use crate::text::{Text, piece};

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
#[cfg(all(target_arch = "wasm32", feature = "js"))]
pub(crate) use web::unpacked;
#[cfg(target_arch = "wasm32")]
pub(crate) use web::{decoded, iso_date, number_text, parse_http_date, parse_json, parse_url};

/// An absolute URL as the URL standard parses it: its parts, a line each.
pub(crate) struct ParsedUrl(Text);

impl ParsedUrl {
    /// With the colon: `https:`.
    pub(crate) fn scheme(&self) -> &str {
        piece(&self.0, "\n", 0)
    }

    /// `https://host:port`, the port left out where it is the scheme's own.
    pub(crate) fn origin(&self) -> &str {
        piece(&self.0, "\n", 1)
    }

    /// Without the port; IPv6 in brackets.
    pub(crate) fn host(&self) -> &str {
        piece(&self.0, "\n", 2)
    }

    /// Begins with `/`.
    pub(crate) fn path(&self) -> &str {
        piece(&self.0, "\n", 3)
    }

    /// Whether it names a user or a password.
    pub(crate) fn has_user_info(&self) -> bool {
        !piece(&self.0, "\n", 4).is_empty()
    }
}
