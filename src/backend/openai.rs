//! OpenAI Agents (beta). Facts: the vendor's SDKs (openai 3.57.0 for Python, 7.59.0 for JavaScript) and pages of its reference.
//!
//! Foundry's shape with `id` in place of `name`. What becomes of an agent's sessions is not documented.

use super::{
    Asked, Capabilities, Extras, Facts, ForceSupport, IdRule, List, Next, Parameter, Part, PartKind, Platform, Saying,
    Template, Word,
};
use crate::error_code::ErrorCode;

pub(super) struct Openai;

static FACTS: Facts = Facts {
    title: "OpenAI Agents",
    aliases: &["openai-agents", "open-ai"],
    capabilities: Capabilities {
        force: ForceSupport::None,
        stop: false,
        list: true,
        export: false,
        cascade: &[],
        destroys: &["the saved agent"],
        keeps: &[
            "environments, automations and vaults, which are resources of their own",
            "whatever the platform does not document: its sessions may stay and go on",
        ],
    },
    default_base_url: Some("https://api.openai.com/v1"),
    base_url_example: "https://api.openai.com/v1",
    usual_base_ends: &["/v1"],
    auth: &["bearer", "apiKey"],
    default_api_version: None,
    api_key_header: "Authorization",
    id: IdRule::TOKEN.except(
        &["sessions", "environments", "automations"],
        "a text of letters, digits, hyphens and underscores, and none of the words sessions, environments and automations, which are collections",
        "(?!(sessions|environments|automations)$)[A-Za-z0-9_-]+",
    ),
    id_member: "id",
    agent_path: "/agents/{}",
    stop_path: None,
    list: List::at(Template::get("/agents"))
        .with(&[Parameter::new("limit", Asked::Size), Parameter::new("after", Asked::Cursor)])
        .in_member("data")
        .paged(Next::LastRow { member: "id", more: Some("has_more"), restarts: false }),
    parts: &PARTS,
    sayings: &[
        Saying::deleted(200, &[Word::Is("/object", "agent.deleted"), Word::True("/deleted"), Word::Id("/id")]),
        // A missing project has the same code.
        Saying::missing(404, &[Word::Code("not_found_error"), Word::Missing(super::MESSAGE, "agent")]),
    ],
    hints: &[
        (ErrorCode::WrongEndpoint, "baseUrl should be https://api.openai.com/v1."),
        (ErrorCode::Unauthenticated, "Pass a project's API key as auth.bearer."),
        (ErrorCode::Forbidden, "The key needs the permission api.agents.write."),
        (ErrorCode::NotFound, "An agent belongs to a project: another project's key does not see it."),
    ],
    empty_200_is_proof: false,
    deleted_means_existed: true,
    // Another project's agent is told in the same words.
    missing_is_certain: false,
    missing_proves_gone: true,
    read_tells_deletable: true,
    extras: Extras { headers: &[("OpenAI-Beta", "agents=v1")], ..Extras::NONE },
};

static PARTS: [Part; 1] = [Part::new("agent", PartKind::Agent, "/agents/{}")];

impl Platform for Openai {
    fn facts(&self) -> &'static Facts {
        &FACTS
    }
}
