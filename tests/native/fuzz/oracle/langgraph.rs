//! LangGraph Agent Server, in Python and in JavaScript: a 204 or the list of the one id, and a read that cannot tell.

use super::Said::{self, Deleted};
use super::content::Content;
use super::known;
use super::platform::{Answer, Platform};
use super::sure::Sure::{self, No, Perhaps, Yes};
use super::words::{any_text, speaks_of};
use agent_delete::Body;
use agent_delete::ErrorCode::Unauthenticated;
use serde_json::Value;

pub struct Langgraph;

impl Platform for Langgraph {
    fn says(&self, answer: &Answer<'_>) -> (Sure, Vec<Said>) {
        match (answer.status, answer.content) {
            (200, Content::Json(Value::Array(ids))) => match ids.as_slice() {
                [Value::String(id)] if id == answer.id => (Yes, vec![Deleted]),
                [Value::String(id)] if id.eq_ignore_ascii_case(answer.id) => (Perhaps, vec![Deleted]),
                _ => (No, Vec::new()),
            },
            // Without a key, and with a wrong one.
            (403, Content::Json(Value::Object(body))) => {
                let sure = match body.get("detail").and_then(Value::as_str) {
                    Some("Missing authentication headers" | "Invalid token") if body.len() == 1 => Yes,
                    _ => any_text(&Value::Object(body.clone()), &|text| {
                        let lower = text.to_ascii_lowercase();
                        if lower.contains("authentication") || lower.contains("token") { Perhaps } else { No }
                    }),
                };
                (sure, known(Unauthenticated))
            }
            _ => (No, Vec::new()),
        }
    }

    fn is_missing(&self, answer: &Answer<'_>) -> Sure {
        let id = answer.id;
        match answer.content {
            Content::Json(Value::Object(body)) => {
                // Its words in another place leave it open.
                let elsewhere = || {
                    let speak = |text: &str| speaks_of(self, id, text, &[], &["assistant"]);
                    any_text(&Value::Object(body.clone()), &speak)
                };
                let Some(Value::String(detail)) = body.get("detail") else { return elsewhere() };
                let own = [format!("Assistant with ID {id} not found"), format!("Assistant {id} not found")];
                let sure = speaks_of(self, id, detail, &own, &["assistant"]);
                match (body.len(), sure) {
                    (1, sure) => sure,
                    (_, No) => elsewhere(),
                    (_, sure) => sure.and(Perhaps),
                }
            }
            Content::Other(text) => {
                let own = ["Assistant not found".to_owned(), format!("Assistant \"{id}\" not found.")];
                let labelled = answer.headers("content-type");
                match speaks_of(self, id, text, &own, &["assistant"]) {
                    Yes if labelled.len() != 1 || !labelled[0].starts_with("text/plain") => Perhaps,
                    // A mark of the encoding before it.
                    Yes if matches!(&answer.reply.body, Body::Bytes(bytes) if bytes.len() != text.len()) => {
                        Perhaps
                    }
                    sure => sure,
                }
            }
            _ => No,
        }
    }

    fn name_in<'a>(&self, body: &'a Value) -> Option<&'a Value> {
        body.get("assistant_id")
    }
}
