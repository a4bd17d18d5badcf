//! Taking secrets out of a backup: those that stand under a telling name, and those that look like one.

use super::secret_name::{holds_only_secrets, is_secret};
use crate::http::Json;
use crate::text::{before, concat, contains, decimal, pieces, replaced, split_once};
use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;

/// What stands in a secret's place.
const REDACTED: &str = "[redacted]";

/// Takes every secret out of a document and adds where to `redacted`, as JSON Pointers that begin with `name`.
pub(super) fn redact(document: &mut Json, name: &str, redacted: &mut Vec<String>) {
    walk(document, &mut concat(&["/", name]), Secret::Nothing, redacted);
}

/// How much of a value is secret.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Secret {
    Nothing,
    /// Texts: a number under such a name counts tokens, it is none.
    Texts,
    Everything,
}

fn walk(value: &mut Json, pointer: &mut String, secret: Secret, redacted: &mut Vec<String>) {
    let hide = match value {
        Json::Object(members) => {
            // A pair such as {"name": "API_KEY", "value": "…"} names its value by another member.
            let names_value = ["name", "key"].iter().any(|label| {
                members.iter().any(|(name, value)| name == label && value.as_str().is_some_and(is_secret))
            });
            for (name, member) in members {
                let here = if holds_only_secrets(name) {
                    Secret::Everything
                } else if is_secret(name) || (names_value && name == "value") {
                    Secret::Texts
                } else {
                    Secret::Nothing
                };
                let step = replaced(&replaced(name, "~", "~0"), "/", "~1");
                step_in(pointer, &step, |pointer| walk(member, pointer, secret.max(here), redacted));
            }
            false
        }
        Json::Array(items) => {
            // The argument behind a flag such as "--api-key" is the flag's value.
            let mut behind_flag = Secret::Nothing;
            for (index, item) in items.iter_mut().enumerate() {
                let flag = item.as_str().and_then(|text| text.strip_prefix("-")).is_some_and(is_secret);
                let step = decimal(index as i64);
                step_in(pointer, &step, |pointer| walk(item, pointer, secret.max(behind_flag), redacted));
                behind_flag = if flag { Secret::Texts } else { Secret::Nothing };
            }
            false
        }
        Json::String(text) => (secret > Secret::Nothing && !text.is_empty()) || carries_credential(text),
        Json::Number(_) => secret == Secret::Everything,
        Json::Null | Json::Bool(_) => false,
    };
    if hide {
        *value = Json::String(REDACTED.to_owned());
        redacted.push(pointer.clone());
    }
}

fn step_in(pointer: &mut String, name: &str, inside: impl FnOnce(&mut String)) {
    let here = pointer.len();
    pointer.push('/');
    pointer.push_str(name);
    inside(pointer);
    pointer.truncate(here);
}

/// Whether a text is a credential by its own looks: an `Authorization` value, or a URL with a password or a key in it.
fn carries_credential(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    let holds_space = |text: &str| text.bytes().any(|byte| byte.is_ascii_whitespace());
    if let Some(secret) = lower.strip_prefix("bearer ").or_else(|| lower.strip_prefix("basic ")) {
        return !secret.trim_ascii().is_empty() && !holds_space(secret.trim_ascii());
    }
    let Some((_, rest)) = split_once(&lower, "://") else { return false };
    if holds_space(text) {
        return false;
    }
    let authority = before(before(before(rest, "/"), "?"), "#");
    let query = split_once(rest, "?").map_or("", |(_, query)| query);
    let secret_parameter = |pair: &str| {
        let name = before(pair, "=");
        matches!(name, "key" | "sig") || is_secret(name)
    };
    contains(authority, "@") || pieces(query, "&").into_iter().any(secret_parameter)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pointers(text: &str) -> Vec<String> {
        let mut redacted = Vec::new();
        if let Some(mut json) = Json::parse(text) {
            redact(&mut json, "x", &mut redacted);
        }
        redacted.iter().map(|pointer| pointer.trim_start_matches("/x").to_owned()).collect()
    }

    #[test]
    fn finds_secrets_by_name() {
        assert_eq!(
            pointers(
                r#"{"settings":{"secrets":{"a":"x","b":{"c":["y",7]}},"OPENAI_API_KEY":"k","max_tokens":5,"model":"m"}}"#
            ),
            [
                "/settings/secrets/a",
                "/settings/secrets/b/c/0",
                "/settings/secrets/b/c/1",
                "/settings/OPENAI_API_KEY"
            ]
        );
        assert_eq!(
            pointers(r#"{"environment_variables":{"A/B~":"v"},"headers":{"X-Api-Key":"v","Accept":"*/*"}}"#),
            ["/environment_variables/A~1B~0", "/headers/X-Api-Key"]
        );
        assert_eq!(pointers(r#"{"password":"","token":null,"token_count":3}"#), Vec::<String>::new());
        assert_eq!(pointers(r#"{"args":["-y","--api-key","k","x"]}"#), ["/args/2"]);
        assert_eq!(
            pointers(r#"[{"name":"API_KEY","value":"v"},{"name":"region","value":"v"}]"#),
            ["/0/value"]
        );
    }

    #[test]
    fn finds_secrets_by_looks() {
        for secret in [
            "Bearer abc",
            "basic dXNlcjpwYXNz",
            "https://u:p@e.com/x",
            "https://e.com/mcp?api_key=1",
            "postgres://u:p@db/x",
        ] {
            assert_eq!(pointers(&format!(r#"{{"url":"{secret}"}}"#)), ["/url"], "{secret}");
        }
        for plain in
            ["https://e.com/mcp?x=1", "a bearer of news", "see https://e.com @home", "Basic tips for agents"]
        {
            assert_eq!(pointers(&format!(r#"{{"url":"{plain}"}}"#)), Vec::<String>::new(), "{plain}");
        }
    }
}
