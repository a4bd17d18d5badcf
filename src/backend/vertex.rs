//! Google Vertex AI Agent Engine. Facts: the published protos and service configuration, recorded traffic of the vendor's own
//! connector, and public reports.
//!
//! The answer to a deletion is a long-running operation: done, under way, or failed, all three with a 200. It names no agent;
//! that it is this one's follows from the request. A wrong location is told in the words of a missing engine.

use super::saying;
use super::verdict::{Fault, Verdict, is_said};
use super::{
    Answer, Asked, Capabilities, Extras, Facts, ForceSupport, IdRule, List, Next, Parameter, Part, PartKind, Platform,
    Saying, Template, Word,
};
use crate::agent::AgentPlaces;
use crate::error_code::ErrorCode;
use crate::http::{AgentId, Json, Members};
use crate::step::Purpose;

pub(super) struct Vertex;

static FACTS: Facts = Facts {
    title: "Vertex AI Agent Engine",
    aliases: &["google", "vertexai", "vertex-ai", "agent-engine", "reasoning-engine", "gemini-enterprise"],
    capabilities: Capabilities {
        force: ForceSupport::Server,
        stop: false,
        list: true,
        export: false,
        cascade: &[],
        destroys: &["the engine", "with force, its sessions and memories, which keep it from being deleted otherwise"],
        keeps: &["the staging bucket and container images", "logs", "IAM grants"],
    },
    default_base_url: None,
    base_url_example: "https://{location}-aiplatform.googleapis.com/v1/projects/{project}/locations/{location}",
    usual_base_ends: &[],
    auth: &["bearer"],
    default_api_version: None,
    api_key_header: "x-goog-api-key",
    id: IdRule::TOKEN,
    // The whole path, in which the project comes back as its number.
    id_member: "name",
    agent_path: "/reasoningEngines/{}",
    stop_path: None,
    list: List::at(Template::get("/reasoningEngines"))
        .with(&[Parameter::new("pageSize", Asked::Size), Parameter::new("pageToken", Asked::Cursor)])
        .in_member_if_any("reasoningEngines")
        .paged(Next::Named { cursor: "nextPageToken", more: None }),
    parts: &PARTS,
    sayings: &[
        Saying::missing(
            404,
            &[Word::Is("/error/status", "NOT_FOUND"), Word::Missing("/error/message", "ReasoningEngine")],
        ),
        Saying::refused(400, &[Word::Is("/error/status", "FAILED_PRECONDITION")], ErrorCode::Conflict),
    ],
    hints: &[
        (
            ErrorCode::WrongEndpoint,
            "baseUrl should be https://{location}-aiplatform.googleapis.com/v1/projects/{project}/locations/{location}.",
        ),
        (
            ErrorCode::Unauthenticated,
            "The token must be fresh and for the scope cloud-platform; pass auth.bearer as a function so that it is renewed.",
        ),
        (ErrorCode::Forbidden, "The identity needs the permission aiplatform.reasoningEngines.delete."),
        (
            ErrorCode::Conflict,
            "Where it has sessions or memories, force: true deletes it along with them.",
        ),
        (
            ErrorCode::NotFound,
            "Of another location or project the platform says the same, so this does not prove that there is none.",
        ),
    ],
    empty_200_is_proof: false,
    deleted_means_existed: true,
    missing_is_certain: false,
    // It is asked where a deletion was just taken.
    missing_proves_gone: true,
    read_tells_deletable: false,
    extras: Extras {
        force_parameter: Some("force"),
        agent: AgentPlaces { name: "displayName", ..AgentPlaces::USUAL },
        id_is_last_segment: true,
        operation_path: Some("/operations/{}"),
        ..Extras::NONE
    },
};

static PARTS: [Part; 1] = [Part::new("agent", PartKind::Agent, "/reasoningEngines/{}")];

impl Platform for Vertex {
    fn facts(&self) -> &'static Facts {
        &FACTS
    }

    fn judge(&self, purpose: Purpose, id: Option<&AgentId>, answer: &Answer) -> Option<Verdict> {
        match (purpose, answer.status) {
            (Purpose::Delete, 200) => of_operation(id, answer, answer.body()?),
            _ => saying::heard(FACTS.sayings, purpose, id, answer),
        }
    }
}

/// What an operation says of the deletion that it carries out; nothing where it is another's.
fn of_operation(id: Option<&AgentId>, answer: &Answer, operation: &Json) -> Option<Verdict> {
    let is_of = |place: &str, end: &str| {
        operation.place(place).and_then(Json::as_str).is_some_and(|kind| kind.ends_with(end))
    };
    // Older operations stand below their engine, so that their names tell which one's they are.
    let name = operation.text("name").unwrap_or_default();
    let engine = name.split_once("/reasoningEngines/").and_then(|(_, below)| below.split('/').next());
    let is_another = engine.is_some_and(|engine| !id.is_some_and(|id| id.names(engine)));
    if is_another || !is_of("/metadata/@type", ".DeleteOperationMetadata") {
        return None;
    }
    let error = operation.get("error").filter(|error| !error.is_null());
    // What it means here that a part has failed is not documented, so such a one proves nothing.
    let is_whole = !operation.place("/metadata/genericMetadata/partialFailures").is_some_and(is_said);
    match (operation.flag("done"), error) {
        (Some(true), Some(error)) => Some(Verdict::Failed(of_code(error.get("code").and_then(Json::as_i64)))),
        (Some(true), None) if is_whole && is_of("/response/@type", ".protobuf.Empty") => {
            Some(Verdict::deleted(operation))
        }
        // A `false` may be left out.
        (None | Some(false), None) => Some(Verdict::Accepted { operation: answer.operation() }),
        _ => None,
    }
}

/// What a failed operation's code means, by google.rpc.
fn of_code(code: Option<i64>) -> Fault {
    let refused = |code| Fault::refused(code, "the platform's operation failed");
    match code {
        Some(3) => refused(ErrorCode::InvalidRequest),
        Some(5) => Fault::MISSING,
        Some(7) => refused(ErrorCode::Forbidden),
        Some(8) => refused(ErrorCode::RateLimited),
        Some(9 | 10) => refused(ErrorCode::Conflict),
        Some(16) => refused(ErrorCode::Unauthenticated),
        _ => Fault::doubtful(ErrorCode::BackendFailure, "the platform's operation failed"),
    }
}
