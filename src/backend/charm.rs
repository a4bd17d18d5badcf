//! Charm Cloud Runner. Facts: its published OpenAPI document, API 2.0.0.
//!
//! It promises little: 204 for a deletion, 422 for bad input, and FastAPI's own error bodies. What it does with a
//! missing agent is not documented; FastAPI's habit is a 404 that says "Agent not found".

use alloc::string::String;
use alloc::boxed::Box;
use super::part::list;
use super::{Answer, Capabilities, ForceSupport, PageQuery, Part, PartKind, Platform, Proof};
use crate::agent::{Agent, AgentStatus};
use crate::step::Purpose;
use crate::text::decimal;
use crate::http::{AgentId, Json, Method, Route};

pub(super) struct Charm;

static CAPABILITIES: Capabilities = Capabilities {
    force: ForceSupport::None,
    stop: true,
    list: true,
    export: false,
    cascade: &[],
    destroys: &["the agent and its configuration"],
    keeps: &["whatever the platform does not document: its runs and threads may stay"],
};

const DEFAULT_LIMIT: u32 = 20;

static PARTS: [Part; 2] = [
    Part::new("agent", PartKind::Agent, |id, _| agent(Method::Get, id)),
    Part::new("versions", PartKind::Extra, |id, _| Route::new(Method::Get, &["v1", "versions", id.as_str()]))
        .read_by(list),
];

fn agent(method: Method, id: &AgentId) -> Route {
    Route::new(method, &["v1", "agents", id.as_str()])
}

impl Platform for Charm {
    fn capabilities(&self) -> &'static Capabilities {
        &CAPABILITIES
    }

    fn title(&self) -> &'static str {
        "Charm Cloud Runner"
    }

    fn agent_id(&self, text: &str) -> Option<AgentId> {
        AgentId::segment(text)
    }

    fn id_rule(&self) -> &'static str {
        "a non-empty text other than \".\" and \"..\", without control characters"
    }

    fn delete_route(&self, id: &AgentId, _force: bool) -> Route {
        agent(Method::Delete, id)
    }

    fn proof(&self, _id: &AgentId, _body: &Json) -> Option<Proof> {
        // A deletion is answered with 204; no body is documented that would prove one.
        None
    }

    fn deleted_means_existed(&self) -> bool {
        // What a 204 means for an agent that was never there is not documented.
        false
    }

    fn is_missing(&self, _purpose: Purpose, answer: &Answer) -> bool {
        answer.status == 404 && answer.detail() == Some("Agent not found")
    }

    fn read_tells_deletable(&self) -> bool {
        false
    }

    fn agent_route(&self, id: &AgentId) -> Route {
        agent(Method::Get, id)
    }

    fn read_agent(&self, body: &Json) -> Option<Box<Agent>> {
        let mut agent = Agent::from_json(body, "id")?;
        agent.status = body.flag("is_active").map(|active| if active { AgentStatus::Active } else { AgentStatus::Inactive });
        Some(agent)
    }

    fn list_route(&self, query: &PageQuery) -> Route {
        let limit = query.size.unwrap_or(DEFAULT_LIMIT);
        Route::new(Method::Get, &["v1", "agents"]).query("limit", &decimal(limit.into())).query("offset", query.cursor.as_deref().unwrap_or("0"))
    }

    fn agents<'a>(&self, body: &'a Json) -> Option<&'a Json> {
        Some(body)
    }

    fn next_page(&self, query: &PageQuery, _body: &Json, count: usize) -> Option<Option<String>> {
        let full = count >= query.size.unwrap_or(DEFAULT_LIMIT) as usize;
        let offset: usize = query.cursor.as_deref().and_then(|text| text.parse().ok()).unwrap_or_default();
        Some(full.then(|| decimal((offset + count) as i64)))
    }

    fn stop_route(&self, id: &AgentId) -> Option<Route> {
        Some(Route::new(Method::Post, &["v1", "daemon", id.as_str(), "stop"]))
    }

    fn parts(&self) -> &'static [Part] {
        &PARTS
    }
}
