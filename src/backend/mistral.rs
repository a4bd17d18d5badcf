//! Mistral agents (beta). Facts: the vendor's OpenAPI document and SDKs (mistralai 3.7.0 and 2.7.0).
//!
//! Only a 204 and a 422 are documented. Whether a missing agent is a 204 as well, or what else, is not known: so "deleted" does
//! not say that it was there, no 404 means "missing", and nothing is ever verified.

use super::{
    Asked, Capabilities, Extras, Facts, ForceSupport, IdRule, List, Next, Parameter, Part, PartKind, Platform, Template,
};
use super::part::is_list;
use crate::error_code::ErrorCode;

pub(super) struct Mistral;

static FACTS: Facts = Facts {
    title: "Mistral Agents",
    aliases: &["mistralai", "mistral-ai", "la-plateforme"],
    capabilities: Capabilities {
        force: ForceSupport::None,
        stop: false,
        list: true,
        export: false,
        cascade: &[],
        destroys: &["the agent", "its versions and aliases", "it goes from people's chat where it is deployed there"],
        keeps: &[
            "conversations that were started with it",
            "document libraries and connectors",
            "agents that name it under handoffs",
        ],
    },
    default_base_url: Some("https://api.mistral.ai/v1"),
    base_url_example: "https://api.mistral.ai/v1",
    usual_base_ends: &["/v1"],
    auth: &["bearer", "apiKey"],
    default_api_version: None,
    api_key_header: "Authorization",
    id: IdRule::TOKEN.except(
        &["pages", "completions"],
        "a text of letters, digits, hyphens and underscores, and neither of the words pages and completions, which are routes",
        "(?!(pages|completions)$)[A-Za-z0-9_-]+",
    ),
    id_member: "id",
    agent_path: "/agents/{}",
    stop_path: None,
    list: List::at(Template::get("/agents/pages"))
        .with(&[
            Parameter::new("page_size", Asked::Size),
            Parameter::new("page_token", Asked::Cursor),
            Parameter::new("search", Asked::Search),
        ])
        .in_member("data")
        .paged(Next::Named { cursor: "next_page_token", more: None }),
    parts: &PARTS,
    sayings: &[],
    hints: &[
        (ErrorCode::WrongEndpoint, "baseUrl should be https://api.mistral.ai/v1. A missing agent may be told so, too."),
        (ErrorCode::Unauthenticated, "Pass the workspace's API key as auth.bearer."),
        (ErrorCode::Forbidden, "Agents are shared by role: the key's owner may not delete this one."),
    ],
    empty_200_is_proof: false,
    deleted_means_existed: false,
    missing_is_certain: false,
    missing_proves_gone: false,
    read_tells_deletable: false,
    extras: Extras::NONE,
};

static PARTS: [Part; 2] = [
    Part::new("agent", PartKind::Agent, "/agents/{}"),
    Part::new("versions", PartKind::Extra, "/agents/{}/versions").that(is_list),
];

impl Platform for Mistral {
    fn facts(&self) -> &'static Facts {
        &FACTS
    }
}
