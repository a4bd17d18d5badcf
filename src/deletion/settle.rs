//! After the deletion: has an accepted one happened, and is a deleted agent really gone? Where that can't be told, why not.

use super::Session;
use super::agents::read_agent;
use super::errors::cut_short;
use super::session::millis;
use crate::backend::{Verdict, judge_deletion};
use crate::error::Error;
use crate::error_code::ErrorCode;
use crate::http::{AgentId, Route, back_off};
use crate::step::Purpose;
use std::time::Duration;

/// The last look gets so many milliseconds, even when the time is up by then.
const LAST_LOOK: f64 = 500.0;

/// The hint where the caller cancels before it is known.
const STILL_UNKNOWN: &str =
    "The platform had accepted the deletion; read the agent (getAgent) to see whether it is gone.";

/// What is said where a platform's "not found" has no weight.
pub(super) const PROVES_NOTHING: &str =
    "This platform's \"not found\" does not prove that the agent is gone.";

/// What a look at the agent, or at the operation that deletes it, has shown.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Seen {
    /// The platform says that it is not there, which proves it.
    Gone,
    /// It is still there.
    Alive,
    /// The operation that deletes it has ended well.
    Done,
    /// Nothing. The sentence says why.
    Nothing(String),
}

/// Goes on asking, with growing pauses, whether an accepted deletion has happened, until it has or the time is over. What the
/// last look has shown.
///
/// Fails when the caller cancels, or when the platform says that its operation failed: whatever else goes wrong, "accepted" is
/// still what is known. Among many, "accepted" is the result of an abort, too.
pub(super) async fn settle(
    session: &Session<'_>,
    id: &AgentId,
    operation: Option<&AgentId>,
    wait: Duration,
) -> Result<Seen, Error> {
    let facts = session.link.platform().facts();
    let operation = operation.and_then(|operation| Some((operation, facts.operation_route(operation)?)));
    if operation.is_none() && !facts.missing_proves_gone {
        return Ok(Seen::Nothing(PROVES_NOTHING.to_owned()));
    }
    let end = session.now() + millis(wait);
    let mut seen = unreadable("there was no time for it");
    for look in 0.. {
        let left = end - session.now();
        if left <= 0.0 {
            break;
        }
        let looked = match session.rest(Purpose::Verify, left.min(back_off(look, 0.0))).await {
            Ok(()) => {
                let limit = (end - session.now()).max(LAST_LOOK);
                let looked = match &operation {
                    Some((operation, route)) => {
                        session.at_most(limit, look_at_operation(session, id, operation, route)).await
                    }
                    None => session.at_most(limit, look_at(session, id)).await,
                };
                looked.unwrap_or_else(|| Ok(unreadable("no answer came in time")))
            }
            Err(cut) => Err(session.finished(Purpose::Delete, cut_short(cut, true))),
        };
        match looked {
            Ok(ended @ (Seen::Gone | Seen::Done)) => return Ok(ended),
            Ok(looked) => seen = looked,
            Err(error) if error.code != ErrorCode::Aborted => return Err(error),
            Err(_) if session.is_one_of_many() => return Ok(aborted()),
            Err(mut error) => {
                error.outcome_unknown = true;
                return Err(error.with_hint(STILL_UNKNOWN));
            }
        }
    }
    Ok(seen)
}

/// Reads a deleted agent back. A read may lag behind, so with time to wait one that is still there is looked at until then.
pub(super) async fn verify(session: &Session<'_>, id: &AgentId, wait: Duration) -> Seen {
    let end = session.now() + millis(wait);
    let proves = session.link.platform().facts().missing_proves_gone;
    let mut is_alive = false;
    let mut look = 0;
    loop {
        let seen = look_at(session, id).await.unwrap_or_else(|_| aborted());
        is_alive |= seen == Seen::Alive;
        let left = end - session.now();
        let pause = left.min(back_off(look, 0.0));
        let is_missed = matches!(&seen, Seen::Nothing(why) if why == PROVES_NOTHING);
        let is_last = seen == Seen::Gone || is_missed || left <= 0.0 || !(proves || seen == Seen::Alive);
        if is_last || session.rest(Purpose::Verify, pause).await.is_err() {
            // Once it was seen alive, no failure to see it again unmakes that: only the platform's word that it is not there.
            return if is_alive && seen != Seen::Gone && !is_missed { Seen::Alive } else { seen };
        }
        look += 1;
    }
}

/// Looks once at the agent. Fails only when the caller cancels.
async fn look_at(session: &Session<'_>, id: &AgentId) -> Result<Seen, Error> {
    let proves = session.link.platform().facts().missing_proves_gone;
    match read_agent(session, id, Purpose::Verify).await {
        Ok(_) => Ok(Seen::Alive),
        Err(error) if error.code == ErrorCode::NotFound && proves => Ok(Seen::Gone),
        Err(error) if error.code == ErrorCode::NotFound => Ok(Seen::Nothing(PROVES_NOTHING.to_owned())),
        Err(error) if error.code == ErrorCode::Aborted => Err(error),
        Err(error) => Ok(unread(session, &error)),
    }
}

/// Looks once at the operation that deletes the agent. Fails when the caller cancels, and when the operation has failed.
async fn look_at_operation(
    session: &Session<'_>,
    id: &AgentId,
    operation: &AgentId,
    route: &Route,
) -> Result<Seen, Error> {
    let answer = match session.ask(Purpose::Verify, route).await {
        Ok(answer) => answer,
        Err(error) if error.code == ErrorCode::Aborted => return Err(error),
        Err(error) => return Ok(unread(session, &error)),
    };
    // Only a 200 is about the operation itself; and it says the same as the answer to a deletion.
    if answer.status != 200 || answer.from_cache {
        let why = format!("the operation that deletes it can't be read ({})", answer.status);
        return Ok(unreadable(&why));
    }
    if answer.operation().as_ref() != Some(operation) {
        return Ok(unreadable("the answer is not about the operation that deletes it"));
    }
    match judge_deletion(session.link.platform(), id, &answer) {
        Verdict::Deleted(_) => Ok(Seen::Done),
        Verdict::Accepted { .. } => Ok(Seen::Alive),
        Verdict::Failed(fault) if fault.code == ErrorCode::UnexpectedResponse => Ok(unreadable(fault.reason)),
        Verdict::Failed(fault) => Err(session.fault(Purpose::Delete, &answer, fault)),
    }
}

/// What a read that failed has shown, which is nothing but why.
fn unread(session: &Session<'_>, error: &Error) -> Seen {
    let reason = session.reason_of(Purpose::Verify, error);
    unreadable(&match (error.status, error.code) {
        (Some(404), ErrorCode::WrongEndpoint) => {
            format!("404 from a gateway, or from a server without this route: {reason}")
        }
        (Some(status), ErrorCode::UnexpectedResponse) => format!("{status} to a read: {reason}"),
        (Some(status), _) => format!("{status}: {reason}"),
        (None, _) => reason.to_owned(),
    })
}

fn aborted() -> Seen {
    unreadable("the call was aborted")
}

fn unreadable(why: &str) -> Seen {
    Seen::Nothing(format!("The agent could not be read back: {}.", why.trim_end_matches('.')))
}
