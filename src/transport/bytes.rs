//! Bytes from a value that should hold some.

use js_sys::{Reflect, Symbol, Uint8Array};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    type Copied;

    #[wasm_bindgen(catch, constructor, js_class = "Uint8Array")]
    fn new(bytes: &JsValue) -> Result<Copied, JsValue>;
}

/// A copy of a `Uint8Array` or an `ArrayBuffer`, of whatever realm. `None` for everything else: a number, a string or an
/// object would make an array too, and an empty body means something.
pub(super) fn bytes_of(value: &JsValue) -> Option<Uint8Array> {
    let holds_bytes = value.is_instance_of::<Uint8Array>() || has_tag(value);
    let copied = Copied::new(value).ok().filter(|_| holds_bytes)?;
    Some(copied.unchecked_into())
}

/// `instanceof` fails across realms, as in Jest; the tag is the same everywhere.
fn has_tag(value: &JsValue) -> bool {
    let tag = value.is_object().then(|| Reflect::get(value, &Symbol::to_string_tag()).ok()).flatten();
    matches!(tag.and_then(|tag| tag.as_string()).as_deref(), Some("Uint8Array" | "ArrayBuffer"))
}
