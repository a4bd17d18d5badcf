//! After the deletion: has an accepted one happened, and is a deleted agent really gone?

use super::agent::{agent_in, read_agent, unless_missing};
use super::errors::cut_short;
use super::event::{Event, Value};
use super::flow::Flow;
use super::{Deletion, Outcome, Session};
use crate::backend::Answer;
use crate::error::Error;
use crate::error_code::ErrorCode;
use crate::http::{AgentId, at_least, back_off};
use crate::step::Purpose;
use alloc::borrow::ToOwned;
use alloc::boxed::Box;
use core::task::{Poll, ready};
use core::time::Duration;

/// The last look gets this long, even when the time is up by then.
const LAST_LOOK: Duration = Duration::from_millis(500);

/// Goes on asking, with growing pauses, whether an accepted deletion has happened, until it has or the time is over.
/// Whether it has.
///
/// Fails only when the caller cancels: whatever else goes wrong, "accepted" is still what is known.
pub(super) async fn settle(session: &Session<'_>, id: &AgentId, wait: Duration) -> Event {
    let platform = session.link.platform();
    let transport = session.transport;
    let end = transport.now() + wait.as_secs_f64() * 1000.0;
    let left = || at_least(end - transport.now());
    let mut n = 0;
    while platform.facts().missing_proves_gone && !left().is_zero() {
        let looked = match session.rest(back_off(n, 0.0).min(left())).await {
            Ok(()) => {
                let look = session.ask(Purpose::Verify, platform.facts().agent_route(id));
                match session.within(left().max(LAST_LOOK), look).await {
                    Ok(answered) => {
                        let read = |answer: Box<Answer>| agent_in(session, id, Purpose::Verify, &answer);
                        Some(unless_missing(answered.and_then(read)))
                    }
                    Err(_) => {
                        session.give_up();
                        None
                    }
                }
            }
            // Among many, "accepted" is the result; the abort only ends the asking.
            Err(_) if session.is_patient() => break,
            Err(cut) => Some(Err(session.finished(Purpose::Delete, cut_short(cut, true)))),
        };
        match looked {
            Some(Ok(None)) => return Ok(Value::Done(true)),
            Some(Err(error)) if error.code == ErrorCode::Aborted && !session.is_patient() => {
                return Err(still_unknown(error));
            }
            Some(Ok(Some(_)) | Err(_)) | None => {}
        }
        n += 1;
    }
    Ok(Value::Done(false))
}

fn still_unknown(mut error: Error) -> Error {
    error.outcome_unknown = true;
    error.with_hint(
        "The platform had accepted the deletion; read the agent (getAgent) to see whether it is gone.",
    )
}

/// Reads the agent back. Where it is still there, "deleted" is more than is known. Says whether it is.
pub(super) fn verify(flow: &Flow<'_>, deletion: &mut Deletion) -> Poll<bool> {
    let proves = flow.platform.facts().missing_proves_gone;
    match unless_missing(ready!(read_agent(flow, Purpose::Verify))) {
        Ok(None) if proves => {
            deletion.outcome = Outcome::Deleted;
            deletion.verified = true;
        }
        Ok(Some(_)) if deletion.outcome == Outcome::Deleted => {
            deletion.outcome = Outcome::Accepted;
            let contradiction =
                "The platform said that it deleted the agent, and yet it could still be read.";
            deletion.message = Some(contradiction.to_owned());
            return Poll::Ready(true);
        }
        // The deletion is done; that the read-back failed or proves nothing only leaves it unverified.
        Ok(_) | Err(_) => {}
    }
    Poll::Ready(false)
}
