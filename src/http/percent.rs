//! Percent-encoding of one path segment or query value, by the rule of `encodeURIComponent`.

/// The text, encoded.
pub(super) fn encoded(text: &str) -> String {
    let mut out = String::new();
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

fn digit(nibble: u8) -> char {
    char::from(nibble + if nibble < 10 { b'0' } else { b'A' - 10 })
}

#[cfg(test)]
mod tests {
    #[test]
    fn encodes_all_but_the_unreserved_marks() {
        assert_eq!(super::encoded("a/b?c#d%2e é~(x)'"), "a%2Fb%3Fc%23d%252e%20%C3%A9~(x)'");
    }
}
