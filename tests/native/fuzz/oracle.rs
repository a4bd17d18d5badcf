//! What may be said of a reply to a deletion, from the contract alone.
//!
//! Written from the table of what a reply means and from what each platform's documentation and servers say, by somebody
//! who had not read how the crate judges. Where the contract leaves room, more than one answer is allowed; "deleted" is
//! allowed only where the platform proved it, and an outcome counts as known only where something proves that.

use crate::support::js;
use agent_delete::{Backend, Body, ErrorCode, Reply};
use serde_json::{Map, Value};
use std::fmt;

/// What a call says in the end.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Said {
    Deleted,
    Accepted,
    Absent,
    /// An error, and whether the outcome is unknown.
    Failed(ErrorCode, bool),
}

impl fmt::Display for Said {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Deleted => f.write_str("deleted"),
            Self::Accepted => f.write_str("accepted"),
            Self::Absent => f.write_str("absent"),
            Self::Failed(code, unknown) => {
                f.write_str(js(code).as_str().unwrap_or_default())?;
                f.write_str(if *unknown { "?" } else { "" })
            }
        }
    }
}

use Said::{Accepted, Deleted, Failed};

/// A wrong endpoint or the like, and nothing was done.
fn known(code: ErrorCode) -> Vec<Said> {
    vec![Failed(code, false)]
}

/// The same, and who knows what was done.
fn unknown(code: ErrorCode) -> Vec<Said> {
    vec![Failed(code, true)]
}

/// How sure the contract is.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Sure {
    Yes,
    No,
    Perhaps,
}

use Sure::{No, Perhaps, Yes};

impl Sure {
    fn and(self, other: Self) -> Self {
        match (self, other) {
            (No, _) | (_, No) => No,
            (Yes, Yes) => Yes,
            _ => Perhaps,
        }
    }

    fn or(self, other: Self) -> Self {
        match (self, other) {
            (Yes, _) | (_, Yes) => Yes,
            (No, No) => No,
            _ => Perhaps,
        }
    }
}

/// What a body is. The body decides before its label.
enum Content {
    Empty,
    Json(Value),
    /// What begins like HTML, or is labelled so and is no JSON.
    Page,
    Other,
    TooLong,
}

/// All that may be said of this reply to the deletion of `id`.
pub fn allowed(backend: Backend, id: &str, reply: &Reply) -> Vec<Said> {
    let mut all = Vec::new();
    for content in readings(reply) {
        for said in judge(backend, id, reply.status, &content) {
            if !all.contains(&said) {
                all.push(said);
            }
        }
    }
    // What a shared cache kept is no word about now; a deletion's own answer should never come from one.
    if reply.headers.0.iter().any(|(name, age)| name == "age" && age != "0")
        && all.contains(&Failed(ErrorCode::NotFound, false))
    {
        all.push(Failed(ErrorCode::UnexpectedResponse, true));
    }
    all
}

/// The ways in which a body can be read: one, but where decoders of text and JSON differ.
fn readings(reply: &Reply) -> Vec<Content> {
    let Body::Bytes(bytes) = &reply.body else { return vec![Content::TooLong] };
    let labelled = is_labelled_html(reply);
    let bare = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text = String::from_utf8_lossy(bare);
    let mut all = Vec::new();
    match serde_json::from_str(&text) {
        Ok(value) => {
            all.push(Content::Json(value));
            // One decoder takes these and another refuses them.
            if bare.len() == bytes.len() && std::str::from_utf8(bytes).is_ok() && depth(&text) < 100 {
                return all;
            }
        }
        Err(_) if text.contains("\\u") || text.contains(['e', 'E']) && is_nearly_json(&text) => {
            // A lone surrogate or a number past all bounds: JSON to some. It is never more than a doubt.
            all.push(Content::Json(Value::Null));
            all.extend(lenient(&text).map(Content::Json));
        }
        Err(_) if depth(&text) >= 100 => all.push(Content::Json(Value::Null)),
        Err(_) => {}
    }
    let start = text.trim_start().to_ascii_lowercase();
    let begins = |tag| {
        start.strip_prefix(tag).is_some_and(|rest: &str| rest.starts_with(['>', ' ', '\n', '\r', '\t']))
    };
    let page = if begins("<!doctype html") || begins("<html") {
        Yes
    } else if start.starts_with('<') {
        Perhaps.or(labelled)
    } else {
        labelled
    };
    if page != No {
        all.push(Content::Page);
    }
    if page != Yes {
        if text.trim().is_empty() {
            all.push(Content::Empty);
        }
        if !bytes.is_empty() {
            all.push(Content::Other);
        }
    }
    all
}

