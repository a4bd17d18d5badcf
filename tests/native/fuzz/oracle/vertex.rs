//! Vertex AI Agent Engine: a deletion is an operation, which names no agent and may have failed under a 200.

use super::Said::{self, Accepted, Deleted};
use super::content::Content;
use super::platform::{Answer, Platform};
use super::sure::Sure::{self, No, Perhaps, Yes};
use super::words::{any_text, says_no};
use super::{known, unknown};
use agent_delete::ErrorCode::{self, *};
use serde_json::{Map, Value};

pub struct Vertex;

impl Platform for Vertex {
    fn says(&self, answer: &Answer<'_>) -> (Sure, Vec<Said>) {
        match (answer.status, answer.content) {
            (200, Content::Json(Value::Object(body))) => operation(answer.id, body),
            (400, Content::Json(Value::Object(body))) => {
                let status = body.get("error").and_then(|error| error["status"].as_str());
                let message =
                    body.get("error").and_then(|error| error["message"].as_str()).unwrap_or_default();
                let sure = match status {
                    Some("FAILED_PRECONDITION")
                        if message.contains("contains child resources") && body.len() == 1 =>
                    {
                        Yes
                    }
                    _ => any_text(&Value::Object(body.clone()), &|text| {
                        if text.contains("FAILED_PRECONDITION") { Perhaps } else { No }
                    }),
                };
                (sure, known(Conflict))
            }
            _ => (No, Vec::new()),
        }
    }

    fn is_missing(&self, answer: &Answer<'_>) -> Sure {
        let Some(error) = answer.object("error") else { return No };
        let (Some("NOT_FOUND"), Some(message)) =
            (error.get("status").and_then(Value::as_str), error.get("message").and_then(Value::as_str))
        else {
            return No;
        };
        let own = message == "The ReasoningEngine does not exist.";
        let plain = answer.body().is_some_and(|body| body.len() == 1)
            && error.get("code").is_some_and(|code| *code == 404);
        match own {
            true if plain => Yes,
            true => Perhaps,
            // A session's 404 names its engine.
            false if message.starts_with("Session") || self.names_another(answer.id, message) => No,
            false if message.to_ascii_lowercase().contains("reasoningengine") => Perhaps,
            false => No,
        }
    }

    fn is_id(&self, word: &str) -> bool {
        word.len() > 15 && word.bytes().all(|byte| byte.is_ascii_digit())
    }

    /// The last segment: the project comes back as its number.
    fn shows(&self, id: &str, body: &Value) -> Sure {
        match body.get("name") {
            Some(Value::String(name)) if name.rsplit('/').next() == Some(id) => {
                if name.contains("/reasoningEngines/") { Yes } else { Perhaps }
            }
            _ => No,
        }
    }

    fn missing_is_certain(&self) -> bool {
        false
    }
}

/// What an operation says: in the answer to a deletion, and when it is asked for.
pub fn operation(id: &str, body: &Map<String, Value>) -> (Sure, Vec<Said>) {
    let own = ["name", "metadata", "done", "response", "error"];
    let undecided = unknown(UnexpectedResponse);
    let kind = |value: Option<&Value>| {
        value.and_then(|value| value["@type"].as_str()).unwrap_or_default().to_owned()
    };
    let is_deletion = kind(body.get("metadata")).ends_with("DeleteOperationMetadata");
    let error = body.get("error").filter(|error| !error.is_null());
    let response = body.get("response").filter(|response| !response.is_null());
    let name = body.get("name").and_then(Value::as_str).unwrap_or_default();
    // Older operations stand below their engine.
    let foreign = name
        .split_once("/reasoningEngines/")
        .and_then(|(_, rest)| rest.split('/').next())
        .is_some_and(|engine| engine != id);
    let odd = body.keys().any(|key| !own.contains(&key.as_str()))
        || !name.contains("/operations/")
        // Another type whose name ends alike.
        || !kind(body.get("metadata")).ends_with(".DeleteOperationMetadata")
        || response.is_some() && !kind(response).ends_with(".protobuf.Empty")
        || !matches!(body.get("done"), None | Some(Value::Bool(_)));
    if says_no(body) == Yes {
        // It may tell its own failure as well.
        return (
            Perhaps,
            [error.and_then(failed).unwrap_or_default(), unknown(BackendFailure), undecided].concat(),
        );
    }
    let mut all = match (body.get("done"), error, response) {
        (Some(Value::Bool(true)), Some(error), None) => match failed(error) {
            Some(said) if is_deletion && !foreign => said,
            Some(said) => [said, undecided.clone()].concat(),
            None => return (Yes, [unknown(BackendFailure), undecided].concat()),
        },
        // It can't have done both.
        (_, Some(error), _) => {
            [failed(error).unwrap_or_default(), unknown(BackendFailure), undecided.clone()].concat()
        }
        (Some(Value::Bool(true)), None, Some(_))
            if is_deletion && !foreign && kind(response).ends_with("protobuf.Empty") =>
        {
            match body["metadata"]["genericMetadata"].get("partialFailures") {
                None | Some(Value::Null) => vec![Deleted],
                Some(Value::Array(parts)) if parts.is_empty() => vec![Deleted],
                Some(Value::Array(_)) => return (Yes, undecided),
                Some(_) => [vec![Deleted], undecided.clone()].concat(),
            }
        }
        (Some(Value::Bool(true)), None, _) => return (Yes, undecided),
        (_, None, None) if is_deletion && !foreign => vec![Accepted],
        (_, None, Some(_)) if is_deletion && !foreign => vec![Accepted, undecided[0]],
        _ => return (Yes, undecided),
    };
    if odd {
        all.extend(undecided);
    }
    (Yes, all)
}

/// What an operation's own error means, by its number.
fn failed(error: &Value) -> Option<Vec<Said>> {
    let code: ErrorCode = match error["code"].as_u64()? {
        3 => InvalidRequest,
        5 => NotFound,
        7 => Forbidden,
        8 => RateLimited,
        9 | 10 => Conflict,
        16 => Unauthenticated,
        _ => return Some(unknown(BackendFailure)),
    };
    Some(known(code))
}
