//! What an answer means, whatever the platform: the one table that decides whether something may be called deleted.
//!
//! The rows stand in order; each platform adds only its own proof and its own words for "not there".

use super::{Answer, Platform};
use crate::error_code::ErrorCode;
use crate::http::{AgentId, Content, Json, Members, iso_date};
use crate::step::Purpose;

/// What an answer to a deletion means.
#[derive(Debug)]
pub(crate) enum Verdict {
    Deleted(Proof),
    Accepted,
    Failed(Fault),
}

/// What a platform said along with "deleted".
#[derive(Debug, Default)]
pub(crate) struct Proof {
    pub(crate) message: Option<String>,
    pub(crate) deleted_at: Option<String>,
}

/// Why an answer is a failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Fault {
    pub(crate) code: ErrorCode,
    /// A changing request may have taken effect all the same.
    pub(crate) outcome_unknown: bool,
    /// What to say where the platform's own words are missing.
    pub(crate) reason: &'static str,
}

impl Proof {
    fn read(body: &Json) -> Self {
        let deleted_at = body.pointer("/data/deletedAt").and_then(Json::as_f64);
        Self { message: body.text("message").map(str::to_owned), deleted_at: deleted_at.and_then(iso_date) }
    }
}

/// Judges the answer to a deletion of the agent `id`.
pub(crate) fn judge_deletion(platform: &dyn Platform, id: &AgentId, answer: &Answer) -> Verdict {
    if let Some(fault) = fault(platform, Purpose::Delete, answer) {
        return Verdict::Failed(fault);
    }
    let reason = match answer.status {
        204 => return Verdict::Deleted(Proof::default()),
        202 => return Verdict::Accepted,
        200 => match &answer.content {
            Content::Empty if platform.facts().empty_200_is_proof => {
                return Verdict::Deleted(Proof::default());
            }
            Content::Empty => "it answered 200 with an empty body, which proves nothing there",
            Content::Json(body) if platform.proves(id, body) && !names_another(id, body) => {
                return Verdict::Deleted(Proof::read(body));
            }
            Content::Json(_) => "it answered 200, but the body does not say that this agent was deleted",
            _ => "it answered 200 with a body that can't be read",
        },
        _ => "it answered with a success status that it does not document",
    };
    Verdict::Failed(Fault { code: ErrorCode::UnexpectedResponse, outcome_unknown: true, reason })
}

/// The failure that an answer is, whatever was asked; `None` for one that may be a success.
pub(crate) fn fault(platform: &dyn Platform, purpose: Purpose, answer: &Answer) -> Option<Fault> {
    use ErrorCode as Code;
    let known = |code, reason| Some(Fault { code, outcome_unknown: false, reason });
    let unknown = |code, reason| Some(Fault { code, outcome_unknown: true, reason });

    if matches!(answer.content, Content::TooLong) {
        let refused = (300..500).contains(&answer.status) && answer.status != 408;
        return Some(Fault {
            code: Code::UnexpectedResponse,
            outcome_unknown: !refused,
            reason: "the answer's body is too long",
        });
    }
    if purpose.is_about_agent() && platform.is_missing(purpose, answer) {
        return known(Code::NotFound, "the platform says that it is not there");
    }
    if let Some(code) = platform.reclassify(answer) {
        return known(code, "the platform refuses it");
    }
    match answer.status {
        0 | 300..=399 => {
            known(Code::WrongEndpoint, "the server answered with a redirect, which is not followed")
        }
        401 => known(Code::Unauthenticated, "the credential was not accepted"),
        403 => known(Code::Forbidden, "the credential does not permit it"),
        404 => known(Code::WrongEndpoint, "there is no such route on the server"),
        405 => known(Code::WrongEndpoint, "the route does not take this method"),
        408 => unknown(Code::Timeout, "the server gave up waiting (408)"),
        409 => known(Code::Conflict, "the agent's state does not allow it (409)"),
        429 => known(Code::RateLimited, "too many requests (429)"),
        400..=499 => known(Code::InvalidRequest, "the server refused the request"),
        500..=599 => unknown(Code::BackendFailure, "the server failed"),
        200 if matches!(answer.content, Content::Html) => {
            known(Code::WrongEndpoint, "a web page answered in place of the API")
        }
        200 if says_no(&answer.content) => known(Code::Refused, "the platform says that it did not do it"),
        200..=299 => None,
        _ => unknown(Code::UnexpectedResponse, "the status is none that HTTP knows"),
    }
}

/// Whether a body names an agent that is not this one.
fn names_another(id: &AgentId, body: &Json) -> bool {
    holds_another(id, body) || body.get("data").is_some_and(|data| holds_another(id, data))
}

/// Whether another agent's id stands here, under any of the names that the platforms have for an id.
fn holds_another(id: &AgentId, place: &Json) -> bool {
    for name in &["agentId", "agent_id", "worker_id", "id"] {
        match place.get(name) {
            None | Some(Json::Null) => {}
            Some(Json::String(named)) if id.names(named) => {}
            Some(_) => return true,
        }
    }
    false
}

fn says_no(content: &Content) -> bool {
    let Some(body) = content.json() else { return false };
    body.flag("deleted") == Some(false) || body.flag("success") == Some(false)
}
