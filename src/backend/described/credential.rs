//! Where the client's credential goes, and the fixed headers, which hold none.

use super::keep::Keep;
use super::members::{Member, Read};
use super::places::LONGEST_NAME;
use crate::http::{header_fault, is_credential_header, is_header_name};

/// What is known of how a credential is sent.
pub(super) struct AuthRule {
    /// What a client's `auth` may hold, the usual one first.
    pub(super) takes: &'static [&'static str],
    pub(super) header: &'static str,
    /// What stands before a key, where that is not the usual.
    pub(super) prefix: Option<&'static str>,
}

impl AuthRule {
    pub(super) const BEARER: Self =
        Self { takes: &["bearer", "apiKey"], header: "Authorization", prefix: None };
}

pub(super) fn auth_rule(given: &Member<'_>, keep: Keep) -> Read<AuthRule> {
    if given.is_text_or_object("\"bearer\", \"sign\" or { header }")? {
        let is_signed = given.choice(&[("bearer", false), ("sign", true)])?;
        return Ok(if is_signed {
            AuthRule { takes: &["sign"], ..AuthRule::BEARER }
        } else {
            AuthRule::BEARER
        });
    }
    let auth = given.object(&["header", "scheme"])?;
    let header = auth.needed("header", "the header that carries the credential, as \"X-Api-Key\"")?;
    let name = header_name(header)?;
    let prefix = auth.read("scheme", |scheme| match scheme.value().as_str() {
        Some("") => Ok(""),
        _ => {
            let word = scheme.text(LONGEST_NAME)?;
            if is_header_name(word) {
                Ok(keep.text(format!("{word} ")))
            } else {
                scheme.must("be one word, as \"Token\"")
            }
        }
    })?;
    Ok(AuthRule { takes: &["apiKey"], header: keep.text(name), prefix })
}

/// The name of a header that this crate does not send itself.
fn header_name<'a>(given: &Member<'a>) -> Read<&'a str> {
    let name = given.text(LONGEST_NAME)?;
    if !is_header_name(name) {
        return given.must("be a header's name, of letters, digits and hyphens");
    }
    if is_own_header(name) {
        given.must("be another: HTTP or this client sends that header itself")
    } else {
        Ok(name)
    }
}

fn is_own_header(name: &str) -> bool {
    ["accept", "content-type", "content-length", "host", "connection", "transfer-encoding"]
        .iter()
        .any(|own| name.eq_ignore_ascii_case(own))
}

/// The fixed headers of every request.
pub(super) fn headers(
    given: &Member<'_>,
    of_credential: &str,
    keep: Keep,
) -> Read<&'static [(&'static str, &'static str)]> {
    let mut headers = Vec::new();
    for (name, member) in given.entries(20)? {
        if !is_header_name(name) || is_own_header(name) || name.len() > LONGEST_NAME {
            return member.must("be a header that HTTP or this client does not send itself, with a name of letters, digits and hyphens");
        }
        if is_credential_header(name) || name.eq_ignore_ascii_case(of_credential) {
            return member.must("be left out: a credential has no place in a description; give it as auth or headers of the client");
        }
        let value = member.text(1000)?;
        if let Some(fault) = header_fault(value) {
            return Err(format!("{} {fault}", member.name));
        }
        headers.push((keep.text(name), keep.text(value)));
    }
    Ok(keep.list(headers))
}
