//! Base64, with or without padding, of either alphabet.

use std::ops::Range;

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Base64 without padding.
fn to_base64(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 4 / 3 + 1);
    for group in bytes.chunks(3) {
        let bits =
            (0..3).fold(0, |bits, at| bits << 8 | usize::from(group.get(at).copied().unwrap_or_default()));
        for at in 0..=group.len() {
            let index = bits >> (18 - 6 * at) & 63;
            text.extend(ALPHABET.get(index).copied().map(char::from));
        }
    }
    text
}

/// What a piece of base64 says, where that is text.
pub(crate) fn from_base64(text: &str) -> Option<String> {
    let (mut bytes, mut bits, mut count) = (Vec::new(), 0_usize, 0);
    for byte in text.trim_end_matches('=').bytes() {
        let byte = match byte {
            b'-' => b'+',
            b'_' => b'/',
            other => other,
        };
        bits = (bits << 6 | ALPHABET.iter().position(|known| *known == byte)?) & 0xffff;
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count) as u8);
        }
    }
    String::from_utf8(bytes).ok()
}

/// What base64 makes of a text wherever it stands in a longer one, without the characters at the ends that depend on its
/// neighbours.
pub(super) fn forms_within(text: &str) -> Vec<String> {
    let mut forms = Vec::new();
    // Three bytes become four characters, so that it may stand in three ways.
    for before in 0..3 {
        let mut bytes = vec![0; before];
        bytes.extend_from_slice(text.as_bytes());
        let (start, end) = ((before * 8).div_ceil(6), bytes.len() * 8 / 6);
        let form: String = to_base64(&bytes).chars().take(end).skip(start).collect();
        if form.contains(['+', '/']) {
            forms.push(form.replace('+', "-").replace('/', "_"));
        }
        forms.push(form);
    }
    forms
}

/// The whole piece of base64 around a place: the rest of it may hold the ends of what stands there.
pub(super) fn run_around(bytes: &[u8], place: usize) -> Range<usize> {
    let is_part = |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'-' | b'_');
    let (before, after) = bytes.split_at_checked(place).unwrap_or_default();
    let start = place - before.iter().rev().take_while(is_part).count();
    let length = after.iter().take_while(is_part).count();
    let padding = after.iter().skip(length).take_while(|byte| **byte == b'=').count();
    start..place + length + padding
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_found_wherever_it_stands() {
        for text in ["secret-1", "secret-12", "secret-123"] {
            let forms = forms_within(text);
            for before in ["", "a", "ab", "abc"] {
                for after in ["", "~", "~~", "~~~"] {
                    let whole = to_base64(format!("{before}{text}{after}").as_bytes());
                    assert!(forms.iter().any(|form| whole.contains(form)), "{before}{text}{after}");
                }
            }
        }
    }

    #[test]
    fn base64_goes_both_ways() {
        for (text, base64) in
            [("", ""), ("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("foob", "Zm9vYg"), ("~~?", "fn4/")]
        {
            assert_eq!(to_base64(text.as_bytes()), base64);
            assert_eq!(from_base64(&format!("{base64}==")).as_deref(), Some(text));
        }
        assert_eq!((from_base64("a b"), from_base64("_w")), (None, None));
    }
}
