//! An agent's id that has passed its platform's rule, and so becomes exactly one path segment.

use super::percent::decoded_once;
use super::text::is_invisible;
use std::fmt;

/// An agent's id, checked and in the platform's own spelling (UUIDs in lower case).
///
/// The only way to one is [`Backend::agent_id`](crate::Backend::agent_id), which applies the platform's rule.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct AgentId(String);

impl AgentId {
    /// The id as it is sent.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether a platform that names this agent means this one. UUIDs may come back in capitals.
    pub(crate) fn names(&self, named: &str) -> bool {
        if is_uuid(&self.0) { self.0.eq_ignore_ascii_case(named) } else { self.0 == named }
    }

    /// Five groups of 8, 4, 4, 4 and 12 hexadecimal digits, of any UUID version, lower-cased.
    pub(crate) fn uuid(text: &str) -> Option<Self> {
        is_uuid(text).then(|| Self(text.to_ascii_lowercase()))
    }

    /// A prefix and a UUID of version 4, lower-cased.
    pub(crate) fn prefixed_uuid(prefix: &str, text: &str) -> Option<Self> {
        let text = text.to_ascii_lowercase();
        let uuid = text.strip_prefix(prefix).filter(|uuid| is_uuid(uuid))?;
        let digit = |at: usize| uuid.as_bytes().get(at);
        let is_version_4 = digit(14) == Some(&b'4') && matches!(digit(19), Some(b'8' | b'9' | b'a' | b'b'));
        is_version_4.then_some(Self(text))
    }

    /// The nil UUID, which no agent has.
    pub(crate) fn nil() -> Self {
        Self(String::from("00000000-0000-0000-0000-000000000000"))
    }

    /// Any text that is one path segment to every server and proxy on the way. Some decode a path, resolve it and encode it
    /// anew before they pass it on (nginx with a path in `proxy_pass`), some do so twice: `x%2F..%2Fother` reaches another
    /// agent there. So whatever the text is once it is decoded, it must be a plain segment still.
    pub(crate) fn segment(text: &str) -> Option<Self> {
        let mut decoded = String::from(text);
        while is_plain_segment(&decoded) {
            match decoded_once(&decoded)? {
                None => return Some(Self(String::from(text))),
                Some(deeper) => decoded = deeper,
            }
        }
        None
    }

    /// ASCII letters, digits, hyphens and underscores: what a platform's own ids are made of.
    pub(crate) fn token(text: &str) -> Option<Self> {
        let fits = !text.is_empty()
            && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
        fits.then(|| Self(String::from(text)))
    }

    /// At most `longest` ASCII letters, digits and inner hyphens.
    pub(crate) fn name(text: &str, longest: usize) -> Option<Self> {
        let fits =
            text.len() <= longest && !(text.contains('_') || text.starts_with("-") || text.ends_with("-"));
        if fits { Self::token(text) } else { None }
    }
}

impl fmt::Display for AgentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Whether a text is one segment as it stands, that looks like what it is, and is neither empty nor a dot segment; nor
/// becomes that where a server takes what follows a semicolon for parameters.
fn is_plain_segment(text: &str) -> bool {
    let at_end = |end: Option<char>| end.is_some_and(char::is_whitespace);
    !matches!(text.split(";").next().unwrap_or_default(), "" | "." | "..")
        && !at_end(text.chars().next())
        && !at_end(text.chars().next_back())
        && !text.chars().any(|char| matches!(char, '/' | '\\') || char.is_control() || is_invisible(char))
}

fn is_uuid(text: &str) -> bool {
    let fits = |(at, byte): (usize, u8)| match at {
        8 | 13 | 18 | 23 => byte == b'-',
        _ => byte.is_ascii_hexdigit(),
    };
    text.len() == 36 && text.bytes().enumerate().all(fits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_uuids_of_any_version_and_lowers_them() {
        let id = AgentId::uuid("522B276A-356b-0f39-813d-fabea2cd43e1");
        assert_eq!(id.as_ref().map(AgentId::as_str), Some("522b276a-356b-0f39-813d-fabea2cd43e1"));
        for bad in [
            "",
            "522b276a356b0f39813dfabea2cd43e1",
            "522b276a-356b-0f39-813d-fabea2cd43e1-",
            "522b276a-356b-0f39-813d-fabea2cd43eg",
        ] {
            assert_eq!(AgentId::uuid(bad), None, "{bad}");
        }
    }

    #[test]
    fn takes_segments_and_names_that_stay_one_segment() {
        for bad in [
            "",
            ".",
            "..",
            "/a",
            "x/../a",
            "a\\b",
            "a%2fb",
            "a%2Fb",
            "a%252Fb",
            "a%25252fb",
            "a%5Cb",
            "%2e",
            "%2E%2e",
            ".%2e",
            "%252e.",
            "..;a",
            ";a",
            "%3Ba",
            "a\u{0}",
            "a\n",
            "a\u{85}",
            "a%00",
            "a%0D%0Ab",
            " a",
            "a ",
            "a\u{a0}",
            "\u{3000}a",
            "%20a",
            "a%C2%A0",
            "\u{feff}a",
            "a\u{200b}",
            "a\u{ad}b",
            "a\u{202e}b",
            "a\u{2060}",
            "a\u{fe0f}",
            "a\u{e0041}",
            "a%E2%80%8B",
            "a%ff",
            "%c0%af",
            "a\u{fffe}",
        ] {
            assert_eq!(AgentId::segment(bad), None, "{bad:?}");
        }
        for good in [
            "agent_123",
            "a b",
            "a.b",
            "...",
            "a..",
            "..a",
            "a;b",
            "a?b#c",
            "50%",
            "100%sure",
            "a%20b",
            "%zz",
            "%",
            "%2",
            "é",
            "e\u{301}",
            "ア",
            "😀",
            "%25",
            "a%3Ab",
            "support@example.com",
        ] {
            assert_eq!(AgentId::segment(good).as_ref().map(AgentId::as_str), Some(good));
        }
        for bad in ["", "-", "a-", "-a", "a_b", "a.b", "ä", &"a".repeat(64)] {
            assert_eq!(AgentId::name(bad, 63), None, "{bad:?}");
        }
        assert!(AgentId::name("a", 63).is_some() && AgentId::name("support-bot-2", 63).is_some());
    }
}
