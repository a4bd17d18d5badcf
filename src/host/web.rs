//! In WebAssembly: JavaScript's own `JSON`, `URL` and `Date`.

use super::{Json, ParsedUrl};
use crate::text::{Text, replaced, split_once};
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
    fn date_text(epoch_ms: f64) -> Option<String>;
}

pub(crate) fn iso_date(epoch_ms: f64) -> Option<Text> {
    date_text(epoch_ms).map(Text::from)
}

pub(crate) fn parse_json(text: &str) -> Option<Json> {
    unpacked(&packed_json(text)?)
}

/// The value that `pack` in web.js made a text of. serde-wasm-bindgen would make the values cross one by one, at the price
/// of 12 kB.
pub(crate) fn unpacked(text: &str) -> Option<Json> {
    let mut rest = text;
    unpack(&mut rest)
}

/// Takes a value from the beginning of a packed text. `None` at the end of an array or object, and at that of the text.
fn unpack(rest: &mut &str) -> Option<Json> {
    let (kind, text) = token(rest)?;
    Some(match kind {
        b't' => Json::Bool(true),
        b'f' => Json::Bool(false),
        b's' => Json::String(unescaped(text)),
        b'd' => Json::Number(f64::from_bits(hexadecimal(text))),
        b'[' => {
            let mut items = Vec::new();
            while let Some(item) = unpack(rest) {
                items.push(item);
            }
            Json::Array(items)
        }
        b'{' => {
            let mut members = Vec::new();
            while let Some((b's', name)) = token(rest) {
                members.push((unescaped(name), unpack(rest).unwrap_or(Json::Null)));
            }
            Json::Object(members)
        }
        b'n' => Json::Null,
        _ => return None,
    })
}

/// Takes a token: its first letter, which is its kind, and what it holds.
fn token<'a>(rest: &mut &'a str) -> Option<(u8, &'a str)> {
    let (token, after) = split_once(rest, "\0")?;
    *rest = after;
    Some((token.bytes().next()?, token.get(1..)?))
}

fn unescaped(text: &str) -> Text {
    if text.bytes().any(|byte| byte == 1) {
        return replaced(&replaced(text, "\x01n", "\0"), "\x01e", "\x01");
    }
    Text::from(text)
}

fn hexadecimal(digits: &str) -> u64 {
    let digit = |byte| u64::from(if byte > b'9' { byte - b'a' + 10 } else { byte - b'0' });
    digits.bytes().fold(0, |number, byte| number << 4 | digit(byte))
}

pub(crate) fn parse_url(text: &str) -> Option<ParsedUrl> {
    url_lines(text).map(|lines| ParsedUrl(lines.into()))
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
