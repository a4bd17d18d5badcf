//! Letta: a sentence with this agent's id, whole; and a 400 for a fault of the server.

use super::content::Content;
use super::platform::{Answer, Platform};
use super::sure::Sure::{self, No, Perhaps, Yes};
use super::words::is_uuid;
use super::{Said, unknown};
use agent_delete::ErrorCode::BackendFailure;
use serde_json::{Map, Value};

pub struct Letta;

impl Platform for Letta {
    fn says(&self, answer: &Answer<'_>) -> (Sure, Vec<Said>) {
        let sure = match (answer.status, answer.text("detail")) {
            (400, Some(detail))
                if detail.starts_with(&format!("Failed to hard delete Agent with ID {}", answer.id)) =>
            {
                match answer.body().is_some_and(|body| body.len() == 1) {
                    true => Yes,
                    false => Perhaps,
                }
            }
            (400, Some(detail)) if detail.contains("delete") => Perhaps,
            // JSON that breaks off may have been about to say so; and Letta never says nothing.
            (400, None) => match answer.content {
                Content::Empty => Yes,
                Content::Other(text) if text.trim_start_matches([' ', '\t', '\n', '\r']).starts_with('{') => {
                    Yes
                }
                Content::Other(_) => Perhaps,
                _ => No,
            },
            _ => No,
        };
        (sure, unknown(BackendFailure))
    }

    /// By the beginning, up to and with the id: what follows tells of whoever asked.
    fn is_missing(&self, answer: &Answer<'_>) -> Sure {
        let Some(detail) = answer.text("detail") else { return No };
        let id = answer.id;
        let own = detail.starts_with(&format!("Agent not found with id='['{id}']'"))
            || detail.starts_with(&format!("Agent agent_id={id} not found for "));
        let other_routes = detail.starts_with(&format!("Agent agent_id={id} not found"))
            || detail == format!("Agent with ID {id} not found")
            || detail == "Agent not found";
        match own {
            true if answer.body().is_some_and(|body| body.len() == 1) => Yes,
            false if !other_routes => No,
            _ => Perhaps,
        }
    }

    fn is_missing_to_a_read(&self, answer: &Answer<'_>) -> Sure {
        match answer.text("detail") {
            Some(detail)
                if answer.status == 404 && detail == format!("Agent with ID {} not found", answer.id) =>
            {
                match answer.body().is_some_and(|body| body.len() == 1) {
                    true => Yes,
                    false => Perhaps,
                }
            }
            // As the deletion words it.
            Some(_) if answer.status == 404 => self.is_missing(answer).and(Perhaps),
            _ => No,
        }
    }

    fn is_deletion(&self, answer: &Answer<'_>, body: &Map<String, Value>) -> Sure {
        let own = format!("Agent id={} successfully deleted", answer.id);
        match body.get("message") {
            Some(Value::String(text)) if *text == own => Yes,
            Some(Value::String(text)) if text.eq_ignore_ascii_case(&own) => Perhaps,
            _ => No,
        }
    }

    fn is_id(&self, word: &str) -> bool {
        word.strip_prefix("agent-").is_some_and(is_uuid)
    }

    /// A lock or a deadlock does; the manager of a group stays one.
    fn conflict_passes(&self, answer: &Answer<'_>) -> Sure {
        match answer.text("detail") {
            Some(
                "The resource is currently locked by another operation. Please retry shortly."
                | "A database deadlock was detected. Please retry your request.",
            ) if answer.body().is_some_and(|body| body.len() == 1) => Yes,
            Some(detail) if detail.contains("lock") => Perhaps,
            _ => No,
        }
    }

    /// Another organization's agent looks the same.
    fn missing_is_certain(&self) -> bool {
        false
    }
}
