//! Charm Cloud Runner. Facts: its published OpenAPI document, API 2.0.0.
//!
//! It promises little: 204 for a deletion, 422 for bad input, and FastAPI's own error bodies. What it does with a
//! missing agent is not documented; FastAPI's habit is a 404 that says "Agent not found".

use super::part::is_list;
use super::{
    Asked, Capabilities, Extras, Facts, ForceSupport, IdRule, List, Next, Parameter, Part, PartKind, Platform, Saying,
    Template, Word,
};
use crate::agent::{AgentPlaces, StatusPlace};

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
    usual_base_ends: &[],
    auth: &["bearer", "apiKey"],
    default_api_version: None,
    api_key_header: "X-API-Key",
    id: IdRule::SEGMENT,
    id_member: "id",
    agent_path: "/v1/agents/{}",
    stop_path: Some("/v1/daemon/{}/stop"),
    list: List::at(Template::get("/v1/agents"))
        .with(&[
            Parameter::new("limit", Asked::Size).or("20"),
            Parameter::new("offset", Asked::Cursor).or("0"),
        ])
        .paged(Next::Offset),
    parts: &PARTS,
    sayings: &[Saying::missing(404, &[Word::Missing("/detail", "agent")])],
    hints: &[],
    empty_200_is_proof: false,
    // What a 204 means for an agent that was never there is not documented.
    deleted_means_existed: false,
    missing_is_certain: true,
    missing_proves_gone: true,
    read_tells_deletable: false,
    extras: Extras {
        agent: AgentPlaces {
            status: Some(StatusPlace { place: "is_active", active: &["true"], inactive: &["false"] }),
            ..AgentPlaces::USUAL
        },
        ..Extras::NONE
    },
};

static PARTS: [Part; 2] = [
    Part::new("agent", PartKind::Agent, "/v1/agents/{}"),
    Part::new("versions", PartKind::Extra, "/v1/versions/{}").that(is_list),
];

impl Platform for Charm {
    fn facts(&self) -> &'static Facts {
        &FACTS
    }
}
