//! What may be said of an answer, from the contract alone.
//!
//! Written from the table of what a reply means and from what each platform's documentation and servers say, by somebody
//! who had not read how the crate judges. The table is here; a platform's own truth is one file. Where the contract leaves
//! room, more than one answer is allowed; "deleted" is allowed only where the platform proved it, and an outcome counts as
//! known only where something proves that.

mod agentcore;
mod aws;
mod bedrock;
mod charm;
mod content;
mod declared;
mod elevenlabs;
mod eliza;
mod flowise;
mod foundry;
mod kortix;
mod langchain;
mod langgraph;
mod letta;
mod mistral;
mod openai;
mod platform;
mod reads;
mod retell;
mod sure;
mod vapi;
mod vertex;
mod words;

pub use declared::{Declared, at};
pub use platform::{Platform, platform};
pub use reads::{Read, read, read_by, settled};

use crate::support::js;
use agent_delete::{Backend, ErrorCode, Reply};
use content::{Content, readings};
use platform::Answer;
use serde_json::{Map, Value};
use std::fmt;
pub use sure::Sure;
use sure::Sure::{No, Perhaps, Yes};
use words::{levels, names_this, says_no, speaks_against};

/// What a call says in the end.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Said {
    Deleted,
    Accepted,
    Absent,
    /// An error, and whether the outcome is unknown.
    Failed(ErrorCode, bool),
}

impl fmt::Display for Said {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Deleted => f.write_str("deleted"),
            Self::Accepted => f.write_str("accepted"),
            Self::Absent => f.write_str("absent"),
            Self::Failed(code, unknown) => {
                f.write_str(js(code).as_str().unwrap_or_default())?;
                f.write_str(if *unknown { "?" } else { "" })
            }
        }
    }
}

use Said::{Accepted, Deleted, Failed};

/// A wrong endpoint or the like, and nothing was done.
fn known(code: ErrorCode) -> Vec<Said> {
    vec![Failed(code, false)]
}

/// The same, and who knows what was done.
fn unknown(code: ErrorCode) -> Vec<Said> {
    vec![Failed(code, true)]
}

/// All that may be said of this reply to the deletion of `id`.
pub fn allowed(backend: Backend, id: &str, reply: &Reply) -> Vec<Said> {
    allowed_by(platform(backend), id, reply)
}

/// The same on a platform whose truth this is.
pub fn allowed_by(platform: &dyn Platform, id: &str, reply: &Reply) -> Vec<Said> {
    let mut all = Vec::new();
    for content in &readings(reply) {
        for said in judge(platform, &Answer { id, status: reply.status, reply, content }) {
            if !all.contains(&said) {
                all.push(said);
            }
        }
    }
    // What a shared cache kept is no word about now; a deletion's own answer should never come from one.
    if is_kept(reply) != No && all.contains(&Failed(ErrorCode::NotFound, false)) {
        all.push(Failed(ErrorCode::UnexpectedResponse, true));
    }
    all
}

/// Whether it comes from a shared cache.
fn is_kept(reply: &Reply) -> Sure {
    let ages: Vec<_> =
        reply.headers.0.iter().filter(|(name, _)| name == "age").map(|(_, age)| age.trim()).collect();
    match ages.as_slice() {
        [] | ["0"] => No,
        [age] if age.bytes().all(|byte| byte.is_ascii_digit()) && !age.is_empty() => Yes,
        _ => Perhaps,
    }
}

fn judge(platform: &dyn Platform, answer: &Answer<'_>) -> Vec<Said> {
    let (mut sure, said) = platform.says(answer);
    if said == known(ErrorCode::NotFound) {
        sure = sure.and(platform.misses_this(answer));
    }
    match sure {
        Yes => said,
        No => table(platform, answer),
        Perhaps => [said, table(platform, answer)].concat(),
    }
}

/// What a reply to a deletion means on any platform.
fn table(platform: &dyn Platform, answer: &Answer<'_>) -> Vec<Said> {
    use ErrorCode::*;
    let status = answer.status;
    if let 0 | 300..=399 = status {
        let unknown = !matches!(status, 301 | 307 | 308);
        let mut all = vec![Failed(WrongEndpoint, unknown)];
        if let Content::TooLong = answer.content {
            all.push(Failed(UnexpectedResponse, unknown));
        }
        return all;
    }
    if let Content::TooLong = answer.content {
        return match status {
            404 | 408 => unknown(UnexpectedResponse),
            400..=499 | 511 => known(UnexpectedResponse),
            _ => unknown(UnexpectedResponse),
        };
    }
    if let (Content::Page, 200..=299 | 404) = (answer.content, status) {
        let mut all = unknown(WrongEndpoint);
        if status == 204 {
            // A 204 has no body, and its label means nothing.
            all.push(Deleted);
        }
        return all;
    }
    match status {
        401 => known(Unauthenticated),
        403 => known(Forbidden),
        404 => {
            // In JSON or plain text a wrong route may be a gateway's word, or the platform's own.
            let wrong = vec![Failed(WrongEndpoint, false), Failed(WrongEndpoint, true)];
            either(platform.is_missing(answer).and(platform.misses_this(answer)), known(NotFound), wrong)
        }
        405 | 511 => known(WrongEndpoint),
        408 => unknown(Timeout),
        409 => known(Conflict),
        429 => known(RateLimited),
        400..=499 => known(InvalidRequest),
        500..=599 => unknown(BackendFailure),
        204 => vec![Deleted],
        202 => {
            let no = answer.body().map_or(No, says_no);
            either(no, vec![Accepted, Failed(Refused, true)], vec![Accepted])
        }
        200 => match answer.body() {
            Some(body) => ok_json(platform, answer, body),
            None => unknown(UnexpectedResponse),
        },
        _ => unknown(UnexpectedResponse),
    }
}

