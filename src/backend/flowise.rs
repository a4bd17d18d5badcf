//! Flowise. Facts: measured on servers 3.1.2 with SQLite and with Postgres, and the sources of 1.8.4 to 3.1.4; the published
//! document disagrees with them on nearly every error.
//!
//! An agent is a chatflow; agentflows and assistants' flows go by the same route. The server answers a missing one with a 500
//! that says so, older ones with a 200 that counts nought. With a wrong base URL its web interface answers 200 to everything.

use super::verdict::Fault;
use super::{
    Asked, Capabilities, Extras, Facts, ForceSupport, IdRule, List, Means, Next, Parameter, Part, PartKind, Platform,
    Saying, Template, Word, part::is_list,
};
use crate::error_code::ErrorCode;

pub(super) struct Flowise;

static FACTS: Facts = Facts {
    title: "Flowise",
    aliases: &["flowise-ai", "flowiseai", "chatflow", "agentflow"],
    capabilities: Capabilities {
        force: ForceSupport::None,
        stop: false,
        list: true,
        export: false,
        cascade: &[],
        destroys: &[
            "the flow",
            "its chat messages, feedback and upsert history",
            "files that were uploaded to it",
        ],
        keeps: &[
            "its executions: one in progress goes on reading so",
            "leads",
            "credentials, variables, document stores and vectors",
        ],
    },
    default_base_url: None,
    base_url_example: "http://localhost:3000/api/v1",
    usual_base_ends: &["/api/v1"],
    auth: &["bearer", "apiKey"],
    default_api_version: None,
    api_key_header: "Authorization",
    id: IdRule::UUID,
    id_member: "id",
    agent_path: "/chatflows/{}",
    stop_path: None,
    // Without both parameters it gives a bare list of all.
    list: List::at(Template::get("/chatflows"))
        .with(&[Parameter::new("page", Asked::Cursor).or("1"), Parameter::new("limit", Asked::Size).or("100")])
        .in_member("data")
        .paged(Next::Number { more: None }),
    parts: &PARTS,
    sayings: &[
        Saying::deleted(200, &[Word::Number("/affected", 1)]),
        // Another deletion came first; or, up to 3.0.8, it was never there.
        Saying::missing(200, &[Word::Number("/affected", 0)]),
        Saying::missing(404, &[Word::Is("/message", "Chatflow {} not found in the database!")]),
        Saying::missing(
            500,
            &[Word::Is(
                "/message",
                "Error: chatflowsService.deleteChatflow - Chatflow {} not found in the database!",
            )],
        ),
        Saying::refused(
            500,
            &[Word::Ends("/message", "chatflowsService.deleteChatflow - Invalid Chatflow ID")],
            ErrorCode::InvalidRequest,
        ),
        Saying::refused(
            500,
            &[Word::Ends("/message", "You do not have permission to delete this chatflow type")],
            ErrorCode::Forbidden,
        ),
        // The flow goes first, and then what hangs on it: by a repetition it would be missing, and the rest would stay.
        Saying::new(
            500,
            &[Word::Begins("/message", "Error: chatflowsService.deleteChatflow - ")],
            Means::Failed(Fault::doubtful(ErrorCode::BackendFailure, "the server failed in the midst of the deletion")),
        ),
    ],
    hints: &[
        (ErrorCode::WrongEndpoint, "Does baseUrl lack /api/v1? A server's API is at http://host:3000/api/v1."),
        (ErrorCode::Unauthenticated, "Flowise says so as well while its database is down."),
        (ErrorCode::Forbidden, "The API key needs the permission to delete chatflows or agentflows."),
        (ErrorCode::NotFound, "Another workspace's flow is told in the same words."),
    ],
    empty_200_is_proof: false,
    deleted_means_existed: true,
    // Another workspace's flow is told in the same words.
    missing_is_certain: false,
    missing_proves_gone: true,
    read_tells_deletable: true,
    extras: Extras::NONE,
};

static PARTS: [Part; 2] = [
    Part::new("agent", PartKind::Agent, "/chatflows/{}"),
    Part::new("messages", PartKind::Extra, "/chatmessage/{}").that(is_list),
];

impl Platform for Flowise {
    fn facts(&self) -> &'static Facts {
        &FACTS
    }
}
