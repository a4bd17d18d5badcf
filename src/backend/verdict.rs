//! What an answer means, whatever the platform: the one table that decides whether something may be called deleted.
//!
//! A platform speaks first, of any status and with the agent's id at hand (`Platform::judge`), and says only what the table
//! would not. The rows of the table stand in order. Whatever a platform takes for a proof, nothing in the same body may
//! speak against it.

use super::{Answer, Platform};
use crate::error_code::ErrorCode;
use crate::http::{AgentId, Content, Json, Members, is_transient, iso_date};
use crate::step::Purpose;

/// What an answer to a deletion means. To any other request, only a failure is told.
#[derive(Debug)]
pub(crate) enum Verdict {
    Deleted(Proof),
    /// It will be deleted, by this operation where the platform names one.
    Accepted {
        operation: Option<AgentId>,
    },
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
    /// A changing request may have taken effect all the same. `false` only where something proves that it has not: the
    /// platform's own answer says no, or HTTP itself says that the request was not carried out.
    pub(crate) outcome_unknown: bool,
    /// Whether the same request may succeed later.
    pub(crate) retry: bool,
    /// What to say where the platform's own words are missing.
    pub(crate) reason: &'static str,
    /// Whether what the platform says along with it is not for other eyes: it tells who uses it, and how.
    pub(crate) is_private: bool,
}

impl Fault {
    /// Nothing was done, and the same request would fail again.
    pub(crate) const fn refused(code: ErrorCode, reason: &'static str) -> Self {
        Self { code, outcome_unknown: false, retry: false, reason, is_private: false }
    }

    /// It may have been done all the same.
    pub(crate) const fn doubtful(code: ErrorCode, reason: &'static str) -> Self {
        Self { code, outcome_unknown: true, retry: false, reason, is_private: false }
    }

    /// The same, worth another attempt.
    pub(crate) const fn worth_repeating(self) -> Self {
        Self { retry: true, ..self }
    }
}

impl Fault {
    /// The platform's own word that the agent is not there.
    pub(super) const MISSING: Self =
        Self::refused(ErrorCode::NotFound, "the platform says that it is not there");

    /// The same, in words that are not for other eyes.
    pub(super) const MISSING_IN_PRIVATE: Self = Self { is_private: true, ..Self::MISSING };
}

impl Verdict {
    /// The platform's own word that the agent is not there.
    pub(super) const MISSING: Self = Self::Failed(Fault::MISSING);

    /// It will be deleted.
    pub(super) const fn accepted() -> Self {
        Self::Accepted { operation: None }
    }

    /// The platform refuses, in a code of its own.
    pub(super) const fn refused(code: ErrorCode) -> Self {
        Self::Failed(Fault::refused(code, "the platform refuses it"))
    }

    /// Deleted, by this body.
    pub(super) fn deleted(body: &Json) -> Self {
        Self::Deleted(Proof::read(body))
    }
}

/// The first moment of 2000, in milliseconds. Where an earlier one stands, seconds were meant, or nothing at all.
const EARLIEST_DELETION: f64 = 946_684_800_000.0;

impl Proof {
    pub(super) fn read(body: &Json) -> Self {
        let at = body.at(&["data", "deletedAt"]).and_then(Json::as_f64).filter(|at| *at >= EARLIEST_DELETION);
        Self { message: body.text("message").map(str::to_owned), deleted_at: at.and_then(iso_date) }
    }
}

