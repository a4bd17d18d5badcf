//! ElevenLabs agents. Facts: the vendor's SDKs (elevenlabs 2.78.0, elevenlabs-js 2.73.0), its OpenAPI document, public logs.
//!
//! `force` is not offered: there it takes the agent out of other agents, which nobody asked to change. A 200 is documented
//! without saying what stands in it, so it proves nothing.

use super::{
    Asked, Capabilities, Extras, Facts, ForceSupport, IdRule, List, Next, Parameter, Part, PartKind, Platform, Saying,
    Template, Word,
};
use crate::agent::AgentPlaces;
use crate::error_code::ErrorCode;
use crate::http::ErrorPlaces;

pub(super) struct Elevenlabs;

static FACTS: Facts = Facts {
    title: "ElevenLabs Agents",
    aliases: &["eleven-labs", "elevenlabs-agents", "convai"],
    capabilities: Capabilities {
        force: ForceSupport::None,
        stop: false,
        list: true,
        export: false,
        cascade: &[],
        destroys: &["the agent", "its branches, drafts and versions"],
        keeps: &[
            "whatever the platform does not document: conversations and their audio may stay",
            "knowledge-base documents, tools and secrets",
            "phone numbers",
        ],
    },
    default_base_url: Some("https://api.elevenlabs.io/v1/convai"),
    base_url_example: "https://api.elevenlabs.io/v1/convai",
    usual_base_ends: &["/v1/convai"],
    auth: &["apiKey"],
    default_api_version: None,
    api_key_header: "xi-api-key",
    id: IdRule::TOKEN.except(
        &["create", "summaries"],
        "a text of letters, digits, hyphens and underscores, and neither of the words create and summaries, which are routes",
        "(?!(create|summaries)$)[A-Za-z0-9_-]+",
    ),
    id_member: "agent_id",
    agent_path: "/agents/{}",
    stop_path: None,
    list: List::at(Template::get("/agents"))
        .with(&[
            Parameter::new("page_size", Asked::Size),
            Parameter::new("cursor", Asked::Cursor),
            Parameter::new("search", Asked::Search),
        ])
        .in_member("agents")
        .paged(Next::Named { cursor: "next_cursor", more: Some("has_more") }),
    parts: &PARTS,
    sayings: &[
        Saying::missing(
            404,
            &[
                Word::Is("/detail/status", "document_not_found"),
                Word::Is("/detail/message", "Document with id {} not found."),
            ],
        ),
        Saying::refused(401, &[Word::Is("/detail/status", "missing_permissions")], ErrorCode::Forbidden),
    ],
    hints: &[
        (ErrorCode::WrongEndpoint, "baseUrl should be https://api.elevenlabs.io/v1/convai, or the same on a region's host."),
        (ErrorCode::Unauthenticated, "Pass an ElevenLabs API key as auth.apiKey."),
        (ErrorCode::Forbidden, "The API key needs the permission convai_write."),
        (ErrorCode::NotFound, "An agent of another workspace or region is told in the same words."),
    ],
    empty_200_is_proof: false,
    // What a second deletion is answered with is not documented.
    deleted_means_existed: false,
    missing_is_certain: false,
    // It is asked with the key that was just taken for the deletion.
    missing_proves_gone: true,
    read_tells_deletable: false,
    extras: Extras {
        // Since 2026 there is a `code` beside it, which tells less.
        errors: ErrorPlaces {
            code: Some("/detail/status"),
            request_id: Some("/detail/request_id"),
            ..ErrorPlaces::USUAL
        },
        agent: AgentPlaces {
            // In a list, and alone.
            created_at: &["created_at_unix_secs", "/metadata/created_at_unix_secs"],
            ..AgentPlaces::USUAL
        },
        ..Extras::NONE
    },
};

static PARTS: [Part; 1] = [Part::new("agent", PartKind::Agent, "/agents/{}")];

impl Platform for Elevenlabs {
    fn facts(&self) -> &'static Facts {
        &FACTS
    }
}
