//! Reading a document into a structure of a known shape, as its derived `Deserialize` says.

use super::Json;
use serde::de::value::{MapDeserializer, SeqDeserializer};
use serde::de::{Deserialize, Deserializer, Error, IntoDeserializer, Visitor};
use serde::forward_to_deserialize_any;
use std::fmt;

/// The document as such a structure. `None` where it is of another shape.
pub(crate) fn typed<'de, T: Deserialize<'de>>(document: &'de Json) -> Option<T> {
    T::deserialize(Document(document)).ok()
}

/// A document as serde takes it. serde_json would hand it over as well, but with errors that print what they met instead:
/// nobody reads them here, and the printing of numbers alone is a tenth of the download.
struct Document<'de>(&'de Json);

impl<'de> Deserializer<'de> for Document<'de> {
    type Error = OtherShape;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, OtherShape> {
        match self.0 {
            Json::Null => visitor.visit_unit(),
            Json::Bool(flag) => visitor.visit_bool(*flag),
            Json::Number(number) => match (number.as_u64(), number.as_i64(), number.as_f64()) {
                (Some(whole), _, _) => visitor.visit_u64(whole),
                (_, Some(whole), _) => visitor.visit_i64(whole),
                (_, _, number) => visitor.visit_f64(number.ok_or(OtherShape)?),
            },
            Json::String(text) => visitor.visit_borrowed_str(text),
            Json::Array(items) => visitor.visit_seq(SeqDeserializer::new(items.iter().map(Document))),
            Json::Object(members) => {
                let members = members.iter().map(|(name, value)| (name.as_str(), Document(value)));
                visitor.visit_map(MapDeserializer::new(members))
            }
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, OtherShape> {
        if self.0.is_null() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, OtherShape> {
        visitor.visit_enum(self.0.as_str().ok_or(OtherShape)?.into_deserializer())
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct newtype_struct
        seq tuple tuple_struct map struct identifier ignored_any
    }
}

impl<'de> IntoDeserializer<'de, OtherShape> for Document<'de> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

/// The document is of another shape. How it differs, nobody asks.
#[derive(Debug, thiserror::Error)]
#[error("the document is of another shape")]
struct OtherShape;

impl Error for OtherShape {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::host::parse_json;

    #[derive(Debug, PartialEq, serde::Deserialize)]
    struct Page {
        items: Vec<Item>,
        total: Option<u32>,
        next: Option<String>,
    }

    #[derive(Debug, PartialEq, serde::Deserialize)]
    struct Item {
        id: String,
        share: Option<f64>,
    }

    fn page(text: &str) -> Option<Page> {
        typed(&parse_json(text)?)
    }

    #[test]
    fn reads_what_the_structure_names_and_nothing_else() {
        let item = |id: &str, share| Item { id: id.to_owned(), share };
        assert_eq!(
            page(r#"{"items":[{"id":"a","share":0.5,"more":{"x":[1]}},{"id":"b","share":null}],"total":2}"#),
            Some(Page { items: vec![item("a", Some(0.5)), item("b", None)], total: Some(2), next: None }),
        );
    }

    #[test]
    fn names_a_variant() {
        use crate::ErrorCode;
        let code = |text: &str| typed::<ErrorCode>(&parse_json(text)?);
        assert_eq!(code(r#""not-found""#), Some(ErrorCode::NotFound));
        for other in [r#""NotFound""#, r#""""#, "7", "null", r#"{"not-found":null}"#] {
            assert_eq!(code(other), None, "{other}");
        }
    }

    #[test]
    fn a_document_of_another_shape_is_none() {
        for other in [
            "{}",
            "null",
            "7",
            r#"{"items":{}}"#,
            r#"{"items":[{}]}"#,
            r#"{"items":[{"id":7}]}"#,
            r#"{"items":[],"total":-1}"#,
            r#"{"items":[],"total":"2"}"#,
            r#"{"items":[],"next":false}"#,
        ] {
            assert_eq!(page(other), None, "{other}");
        }
    }
}
