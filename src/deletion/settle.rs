//! After the deletion: has an accepted one happened, and is a deleted agent really gone?

use super::agent::find_agent;
use super::{Deletion, Outcome, Session};
use crate::error::Error;
use crate::error_code::ErrorCode;
use crate::http::{AgentId, Transport, back_off};
use crate::step::Purpose;
use std::time::Duration;

/// Goes on asking, with growing pauses, whether an accepted deletion has happened, until it has or the time is over.
///
/// Fails only when the caller cancels: whatever else goes wrong, "accepted" is still what is known.
pub(super) async fn settle<T: Transport>(
    session: &Session<'_, T>,
    id: &AgentId,
    wait: Duration,
    deletion: &mut Deletion,
) -> Result<(), Error> {
    if !session.link.platform().missing_proves_gone() {
        return Ok(());
    }
    let transport = &session.link.transport;
    let end = transport.now() + wait.as_secs_f64() * 1000.0;
    for n in 0.. {
        let left = end - transport.now();
        if left <= 0.0 {
            break;
        }
        let left = Duration::from_millis(left.ceil() as u64);
        session.rest(Purpose::Delete, back_off(n, 0.0).min(left)).await.map_err(still_unknown)?;
        match session.within(left, find_agent(session, id, Purpose::Verify)).await {
            Some(Ok(None)) => {
                deletion.outcome = Outcome::Deleted;
                deletion.verified = true;
                break;
            }
            Some(Err(error)) if error.code == ErrorCode::Aborted => return Err(still_unknown(error)),
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

/// Reads a deleted agent back. Where it is still there, "deleted" is more than is known.
pub(super) async fn verify<T: Transport>(session: &Session<'_, T>, id: &AgentId, deletion: &mut Deletion) {
    let proves = session.link.platform().missing_proves_gone();
    match find_agent(session, id, Purpose::Verify).await {
        Ok(None) => deletion.verified = proves,
        Ok(Some(_)) => {
            deletion.outcome = Outcome::Accepted;
            deletion.message = Some(
                "The platform said that it deleted the agent, and yet the agent could still be read."
                    .to_owned(),
            );
        }
        // The deletion is done; that the read-back failed only leaves it unverified.
        Err(_) => {}
    }
}
