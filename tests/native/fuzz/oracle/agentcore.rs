//! Amazon Bedrock AgentCore runtimes: as Bedrock, and a 202 may be about one version, or one endpoint.

use super::Said::{self, Accepted};
use super::platform::{Answer, Platform};
use super::sure::Sure::{self, No, Perhaps, Yes};
use super::{aws, unexpected, unknown};
use agent_delete::ErrorCode::UnexpectedResponse;
use serde_json::Value;

pub struct Agentcore;

impl Platform for Agentcore {
    fn says(&self, answer: &Answer<'_>) -> (Sure, Vec<Said>) {
        match (answer.status, answer.body()) {
            (202, Some(body)) => {
                let set = |key: &str| body.get(key).is_some_and(|part| !part.is_null());
                let other = set("agentRuntimeId") && body["agentRuntimeId"] != *answer.id;
                if other || set("agentRuntimeVersion") || set("endpointName") {
                    return (Yes, unexpected(answer));
                }
                let usual = body.keys().all(|key| ["status", "agentRuntimeId"].contains(&key.as_str()));
                match body.get("status") {
                    Some(Value::String(status)) if status == "DELETING" && usual => (Yes, vec![Accepted]),
                    // Other words of a status are documented; none of them says that it began.
                    _ => (Perhaps, unknown(UnexpectedResponse)),
                }
            }
            (202, None) => (Perhaps, unexpected(answer)),
            (200, Some(body)) if body.get("status").is_some_and(|status| status == "DELETING") => {
                (Perhaps, vec![Accepted])
            }
            (204, _) => (Yes, unknown(UnexpectedResponse)),
            (403, _) => aws::unauthenticated(answer),
            _ => (No, Vec::new()),
        }
    }

    fn is_missing(&self, answer: &Answer<'_>) -> Sure {
        aws::is_missing(answer)
    }

    fn name_in<'a>(&self, body: &'a Value) -> Option<&'a Value> {
        body.get("agentRuntimeId")
    }

    fn shows(&self, id: &str, body: &Value) -> Sure {
        if self.name_in(body).is_some_and(|name| name == id) { Yes } else { No }
    }

    fn tells_existence(&self) -> bool {
        false
    }
}
