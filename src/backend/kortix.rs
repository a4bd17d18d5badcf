//! Kortix, also known as Suna. Facts: measured on the project's own application, revisions of 2025-12 and 2026-03.
//!
//! With its database down it answers a deletion with the very 404 of a missing agent, so here a 404 proves nothing.
//! `force` has no meaning on the server: a default agent is made an ordinary one first, and the default again when the
//! deletion then fails.

use super::part::{document, list};
use super::{
    Answer, Asked, Capabilities, Facts, ForceSupport, IdRule, PageQuery, Parameter, Part, PartKind, PartPage,
    Platform, Proof,
};
use crate::agent::Agent;
use crate::error_code::ErrorCode;
use crate::http::{AgentId, Auth, Json, Method, Route};
use crate::step::Purpose;
use crate::text::{decimal, whole_number};
use alloc::boxed::Box;
use alloc::string::String;

pub(super) struct Kortix;

static FACTS: Facts = Facts {
    title: "Kortix",
    capabilities: Capabilities {
        force: ForceSupport::Client,
        stop: false,
        list: true,
        export: true,
        cascade: &[],
        destroys: &["the agent and its configuration", "all its versions", "its triggers"],
        keeps: &["its runs: one that is running goes on without an agent", "its threads", "its messages"],
    },
    default_base_url: None,
    default_api_version: None,
    api_key_header: "X-API-Key",
    id: IdRule::UUID,
    id_member: "agent_id",
    agent_path: "/agents/{}",
    stop_path: None,
    list_path: "/agents",
    list_parameters: &[
        Parameter::new("page", Asked::Cursor).or("1"),
        Parameter::new("limit", Asked::Size),
        Parameter::new("search", Asked::Search),
    ],
    list_member: Some("agents"),
    parts: &PARTS,
    empty_200_is_proof: false,
    deleted_means_existed: true,
    missing_is_certain: false,
    missing_proves_gone: false,
    read_tells_deletable: true,
};

static PARTS: [Part; 3] = [
    Part::new("export", PartKind::Export, "/agents/{}/export").read_by(|content| {
        PartPage::whole(document(content).filter(|export| export.get("tools").is_some())?)
    }),
    Part::new("agent", PartKind::Agent, "/agents/{}"),
    Part::new("versions", PartKind::Extra, "/agents/{}/versions").read_by(list),
];

/// The platform calls an agent a worker since 2025-12-18.
const DELETED: [&str; 2] = ["Worker deleted successfully", "Agent deleted successfully"];
const MISSING: [&str; 2] = ["Worker not found", "Agent not found"];
const SYSTEM_AGENT: &str = "Cannot delete Suna default agent";

impl Platform for Kortix {
    fn facts(&self) -> &'static Facts {
        &FACTS
    }

    fn proof(&self, id: &AgentId, body: &Json) -> Option<Proof> {
        let message = body.text("message").filter(|message| DELETED.contains(message))?;
        // No id comes back; should one ever, it must be this one.
        let names_another = body.get("agent_id").is_some_and(|named| named.as_str() != Some(id.as_str()));
        (!names_another).then(|| Proof::with_message(Some(message)))
    }

    fn is_missing(&self, purpose: Purpose, answer: &Answer) -> bool {
        let Some(message) = answer.detail() else { return false };
        match (answer.status, purpose) {
            (404, _) => MISSING.contains(&message),
            (500, Purpose::Get | Purpose::Backup | Purpose::Verify) => {
                message.starts_with("Failed to fetch agent: Agent ") && message.ends_with(" not found")
            }
            _ => false,
        }
    }

    fn reclassify(&self, answer: &Answer) -> Option<ErrorCode> {
        let message = answer.said.message.as_deref()?;
        match answer.status {
            400 if message == "Cannot delete default agent" || message == SYSTEM_AGENT => {
                Some(ErrorCode::Protected)
            }
            403 if message.starts_with("Unable to delete agent") => Some(ErrorCode::Conflict),
            _ => None,
        }
    }

    fn hint(&self, code: ErrorCode, answer: &Answer, _auth: Option<&Auth>) -> Option<&'static str> {
        match code {
            ErrorCode::Protected if answer.said.message_is(SYSTEM_AGENT) => {
                Some("It is the platform's own agent and can't be deleted.")
            }
            ErrorCode::Protected => {
                Some("Pass force: true to make it an ordinary agent first, then delete it.")
            }
            ErrorCode::Conflict => {
                Some("Another deletion came first; read the agent to see whether it is gone.")
            }
            ErrorCode::NotFound => Some(
                "Kortix gives the same answer while its database is down, so this does not prove the agent gone.",
            ),
            ErrorCode::WrongEndpoint => {
                Some("baseUrl should end in /v1 (/api before 2025-12), as in https://api.kortix.com/v1.")
            }
            ErrorCode::Unauthenticated => Some("A pk_…:sk_… key goes in auth.apiKey, a JWT in auth.bearer."),
            _ => None,
        }
    }

    fn reads_first(&self, force: bool) -> bool {
        force
    }

    fn default_routes(&self, id: &AgentId) -> Option<(Route, Route)> {
        let put = |body| FACTS.agent(Method::Put, id).body(body);
        Some((put(r#"{"is_default":false}"#), put(r#"{"is_default":true}"#)))
    }

    fn read_agent(&self, body: &Json) -> Option<Box<Agent>> {
        let mut agent = Agent::from_json(body, FACTS.id_member)?;
        agent.is_default = body.flag("is_default");
        agent.is_protected = Some(body.at("metadata/is_suna_default").and_then(Json::as_bool) == Some(true));
        Some(agent)
    }

    fn next_page(&self, query: &PageQuery, body: &Json, _count: usize) -> Option<Option<String>> {
        // Past the last page total_items is 0, so has_next is the only guide.
        let more = body.get("pagination")?.flag("has_next")?;
        let page = query.cursor.as_deref().and_then(whole_number).unwrap_or(1);
        Some(more.then(|| decimal(i64::from(page) + 1)))
    }
}
