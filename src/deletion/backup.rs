//! Saving an agent: every part that the platform gives, without its secrets: those that stand under a telling name, and those
//! that look like one. Names are compared in lower case, without `-` and `_`.

use super::Session;
use super::pages::Cursors;
use crate::backend::{Known, Part, PartKind, Saved};
use crate::backup::{AgentBackup, BackupContent, BackupSource, MissingPart};
use crate::error::Error;
use crate::error_code::ErrorCode;
use crate::http::{AgentId, Json, Members, iso_date};
use crate::step::Purpose;

/// Saves the agent. Fails where the agent itself can't be saved; any other part that can't is listed as missing.
pub(crate) async fn take_backup(
    session: &Session<'_>,
    id: &AgentId,
    include_secrets: bool,
) -> Result<AgentBackup, Error> {
    let mut content = BackupContent::default();
    let mut missing = Vec::new();
    for part in session.link.platform().facts().parts {
        if !is_wanted(part, &content) {
            continue;
        }
        match save_part(session, id, part).await {
            Ok(saved) => content.0.push((part.name, saved)),
            Err(error) => missing.push(given_up(part, error)?),
        }
    }
    let source = if has_export(&content) { BackupSource::Export } else { BackupSource::Agent };
    let mut redacted = Vec::new();
    if !include_secrets {
        for (name, saved) in &mut content.0 {
            if let Saved::Json(document) = saved {
                redact(document, name, &mut redacted);
            }
        }
    }
    Ok(AgentBackup {
        backend: session.link.backend(),
        agent_id: id.to_string(),
        taken_at: iso_date(session.now()).unwrap_or_default(),
        source,
        missing,
        redacted,
        content,
    })
}

fn has_export(content: &BackupContent) -> bool {
    content.get("export").is_some()
}

/// Whether this agent has the part, and it is still wanted: the plain agent stands in for an export that failed.
fn is_wanted(part: &Part, content: &BackupContent) -> bool {
    !(part.kind == PartKind::Agent && has_export(content)) && content.document("agent").is_none_or(part.of)
}

/// Saves a part, with all its pages.
async fn save_part(session: &Session<'_>, id: &AgentId, part: &Part) -> Result<Saved, Error> {
    let platform = session.link.platform();
    // An export that fails has a stand-in; repeating it is not worth the wait.
    let max_retries = if part.kind == PartKind::Export { 0 } else { session.max_retries(Purpose::Backup) };
    let mut cursors = Cursors::default();
    let mut rows = 0;
    let mut known = Known::default();
    let mut whole: Option<Saved> = None;
    loop {
        let route = part.route(id, cursors.next.as_deref());
        let mut answer = session.ask_up_to(max_retries, Purpose::Backup, &route).await?;
        session.check(Purpose::Backup, &answer)?;
        let is_this_agent = |body: &Json| platform.is_agent(body, id);
        // Any other success status may come with less than all of it.
        let is_whole = answer.status == 200
            && (part.kind != PartKind::Agent || answer.body().is_some_and(is_this_agent));
        let page = if is_whole { part.read(platform, &mut answer.content) } else { None };
        let page = page.ok_or_else(|| session.unreadable(Purpose::Backup, &answer))?;
        if let Saved::Json(Json::Array(items)) = &page.saved
            && !page.next.is_empty()
        {
            let is_new = |item: &&Json| item.text(part.row_id).is_none_or(|id| known.is_new(id));
            rows += items.iter().filter(is_new).count();
        }
        cursors.follow_to_the_end(session, Purpose::Backup, page.next, rows)?;
        let saved = match whole {
            None => page.saved,
            Some(mut saved) => {
                saved.add(page.saved);
                saved
            }
        };
        if cursors.next.is_none() {
            return Ok(saved);
        }
        whole = Some(saved);
    }
}

/// Notes that a part is missing, with all its pages. An agent that is not there is just that; anything else that keeps it
/// from being saved is a failed backup.
fn given_up(part: &Part, mut error: Error) -> Result<MissingPart, Error> {
    if error.code == ErrorCode::Aborted || part.kind == PartKind::Agent {
        if !matches!(error.code, ErrorCode::Aborted | ErrorCode::NotFound) {
            error.code = ErrorCode::BackupFailed;
        }
        return Err(error);
    }
    let reason = error.backend_message.as_ref().unwrap_or(&error.message).clone();
    Ok(MissingPart { part: part.name.to_owned(), reason })
}

/// What stands in a secret's place.
const REDACTED: &str = "[redacted]";

/// Under these names everything is secret, however deep it lies.
const TREES: [&str; 5] = ["secrets", "environmentvariables", "credentials", "credential", "env"];

/// A name that ends so, or in the plural of it, is a secret's.
const ENDINGS: [&str; 14] = [
    "apikey",
    "token",
    "password",
    "passwd",
    "passphrase",
    "authorization",
    "privatekey",
    "accesskey",
    "accesskeyid",
    "signingkey",
    "subscriptionkey",
    "connectionstring",
    "cookie",
    "webhookurl",
];

