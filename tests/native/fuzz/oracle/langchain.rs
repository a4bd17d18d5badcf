//! LangChain Managed Deep Agents: a 204 that says nothing of the agent before, and a code for what is missing.

use super::platform::{Answer, Platform};
use super::sure::Sure::{self, No, Perhaps};
use super::words::speaks_of_missing;
use serde_json::Value;

pub struct Langchain;

impl Platform for Langchain {
    fn is_missing(&self, answer: &Answer<'_>) -> Sure {
        let Some(body) = answer.body() else { return No };
        let own = match (body.get("code").and_then(Value::as_str), body.get("detail")) {
            (Some("agent_not_found"), Some(Value::String(detail))) => {
                match self.names_another(answer.id, detail) {
                    true => No,
                    false => speaks_of_missing(self, answer.id, detail, &["Agent"]).or(Perhaps),
                }
            }
            (Some("agent_not_found"), _) => Perhaps,
            _ => No,
        };
        super::only_usual(answer, own)
    }

    /// It is idempotent: a missing agent is a 204, too.
    fn tells_existence(&self) -> bool {
        false
    }
}