/// Judges the answer to a deletion of the agent `id`.
pub(crate) fn judge_deletion(platform: &dyn Platform, id: &AgentId, answer: &Answer) -> Verdict {
    if let Some(fault) = fault(platform, Purpose::Delete, Some(id), answer) {
        return Verdict::Failed(fault);
    }
    let body = answer.body();
    match platform.judge(Purpose::Delete, Some(id), answer) {
        Some(Verdict::Deleted(proof))
            if !body.is_some_and(|body| {
                denies(id, body) || is_unfinished(body) || is_no(Purpose::Delete, body)
            }) =>
        {
            return Verdict::Deleted(proof);
        }
        Some(Verdict::Accepted { operation }) if !body.is_some_and(|body| denies(id, body)) => {
            return Verdict::Accepted { operation };
        }
        _ => {}
    }
    let reason = match answer.status {
        204 => return Verdict::Deleted(Proof::default()),
        202 => return Verdict::accepted(),
        200 => match &answer.content {
            Content::Empty if platform.facts().empty_200_is_proof => {
                return Verdict::Deleted(Proof::default());
            }
            Content::Empty => "it answered 200 with an empty body, which proves nothing there",
            Content::Json(_) => "it answered 200, but the body does not say that this agent was deleted",
            _ => "it answered 200 with a body that can't be read",
        },
        _ => "it answered with a success status that it does not document",
    };
    Verdict::Failed(Fault::doubtful(ErrorCode::UnexpectedResponse, reason))
}

/// The failure that an answer is, whatever was asked, about this agent or, in a list of all, about none; `None` for one that
/// may be a success.
pub(crate) fn fault(
    platform: &dyn Platform,
    purpose: Purpose,
    id: Option<&AgentId>,
    answer: &Answer,
) -> Option<Fault> {
    let said = platform.judge(purpose, id, answer);
    let fault = match said {
        Some(Verdict::Failed(fault)) if fault.code != ErrorCode::NotFound => Some(fault),
        // What is missing where something else was asked for is not the agent.
        Some(Verdict::Failed(fault)) if purpose.is_about_agent() && !misses_another(id, answer) => {
            Some(if answer.from_cache {
                Fault::doubtful(
                    ErrorCode::UnexpectedResponse,
                    "a shared cache answered, so the platform's \"not found\" is not of now",
                )
            } else {
                fault
            })
        }
        Some(Verdict::Deleted(_) | Verdict::Accepted { .. }) if !says_no(purpose, answer) => None,
        _ => fault_by_status(purpose, answer),
    };
    // Whatever it was meant to say, it can't be read.
    if matches!(answer.content, Content::TooLong) {
        let too_long = Fault::doubtful(ErrorCode::UnexpectedResponse, "the answer's body is too long");
        let Fault { outcome_unknown, retry, .. } = fault.unwrap_or(too_long);
        return Some(Fault { outcome_unknown, retry, ..too_long });
    }
    fault
}

/// The table, from its first row on.
fn fault_by_status(purpose: Purpose, answer: &Answer) -> Option<Fault> {
    use ErrorCode as Code;
    let is_page = matches!(answer.content, Content::Html | Content::TooLong);
    let fault = match answer.status {
        301 | 307 | 308 => {
            Fault::refused(Code::WrongEndpoint, "the server answered with a redirect, which is not followed")
        }
        // Servers dress up failures so, after they have acted. 0 is one that a browser hides.
        0 | 300..=399 => Fault::doubtful(
            Code::WrongEndpoint,
            "the server answered with a redirect, which is not followed and proves nothing",
        ),
        // A gateway that gave up waiting may answer so, after the server has acted.
        200..=203 | 205..=299 | 404 if is_page => {
            Fault::doubtful(Code::WrongEndpoint, "a web page answered in place of the API")
        }
        401 => Fault::refused(Code::Unauthenticated, "the credential was not accepted"),
        403 => Fault::refused(Code::Forbidden, "the credential does not permit it"),
        404 => Fault::refused(Code::WrongEndpoint, "there is no such route on the server"),
        405 => Fault::refused(Code::WrongEndpoint, "the route does not take this method"),
        511 => Fault::refused(Code::WrongEndpoint, "the network wants a login first (511)"),
        408 => Fault::doubtful(Code::Timeout, "the server gave up waiting (408)"),
        409 => Fault::refused(Code::Conflict, "the agent's state does not allow it (409)"),
        429 => Fault::refused(Code::RateLimited, "too many requests (429)"),
        400..=499 => Fault::refused(Code::InvalidRequest, "the server refused the request"),
        500..=599 => Fault::doubtful(Code::BackendFailure, "the server failed"),
        200 if says_no(purpose, answer) => {
            Fault::refused(Code::Refused, "the platform says that it did not do it")
        }
        200..=299 => return None,
        _ => Fault::doubtful(Code::UnexpectedResponse, "the status is none that HTTP knows"),
    };
    Some(if is_transient(answer.status) { fault.worth_repeating() } else { fault })
}

