//! How sentences and members are read, for platforms that have words and shapes in common.

use super::platform::{Answer, Platform};
use super::sure::Sure::{self, No, Perhaps, Yes};
use serde_json::{Map, Value};

/// The words of a sentence, without the marks around them.
pub fn words(text: &str) -> impl Iterator<Item = &str> + Clone {
    text.split(|c: char| c.is_whitespace() || "'\"`.,:;=()[]{}".contains(c)).filter(|word| !word.is_empty())
}

pub fn is_uuid(word: &str) -> bool {
    let parts: Vec<_> = word.split('-').collect();
    parts.iter().map(|part| part.len()).eq([8, 4, 4, 4, 12])
        && parts.iter().all(|part| part.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

/// Whether any text anywhere in a value is so.
pub fn any_text(value: &Value, is: &impl Fn(&str) -> Sure) -> Sure {
    match value {
        Value::String(text) => is(text),
        Value::Array(items) => items.iter().fold(No, |sure, item| sure.or(any_text(item, is))),
        Value::Object(members) => members.values().fold(No, |sure, item| sure.or(any_text(item, is))),
        _ => No,
    }
}

/// Whether the platform's own words, in `detail`, say this. Words in another place leave it open.
pub fn detail_says(answer: &Answer<'_>, speak: impl Fn(&str) -> Sure) -> Sure {
    let Some(body) = answer.body() else { return No };
    match body.get("detail") {
        Some(Value::String(text)) if body.len() == 1 => speak(text),
        _ => any_text(&Value::Object(body.clone()), &|text| speak(text).and(Perhaps)),
    }
}

/// Whether a sentence is one of the platform's own, or at least speaks of such a thing and of no other agent.
pub fn speaks_of(platform: &dyn Platform, id: &str, text: &str, own: &[String], nouns: &[&str]) -> Sure {
    let lower = text.to_ascii_lowercase();
    match own.iter().any(|own| own == text) {
        true => Yes,
        false if platform.names_another(id, text) || !nouns.iter().any(|noun| lower.contains(noun)) => No,
        false => Perhaps,
    }
}

/// Whether it speaks of a missing agent, as the first platforms do.
pub fn speaks_of_missing(platform: &dyn Platform, id: &str, text: &str, nouns: &[&str]) -> Sure {
    let forms = nouns.iter().flat_map(|noun| {
        ["not found", "doesn't exist", "does not exist"].into_iter().flat_map(move |end| {
            [format!("{noun} {end}"), format!("{noun} {id} {end}"), format!("{noun} '{id}' {end}")]
        })
    });
    speaks_of(platform, id, text, &forms.collect::<Vec<_>>(), &["agent", "worker"])
}

/// Whether a sentence says that the agent was deleted.
pub fn says_deleted(platform: &dyn Platform, id: &str, text: &str, own: &[&str], nouns: &[&str]) -> Sure {
    if platform.names_another(id, text) {
        return No;
    }
    if own.contains(&text) {
        return Yes;
    }
    let lower = text.to_ascii_lowercase();
    let about = nouns.is_empty() || nouns.iter().any(|noun| lower.contains(noun));
    let denies = ["not", "couldn't", "cannot", "will", "be", "failed", "unable", "queued", "scheduled", "no"];
    let denied =
        lower.split(|c: char| !(c.is_alphanumeric() || c == '\'')).any(|word| denies.contains(&word));
    if !about || !lower.contains("deleted") || denied { No } else { Perhaps }
}

/// The body itself, and its `data` where that is an object.
pub fn levels(body: &Map<String, Value>) -> impl Iterator<Item = &Map<String, Value>> {
    std::iter::once(body).chain(body.get("data").and_then(Value::as_object))
}

/// "deleted": false or "success": false, there or in `data`.
pub fn says_no(body: &Map<String, Value>) -> Sure {
    let is_false = |level: &Map<String, Value>, key| level.get(key) == Some(&Value::Bool(false));
    match levels(body).any(|level| is_false(level, "deleted") || is_false(level, "success")) {
        true => Yes,
        false => No,
    }
}

/// Whether anything in a 200 speaks against a deletion: an error, a job, a part, a status that is not done.
pub fn speaks_against(body: &Map<String, Value>) -> Sure {
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
                (_, Value::Array(items)) if items.is_empty() => No,
                (_, Value::Object(_) | Value::Array(_)) => Perhaps,
                _ => No,
            };
            sure = sure.or(one);
        }
    }
    sure
}

/// Whether the members that can hold nothing but an agent's id hold this one's.
pub fn names_this(id: &str, body: &Map<String, Value>) -> Sure {
    let mut sure = Yes;
    for (key, value) in levels(body).flatten() {
        let plain = key.to_ascii_lowercase().replace('_', "");
        sure = sure.and(match value {
            Value::Null => Yes,
            _ if plain == "id" && value != id => Perhaps,
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
