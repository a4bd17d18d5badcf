//! Results as JSON text, which `JSON.parse` then turns into objects: one crossing into JavaScript, however large a result.
//!
//! serde_json would do it too, at the price of 18 kB of download, for its numbers most of all; these are left to
//! JavaScript here.

use super::number_text;
use crate::text::{Text, decimal};
use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use core::time::Duration;

/// What JavaScript sees as plain data. Its members are named as in the npm package's types; what is not known is `null`.
pub trait ToJson {
    /// Writes the value as the next one of a text.
    fn write_json(&self, out: &mut JsonText);
}

/// JSON in the making.
#[derive(Default)]
pub struct JsonText(String);

impl fmt::Debug for JsonText {
    /// Not the text: it may hold a credential.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("JsonText").finish_non_exhaustive()
    }
}

impl JsonText {
    /// A value as a JSON document.
    ///
    /// ```
    /// use agent_delete::{Backend, JsonText};
    /// assert_eq!(JsonText::of(&Some(Backend::Eliza)), "\"eliza\"");
    /// ```
    pub fn of(value: &dyn ToJson) -> String {
        let mut out = Self::default();
        value.write_json(&mut out);
        out.0
    }

    /// The text, when it is made.
    #[cfg(all(target_arch = "wasm32", feature = "js"))]
    pub(crate) fn into_text(self) -> String {
        self.0
    }

    pub(crate) fn raw(&mut self, text: &str) {
        self.0.push_str(text);
    }

    /// Stands between this item and the one before it, if there is one.
    pub(crate) fn comma(&mut self) {
        if !matches!(self.0.as_bytes().last(), Some(b'{' | b'[')) {
            self.raw(",");
        }
    }

    pub(crate) fn text(&mut self, text: &str) {
        self.raw("\"");
        for mut character in text.chars() {
            match character {
                '"' | '\\' => self.raw("\\"),
                '\0'..='\x1f' => {
                    self.raw(if character < '\x10' { "\\u000" } else { "\\u001" });
                    character = char::from_digit(u32::from(character) & 15, 16).unwrap_or_default();
                }
                _ => {}
            }
            self.0.push(character);
        }
        self.raw("\"");
    }

    fn list<T: ToJson>(&mut self, items: &[T]) {
        self.raw("[");
        for item in items {
            self.item(item);
        }
        self.raw("]");
    }

    /// An array of items of whatever kinds.
    #[cfg(all(target_arch = "wasm32", feature = "js"))]
    pub(crate) fn items(&mut self, items: &[&dyn ToJson]) {
        self.raw("[");
        for item in items {
            self.item(*item);
        }
        self.raw("]");
    }

    /// An item of an array.
    pub(crate) fn item(&mut self, item: &dyn ToJson) {
        self.comma();
        item.write_json(self);
    }

    /// Begins an object.
    pub(crate) fn open(&mut self) {
        self.raw("{");
    }

    /// Ends an object.
    pub(crate) fn close(&mut self) {
        self.raw("}");
    }

    /// A member of an object: its name, then its value.
    pub(crate) fn member(&mut self, name: &str, value: &dyn ToJson) {
        self.comma();
        self.text(name);
        self.raw(":");
        value.write_json(self);
    }
}

/// Makes a struct one whose members are written as a JSON object under these names. No field can be forgotten.
macro_rules! json_object {
    ($type:ident { $($field:ident: $name:literal),+ $(,)? $(; $($hidden:ident),+)? }) => {
        impl $crate::host::ToJson for $type {
            fn write_json(&self, out: &mut $crate::host::JsonText) {
                let Self { $($field,)+ $($($hidden: _,)+)? } = self;
                out.open();
                $(out.member($name, $field);)+
                out.close();
            }
        }
    };
}

/// Gives the variants of an enum their names, in JSON and in the API.
macro_rules! json_names {
    ($type:ident { $($variant:ident: $name:literal),+ $(,)? }) => {
        impl $type {
            /// Its name in the API.
            pub fn name(self) -> &'static str {
                $crate::text::piece(concat!($($name, " "),+), " ", self as usize)
            }
        }

        impl $crate::host::ToJson for $type {
            fn write_json(&self, out: &mut $crate::host::JsonText) {
                out.text(self.name());
            }
        }
    };
}

pub(crate) use {json_names, json_object};

impl ToJson for bool {
    fn write_json(&self, out: &mut JsonText) {
        out.raw(if *self { "true" } else { "false" });
    }
}

impl ToJson for f64 {
    fn write_json(&self, out: &mut JsonText) {
        // What JSON can't hold is too large to be a number of JavaScript's, and reads as infinite again.
        if self.is_finite() {
            out.raw(&number_text(*self));
        } else {
            out.raw(if *self > 0.0 { "1e999" } else { "-1e999" });
        }
    }
}

impl ToJson for u32 {
    fn write_json(&self, out: &mut JsonText) {
        out.raw(&decimal((*self).into()));
    }
}

impl ToJson for u16 {
    fn write_json(&self, out: &mut JsonText) {
        out.raw(&decimal((*self).into()));
    }
}

/// In milliseconds.
impl ToJson for Duration {
    fn write_json(&self, out: &mut JsonText) {
        (self.as_secs() as f64 * 1000.0 + f64::from(self.subsec_millis())).write_json(out);
    }
}

impl ToJson for &str {
    fn write_json(&self, out: &mut JsonText) {
        out.text(self);
    }
}

impl ToJson for Text {
    fn write_json(&self, out: &mut JsonText) {
        out.text(self);
    }
}

impl<T: ToJson> ToJson for Option<T> {
    fn write_json(&self, out: &mut JsonText) {
        match self {
            Some(value) => value.write_json(out),
            None => out.raw("null"),
        }
    }
}

impl<T: ToJson> ToJson for &[T] {
    fn write_json(&self, out: &mut JsonText) {
        out.list(self);
    }
}

impl<T: ToJson> ToJson for Vec<T> {
    fn write_json(&self, out: &mut JsonText) {
        out.list(self);
    }
}

impl<T: ToJson> ToJson for Box<T> {
    fn write_json(&self, out: &mut JsonText) {
        (**self).write_json(out);
    }
}
