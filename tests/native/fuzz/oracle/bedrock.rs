//! Amazon Bedrock Agents: no answer to a deletion proves one. A 202 is accepted, and only about this agent as a whole.

use super::Said::{self, Accepted};
use super::platform::{Answer, Platform};
use super::sure::Sure::{self, No, Perhaps, Yes};
use super::{aws, unknown};
use agent_delete::ErrorCode::UnexpectedResponse;
use serde_json::Value;

pub struct Bedrock;

impl Platform for Bedrock {
    fn says(&self, answer: &Answer<'_>) -> (Sure, Vec<Said>) {
        match (answer.status, answer.body()) {
            (202, Some(body)) => {
                let about_a_part = |key: &str| body.get(key).is_some_and(|part| !part.is_null());
                let own = body.get("agentId").is_some_and(|id| id == answer.id)
                    && body.get("agentStatus").is_some_and(|status| status == "DELETING")
                    && !about_a_part("agentAliasId")
                    && !about_a_part("agentVersion");
                match own {
                    true if body.len() == 2 => (Yes, vec![Accepted]),
                    true => (Perhaps, [vec![Accepted], unknown(UnexpectedResponse)].concat()),
                    false => (Yes, super::unexpected(answer)),
                }
            }
            (202, None) => (Yes, super::unexpected(answer)),
            (204, _) => (Yes, unknown(UnexpectedResponse)),
            (403, _) => aws::unauthenticated(answer),
            _ => (No, Vec::new()),
        }
    }

    fn is_missing(&self, answer: &Answer<'_>) -> Sure {
        aws::is_missing(answer)
    }

    fn name_in<'a>(&self, body: &'a Value) -> Option<&'a Value> {
        body.get("agent")?.get("agentId")
    }

    fn shows(&self, id: &str, body: &Value) -> Sure {
        // Letters of another case are another agent's.
        match self.name_in(body) {
            Some(name) if name == id => Yes,
            None if body.get("agentId").is_some_and(|name| name == id) => Perhaps,
            _ => No,
        }
    }

    /// A 202 is sent to a deletion that was begun.
    fn tells_existence(&self) -> bool {
        false
    }
}
