//! Azure AI Foundry: `agent.deleted` with this agent's name, an empty 200, and a 401 that means forbidden.

use super::platform::{Answer, Platform};
use super::sure::Sure::{self, No, Perhaps, Yes};
use super::words::{any_text, speaks_of_missing};
use super::{Content, Said, known};
use agent_delete::ErrorCode::Forbidden;
use serde_json::{Map, Value};

pub struct Foundry;

impl Platform for Foundry {
    fn says(&self, answer: &Answer<'_>) -> (Sure, Vec<Said>) {
        match (answer.status, answer.content) {
            (200, Content::Empty) => (Yes, vec![Said::Deleted]),
            (401, Content::Json(Value::Object(body))) => (is_permission_denied(body), known(Forbidden)),
            _ => (No, Vec::new()),
        }
    }

    fn is_missing(&self, answer: &Answer<'_>) -> Sure {
        let own = match answer.object("error") {
            Some(error) if error.get("code").is_some_and(|code| code == "not_found") => {
                match error.get("message") {
                    Some(Value::String(text)) => speaks_of_missing(self, answer.id, text, &["Agent"]),
                    _ => No,
                }
            }
            _ => No,
        };
        super::only_usual(answer, own)
    }

    fn is_deletion(&self, answer: &Answer<'_>, body: &Map<String, Value>) -> Sure {
        if body.get("object").is_none_or(|kind| kind != "agent.deleted")
            || body.get("deleted") != Some(&Value::Bool(true))
        {
            return No;
        }
        let named = |key| body.get(key).map(|value| value == answer.id);
        match (named("name"), named("id")) {
            (Some(true), None | Some(true)) | (None, Some(true))
                if body
                    .get("data")
                    .is_none_or(|data| data.get("id").is_none() && data.get("name").is_none()) =>
            {
                Yes
            }
            (Some(false), None | Some(false)) | (None, Some(false)) => No,
            _ => Perhaps,
        }
    }

    fn names_another(&self, id: &str, text: &str) -> bool {
        super::charm::names_behind_the_noun(id, text)
    }

    fn name_keys(&self) -> &'static [&'static str] {
        &["name", "id"]
    }

    fn shows(&self, id: &str, body: &Value) -> Sure {
        match body.get("name") {
            Some(name) if name == id => Yes,
            // Its id is its name, where it has one.
            None if body.get("id").is_some_and(|name| name == id) => Perhaps,
            _ => No,
        }
    }

    /// What was changed at the same moment may be free the next.
    fn conflict_passes(&self, answer: &Answer<'_>) -> Sure {
        match answer.object("error") {
            Some(error) if error.get("code").is_some_and(|code| code == "conflict") => {
                if answer.body().is_some_and(|body| body.len() == 1) { Yes } else { Perhaps }
            }
            // Its code in another place leaves it open.
            _ => answer.body().map_or(No, |body| {
                any_text(&Value::Object(body.clone()), &|text| if text == "conflict" { Perhaps } else { No })
            }),
        }
    }
}

fn is_permission_denied(body: &Map<String, Value>) -> Sure {
    if body.len() == 1 && body.get("error").is_some_and(|error| error["code"] == "PermissionDenied") {
        return Yes;
    }
    any_text(&Value::Object(body.clone()), &|text| {
        if text.to_ascii_lowercase().contains("permissiondenied") { Perhaps } else { No }
    })
}
