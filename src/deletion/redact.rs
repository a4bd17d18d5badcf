//! Taking secrets out of a backup.

use crate::http::Json;

/// What stands in a secret's place.
const REDACTED: &str = "[redacted]";

/// Under these names everything is secret, however deep it lies.
const SECRET_TREES: [&str; 5] = ["secrets", "environmentvariables", "credentials", "credential", "env"];

/// A text under a name that ends so is secret; names are compared in lower case, without `-` and `_`.
const SECRET_ENDINGS: [&str; 12] = [
    "apikey",
    "token",
    "secret",
    "password",
    "passwd",
    "authorization",
    "privatekey",
    "accesskey",
    "secretkey",
    "connectionstring",
    "cookie",
    "passphrase",
];

/// Takes every secret out of a document and adds where to `redacted`, as JSON Pointers that begin with `name`.
pub(super) fn redact(document: &mut Json, name: &str, redacted: &mut Vec<String>) {
    walk(document, &mut ["/", name].concat(), false, redacted);
}

fn walk(value: &mut Json, pointer: &mut String, secret: bool, redacted: &mut Vec<String>) {
    let here = pointer.len();
    match value {
        Json::Object(members) => {
            for (name, member) in members {
                pointer.push('/');
                pointer.push_str(&name.replace('~', "~0").replace('/', "~1"));
                let name = name.to_ascii_lowercase().replace(['-', '_'], "");
                let tree = secret || SECRET_TREES.contains(&name.as_str());
                let leaf = SECRET_ENDINGS.iter().any(|ending| name.ends_with(ending));
                walk(member, pointer, tree || leaf, redacted);
                pointer.truncate(here);
            }
        }
        Json::Array(items) => {
            for (index, item) in items.iter_mut().enumerate() {
                pointer.push('/');
                pointer.push_str(&index.to_string());
                walk(item, pointer, secret, redacted);
                pointer.truncate(here);
            }
        }
        Json::String(text) => {
            if (secret && !text.is_empty()) || carries_credential(text) {
                *value = Json::String(REDACTED.to_owned());
                redacted.push(pointer.clone());
            }
        }
        Json::Number(_) if secret => {
            *value = Json::String(REDACTED.to_owned());
            redacted.push(pointer.clone());
        }
        Json::Null | Json::Bool(_) | Json::Number(_) => {}
    }
}

/// Whether a text is a credential by its own looks: an `Authorization` value, or a URL with a password or a key in it.
fn carries_credential(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    let schemed = lower.starts_with("bearer ") || lower.starts_with("basic ");
    if schemed && text.split_whitespace().count() == 2 {
        return true;
    }
    let Some((_, rest)) = lower.split_once("://") else { return false };
    if text.contains(char::is_whitespace) {
        return false;
    }
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let query = rest.split_once('?').map_or("", |(_, query)| query);
    let secret_parameter = |pair: &str| {
        let name = pair.split('=').next().unwrap_or_default().replace(['-', '_'], "");
        name == "key" || name == "sig" || SECRET_ENDINGS.iter().any(|ending| name.ends_with(ending))
    };
    authority.contains('@') || (!query.is_empty() && query.split('&').any(secret_parameter))
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
