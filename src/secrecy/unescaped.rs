//! A text with its escapes undone, each byte with where it comes from: those of URLs, of JSON and of HTML.

use std::ops::Range;

/// A text, or what it says when its escapes are undone.
pub(super) struct View {
    pub(super) bytes: Vec<u8>,
    origins: Vec<Range<usize>>,
}

impl View {
    pub(super) fn of(text: &str) -> Self {
        let origins = (0..text.len()).map(|at| at..at + 1).collect();
        Self { bytes: text.as_bytes().to_vec(), origins }
    }

    /// Whether a text has anything that may be an escape.
    pub(super) fn has_escapes(text: &str) -> bool {
        text.bytes().any(|byte| matches!(byte, b'%' | b'\\' | b'&'))
    }

    /// Undone once more; `None` where there is nothing to undo.
    pub(super) fn unescaped(&self) -> Option<Self> {
        let mut view = Self { bytes: Vec::new(), origins: Vec::new() };
        let mut at = 0;
        while let (Some(byte), Some(origin)) = (self.bytes.get(at), self.origins.get(at)) {
            let rest = self.bytes.get(at..).unwrap_or_default();
            let escape = escape(rest);
            let length = escape.as_ref().map_or(1, |(_, length)| *length);
            let end = self.origins.get(at + length - 1).map_or(origin.end, |last| last.end);
            let mut push = |byte: u8| {
                view.bytes.push(byte);
                view.origins.push(origin.start..end);
            };
            match escape {
                Some((Said::Byte(said), _)) => push(said),
                Some((Said::Char(said), _)) => said.encode_utf8(&mut [0; 4]).bytes().for_each(push),
                None => push(*byte),
            }
            at += length;
        }
        (view.bytes != self.bytes).then_some(view)
    }

    /// Where a place of this view is in the text.
    pub(super) fn origin(&self, place: Range<usize>) -> Range<usize> {
        let of = |at: usize| self.origins.get(at).cloned().unwrap_or_default();
        of(place.start).start..of(place.end.saturating_sub(1)).end
    }
}

/// What an escape says.
enum Said {
    Byte(u8),
    Char(char),
}

/// What the escape says that a text begins with, and how long it is.
fn escape(text: &[u8]) -> Option<(Said, usize)> {
    let code = |from: usize, to: usize| number(text.get(from..to)?, 16);
    let char_of = |code: u32| char::from_u32(code).map(Said::Char);
    match text {
        [b'%', ..] => Some((Said::Byte(code(1, 3)? as u8), 3)),
        [b'\\', b'u', ..] => Some((char_of(code(2, 6)?)?, 6)),
        [b'\\', b'x', ..] => Some((char_of(code(2, 4)?)?, 4)),
        [b'\\', mark @ (b'/' | b'\\' | b'"' | b'\''), ..] => Some((Said::Byte(*mark), 2)),
        [b'&', name @ ..] => {
            // The longest that is known, with a number of five digits, is no longer.
            let end = name.iter().take(8).position(|byte| *byte == b';')?;
            let said = match name.get(..end)? {
                b"amp" => '&',
                b"lt" => '<',
                b"gt" => '>',
                b"quot" => '"',
                b"apos" => '\'',
                [b'#', b'x' | b'X', digits @ ..] => char::from_u32(number(digits, 16)?)?,
                [b'#', digits @ ..] => char::from_u32(number(digits, 10)?)?,
                _ => return None,
            };
            Some((Said::Char(said), end + 2))
        }
        _ => None,
    }
}

fn number(digits: &[u8], radix: u32) -> Option<u32> {
    let digit = |byte: &u8| char::from(*byte).to_digit(radix);
    let value = |sum: Option<u32>, byte| sum?.checked_mul(radix)?.checked_add(digit(byte)?);
    if digits.is_empty() { None } else { digits.iter().fold(Some(0), value) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn undoes_escapes_and_knows_where_they_stood() {
        for (text, said) in [
            ("a%2Fb%c3%A9", "a/bé"),
            (r#"\u002f\/\\\"\x2F\u00e9"#, "//\\\"/é"),
            ("&amp;&#47;&#x2f;&quot;&apos;&lt;&gt;", "&//\"'<>"),
        ] {
            let view = View::of(text).unescaped().unwrap_or_else(|| View::of(""));
            assert_eq!(String::from_utf8_lossy(&view.bytes), said, "{text}");
            assert_eq!(view.origin(0..view.bytes.len()), 0..text.len(), "{text}");
        }
        for plain in ["", "%", "%2", "%zz", "a&b;c", "&#;", "&#x110000;", r"\u00", r"\n", "&amp"] {
            assert!(View::of(plain).unescaped().is_none(), "{plain}");
        }
    }
}
