//! In WebAssembly: JavaScript's own `JSON`, `URL` and `Date`.

use super::json::MAX_DEPTH;
use super::{Json, ParsedUrl};
use crate::text::{pieces, replaced};
use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/host/web.js")]
extern "C" {
    pub(crate) fn decoded(bytes: &[u8]) -> String;

    #[wasm_bindgen(js_name = parseJson)]
    fn packed_json(text: &str) -> Option<String>;

    #[wasm_bindgen(js_name = parseUrl)]
    fn url_lines(text: &str) -> Option<String>;

    #[wasm_bindgen(js_name = parseHttpDate)]
    fn http_date(text: &str) -> f64;

    #[wasm_bindgen(js_name = isoDate)]
    pub(crate) fn iso_date(epoch_ms: f64) -> Option<String>;
}

pub(crate) fn parse_json(text: &str) -> Option<Json> {
    Packed(&packed_json(text)?).unpack(0)
}

/// What is left of a packed document. serde-wasm-bindgen would make the values cross one by one, at the price of 12 kB.
struct Packed<'a>(&'a str);

impl<'a> Packed<'a> {
    fn unpack(&mut self, depth: usize) -> Option<Json> {
        if depth > MAX_DEPTH {
            return None;
        }
        Some(match self.letter()? {
            b't' => Json::Bool(true),
            b'f' => Json::Bool(false),
            b's' => Json::String(self.text()?),
            b'd' => Json::Number(f64::from_bits(self.hexadecimal()?)),
            b'[' => {
                let mut items = Vec::new();
                while !self.ends(b']')? {
                    items.push(self.unpack(depth + 1)?);
                }
                Json::Array(items)
            }
            b'{' => {
                let mut members = Vec::new();
                while !self.ends(b'}')? {
                    self.letter()?;
                    members.push((self.text()?, self.unpack(depth + 1)?));
                }
                Json::Object(members)
            }
            _ => Json::Null,
        })
    }

    /// Takes this many bytes.
    fn take(&mut self, bytes: usize) -> Option<&'a str> {
        let taken = self.0.get(..bytes)?;
        self.0 = self.0.get(bytes..)?;
        Some(taken)
    }

    fn letter(&mut self) -> Option<u8> {
        self.take(1)?.bytes().next()
    }

    /// Whether this letter comes next, and is taken.
    fn ends(&mut self, letter: u8) -> Option<bool> {
        let is_end = self.0.bytes().next()? == letter;
        if is_end {
            self.take(1)?;
        }
        Some(is_end)
    }

    fn text(&mut self) -> Option<String> {
        let end = self.0.bytes().position(|byte| byte == 0)?;
        let text = self.take(end)?;
        self.take(1)?;
        if text.bytes().any(|byte| byte == 1) {
            return Some(replaced(&replaced(text, "\x01n", "\0"), "\x01e", "\x01"));
        }
        Some(text.to_owned())
    }

    fn hexadecimal(&mut self) -> Option<u64> {
        let digit = |byte| u64::from(if byte > b'9' { byte - b'a' + 10 } else { byte - b'0' });
        Some(self.take(16)?.bytes().fold(0, |number, byte| number << 4 | digit(byte)))
    }
}

pub(crate) fn parse_url(text: &str) -> Option<ParsedUrl> {
    let lines = url_lines(text)?;
    let mut lines = pieces(&lines, "\n").into_iter().map(str::to_owned);
    Some(ParsedUrl {
        scheme: lines.next()?,
        origin: lines.next()?,
        host: lines.next()?,
        path: lines.next()?,
        has_user_info: !lines.next()?.is_empty(),
    })
}

pub(crate) fn parse_http_date(text: &str) -> Option<f64> {
    Some(http_date(text)).filter(|epoch_ms| *epoch_ms >= 0.0)
}

#[wasm_bindgen]
extern "C" {
    /// The number as JavaScript writes it.
    #[wasm_bindgen(js_name = String)]
    pub(crate) fn number_text(number: f64) -> String;
}