/// Whether the platform says in a 200 that it did not do it.
fn says_no(purpose: Purpose, answer: &Answer) -> bool {
    answer.status == 200 && answer.body().is_some_and(|body| is_no(purpose, body))
}

/// Whether a body says that it was not done. What is read may well have a member `deleted`.
fn is_no(purpose: Purpose, body: &Json) -> bool {
    let deletes = matches!(purpose, Purpose::Delete | Purpose::DeleteDependent);
    let is_no = |place: &Json| {
        place.flag("success") == Some(false) || (deletes && place.flag("deleted") == Some(false))
    };
    is_no(body) || (purpose.changes() && body.get("data").is_some_and(is_no))
}

/// Whether anything holds of a body, or of what it has as `data`.
fn somewhere(body: &Json, holds: impl Fn(&Json) -> bool) -> bool {
    holds(body) || body.get("data").is_some_and(holds)
}

/// Whether a body speaks against what it says: it tells an error, or names an agent that is not this one, under any of the
/// names that the platforms have for an id.
fn denies(id: &AgentId, body: &Json) -> bool {
    let is_another = |named: &Json| match named {
        Json::Null => false,
        Json::String(named) => !id.names(named),
        _ => true,
    };
    tells_error(body)
        || somewhere(body, |place| {
            ["agentId", "agent_id", "worker_id", "id"]
                .iter()
                .any(|name| place.get(name).is_some_and(is_another))
        })
}

fn tells_error(body: &Json) -> bool {
    somewhere(body, |place| ["error", "errors"].iter().any(|name| place.get(name).is_some_and(is_said)))
}

/// Whether a body that is described speaks against a deletion, whatever a `*` in it stands for and whichever agent it is about.
pub(super) fn speaks_against(body: &Json) -> bool {
    let is_open = |place: &Json| {
        ["status", "state"].iter().any(|name| place.text(name).is_some_and(|word| word.contains('*')))
    };
    tells_error(body) || is_no(Purpose::Delete, body) || (is_unfinished(body) && !somewhere(body, is_open))
}

/// Whether what says "not found" names beside it an agent that is not this one.
fn misses_another(id: Option<&AgentId>, answer: &Answer) -> bool {
    let named = |name: &&str| answer.body().and_then(|body| body.text(name));
    ["agentId", "agent_id"].iter().filter_map(named).any(|named| !id.is_some_and(|id| id.names(named)))
}

/// Whether a body says that what it tells is not done, or not all of it.
fn is_unfinished(body: &Json) -> bool {
    somewhere(body, |place| {
        ["jobId", "job_id", "partial", "pending"].iter().any(|name| place.get(name).is_some_and(is_said))
            || ["status", "state"]
                .iter()
                .any(|name| place.get(name).is_some_and(|status| is_said(status) && !is_done(status)))
    })
}

/// Whether a status is one of what is done.
pub(super) fn is_done(status: &Json) -> bool {
    status.as_str().is_some_and(|word| DONE.contains(&word.to_ascii_lowercase().as_str()))
}

/// The words for a status that is done.
const DONE: [&str; 8] = ["deleted", "removed", "done", "complete", "completed", "success", "succeeded", "ok"];

/// Whether a member says anything: `null`, `false` and an empty list do not.
pub(super) fn is_said(member: &Json) -> bool {
    match member {
        Json::Null | Json::Bool(false) => false,
        Json::Array(items) => !items.is_empty(),
        _ => true,
    }
}
