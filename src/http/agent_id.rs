//! An agent's id that has passed its platform's rule, and so becomes exactly one path segment.

use super::credential::has_control;
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
        is_uuid(text).then(|| Self(text.to_ascii_lowercase().into()))
    }

    /// Any text that survives as one path segment: not empty, `.` or `..`, and without control characters.
    pub(crate) fn segment(text: &str) -> Option<Self> {
        let fits = !matches!(text, "" | "." | "..") && !has_control(text);
        fits.then(|| Self(String::from(text)))
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
        for bad in ["", ".", "..", "a\u{0}", "a\n", "a\u{85}"] {
            assert_eq!(AgentId::segment(bad), None, "{bad:?}");
        }
        assert!(AgentId::segment("a/../b?c#d").is_some());
        for bad in ["", "-", "a-", "-a", "a_b", "a.b", "ä", &"a".repeat(64)] {
            assert_eq!(AgentId::name(bad, 63), None, "{bad:?}");
        }
        assert!(AgentId::name("a", 63).is_some() && AgentId::name("support-bot-2", 63).is_some());
    }
}
