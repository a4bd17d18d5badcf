//! A credential: how it travels, and what it must be.

/// The way in which a credential travels. Under which name is the platform's affair.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scheme {
    /// `Authorization: Bearer …`
    Bearer,
    /// A header of the platform's own.
    ApiKey,
}

/// What keeps a text from being a credential, if anything does.
pub(crate) fn credential_fault(secret: &str) -> Option<&'static str> {
    if secret.is_empty() { Some("must not be empty") } else { header_fault(secret) }
}

/// With which byte the last characters of Latin-1 begin in UTF-8.
const LAST_OF_LATIN_1: u8 = 0xc3;

/// What keeps a text from being a header's value, if anything does.
pub(crate) fn header_fault(value: &str) -> Option<&'static str> {
    if has_control(value) {
        Some("must hold no line break and no other control character")
    } else if value.bytes().any(|byte| byte > LAST_OF_LATIN_1) {
        Some("must hold no character beyond Latin-1")
    } else {
        None
    }
}

/// Whether a control character stands in a text.
fn has_control(text: &str) -> bool {
    text.chars().any(char::is_control)
}

/// Whether a header of this name carries a credential.
pub(crate) fn is_credential_header(name: &str) -> bool {
    ["authorization", "proxy-authorization", "cookie", "x-api-key", "api-key"]
        .iter()
        .any(|secret| name.eq_ignore_ascii_case(secret))
}
