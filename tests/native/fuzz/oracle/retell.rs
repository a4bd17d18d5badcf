//! Retell AI: a 204, and two ways to say that an agent is not there.

use super::platform::{Answer, Platform};
use super::sure::Sure::{self, No, Perhaps, Yes};
use super::{Said, known};
use agent_delete::ErrorCode::NotFound;
use serde_json::Value;

pub struct Retell;

impl Platform for Retell {
    fn says(&self, answer: &Answer<'_>) -> (Sure, Vec<Said>) {
        match answer.status {
            422 => (words(answer, false), known(NotFound)),
            _ => (No, Vec::new()),
        }
    }

    fn is_missing(&self, answer: &Answer<'_>) -> Sure {
        words(answer, true)
    }

    fn is_missing_to_a_read(&self, answer: &Answer<'_>) -> Sure {
        match answer.status {
            404 => words(answer, true),
            422 => words(answer, false),
            _ => No,
        }
    }

    fn name_in<'a>(&self, body: &'a Value) -> Option<&'a Value> {
        body.get("agent_id")
    }

    /// Whether a missing agent is a 204, too, is not known.
    fn tells_existence(&self) -> bool {
        false
    }

    /// Another workspace's agent looks the same.
    fn missing_is_certain(&self) -> bool {
        false
    }
}

fn words(answer: &Answer<'_>, seen_live: bool) -> Sure {
    let Some(message) = answer.text("message") else { return No };
    let own = message == "Cannot find requested asset under given api key."
        || seen_live && message == format!("Item {} not found from agent", answer.id);
    let odd = || {
        answer.body().is_some_and(|body| {
            body.keys().any(|key| !["status", "message"].contains(&key.as_str()))
                || body.get("status").is_some_and(|status| status != "error")
        })
    };
    match own {
        false if message == format!("Item {} not found from agent", answer.id) => Perhaps,
        false => No,
        true if odd() => Perhaps,
        true => Yes,
    }
}
