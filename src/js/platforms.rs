//! What the platforms can do.

use crate::Backend;
use crate::host::{JsonText, ToJson};
use alloc::string::String;

struct Platforms;

impl ToJson for Platforms {
    fn write_json(&self, out: &mut JsonText) {
        out.open();
        for backend in Backend::ALL {
            out.member(backend.name(), backend.capabilities());
        }
        out.close();
    }
}

/// What each platform can do, by its name, as JSON.
pub(super) fn platforms() -> String {
    JsonText::of(&Platforms)
}
