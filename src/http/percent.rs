//! Percent-encoding of one path segment or query value, by the rule of `encodeURIComponent`; and what a server would make of
//! a text that holds percent signs already.

/// The text, encoded.
pub(super) fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric()
            || matches!(byte, b'-' | b'_' | b'.' | b'!' | b'~' | b'*' | b'\'' | b'(' | b')')
        {
            out.push(char::from(byte));
            continue;
        }
        out.push('%');
        out.push(digit(byte >> 4));
        out.push(digit(byte & 15));
    }
    out
}

/// The text with each `%` and two hexadecimal digits decoded, once; `Some(None)` where there is nothing to decode, and `None`
/// where what comes out is no UTF-8.
pub(super) fn decoded_once(text: &str) -> Option<Option<String>> {
    match decoded_bytes(text.as_bytes()) {
        None => Some(None),
        Some(bytes) => String::from_utf8(bytes).ok().map(Some),
    }
}

/// The same of bytes; `None` where there is nothing to decode.
pub(super) fn decoded_bytes(encoded: &[u8]) -> Option<Vec<u8>> {
    let (mut bytes, mut rest, mut found) = (Vec::new(), encoded, false);
    while let [byte, after @ ..] = rest {
        let (mut byte, mut behind) = (*byte, after);
        if byte == b'%'
            && let [high, low, further @ ..] = after
            && let (Some(high), Some(low)) = (hexadecimal(*high), hexadecimal(*low))
        {
            (byte, behind, found) = (high << 4 | low, further, true);
        }
        bytes.push(byte);
        rest = behind;
    }
    found.then_some(bytes)
}

fn hexadecimal(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).map(|value| value as u8)
}

fn digit(nibble: u8) -> char {
    char::from(nibble + if nibble < 10 { b'0' } else { b'A' - 10 })
}

#[cfg(test)]
mod tests {
    #[test]
    fn decodes_once_what_can_be_decoded() {
        use super::decoded_once;
        assert_eq!(decoded_once("a%2Fb%252f"), Some(Some("a/b%2f".into())));
        assert_eq!(decoded_once("%C3%A9%"), Some(Some("é%".into())));
        for plain in ["", "a", "%", "%2", "%zz", "%+1", "é"] {
            assert_eq!(decoded_once(plain), Some(None), "{plain}");
        }
        assert_eq!(decoded_once("%ff"), None);
    }

    #[test]
    fn encodes_all_but_the_unreserved_marks() {
        assert_eq!(super::encoded("a/b?c#d%2e é~(x)'"), "a%2Fb%3Fc%23d%252e%20%C3%A9~(x)'");
    }
}
