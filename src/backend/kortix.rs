//! Kortix, also known as Suna. Facts: measured on the project's own application, revisions of 2025-12 and 2026-03.
//!
//! With its database down it answers a deletion with the very 404 of a missing agent, so here a 404 proves nothing.
//! `force` has no meaning on the server: a default agent is made an ordinary one first, and the default again when the
//! deletion then fails.

use super::missing::says_missing;
use super::part::is_list;
use super::{
    Answer, Asked, Capabilities, Extras, Facts, ForceSupport, IdRule, List, Next, Parameter, Part, PartKind, Platform,
    ReadsFirst, Template, Verdict,
};
use crate::agent::Agent;
use crate::error_code::ErrorCode;
use crate::http::{AgentId, Json, Members, Scheme};
use crate::step::Purpose;

pub(super) struct Kortix;

static FACTS: Facts = Facts {
    title: "Kortix",
    aliases: &["suna"],
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
    base_url_example: "https://api.kortix.com/v1",
    usual_base_ends: &["/v1", "/api"],
    auth: &["bearer", "apiKey"],
    default_api_version: None,
    api_key_header: "X-API-Key",
    id: IdRule::UUID,
    id_member: "agent_id",
    agent_path: "/agents/{}",
    stop_path: None,
    list: List::at(Template::get("/agents"))
        .with(&[
            Parameter::new("page", Asked::Cursor).or("1"),
            Parameter::new("limit", Asked::Size),
            Parameter::new("search", Asked::Search),
        ])
        .in_member("agents")
        // Past the last page total_items is 0, so has_next is the only guide.
        .paged(Next::Number { more: Some("/pagination/has_next") }),
    parts: &PARTS,
    sayings: &[],
    hints: &[],
    empty_200_is_proof: false,
    deleted_means_existed: true,
    missing_is_certain: false,
    missing_proves_gone: false,
    read_tells_deletable: true,
    extras: Extras {
        // Whether it is the default agent, for which force has to be carried out.
        reads_first: ReadsFirst::WithForce,
        default_bodies: Some((r#"{"is_default":false}"#, r#"{"is_default":true}"#)),
        ..Extras::NONE
    },
};

static PARTS: [Part; 3] = [
    Part::new("export", PartKind::Export, "/agents/{}/export").that(|export| export.get("tools").is_some()),
    Part::new("agent", PartKind::Agent, "/agents/{}"),
    Part::new("versions", PartKind::Extra, "/agents/{}/versions").that(is_list),
];

/// The platform calls an agent a worker since 2025-12-18.
fn in_old_words(message: &str) -> String {
    message.replace("Worker", "Agent")
}

/// Whose default agent can't be deleted, by the words of the refusal: "Suna" or another brand's, which makes it a system
/// agent; nobody's where it is just a default one.
fn default_agent_of(message: &str) -> Option<&str> {
    Some(message.strip_prefix("Cannot delete ")?.strip_suffix("default agent")?.trim_ascii())
}

/// Whether the platform says that it is its own agent, which no `force` lifts.
fn is_system_agent(answer: &Answer) -> bool {
    answer.message().is_some_and(|said| default_agent_of(&said).is_some_and(|brand| !brand.is_empty()))
}

impl Platform for Kortix {
    fn facts(&self) -> &'static Facts {
        &FACTS
    }

    fn judge(&self, purpose: Purpose, id: Option<&AgentId>, answer: &Answer) -> Option<Verdict> {
        match (answer.status, purpose) {
            (200, Purpose::Delete) => {
                let body = answer.body()?;
                let says_so =
                    matches!(body.text("message")?, "Worker deleted successfully" | "Agent deleted successfully");
                let is_proof = says_so
                    // No id comes back; should one ever, it must be this one.
                    && body.get("agent_id").is_none_or(|named| named.as_str() == id.map(AgentId::as_str));
                is_proof.then(|| Verdict::deleted(body))
            }
            (400, _) => {
                default_agent_of(&answer.message()?).map(|_| Verdict::refused(ErrorCode::Protected))
            }
            (403, _) => {
                let is_race = answer.message()?.starts_with("Unable to delete agent");
                is_race.then_some(Verdict::refused(ErrorCode::Conflict))
            }
            (404, _) => says_missing(&in_old_words(answer.detail()?), id).then_some(Verdict::MISSING),
            (500, Purpose::Get | Purpose::Backup | Purpose::Verify) => {
                let sentence = answer.detail()?.strip_prefix("Failed to fetch agent: ")?;
                says_missing(sentence, id).then_some(Verdict::MISSING)
            }
            _ => None,
        }
    }

    fn hint(&self, code: ErrorCode, answer: &Answer, _auth: Option<Scheme>) -> Option<&'static str> {
        match code {
            ErrorCode::Protected if is_system_agent(answer) => {
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

    fn read_agent(&self, body: &Json) -> Option<Agent> {
        let mut agent = FACTS.agent(body)?;
        agent.is_default = body.flag("is_default");
        agent.is_protected = Some(body.at(&["metadata", "is_suna_default"]).and_then(Json::as_bool) == Some(true));
        Some(agent)
    }
}
