//! elizaOS. Facts: measured on servers 1.2.0 to 1.7.2, and the documentation page, which disagrees with them.
//!
//! The server deletes a running agent without asking, so the protection that `force: false` promises is ours: the agent
//! is read first. A 202 means unknown, for the server's own deletion may fail after it. An upper-case id would leave a
//! ghost behind, so ids are lower-cased. The web interface answers 200 with a page where baseUrl lacks `/api`.

use alloc::boxed::Box;
use alloc::borrow::ToOwned;
use super::{Answer, Capabilities, ForceSupport, PageQuery, Part, PartKind, PartPage, Platform, Proof};
use super::part::document;
use crate::agent::{Agent, AgentStatus};
use crate::step::Purpose;
use crate::error_code::ErrorCode;
use crate::http::{AgentId, Auth, Json, Method, Route};

pub(super) struct Eliza;

static CAPABILITIES: Capabilities = Capabilities {
    force: ForceSupport::Client,
    stop: true,
    list: true,
    export: false,
    cascade: &[],
    destroys: &["the agent's configuration, settings and secrets", "its memories and embeddings", "its rooms' memberships"],
    keeps: &[
        "channel messages and sessions",
        "the character, where the server is configured to start it: the same agent comes back at the next boot",
    ],
};

static PARTS: [Part; 3] = [
    Part::new("agent", PartKind::Agent, |id, _| agent(Method::Get, id))
        .read_by(|content| PartPage::whole(data(document(content)?))),
    Part::new("memories", PartKind::Extra, |id, _| below(id, "memories"))
        .read_by(|content| PartPage::whole(data(document(content)?).get("memories")?.clone())),
    Part::new("rooms", PartKind::Extra, |id, _| below(id, "rooms"))
        .read_by(|content| PartPage::whole(data(document(content)?).get("rooms")?.clone())),
];

fn below(id: &AgentId, part: &str) -> Route {
    Route::new(Method::Get, &["agents", id.as_str(), part])
}

fn agent(method: Method, id: &AgentId) -> Route {
    Route::new(method, &["agents", id.as_str()])
}

/// What stands in the envelope `{success, data}`; the body itself where there is no envelope.
fn data(body: Json) -> Json {
    match body.get("data") {
        Some(data) => data.clone(),
        None => body,
    }
}

impl Platform for Eliza {
    fn capabilities(&self) -> &'static Capabilities {
        &CAPABILITIES
    }

    fn title(&self) -> &'static str {
        "elizaOS"
    }

    fn credential_header(&self, auth: &Auth) -> (&'static str, &'static str) {
        match auth {
            Auth::Bearer(_) => ("Authorization", "Bearer "),
            Auth::ApiKey(_) => ("X-API-KEY", ""),
        }
    }

    fn agent_id(&self, text: &str) -> Option<AgentId> {
        AgentId::uuid(text)
    }

    fn id_rule(&self) -> &'static str {
        "a UUID (8-4-4-4-12 hexadecimal digits)"
    }

    fn delete_route(&self, id: &AgentId, _force: bool) -> Route {
        agent(Method::Delete, id)
    }

    fn proof(&self, id: &AgentId, body: &Json) -> Option<Proof> {
        if !body.flag("success")? || body.get("partial").is_some() {
            return None;
        }
        let proof = Proof::with_message(body.text("message"));
        match body.get("data") {
            None | Some(Json::Null) => Some(proof),
            Some(data) => {
                let named = data.text("agentId")?;
                named.eq_ignore_ascii_case(id.as_str()).then(|| proof.at(data.get("deletedAt").and_then(Json::as_number)))
            }
        }
    }

    fn empty_200_is_proof(&self) -> bool {
        false
    }

    fn is_missing(&self, _purpose: Purpose, answer: &Answer) -> bool {
        // The same server's "API endpoint not found" has the number 404 for a code, and says that the URL is wrong.
        let Some(error) = answer.body().and_then(|body| body.get("error")) else { return false };
        answer.status == 404 && (error.text("code") == Some("NOT_FOUND") || error.as_str() == Some("Agent not found"))
    }

    fn hint(&self, code: ErrorCode, answer: &Answer, auth: Option<&Auth>) -> Option<&'static str> {
        match code {
            ErrorCode::WrongEndpoint => Some("Does baseUrl lack /api? A 1.x server's API is at http://host:3000/api."),
            ErrorCode::Unauthenticated if !matches!(auth, Some(Auth::ApiKey(_))) => Some("A 1.x server takes its key as auth.apiKey (X-API-KEY); it refuses a bearer token."),
            ErrorCode::Conflict if self.wants_stop_first(answer) => Some("The agent is running. Pass force: true to stop and delete it."),
            ErrorCode::Conflict => Some("Something in the server's database still refers to the agent; remove that first."),
            _ => None,
        }
    }

    fn reads_first(&self, force: bool) -> bool {
        !force
    }

    fn is_in_use(&self, agent: &Agent) -> bool {
        // Only "inactive" says that it does not run: a v0.x server, which shows no status, has only running agents.
        agent.status != Some(AgentStatus::Inactive)
    }

    fn wants_stop_first(&self, answer: &Answer) -> bool {
        // The documented 409 is plain text; the 1.x server's own has a code, and is about references.
        answer.status == 409 && answer.said.code.is_none() && answer.said.message.is_some()
    }

    fn agent_route(&self, id: &AgentId) -> Route {
        agent(Method::Get, id)
    }

    fn read_agent(&self, body: &Json) -> Option<Box<Agent>> {
        let agent = body.get("data").unwrap_or(body);
        let status = agent.text("status").and_then(|status| match status {
            "active" => Some(AgentStatus::Active),
            "inactive" => Some(AgentStatus::Inactive),
            _ => None,
        });
        let mut read = Agent::from_json(agent, "id")?;
        read.status = status;
        read.description = read.description.or_else(|| agent.text("bio").map(str::to_owned));
        Some(read)
    }

    fn list_route(&self, _query: &PageQuery) -> Route {
        Route::new(Method::Get, &["agents"])
    }

    fn agents<'a>(&self, body: &'a Json) -> Option<&'a Json> {
        body.get("data").unwrap_or(body).get("agents")
    }

    fn stop_route(&self, id: &AgentId) -> Option<Route> {
        Some(Route::new(Method::Post, &["agents", id.as_str(), "stop"]))
    }

    fn parts(&self) -> &'static [Part] {
        &PARTS
    }
}
