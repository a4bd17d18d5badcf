//! Retell AI agents. Facts: the vendor's SDKs (retell-sdk 6.2.13 and 5.66.1), pages of its reference, public reports.
//!
//! The verb stands in the path. A missing agent is documented as a 422 and was seen as a 404; another workspace's looks the same.

use super::{
    Asked, Capabilities, Extras, Facts, ForceSupport, IdRule, List, Next, Parameter, Part, PartKind, Platform, Saying,
    Template, Word,
};
use crate::agent::AgentPlaces;
use crate::error_code::ErrorCode;

pub(super) struct Retell;

static FACTS: Facts = Facts {
    title: "Retell AI",
    aliases: &["retell-ai", "retellai"],
    capabilities: Capabilities {
        force: ForceSupport::None,
        stop: false,
        list: true,
        export: false,
        cascade: &[],
        destroys: &["the agent", "all its versions"],
        keeps: &[
            "its response engine (LLM or conversation flow), which other agents may share",
            "knowledge bases",
            "phone numbers and calls",
        ],
    },
    default_base_url: Some("https://api.retellai.com"),
    base_url_example: "https://api.retellai.com",
    usual_base_ends: &[],
    auth: &["bearer", "apiKey"],
    default_api_version: None,
    api_key_header: "Authorization",
    id: IdRule::TOKEN,
    id_member: "agent_id",
    agent_path: "/get-agent/{}",
    stop_path: None,
    list: List::at(Template::post("/v2/list-agents"))
        .with(&[Parameter::new("limit", Asked::Size), Parameter::new("pagination_key", Asked::Cursor)])
        .in_member("items")
        .paged(NEXT),
    parts: &PARTS,
    sayings: &[
        Saying::missing(404, &[Word::Is("/message", "Item {} not found from agent")]),
        Saying::missing(404, &[Word::Is("/message", "Cannot find requested asset under given api key.")]),
        Saying::missing(422, &[Word::Is("/message", "Cannot find requested asset under given api key.")]),
    ],
    hints: &[
        (ErrorCode::WrongEndpoint, "baseUrl should be https://api.retellai.com."),
        (ErrorCode::Unauthenticated, "Pass the workspace's API key as auth.bearer."),
        (ErrorCode::NotFound, "Another workspace's agent is told in the same words."),
    ],
    empty_200_is_proof: false,
    // What a 204 means for an agent that was never there is not documented.
    deleted_means_existed: false,
    missing_is_certain: false,
    // It is asked with the key that was just taken for the deletion.
    missing_proves_gone: true,
    read_tells_deletable: false,
    extras: Extras {
        delete_path: Some("/delete-agent/{}"),
        agent: AgentPlaces {
            name: "agent_name",
            updated_at: &["last_modification_timestamp"],
            ..AgentPlaces::USUAL
        },
        ..Extras::NONE
    },
};

const NEXT: Next = Next::Named { cursor: "pagination_key", more: Some("has_more") };

static PARTS: [Part; 2] = [
    Part::new("agent", PartKind::Agent, "/get-agent/{}"),
    Part::new("versions", PartKind::Extra, "/list-agent-versions/{}")
        .in_member("items")
        .paged_by("pagination_key", NEXT, "version"),
];

impl Platform for Retell {
    fn facts(&self) -> &'static Facts {
        &FACTS
    }
}
