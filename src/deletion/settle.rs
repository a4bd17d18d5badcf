//! After the deletion: has an accepted one happened, and is a deleted agent really gone?

use super::agent::{read_agent, unless_missing};
use super::{Deletion, Outcome, Session};
use crate::error::Error;
use crate::error_code::ErrorCode;
use crate::http::{AgentId, back_off};
use crate::step::Purpose;
use alloc::borrow::ToOwned;
use alloc::boxed::Box;
use core::time::Duration;

/// The last look gets this long, even when the time is up by then.
const LAST_LOOK: Duration = Duration::from_millis(500);

/// Goes on asking, with growing pauses, whether an accepted deletion has happened, until it has or the time is over.
///
/// Fails only when the caller cancels: whatever else goes wrong, "accepted" is still what is known.
pub(super) async fn settle(
    session: &Session<'_>,
    id: &AgentId,
    wait: Duration,
    deletion: &mut Deletion,
) -> Result<(), Error> {
    if !session.link.platform().facts().missing_proves_gone {
        return Ok(());
    }
    let transport = session.transport;
    let end = transport.now() + wait.as_secs_f64() * 1000.0;
    let left = || Duration::from_millis((end - transport.now()).ceil() as u64);
    for n in 0.. {
        if left().is_zero() {
            break;
        }
        match session.rest(Purpose::Delete, back_off(n, 0.0).min(left())).await {
            Ok(()) => {}
            // Among many, "accepted" is the result; the abort only ends the asking.
            Err(_) if session.is_patient() => break,
            Err(error) => return Err(still_unknown(error)),
        }
        let read = Box::pin(read_agent(session, id, Purpose::Verify));
        match session.within(left().max(LAST_LOOK), read).await.map(unless_missing) {
            Some(Ok(None)) => {
                deletion.outcome = Outcome::Deleted;
                deletion.verified = true;
                break;
            }
            Some(Err(error)) if error.code == ErrorCode::Aborted && !session.is_patient() => {
                return Err(still_unknown(error));
            }
            Some(Ok(Some(_)) | Err(_)) | None => {}
        }
    }
    Ok(())
}

fn still_unknown(mut error: Error) -> Error {
    error.outcome_unknown = true;
    error.with_hint(
        "The platform had accepted the deletion; read the agent (getAgent) to see whether it is gone.",
    )
}

/// Reads the agent back. Where it is still there, "deleted" is more than is known. Says whether it is.
pub(super) async fn verify(session: &Session<'_>, id: &AgentId, deletion: &mut Deletion) -> bool {
    let proves = session.link.platform().facts().missing_proves_gone;
    match unless_missing(read_agent(session, id, Purpose::Verify).await) {
        Ok(None) if proves => {
            deletion.outcome = Outcome::Deleted;
            deletion.verified = true;
        }
        Ok(Some(_)) if deletion.outcome == Outcome::Deleted => {
            deletion.outcome = Outcome::Accepted;
            let contradiction =
                "The platform said that it deleted the agent, and yet it could still be read.";
            deletion.message = Some(contradiction.to_owned());
            return true;
        }
        // The deletion is done; that the read-back failed or proves nothing only leaves it unverified.
        Ok(_) | Err(_) => {}
    }
    false
}
