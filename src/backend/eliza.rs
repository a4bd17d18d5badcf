//! elizaOS. Facts: measured on servers 1.2.0 to 1.7.2, and the documentation page, which disagrees with them.
//!
//! The server deletes a running agent without asking, so the protection that `force: false` promises is ours: the agent
//! is read first. A 202 means unknown, for the server's own deletion may fail after it. An upper-case id would leave a
//! ghost behind, so ids are lower-cased. The web interface answers 200 with a page where baseUrl lacks `/api`.

use super::missing::{names_another, says_missing};
use super::{
    Answer, Capabilities, Extras, Facts, ForceSupport, IdRule, List, Part, PartKind, Platform, ReadsFirst, Template,
    Verdict,
};
use crate::agent::{Agent, AgentPlaces, AgentStatus, StatusPlace};
use crate::error_code::ErrorCode;
use crate::http::{AgentId, Json, Members, Scheme};
use crate::step::Purpose;

pub(super) struct Eliza;

static FACTS: Facts = Facts {
    title: "elizaOS",
    aliases: &["elizaos", "eliza-os"],
    capabilities: Capabilities {
        force: ForceSupport::Client,
        stop: true,
        list: true,
        export: false,
        cascade: &[],
        destroys: &[
            "the agent's configuration, settings and secrets",
            "its memories and embeddings",
            "its rooms' memberships",
        ],
        keeps: &[
            "channel messages and sessions",
            "the character, where the server is configured to start it: the same agent comes back at the next boot",
        ],
    },
    default_base_url: None,
    base_url_example: "http://localhost:3000/api",
    usual_base_ends: &["/api"],
    auth: &["apiKey", "bearer"],
    default_api_version: None,
    api_key_header: "X-API-KEY",
    id: IdRule::UUID,
    id_member: "id",
    agent_path: "/agents/{}",
    stop_path: Some("/agents/{}/stop"),
    list: List::at(Template::get("/agents")).in_member("agents"),
    parts: &PARTS,
    sayings: &[],
    hints: &[],
    empty_200_is_proof: false,
    deleted_means_existed: true,
    missing_is_certain: true,
    missing_proves_gone: true,
    read_tells_deletable: true,
    extras: Extras {
        // A running agent is protected by this crate alone.
        reads_first: ReadsFirst::WithoutForce,
        envelope: Some("data"),
        agent: AgentPlaces {
            description: &["description", "bio"],
            status: Some(StatusPlace { place: "status", active: &["active"], inactive: &["inactive"] }),
            ..AgentPlaces::USUAL
        },
        ..Extras::NONE
    },
};

static PARTS: [Part; 3] = [
    Part::new("agent", PartKind::Agent, "/agents/{}"),
    Part::new("memories", PartKind::Extra, "/agents/{}/memories").in_member("memories"),
    Part::new("rooms", PartKind::Extra, "/agents/{}/rooms").in_member("rooms"),
];

/// What the hosted service calls a job that has not ended.
const UNDER_WAY: [&str; 7] = ["pending", "queued", "accepted", "scheduled", "running", "processing", "in_progress"];

/// With one of these words, "deleted" is no proof.
const NOT_YET: [&str; 16] = [
    "0", "no", "not", "never", "nothing", "cannot", "be", "being", "will", "would", "failed", "error", "partially",
    "scheduled", "queued", "pending",
];

/// Whether this is a body of a 202, wherever a proxy has put a 200 over it: the server's "taking longer than expected", or a
/// job of the hosted service that has not ended.
fn is_accepted(body: &Json) -> bool {
    let data = body.get("data").unwrap_or(body);
    let job = data.text("jobId").or_else(|| body.text("jobId"));
    let is_under_way = |status: &str| UNDER_WAY.contains(&status);
    let message = body.text("message");
    (body.flag("partial") == Some(true) && !message.is_some_and(says_deleted))
        || (job.is_some() && data.text("status").is_some_and(is_under_way))
}

/// Whether a sentence says that something was deleted, and not that it will be, or could not.
fn says_deleted(sentence: &str) -> bool {
    let sentence = sentence.to_ascii_lowercase();
    let mut words = sentence.split(|char: char| !(char.is_ascii_alphanumeric() || char == '\'' || char == '’'));
    let speaks_against = |word: &str| {
        NOT_YET.contains(&word)
            || word.ends_with("n't")
            || word.ends_with("n’t")
    };
    words.clone().any(|word| word == "deleted") && !words.any(speaks_against)
}

impl Platform for Eliza {
    fn facts(&self) -> &'static Facts {
        &FACTS
    }

    fn judge(&self, purpose: Purpose, id: Option<&AgentId>, answer: &Answer) -> Option<Verdict> {
        let body = answer.body()?;
        match answer.status {
            200 if purpose == Purpose::Delete && body.flag("success") == Some(true) => {
                if is_accepted(body) {
                    return Some(Verdict::accepted());
                }
                // Whatever goes well there says `success`. One word more must say what did.
                let is_named = body.at(&["data", "agentId"]).and_then(Json::as_str).zip(id);
                let is_proof = is_named.is_some_and(|(named, id)| id.names(named))
                    || body
                        .text("message")
                        .is_some_and(|sentence| says_deleted(sentence) && !names_another(sentence, id));
                is_proof.then(|| Verdict::deleted(body))
            }
            404 => {
                // The same server's "API endpoint not found" has the number 404 for a code, and says that the URL is wrong.
                let said = answer.error("NOT_FOUND").or_else(|| body.text("error"))?;
                says_missing(said, id).then_some(Verdict::MISSING)
            }
            _ => None,
        }
    }

    fn hint(&self, code: ErrorCode, answer: &Answer, auth: Option<Scheme>) -> Option<&'static str> {
        match code {
            ErrorCode::WrongEndpoint => {
                Some("Does baseUrl lack /api? A 1.x server's API is at http://host:3000/api.")
            }
            ErrorCode::Forbidden if answer.body().is_none() => Some(
                "The API itself forbids nothing: a server without its web page answers so outside of /api. Check baseUrl.",
            ),
            ErrorCode::Unauthenticated if !matches!(auth, Some(Scheme::ApiKey)) => {
                Some("A 1.x server takes its key as auth.apiKey (X-API-KEY); it refuses a bearer token.")
            }
            ErrorCode::Conflict if self.wants_stop_first(answer) => {
                Some("The agent is running. Pass force: true to stop and delete it.")
            }
            ErrorCode::Conflict => {
                Some("Something in the server's database still refers to the agent; remove that first.")
            }
            _ => None,
        }
    }

    fn is_in_use(&self, agent: &Agent) -> bool {
        // Only "inactive" says that it does not run: a v0.x server, which shows no status, has only running agents.
        agent.status != Some(AgentStatus::Inactive)
    }

    fn wants_stop_first(&self, answer: &Answer) -> bool {
        // The documented 409 is plain text; the 1.x server's own has a code, and is about references.
        answer.status == 409 && answer.code().is_none() && answer.message().is_some()
    }
}
