//! Percent-encoding of one path segment or query value, by the rule of `encodeURIComponent`.

use alloc::string::String;

/// Appends `text`, encoded, to `out`.
pub(super) fn encode_into(out: &mut String, text: &str) {
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric()
            || matches!(byte, b'-' | b'_' | b'.' | b'!' | b'~' | b'*' | b'\'' | b'(' | b')')
        {
            out.push(char::from(byte));
            continue;
        }
        out.push('%');
        for nibble in [byte >> 4, byte & 15] {
            out.push(char::from(nibble + if nibble < 10 { b'0' } else { b'A' - 10 }));
        }
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::String;

    #[test]
    fn encodes_all_but_the_unreserved_marks() {
        let mut out = String::new();
        super::encode_into(&mut out, "a/b?c#d%2e é~(x)'");
        assert_eq!(out, "a%2Fb%3Fc%23d%252e%20%C3%A9~(x)'");
    }
}
