//! Kortix: words of an agent or a worker, a default agent that is protected, and a 404 that may be a broken database.

use super::platform::{Answer, Platform};
use super::sure::Sure::{self, No, Perhaps, Yes};
use super::words::{detail_says, is_uuid, says_deleted, speaks_of_missing};
use super::{Said, known, names_anyone_else};
use agent_delete::ErrorCode::{Conflict, Protected};
use serde_json::{Map, Value};

pub struct Kortix;

impl Platform for Kortix {
    fn says(&self, answer: &Answer<'_>) -> (Sure, Vec<Said>) {
        match answer.status {
            400 => {
                let protected = detail_says(answer, |text| match text {
                    _ if text.starts_with("Cannot delete ") && text.ends_with("default agent") => Yes,
                    _ if text.to_ascii_lowercase().contains("default") => Perhaps,
                    _ => No,
                });
                (protected, known(Protected))
            }
            403 => {
                let raced = detail_says(answer, |text| match text {
                    _ if text.starts_with("Unable to delete agent") => Yes,
                    _ if text.to_ascii_lowercase().contains("unable to delete") => Perhaps,
                    _ => No,
                });
                (raced, known(Conflict))
            }
            _ => (No, Vec::new()),
        }
    }

    fn is_missing(&self, answer: &Answer<'_>) -> Sure {
        super::only_usual(
            answer,
            match answer.text("detail") {
                Some(text) => speaks_of_missing(self, answer.id, text, &["Agent", "Worker"]),
                None => No,
            },
        )
    }

    /// It answers a read with a 500, which says so in its words.
    fn is_missing_to_a_read(&self, answer: &Answer<'_>) -> Sure {
        match (answer.status, answer.text("detail")) {
            (404, _) => self.is_missing(answer),
            (500, Some(text)) if !self.names_another(answer.id, text) && text.contains("not found") => {
                Perhaps
            }
            _ => No,
        }
    }

    fn is_deletion(&self, answer: &Answer<'_>, body: &Map<String, Value>) -> Sure {
        let own = ["Agent deleted successfully", "Worker deleted successfully"];
        let words = answer
            .text("message")
            .map_or(No, |text| says_deleted(self, answer.id, text, &own, &["agent", "worker"]));
        match body.get("agent_id") {
            Some(Value::String(other)) if is_uuid(other) && !other.eq_ignore_ascii_case(answer.id) => No,
            None if !names_anyone_else(self, answer.id, body) => words,
            _ => words.and(Perhaps),
        }
    }

    fn name_in<'a>(&self, body: &'a Value) -> Option<&'a Value> {
        body.get("agent_id")
    }

    /// A broken database says the same.
    fn can_prove_gone(&self) -> bool {
        false
    }

    fn missing_is_certain(&self) -> bool {
        false
    }
}