/// What says "not found" beside another agent's id is not about this one.
fn misses_this(answer: &Answer<'_>) -> Sure {
    let named = ["agentId", "agent_id"].iter().filter_map(|key| answer.text(key));
    named.fold(Yes, |sure, named| {
        sure.and(match named {
            named if named == answer.id => Yes,
            named if named.eq_ignore_ascii_case(answer.id) => Perhaps,
            _ => No,
        })
    })
}

fn either(sure: Sure, yes: Vec<Said>, no: Vec<Said>) -> Vec<Said> {
    match sure {
        Yes => yes,
        No => no,
        Perhaps => [yes, no].concat(),
    }
}

/// A success that the contract does not allow; a page in its place is a wrong endpoint.
fn unexpected(answer: &Answer<'_>) -> Vec<Said> {
    match answer.content {
        Content::Page => unknown(ErrorCode::WrongEndpoint),
        _ if answer.body().is_some_and(|body| says_no(body) == Yes) => {
            [unknown(ErrorCode::UnexpectedResponse), unknown(ErrorCode::Refused), known(ErrorCode::Refused)]
                .concat()
        }
        _ => unknown(ErrorCode::UnexpectedResponse),
    }
}

/// How sure words of a missing agent are: more members than the platform's own bodies have may say whatever.
fn only_usual(answer: &Answer<'_>, own: Sure) -> Sure {
    let usual = ["success", "error", "detail", "code", "type", "status"];
    let Some(body) = answer.body() else { return No };
    match body.keys().all(|key| usual.contains(&key.as_str()))
        && body.get("success") != Some(&Value::Bool(true))
    {
        true => own,
        false => own.and(Perhaps),
    }
}

/// A 200 with a JSON object.
fn ok_json(platform: &dyn Platform, answer: &Answer<'_>, body: &Map<String, Value>) -> Vec<Said> {
    use ErrorCode::{Refused, UnexpectedResponse};
    let id = answer.id;
    let against = speaks_against(body);
    let proof = platform.is_deletion(answer, body).and(names_this(id, body));
    if says_no(body) == Yes {
        let mut all = known(Refused);
        // It may say no about another agent, or yes in the same breath.
        let yes = |level: &Map<String, Value>| {
            ["deleted", "success"].iter().any(|key| level.get(*key).is_some_and(|value| value != false))
                || level.contains_key("partial")
                || level.contains_key("jobId")
        };
        if levels(body).any(yes) || proof != No || names_anyone_else(platform, id, body) {
            all.extend([Failed(Refused, true), Failed(UnexpectedResponse, true)]);
        }
        return all;
    }
    match (proof, against) {
        (Yes, No) => vec![Deleted],
        (No, _) | (_, Yes) => unknown(UnexpectedResponse),
        _ => vec![Deleted, Failed(UnexpectedResponse, true)],
    }
}

/// Whether a body holds the name of another agent where the platform puts names.
fn names_anyone_else(platform: &dyn Platform, id: &str, body: &Map<String, Value>) -> bool {
    let keys = platform.name_keys();
    levels(body).any(|level| keys.iter().any(|key| level.get(*key).is_some_and(|value| value != id)))
}

/// Whether the same deletion may fare better later, where it failed with this code.
pub fn may_pass(backend: Backend, id: &str, reply: &Reply, code: ErrorCode) -> Sure {
    may_pass_by(platform(backend), id, reply, code)
}

/// The same on a platform whose truth this is.
pub fn may_pass_by(platform: &dyn Platform, id: &str, reply: &Reply, code: ErrorCode) -> Sure {
    use ErrorCode::*;
    let readings = readings(reply);
    let mut own = readings
        .iter()
        .map(|content| platform.may_pass(&Answer { id, status: reply.status, reply, content }, code));
    match own.next().flatten() {
        Some(said) if own.all(|other| other == Some(said)) => return said,
        Some(_) => return Perhaps,
        None if own.any(|other| other.is_some()) => return Perhaps,
        None => {}
    }
    drop(own);
    let passes = passes(reply.status);
    match code {
        Conflict => readings
            .iter()
            .map(|content| {
                let answer = Answer { id, status: reply.status, reply, content };
                match reply.status {
                    409 => platform.conflict_passes(&answer),
                    // An operation that failed, or words under another status.
                    _ => Perhaps,
                }
            })
            .fold(No, Sure::or),
        BackendFailure if reply.status == 500 => platform.failure_passes(),
        // What the platform's own words explain does not pass, whatever their status.
        NotFound | Forbidden | Unauthenticated | Protected | Refused => No,
        // By its words a fault of the server, under a 400 or in an operation.
        BackendFailure | RateLimited if reply.status < 408 => Perhaps,
        // A flowise 500 about the id.
        InvalidRequest if reply.status >= 500 => No,
        // Not read to its end.
        UnexpectedResponse if reply.status >= 300 => Perhaps,
        _ if passes => Yes,
        _ => No,
    }
}

/// Whether a failure of this status may pass by itself.
fn passes(status: u16) -> bool {
    matches!(status, 408 | 425 | 429) || status >= 500 && !matches!(status, 501 | 505 | 511)
}
