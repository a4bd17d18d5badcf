//! Results as JSON text, which `JSON.parse` then turns into objects: one crossing into JavaScript, however large a result.
//!
//! serde_json would do it too, at the price of 18 kB of download, for its numbers most of all; these are left to
//! JavaScript here.

use alloc::string::String;
use core::fmt::Error;
use serde::ser::{Impossible, Serialize, SerializeMap, SerializeSeq, SerializeStruct, Serializer};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = String)]
    fn number_text(number: f64) -> String;
}

/// JSON in the making.
#[derive(Debug, Default)]
pub(super) struct JsonText(pub(super) String);

type Written = Result<(), Error>;

impl JsonText {
    fn raw(&mut self, text: &str) -> Written {
        self.0.push_str(text);
        Ok(())
    }

    /// Stands between this item and the one before it, if there is one.
    fn comma(&mut self) {
        if !self.0.ends_with(['{', '[']) {
            self.0.push(',');
        }
    }

    fn quoted(&mut self, text: &str) -> Written {
        self.0.push('"');
        for character in text.chars() {
            match character {
                '"' | '\\' => {
                    self.0.push('\\');
                    self.0.push(character);
                }
                '\0'..='\x1f' => {
                    self.0.push_str(if character < '\x10' { "\\u000" } else { "\\u001" });
                    self.0.extend(char::from_digit(u32::from(character) & 15, 16));
                }
                _ => self.0.push(character),
            }
        }
        self.raw("\"")
    }

    fn member(&mut self, name: &str, value: &(impl Serialize + ?Sized)) -> Written {
        self.comma();
        self.quoted(name)?;
        self.0.push(':');
        value.serialize(self)
    }
}

impl<'a> Serializer for &'a mut JsonText {
    type Ok = ();
    type Error = Error;
    type SerializeSeq = List<'a>;
    type SerializeMap = Members<'a>;
    type SerializeStruct = Members<'a>;
    type SerializeTuple = Impossible<(), Error>;
    type SerializeTupleStruct = Impossible<(), Error>;
    type SerializeTupleVariant = Impossible<(), Error>;
    type SerializeStructVariant = Impossible<(), Error>;

    fn serialize_bool(self, value: bool) -> Written {
        self.raw(if value { "true" } else { "false" })
    }

    fn serialize_f64(self, value: f64) -> Written {
        // What JSON can't hold is too large to be a number of JavaScript's, and reads as infinite again.
        if value.is_finite() {
            self.raw(&number_text(value))
        } else {
            self.raw(if value > 0.0 { "1e999" } else { "-1e999" })
        }
    }

    fn serialize_i8(self, value: i8) -> Written {
        self.serialize_f64(value.into())
    }

    fn serialize_i16(self, value: i16) -> Written {
        self.serialize_f64(value.into())
    }

    fn serialize_i32(self, value: i32) -> Written {
        self.serialize_f64(value.into())
    }

    fn serialize_i64(self, value: i64) -> Written {
        self.serialize_f64(value as f64)
    }

    fn serialize_u8(self, value: u8) -> Written {
        self.serialize_f64(value.into())
    }

    fn serialize_u16(self, value: u16) -> Written {
        self.serialize_f64(value.into())
    }

    fn serialize_u32(self, value: u32) -> Written {
        self.serialize_f64(value.into())
    }

    fn serialize_u64(self, value: u64) -> Written {
        self.serialize_f64(value as f64)
    }

    fn serialize_f32(self, value: f32) -> Written {
        self.serialize_f64(value.into())
    }

    fn serialize_char(self, value: char) -> Written {
        self.quoted(value.encode_utf8(&mut [0; 4]))
    }

    fn serialize_str(self, value: &str) -> Written {
        self.quoted(value)
    }

    /// JSON has no bytes: whoever has some puts them in the place of this `null`.
    fn serialize_bytes(self, _value: &[u8]) -> Written {
        self.serialize_unit()
    }

    fn serialize_none(self) -> Written {
        self.serialize_unit()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Written {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Written {
        self.raw("null")
    }

    fn serialize_unit_struct(self, _name: &'static str) -> Written {
        self.serialize_unit()
    }

    fn serialize_unit_variant(self, _name: &'static str, _index: u32, variant: &'static str) -> Written {
        self.quoted(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _name: &'static str, value: &T) -> Written {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _name: &'static str,
        _index: u32,
        variant: &'static str,
        value: &T,
    ) -> Written {
        self.raw("{")?;
        self.member(variant, value)?;
        self.raw("}")
    }

    fn serialize_seq(self, _length: Option<usize>) -> Result<List<'a>, Error> {
        self.raw("[")?;
        Ok(List(self))
    }

    fn serialize_map(self, _length: Option<usize>) -> Result<Members<'a>, Error> {
        self.raw("{")?;
        Ok(Members(self))
    }

    fn serialize_struct(self, _name: &'static str, _length: usize) -> Result<Members<'a>, Error> {
        self.raw("{")?;
        Ok(Members(self))
    }

    fn serialize_tuple(self, _length: usize) -> Result<Self::SerializeTuple, Error> {
        Err(Error)
    }

    fn serialize_tuple_struct(
        self,
        _name: &'static str,
        _length: usize,
    ) -> Result<Self::SerializeTupleStruct, Error> {
        Err(Error)
    }

    fn serialize_tuple_variant(
        self,
        _name: &'static str,
        _index: u32,
        _variant: &'static str,
        _length: usize,
    ) -> Result<Self::SerializeTupleVariant, Error> {
        Err(Error)
    }

    fn serialize_struct_variant(
        self,
        _name: &'static str,
        _index: u32,
        _variant: &'static str,
        _length: usize,
    ) -> Result<Self::SerializeStructVariant, Error> {
        Err(Error)
    }
}

/// A list that has been opened.
#[derive(Debug)]
pub(super) struct List<'a>(&'a mut JsonText);

impl SerializeSeq for List<'_> {
    type Ok = ();
    type Error = Error;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Written {
        self.0.comma();
        value.serialize(&mut *self.0)
    }

    fn end(self) -> Written {
        self.0.raw("]")
    }
}

/// An object that has been opened.
#[derive(Debug)]
pub(super) struct Members<'a>(&'a mut JsonText);

impl SerializeStruct for Members<'_> {
    type Ok = ();
    type Error = Error;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Written {
        self.0.member(name, value)
    }

    fn end(self) -> Written {
        self.0.raw("}")
    }
}

impl SerializeMap for Members<'_> {
    type Ok = ();
    type Error = Error;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, name: &T) -> Written {
        self.0.comma();
        name.serialize(&mut *self.0)
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Written {
        self.0.0.push(':');
        value.serialize(&mut *self.0)
    }

    fn end(self) -> Written {
        self.0.raw("}")
    }
}
