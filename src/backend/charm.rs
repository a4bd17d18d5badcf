//! Charm Cloud Runner. Facts: its published OpenAPI document, API 2.0.0.
//!
//! It promises little: 204 for a deletion, 422 for bad input, and FastAPI's own error bodies. What it does with a
//! missing agent is not documented; FastAPI's habit is a 404 that says "Agent not found".

use super::missing::says_missing;
use super::part::is_list;
use super::{
    Answer, Asked, Capabilities, Extras, Facts, ForceSupport, IdRule, PageQuery, Parameter, Part, PartKind, Platform,
    Verdict,
};
use crate::agent::{Agent, AgentStatus};
use crate::http::{AgentId, Json, Members};
use crate::step::Purpose;

pub(super) struct Charm;

static FACTS: Facts = Facts {
    title: "Charm Cloud Runner",
    aliases: &["charm-cloud", "charm-cloud-runner"],
    capabilities: Capabilities {
        force: ForceSupport::None,
        stop: true,
        list: true,
        export: false,
        cascade: &[],
        destroys: &["the agent and its configuration"],
        keeps: &["whatever the platform does not document: its runs and threads may stay"],
    },
    default_base_url: None,
    base_url_example: "https://runner.example.com",
    auth: &["bearer", "apiKey"],
    default_api_version: None,
    api_key_header: "X-API-Key",
    id: IdRule {
        check: AgentId::segment,
        words: "a text without slashes and backslashes (encoded ones neither), control and invisible characters, other than \".\" and \"..\", and without white space at its ends",
        pattern: "[^/\\\\]+",
    },
    id_member: "id",
    agent_path: "/v1/agents/{}",
    stop_path: Some("/v1/daemon/{}/stop"),
    list_path: "/v1/agents",
    list_parameters: &[
        Parameter::new("limit", Asked::Size).or("20"),
        Parameter::new("offset", Asked::Cursor).or("0"),
    ],
    list_is_counted: true,
    list_member: None,
    parts: &PARTS,
    empty_200_is_proof: false,
    // What a 204 means for an agent that was never there is not documented.
    deleted_means_existed: false,
    missing_is_certain: true,
    missing_proves_gone: true,
    read_tells_deletable: false,
    extras: Extras::NONE,
};

/// The size of a page where the caller names none.
const DEFAULT_LIMIT: u32 = 20;

static PARTS: [Part; 2] = [
    Part::new("agent", PartKind::Agent, "/v1/agents/{}"),
    Part::new("versions", PartKind::Extra, "/v1/versions/{}").that(is_list),
];

impl Platform for Charm {
    fn facts(&self) -> &'static Facts {
        &FACTS
    }

    fn judge(&self, _purpose: Purpose, id: Option<&AgentId>, answer: &Answer) -> Option<Verdict> {
        (answer.status == 404 && says_missing(answer.detail()?, id)).then_some(Verdict::MISSING)
    }

    fn read_agent(&self, body: &Json) -> Option<Agent> {
        let mut agent = Agent::from_json(body, FACTS.id_member)?;
        agent.status = body
            .flag("is_active")
            .map(|active| if active { AgentStatus::Active } else { AgentStatus::Inactive });
        Some(agent)
    }

    fn next_page(&self, query: &PageQuery, _body: &Json, count: usize) -> Option<String> {
        if count < query.size.unwrap_or(DEFAULT_LIMIT) as usize {
            return Some(String::new());
        }
        let offset = query.cursor.as_deref().and_then(|text| text.parse::<u64>().ok()).unwrap_or_default();
        Some((offset + count as u64).to_string())
    }
}