fn is_labelled_html(reply: &Reply) -> Sure {
    let labels: Vec<_> = reply.headers.0.iter().filter(|(name, _)| name == "content-type").collect();
    match labels.as_slice() {
        [(_, label)] => {
            let media = label.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
            match media.as_str() {
                "text/html" => Yes,
                _ if media.contains("html") || label.to_ascii_lowercase().contains("html") => Perhaps,
                _ => No,
            }
        }
        labels if labels.iter().any(|(_, label)| label.to_ascii_lowercase().contains("html")) => Perhaps,
        _ => No,
    }
}

/// How deep brackets go, whether they match or not.
fn depth(text: &str) -> usize {
    let mut deepest = 0usize;
    let mut now = 0usize;
    for byte in text.bytes() {
        match byte {
            b'[' | b'{' => now += 1,
            b']' | b'}' => now = now.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(now);
    }
    deepest
}

/// Whether the only fault is one that other readers of JSON let pass.
fn is_nearly_json(text: &str) -> bool {
    serde_json::from_str::<Value>(text).is_err_and(|error| error.to_string().contains("number out of range"))
}

/// What a reader makes of it that lets lone surrogates and endless numbers pass.
fn lenient(text: &str) -> Option<Value> {
    if is_nearly_json(text) {
        return serde_json::from_str(&text.replace("e999", "")).ok();
    }
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("\\u") {
        plain.push_str(&rest[..at]);
        let digits = rest.get(at + 2..at + 6).and_then(|hex| u32::from_str_radix(hex, 16).ok());
        match digits {
            Some(0xd800..=0xdfff) => plain.push('\u{fffd}'),
            _ => plain.push_str(rest.get(at..at + 6).unwrap_or("")),
        }
        rest = rest.get(at + 6..).unwrap_or("");
    }
    plain.push_str(rest);
    serde_json::from_str(&plain).ok()
}

fn judge(backend: Backend, id: &str, status: u16, content: &Content) -> Vec<Said> {
    use ErrorCode::*;
    if let 0 | 300..=399 = status {
        let unknown = !matches!(status, 301 | 307 | 308);
        let mut all = vec![Failed(WrongEndpoint, unknown)];
        if let Content::TooLong = content {
            all.push(Failed(UnexpectedResponse, unknown));
        }
        return all;
    }
    if let Content::TooLong = content {
        return match status {
            404 | 408 => unknown(UnexpectedResponse),
            400..=499 | 511 => known(UnexpectedResponse),
            _ => unknown(UnexpectedResponse),
        };
    }
    if let (Content::Page, 200..=299 | 404) = (content, status) {
        let mut all = unknown(WrongEndpoint);
        if status == 204 {
            // A 204 has no body, and its label means nothing.
            all.push(Deleted);
        }
        return all;
    }
    let body = match content {
        Content::Json(Value::Object(body)) => Some(body),
        _ => None,
    };
    match status {
        401 => match backend {
            Backend::Foundry => either(is_permission_denied(body), known(Forbidden), known(Unauthenticated)),
            _ => known(Unauthenticated),
        },
        403 => match backend {
            Backend::Kortix => {
                let raced = says(body, |text| match text {
                    _ if text.starts_with("Unable to delete agent") => Yes,
                    _ if text.to_ascii_lowercase().contains("unable to delete") => Perhaps,
                    _ => No,
                });
                either(raced, known(Conflict), known(Forbidden))
            }
            _ => known(Forbidden),
        },
        404 => {
            // In JSON or plain text a wrong route may be a gateway's word, or the platform's own.
            let wrong = vec![Failed(WrongEndpoint, false), Failed(WrongEndpoint, true)];
            either(is_own_missing(backend, id, body), known(NotFound), wrong)
        }
        405 | 511 => known(WrongEndpoint),
        408 => unknown(Timeout),
        409 => known(Conflict),
        429 => known(RateLimited),
        400 => match backend {
            Backend::Kortix => {
                let protected = says(body, |text| match text {
                    _ if text.starts_with("Cannot delete ") && text.ends_with("default agent") => Yes,
                    _ if text.to_ascii_lowercase().contains("default") => Perhaps,
                    _ => No,
                });
                either(protected, known(Protected), known(InvalidRequest))
            }
            _ => known(InvalidRequest),
        },
        402..=499 => known(InvalidRequest),
        500..=599 => unknown(BackendFailure),
        204 => vec![Deleted],
        202 => {
            let no = body.map_or(No, says_no);
            either(no, vec![Accepted, Failed(Refused, true)], vec![Accepted])
        }
        200 => match content {
            Content::Empty if backend == Backend::Foundry => vec![Deleted],
            Content::Json(_) => body.map_or(unknown(UnexpectedResponse), |body| ok_json(backend, id, body)),
            _ => unknown(UnexpectedResponse),
        },
        _ => unknown(UnexpectedResponse),
    }
}

fn either(sure: Sure, yes: Vec<Said>, no: Vec<Said>) -> Vec<Said> {
    match sure {
        Yes => yes,
        No => no,
        Perhaps => [yes, no].concat(),
    }
}

/// Whether the platform's own words, in `detail`, say this. Words in another place leave it open.
fn says(body: Option<&Map<String, Value>>, speak: impl Fn(&str) -> Sure) -> Sure {
    let Some(body) = body else { return No };
    match body.get("detail") {
        Some(Value::String(text)) if body.len() == 1 => speak(text),
        _ => any_text(&Value::Object(body.clone()), &|text| match speak(text) {
            No => No,
            _ => Perhaps,
        }),
    }
}

/// Whether any text anywhere in a value is so.
fn any_text(value: &Value, is: &impl Fn(&str) -> Sure) -> Sure {
    match value {
        Value::String(text) => is(text),
        Value::Array(items) => items.iter().fold(No, |sure, item| sure.or(any_text(item, is))),
        Value::Object(members) => members.values().fold(No, |sure, item| sure.or(any_text(item, is))),
        _ => No,
    }
}

fn is_permission_denied(body: Option<&Map<String, Value>>) -> Sure {
    let Some(body) = body else { return No };
    if body.len() == 1 && body.get("error").is_some_and(|error| error["code"] == "PermissionDenied") {
        return Yes;
    }
    any_text(&Value::Object(body.clone()), &|text| match text
        .to_ascii_lowercase()
        .contains("permissiondenied")
    {
        true => Perhaps,
        false => No,
    })
}

/// Whether a 404 is the platform's own word that this agent is not there: its code, and words of an agent.
fn is_own_missing(backend: Backend, id: &str, body: Option<&Map<String, Value>>) -> Sure {
    let Some(body) = body else { return No };
    let text = |value: Option<&Value>| match value {
        Some(Value::String(text)) => speaks_of_missing(backend, id, text),
        _ => No,
    };
    let own = match backend {
        Backend::Langchain => match body.get("code") {
            Some(Value::String(code)) if code == "agent_not_found" => match body.get("detail") {
                Some(Value::String(detail)) if names_another(backend, id, detail) => No,
                Some(Value::String(detail)) => speaks_of_missing(backend, id, detail).or(Perhaps),
                _ => Perhaps,
            },
            _ => No,
        },
        Backend::Foundry => match body.get("error") {
            Some(Value::Object(error)) if error.get("code").is_some_and(|code| code == "not_found") => {
                text(error.get("message"))
            }
            _ => No,
        },
        Backend::Eliza => match body.get("error") {
            Some(Value::Object(error)) if error.get("code").is_some_and(|code| code == "NOT_FOUND") => {
                text(error.get("message"))
            }
            error @ Some(Value::String(_)) => text(error),
            _ => No,
        },
        _ => text(body.get("detail")),
    };
    // More members than the platform's own bodies have may say whatever.
    let usual = ["success", "error", "detail", "code", "type", "status"];
    match body.keys().all(|key| usual.contains(&key.as_str()))
        && body.get("success") != Some(&Value::Bool(true))
    {
        true => own,
        false => own.and(Perhaps),
    }
}

fn speaks_of_missing(backend: Backend, id: &str, text: &str) -> Sure {
    let nouns: &[&str] = if backend == Backend::Kortix { &["Agent", "Worker"] } else { &["Agent"] };
    let lower = text.to_ascii_lowercase();
    if names_another(backend, id, text) || !(lower.contains("agent") || lower.contains("worker")) {
        return No;
    }
    let is_plain = nouns.iter().any(|noun| {
        ["not found", "doesn't exist", "does not exist"].iter().any(|end| {
            [format!("{noun} {end}"), format!("{noun} {id} {end}"), format!("{noun} '{id}' {end}")]
                .contains(&text.to_owned())
        })
    });
    if is_plain { Yes } else { Perhaps }
}

/// Whether a sentence names an agent, and it is another one.
fn names_another(backend: Backend, id: &str, text: &str) -> bool {
    let words = || {
        text.split(|c: char| c.is_whitespace() || "'\"`.,:;()[]{}".contains(c))
            .filter(|word| !word.is_empty())
    };
    if words().any(|word| word.eq_ignore_ascii_case(id)) {
        return false;
    }
    match backend {
        Backend::Foundry | Backend::Charm => {
            // "Agent x not found": the word behind the noun, where it can only be a name.
            let words: Vec<_> = words().collect();
            words.windows(2).any(|pair| pair[0] == "Agent" && pair[1].contains(['-', '_']))
        }
        _ => words().any(is_uuid),
    }
}

fn is_uuid(word: &str) -> bool {
    let parts: Vec<_> = word.split('-').collect();
    parts.iter().map(|part| part.len()).eq([8, 4, 4, 4, 12])
        && parts.iter().all(|part| part.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

/// The body itself, and its `data` where that is an object.
fn levels(body: &Map<String, Value>) -> impl Iterator<Item = &Map<String, Value>> {
    std::iter::once(body).chain(body.get("data").and_then(Value::as_object))
}

/// "deleted": false or "success": false, there or in `data`.
fn says_no(body: &Map<String, Value>) -> Sure {
    let is_false = |level: &Map<String, Value>, key| level.get(key) == Some(&Value::Bool(false));
    match levels(body).any(|level| is_false(level, "deleted") || is_false(level, "success")) {
        true => Yes,
        false => No,
    }
}

/// Whether anything in a 200 speaks against a deletion: an error, a job, a part, a status that is not done.
fn speaks_against(body: &Map<String, Value>) -> Sure {
    const UNDONE: [&str; 9] = [
        "pending",
        "queued",
        "running",
        "in_progress",
        "processing",
        "deleting",
        "accepted",
        "failed",
        "error",
    ];
    const DONE: [&str; 6] = ["deleted", "success", "ok", "done", "completed", "succeeded"];
    let emptyish = |value: &Value| match value {
        Value::Bool(set) => !set,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(members) => members.is_empty(),
        Value::Number(number) => number.as_f64() == Some(0.0),
        Value::Null => true,
    };
    let mut sure = No;
    for (at, level) in levels(body).enumerate() {
        for (key, value) in level {
            let one = match (key.as_str(), value) {
                (_, Value::Null) => No,
                ("error" | "jobId", value) => {
                    if emptyish(value) {
                        Perhaps
                    } else {
                        Yes
                    }
                }
                ("partial", Value::Bool(set)) => {
                    if *set {
                        Yes
                    } else {
                        No
                    }
                }
                ("partial", _) => Perhaps,
                ("status", Value::String(text)) => match text.as_str() {
                    text if UNDONE.contains(&text) => Yes,
                    text if DONE.contains(&text) => No,
                    _ => Perhaps,
                },
                ("status", _) => Perhaps,
                // Whether these are meant too is left open, and so is what lies deeper.
                _ if ["err", "job", "part", "pend", "stat", "fail", "success", "delet", "task", "oper"]
                    .iter()
                    .any(|part| key.to_ascii_lowercase().contains(part)) =>
                {
                    if matches!(
                        (key.as_str(), value),
                        ("success" | "deleted", Value::Bool(true)) | ("deletedAt", _)
                    ) {
                        No
                    } else {
                        Perhaps
                    }
                }
                ("data", Value::Object(_)) if at == 0 => No,
                (_, Value::Object(_) | Value::Array(_)) => Perhaps,
                _ => No,
            };
            sure = sure.or(one);
        }
    }
    sure
}

/// A 200 with a JSON object.
fn ok_json(backend: Backend, id: &str, body: &Map<String, Value>) -> Vec<Said> {
    use ErrorCode::{Refused, UnexpectedResponse};
    let against = speaks_against(body);
    let proof = proves(backend, id, body).and(names_this(id, body));
    if says_no(body) == Yes {
        let mut all = known(Refused);
        // It may say no about another agent, or yes in the same breath.
        let yes = |level: &Map<String, Value>| {
            ["deleted", "success"].iter().any(|key| level.get(*key).is_some_and(|value| value != false))
                || level.contains_key("partial")
                || level.contains_key("jobId")
        };
        if levels(body).any(yes) || proof != No || names_anyone_else(backend, id, body) {
            all.extend([Failed(Refused, true), Failed(UnexpectedResponse, true)]);
        }
        return all;
    }
    let mut all = match (proof, against) {
        (Yes, No) => return vec![Deleted],
        (No, _) | (_, Yes) => unknown(UnexpectedResponse),
        _ => vec![Deleted, Failed(UnexpectedResponse, true)],
    };
    // elizaOS's 202 under a 200; its hosted service answers with jobs.
    if backend == Backend::Eliza && body.get("success") == Some(&Value::Bool(true)) {
        let message = body.get("message").and_then(Value::as_str).unwrap_or_default();
        if body.get("partial") == Some(&Value::Bool(true))
            && message.starts_with("Agent deletion initiated")
            && body.len() == 3
        {
            return vec![Accepted];
        }
        if against != No {
            all.push(Accepted);
        }
    }
    all
}

/// Whether the members that can hold nothing but an agent's id hold this one's.
fn names_this(id: &str, body: &Map<String, Value>) -> Sure {
    let mut sure = Yes;
    for (key, value) in levels(body).flatten() {
        let plain = key.to_ascii_lowercase().replace('_', "");
        sure = sure.and(match value {
            _ if !["agentid", "workerid"].contains(&plain.as_str()) || value == id => Yes,
            Value::String(other)
                if ["agentId", "agent_id"].contains(&key.as_str()) && !other.eq_ignore_ascii_case(id) =>
            {
                No
            }
            _ => Perhaps,
        });
    }
    sure
}

/// Whether a body holds the name of another agent where the platform puts names.
fn names_anyone_else(backend: Backend, id: &str, body: &Map<String, Value>) -> bool {
    let keys: &[&str] = match backend {
        Backend::Foundry => &["name", "id"],
        _ => &["agentId", "agent_id", "id"],
    };
    levels(body).any(|level| keys.iter().any(|key| level.get(*key).is_some_and(|value| value != id)))
}

/// Whether a 200 has the platform's own shape of a deletion and names this agent, if any.
fn proves(backend: Backend, id: &str, body: &Map<String, Value>) -> Sure {
    match backend {
        Backend::Foundry => {
            if body.get("object").is_none_or(|kind| kind != "agent.deleted")
                || body.get("deleted") != Some(&Value::Bool(true))
            {
                return No;
            }
            let named = |key| body.get(key).map(|value| value == id);
            match (named("name"), named("id")) {
                (Some(true), None | Some(true)) | (None, Some(true))
                    if body
                        .get("data")
                        .is_none_or(|data| data.get("id").is_none() && data.get("name").is_none()) =>
                {
                    Yes
                }
                (Some(false), None | Some(false)) | (None, Some(false)) => No,
                _ => Perhaps,
            }
        }
        Backend::Eliza => {
            if body.get("success") != Some(&Value::Bool(true)) {
                return No;
            }
            let message = match body.get("message") {
                Some(Value::String(text)) => says_deleted(backend, id, text),
                _ => No,
            };
            let foreign = body
                .get("message")
                .and_then(Value::as_str)
                .is_some_and(|text| names_another(backend, id, text));
            let named = match body.get("data").and_then(|data| data.get("agentId")) {
                None | Some(Value::Null) => message,
                Some(Value::String(text)) if text == id => Yes,
                Some(Value::String(text)) if text.eq_ignore_ascii_case(id) => Perhaps,
                Some(Value::String(_)) => No,
                Some(_) => message.and(Perhaps),
            };
            // Named elsewhere, or words that do not fit the name.
            let odd = ["agentId", "agent_id", "id"].iter().any(|key| body.contains_key(*key))
                || body
                    .get("data")
                    .is_some_and(|data| data.get("id").is_some() || data.get("agent_id").is_some())
                || body.get("message").is_some_and(|value| {
                    value.as_str().is_none_or(|text| says_deleted(backend, id, text) != Yes)
                });
            if foreign || odd { named.and(Perhaps) } else { named }
        }
        Backend::Kortix => {
            let words = match body.get("message") {
                Some(Value::String(text)) => says_deleted(backend, id, text),
                _ => No,
            };
            match body.get("agent_id") {
                Some(Value::String(other)) if is_uuid(other) && !other.eq_ignore_ascii_case(id) => No,
                None if !names_anyone_else(backend, id, body) => words,
                _ => words.and(Perhaps),
            }
        }
        // They document a 204 alone.
        _ => No,
    }
}

/// Whether a sentence says that the agent was deleted.
fn says_deleted(backend: Backend, id: &str, text: &str) -> Sure {
    if names_another(backend, id, text) {
        return No;
    }
    match text {
        "Agent deleted successfully" => return Yes,
        "Worker deleted successfully" if backend == Backend::Kortix => return Yes,
        _ => {}
    }
    let lower = text.to_ascii_lowercase();
    let about = backend == Backend::Eliza || lower.contains("agent") || lower.contains("worker");
    let denies = ["not", "couldn't", "cannot", "will", "be", "failed", "unable", "queued", "scheduled", "no"];
    let denied =
        lower.split(|c: char| !(c.is_alphanumeric() || c == '\'')).any(|word| denies.contains(&word));
    if !about || !lower.contains("deleted") || denied { No } else { Perhaps }
}
