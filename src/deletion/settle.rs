//! After the deletion: has an accepted one happened, and is a deleted agent really gone?

use super::agent::{agent_in, read_agent};
use super::flow::{Flow, Stop};
use super::rounds::{Round, Rounds};
use super::session::Answered;
use super::value::Value;
use super::{Deletion, Outcome, Session};
use crate::error::Error;
use crate::error_code::ErrorCode;
use crate::http::{AgentId, back_off};
use crate::step::Purpose;
use crate::text::Text;
use alloc::boxed::Box;

/// The last look gets so many milliseconds, even when the time is up by then.
const LAST_LOOK: f64 = 500.0;

/// The hint where the caller cancels before it is known.
const STILL_UNKNOWN: &str =
    "The platform had accepted the deletion; read the agent (getAgent) to see whether it is gone.";

/// Goes on asking, with growing pauses, whether an accepted deletion has happened, until it has or the time is over.
/// Whether it has.
///
/// Fails only when the caller cancels: whatever else goes wrong, "accepted" is still what is known.
pub(super) fn settle(flow: &Flow, wait: f64) -> Result<bool, Stop> {
    flow.ask_in_rounds(Value::flag, || {
        let end = flow.session.now() + wait;
        let over = !flow.platform.facts().missing_proves_gone;
        Box::new(Looks { id: flow.id.clone(), end, looks: 0, rested: false, gone: false, over })
    })
}

struct Looks {
    id: AgentId,
    /// When the time is up, in milliseconds since 1970.
    end: f64,
    looks: u32,
    /// Whether the pause before the next look is over.
    rested: bool,
    gone: bool,
    /// No more looks are taken.
    over: bool,
}

impl Rounds for Looks {
    fn next(&mut self, session: &Session) -> Round {
        let left = self.end - session.now();
        if self.rested {
            self.rested = false;
            self.looks += 1;
            let route = session.link.platform().facts().agent_route(&self.id);
            let question = session.question(Purpose::Verify, route);
            return Round::AskUntil(question, session.now() + left.max(LAST_LOOK));
        }
        if self.over || left <= 0.0 {
            return Round::End(Value::from(self.gone));
        }
        self.rested = true;
        Round::Rest(left.min(back_off(self.looks, 0.0)))
    }

    fn take_in(&mut self, session: &Session, answered: Answered) -> Result<(), Error> {
        match answered.and_then(|answer| agent_in(session, &self.id, Purpose::Verify, &answer)) {
            Err(error) if error.code == ErrorCode::NotFound => (self.gone, self.over) = (true, true),
            Err(mut error) if error.code == ErrorCode::Aborted => {
                // Among many, "accepted" is the result; the abort only ends the asking.
                if !session.paced {
                    error.outcome_unknown = true;
                    return Err(error.with_hint(STILL_UNKNOWN));
                }
                (self.rested, self.over) = (false, true);
            }
            Ok(_) | Err(_) => {}
        }
        Ok(())
    }
}

/// Reads the agent back. Where it is still there, "deleted" is more than is known. Says whether it is.
pub(super) fn verify(flow: &Flow, deletion: &mut Deletion) -> Result<bool, Stop> {
    let proves = flow.platform.facts().missing_proves_gone;
    match flow.caught(read_agent(flow, Purpose::Verify))? {
        Err(error) if error.code == ErrorCode::NotFound && proves => {
            deletion.outcome = Outcome::Deleted;
            deletion.verified = true;
        }
        Ok(_) if deletion.outcome == Outcome::Deleted => {
            deletion.outcome = Outcome::Accepted;
            let contradiction =
                "The platform said that it deleted the agent, and yet it could still be read.";
            deletion.message = Some(Text::from(contradiction));
            return Ok(true);
        }
        // The deletion is done; that the read-back failed or proves nothing only leaves it unverified.
        Ok(_) | Err(_) => {}
    }
    Ok(false)
}