/// These names are a secret's when they stand alone; as a part of a name they mean much else.
const WHOLE: [&str; 4] = ["jwt", "pat", "auth", "bearer"];

/// Takes every secret out of a document and adds where to `redacted`, as JSON Pointers that begin with `name`.
fn redact(document: &mut Json, name: &str, redacted: &mut Vec<String>) {
    walk(document, "", name, Secret::Nothing, redacted);
}

/// How much of a value is secret.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Secret {
    Nothing,
    /// Texts: a number under such a name counts tokens, it is none.
    Texts,
    Everything,
}

/// Takes the secrets out of the value of this name in what `above` points to.
fn walk(value: &mut Json, above: &str, name: &str, secret: Secret, redacted: &mut Vec<String>) {
    let pointer = format!("{above}/{}", name.replace('~', "~0").replace('/', "~1"));
    // A pair such as {"name": "API_KEY", "value": "…"} names its value by another member.
    let names_value = ["name", "key"].iter().any(|label| value.text(label).is_some_and(is_secret));
    let hide = match value {
        Json::Object(members) => {
            for (name, member) in members {
                let own = if holds_only_secrets(name) {
                    Secret::Everything
                } else if is_secret(name) || (names_value && name == "value") {
                    Secret::Texts
                } else {
                    Secret::Nothing
                };
                walk(member, &pointer, name, secret.max(own), redacted);
            }
            false
        }
        Json::Array(items) => {
            // The argument behind a flag such as "--api-key" is the flag's value.
            let mut behind_flag = Secret::Nothing;
            for (index, item) in items.iter_mut().enumerate() {
                let is_flag = item.as_str().is_some_and(|text| text.starts_with('-') && is_secret(text));
                walk(item, &pointer, &index.to_string(), secret.max(behind_flag), redacted);
                behind_flag = if is_flag { Secret::Texts } else { Secret::Nothing };
            }
            false
        }
        Json::String(text) => (secret > Secret::Nothing && !text.is_empty()) || carries_credential(text),
        Json::Number(_) => secret == Secret::Everything,
        Json::Null | Json::Bool(_) => false,
    };
    if hide {
        *value = Json::String(REDACTED.to_owned());
        redacted.push(pointer);
    }
}

/// Whether everything below this name is secret.
fn holds_only_secrets(name: &str) -> bool {
    TREES.contains(&plain(name).as_str())
}

/// Whether what stands under this name is secret.
fn is_secret(name: &str) -> bool {
    let plain = plain(name);
    // None of the endings is a plural.
    let singular = plain.strip_suffix('s').unwrap_or(&plain);
    // STRIPE_KEY in an environment is one; a sort_key in a table is none.
    (name.ends_with("_KEY") && !name.bytes().any(|byte| byte.is_ascii_lowercase()))
        || plain.contains("secret")
        || WHOLE.contains(&plain.as_str())
        || ENDINGS.iter().any(|ending| singular.ends_with(ending))
}

fn plain(name: &str) -> String {
    name.to_ascii_lowercase().replace(['-', '_'], "")
}

/// Whether a text is a credential by its own looks: an `Authorization` value, or a URL with a password or a key in it.
fn carries_credential(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    let (scheme, credential) = lower.split_once(' ').unwrap_or_default();
    let is_header = matches!(scheme, "bearer" | "basic");
    let secret = if is_header { credential.trim_ascii() } else { &lower };
    if secret.is_empty() || secret.bytes().any(|byte| byte.is_ascii_whitespace()) {
        return false;
    }
    let Some((_, rest)) = secret.split_once("://") else { return is_header };
    // In the authority, which ends before the path, an @ stands behind a password.
    let has_password = rest.bytes().find(|byte| matches!(byte, b'@' | b'/' | b'?' | b'#')) == Some(b'@');
    let query = rest.split_once('?').unwrap_or_default().1;
    let is_secret_parameter = |pair: &str| {
        let name = pair.split('=').next().unwrap_or_default();
        matches!(name, "key" | "sig") || is_secret(name)
    };
    is_header || has_password || query.split('&').any(is_secret_parameter)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::host::parse_json;

    fn pointers(text: &str) -> Vec<String> {
        let mut redacted = Vec::new();
        if let Some(mut json) = parse_json(text) {
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

    #[test]
    fn knows_secrets_by_their_names() {
        for name in [
            "OPENAI_API_KEY",
            "x-api-key",
            "accessToken",
            "refresh_tokens",
            "client_secret_value",
            "STRIPE_KEY",
            "Ocp-Apim-Subscription-Key",
            "signing_key",
            "accessKeyId",
            "jwt",
            "slack_webhook_url",
            "-api-key",
        ] {
            assert!(is_secret(name), "{name}");
        }
        for name in [
            "max_tokens_per_run",
            "token_count",
            "sort_key",
            "keyword",
            "monkey",
            "author",
            "path",
            "patch",
            "name",
        ] {
            assert!(!is_secret(name), "{name}");
        }
        assert!(holds_only_secrets("environment_variables") && !holds_only_secrets("environment"));
    }
}
