//! OpenAI Agents: a 200 `agent.deleted` with this agent's `id`, and a code beside words for what is missing.

use super::platform::{Answer, Platform};
use super::sure::Sure::{self, No, Perhaps, Yes};
use super::words::{any_text, speaks_of};
use serde_json::{Map, Value};

pub struct Openai;

impl Platform for Openai {
    fn is_missing(&self, answer: &Answer<'_>) -> Sure {
        // Its code and its words in another envelope leave it open.
        let elsewhere = |error: &Value| {
            let is = |wanted: &'static str| {
                any_text(error, &move |text| {
                    if text.to_ascii_lowercase().contains(wanted) { Perhaps } else { No }
                })
            };
            is("not_found_error").and(is("agent"))
        };
        let body = answer.body().map_or(No, |body| elsewhere(&Value::Object(body.clone())));
        let Some(error) = answer.object("error") else { return body };
        let (Some("not_found_error"), Some(message)) =
            (error.get("code").and_then(Value::as_str), error.get("message").and_then(Value::as_str))
        else {
            return body;
        };
        let id = answer.id;
        // The words were never seen: what speaks of a missing agent will do.
        let plain =
            ["Agent not found.".to_owned(), "Agent not found".to_owned(), format!("Agent {id} not found")];
        match speaks_of(self, id, message, &plain, &["agent"]) {
            Yes if answer.body().is_some_and(|body| body.len() > 1) => Perhaps,
            sure => sure,
        }
    }

    fn is_deletion(&self, answer: &Answer<'_>, body: &Map<String, Value>) -> Sure {
        let is = body.get("object").is_some_and(|kind| kind == "agent.deleted")
            && body.get("deleted") == Some(&Value::Bool(true))
            && body.get("id").is_some_and(|id| id == answer.id);
        match is {
            false => No,
            true if body.len() == 3 => Yes,
            true => Perhaps,
        }
    }

    fn is_id(&self, word: &str) -> bool {
        word.starts_with("agent_")
    }

    /// Another project's agent looks the same.
    fn missing_is_certain(&self) -> bool {
        false
    }
}
