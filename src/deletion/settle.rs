//! After the deletion: has an accepted one happened, and is a deleted agent really gone?

use super::agent::{agent_in, read_agent};
use super::errors::cut_short;
use super::session::millis;
use super::{Deletion, Outcome, Session};
use crate::error::Error;
use crate::error_code::ErrorCode;
use crate::http::{AgentId, back_off};
use crate::step::Purpose;
use std::time::Duration;

/// The last look gets so many milliseconds, even when the time is up by then.
const LAST_LOOK: f64 = 500.0;

/// The hint where the caller cancels before it is known.
const STILL_UNKNOWN: &str =
    "The platform had accepted the deletion; read the agent (getAgent) to see whether it is gone.";

/// Goes on asking, with growing pauses, whether an accepted deletion has happened, until it has or the time is over.
/// Whether it has.
///
/// Fails only when the caller cancels: whatever else goes wrong, "accepted" is still what is known. Among many, "accepted"
/// is the result then, too.
pub(super) async fn settle(session: &Session<'_>, id: &AgentId, wait: Duration) -> Result<bool, Error> {
    let end = session.now() + millis(wait);
    if !session.link.platform().facts().missing_proves_gone {
        return Ok(false);
    }
    for look in 0.. {
        let left = end - session.now();
        if left <= 0.0 {
            break;
        }
        let seen = match session.rest(Purpose::Verify, left.min(back_off(look, 0.0))).await {
            Ok(()) => is_gone(session, id, end).await,
            Err(cut) => Err(session.finished(Purpose::Delete, cut_short(cut, true))),
        };
        match seen {
            Ok(true) => return Ok(true),
            Err(error) if error.code == ErrorCode::Aborted && session.is_one_of_many() => break,
            Err(mut error) if error.code == ErrorCode::Aborted => {
                error.outcome_unknown = true;
                return Err(error.with_hint(STILL_UNKNOWN));
            }
            Ok(false) | Err(_) => {}
        }
    }
    Ok(false)
}

/// Looks once whether the agent is gone, until `end`.
async fn is_gone(session: &Session<'_>, id: &AgentId, end: f64) -> Result<bool, Error> {
    let route = session.link.platform().facts().agent_route(id);
    let limit = (end - session.now()).max(LAST_LOOK);
    let Some(answered) = session.ask_within(limit, Purpose::Verify, &route).await else { return Ok(false) };
    match agent_in(session, id, Purpose::Verify, &answered?) {
        Err(error) if error.code == ErrorCode::NotFound => Ok(true),
        Ok(_) => Ok(false),
        Err(error) => Err(error),
    }
}

/// Reads the agent back. Where it is still there, "deleted" is more than is known; but a read may lag behind, so with time to
/// wait it is asked again until then. Says whether the agent is still there.
pub(super) async fn verify(
    session: &Session<'_>,
    id: &AgentId,
    wait: Duration,
    deletion: &mut Deletion,
) -> bool {
    let end = session.now() + millis(wait);
    let proves = session.link.platform().facts().missing_proves_gone;
    let mut is_alive = false;
    for look in 0.. {
        let read = read_agent(session, id, Purpose::Verify).await;
        is_alive |= read.is_ok();
        if proves && read.as_ref().is_err_and(|error| error.code == ErrorCode::NotFound) {
            deletion.outcome = Outcome::Deleted;
            deletion.verified = true;
            return false;
        }
        let left = end - session.now();
        let pause = left.min(back_off(look, 0.0));
        if !proves || left <= 0.0 || session.rest(Purpose::Verify, pause).await.is_err() {
            break;
        }
    }
    // The deletion is done; that the read-back failed or proves nothing only leaves it unverified.
    if !is_alive || deletion.outcome != Outcome::Deleted {
        return false;
    }
    deletion.outcome = Outcome::Accepted;
    let contradiction = "The platform said that it deleted the agent, and yet it could still be read.";
    deletion.message = Some(contradiction.to_owned());
    true
}
