//! elizaOS: an envelope that says one word more than success, and a 202 that may stand under a 200.

use super::Said::{self, Accepted};
use super::platform::{Answer, Platform};
use super::sure::Sure::{self, No, Perhaps, Yes};
use super::words::{says_deleted, says_no, speaks_against, speaks_of_missing};
use serde_json::{Map, Value};

pub struct Eliza;

impl Eliza {
    fn says_deleted(&self, id: &str, text: &str) -> Sure {
        says_deleted(self, id, text, &["Agent deleted successfully"], &[])
    }
}

impl Platform for Eliza {
    /// Its 202 under a 200; its hosted service answers with jobs.
    fn says(&self, answer: &Answer<'_>) -> (Sure, Vec<Said>) {
        let sure = match (answer.status, answer.body()) {
            (200, Some(body)) if body.get("success") == Some(&Value::Bool(true)) && says_no(body) == No => {
                let begun = body.get("partial") == Some(&Value::Bool(true))
                    && answer
                        .text("message")
                        .is_some_and(|text| text.starts_with("Agent deletion initiated"));
                match speaks_against(body) {
                    _ if begun && body.len() == 3 => Yes,
                    No => No,
                    _ => Perhaps,
                }
            }
            _ => No,
        };
        (sure, vec![Accepted])
    }

    fn is_missing(&self, answer: &Answer<'_>) -> Sure {
        let Some(body) = answer.body() else { return No };
        let text = match body.get("error") {
            Some(Value::Object(error)) if error.get("code").is_some_and(|code| code == "NOT_FOUND") => {
                error.get("message")
            }
            error @ Some(Value::String(_)) => error,
            _ => None,
        };
        super::only_usual(
            answer,
            match text {
                Some(Value::String(text)) => speaks_of_missing(self, answer.id, text, &["Agent"]),
                _ => No,
            },
        )
    }

    fn is_deletion(&self, answer: &Answer<'_>, body: &Map<String, Value>) -> Sure {
        if body.get("success") != Some(&Value::Bool(true)) {
            return No;
        }
        let id = answer.id;
        let message = answer.text("message").map_or(No, |text| self.says_deleted(id, text));
        let foreign = answer.text("message").is_some_and(|text| self.names_another(id, text));
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
            || body
                .get("message")
                .is_some_and(|value| value.as_str().is_none_or(|text| self.says_deleted(id, text) != Yes));
        if foreign || odd { named.and(Perhaps) } else { named }
    }

    fn name_in<'a>(&self, body: &'a Value) -> Option<&'a Value> {
        body.get("data").unwrap_or(body).get("id")
    }
}
