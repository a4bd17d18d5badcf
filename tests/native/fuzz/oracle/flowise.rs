//! Flowise: the number of rows that went, and a 500 for almost everything else.

use super::platform::{Answer, Platform};
use super::sure::Sure::{self, No, Perhaps, Yes};
use super::{Said, known, unknown};
use crate::fuzz::oracle::Said::Deleted;
use agent_delete::ErrorCode::{Forbidden, InvalidRequest, NotFound, UnexpectedResponse};
use serde_json::{Map, Value, json};

pub struct Flowise;

impl Platform for Flowise {
    fn says(&self, answer: &Answer<'_>) -> (Sure, Vec<Said>) {
        match answer.status {
            200 => rows(answer),
            500 => words_of_a_500(answer),
            _ => (No, Vec::new()),
        }
    }

    /// As its page documents it, and as it answers a read.
    fn is_missing(&self, answer: &Answer<'_>) -> Sure {
        let Some(message) = answer.text("message") else { return No };
        let id = answer.id;
        match message {
            _ if message == format!("Chatflow {id} not found in the database!") => usual(answer),
            _ if message.contains(id) && message.contains("not found") => Perhaps,
            _ => No,
        }
    }

    /// The deletion's own words, where the server gives them to a read.
    fn is_missing_to_a_read(&self, answer: &Answer<'_>) -> Sure {
        match answer.status {
            404 => self.is_missing(answer),
            500 => self.is_missing(answer).and(Perhaps),
            _ => No,
        }
    }

    /// A repeat is told that the flow is not there.
    fn failure_passes(&self) -> Sure {
        Perhaps
    }

    fn is_deletion(&self, _: &Answer<'_>, body: &Map<String, Value>) -> Sure {
        // An odd way to write 1, or more beside it.
        if body.get("affected").and_then(Value::as_f64) == Some(1.0) { Perhaps } else { No }
    }

    /// Another workspace's flow looks the same.
    fn missing_is_certain(&self) -> bool {
        false
    }
}

fn rows(answer: &Answer<'_>) -> (Sure, Vec<Said>) {
    let Some(body) = answer.body() else { return (No, Vec::new()) };
    match body.get("affected") {
        Some(rows) if *body == *json!({"raw": [], "affected": rows}).as_object().unwrap() => {
            match rows.as_u64() {
                Some(1) => (Yes, vec![Deleted]),
                Some(0) => (Yes, known(NotFound)),
                _ if rows.as_f64() == Some(0.0) => (Perhaps, known(NotFound)),
                _ if rows.as_f64() == Some(1.0) => (Perhaps, vec![Deleted]),
                _ => (Yes, unknown(UnexpectedResponse)),
            }
        }
        Some(rows) if rows.as_f64() == Some(0.0) => (Perhaps, known(NotFound)),
        _ => (No, Vec::new()),
    }
}

fn words_of_a_500(answer: &Answer<'_>) -> (Sure, Vec<Said>) {
    let Some(message) = answer.text("message") else { return (No, Vec::new()) };
    let own = message.strip_prefix("Error: chatflowsService.deleteChatflow - ");
    let missing = format!("Chatflow {} not found in the database!", answer.id);
    let said = |text: &str| match text {
        text if text == missing => Some(known(NotFound)),
        "Invalid Chatflow ID" => Some(known(InvalidRequest)),
        "You do not have permission to delete this chatflow type" => Some(known(Forbidden)),
        _ => None,
    };
    match own.and_then(said) {
        Some(said) => (usual(answer), said),
        None if message.contains(&missing) => (Perhaps, known(NotFound)),
        None if message.contains("Invalid Chatflow ID") => (Perhaps, known(InvalidRequest)),
        None if message.contains("You do not have permission to delete this chatflow type") => {
            (Perhaps, known(Forbidden))
        }
        None => (No, Vec::new()),
    }
}

/// Whether the body has the server's usual members and no others.
fn usual(answer: &Answer<'_>) -> Sure {
    let is_usual = answer.body().is_some_and(|body| {
        body.keys().all(|key| ["statusCode", "success", "message", "stack"].contains(&key.as_str()))
            && body.get("success") == Some(&Value::Bool(false))
    });
    if is_usual { Yes } else { Perhaps }
}
