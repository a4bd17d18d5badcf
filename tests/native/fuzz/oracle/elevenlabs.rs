//! ElevenLabs: a 204, a 200 that proves nothing, and a 401 that means forbidden.

use super::platform::{Answer, Platform};
use super::sure::Sure::{self, No, Perhaps, Yes};
use super::words::any_text;
use super::{Said, known};
use agent_delete::ErrorCode::Forbidden;
use serde_json::Value;

pub struct Elevenlabs;

impl Platform for Elevenlabs {
    fn says(&self, answer: &Answer<'_>) -> (Sure, Vec<Said>) {
        let (401, Some(body)) = (answer.status, answer.body()) else { return (No, Vec::new()) };
        let status = answer.object("detail").and_then(|detail| detail.get("status"));
        let sure = match status {
            Some(status) if *status == "missing_permissions" && body.len() == 1 => Yes,
            _ => any_text(&Value::Object(body.clone()), &|text| {
                if text.contains("missing_permissions") { Perhaps } else { No }
            }),
        };
        (sure, known(Forbidden))
    }

    fn is_missing(&self, answer: &Answer<'_>) -> Sure {
        let Some(detail) = answer.object("detail") else { return No };
        let text = |key: &str| detail.get(key).and_then(Value::as_str);
        let Some(message) = text("message") else { return No };
        let coded = text("status") == Some("document_not_found");
        match message == format!("Document with id {} not found.", answer.id) {
            true if coded && answer.body().is_some_and(|body| body.len() == 1) => Yes,
            true if coded || text("code") == Some("document_not_found") => Perhaps,
            false if coded && super::words::words(message).any(|word| word == answer.id) => Perhaps,
            _ => No,
        }
    }

    fn name_in<'a>(&self, body: &'a Value) -> Option<&'a Value> {
        body.get("agent_id")
    }

    /// What a second deletion is answered is not known.
    fn tells_existence(&self) -> bool {
        false
    }

    /// Another workspace's or region's agent looks the same.
    fn missing_is_certain(&self) -> bool {
        false
    }
}
