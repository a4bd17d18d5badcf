//! Deleting what the platform would leave behind: an agent's threads.

use super::flow::{Flow, Stop};
use super::pages::{OwnThreads, threads};
use super::rounds::{Round, Rounds};
use super::session::Answered;
use super::value::Value;
use super::{Session, Wishes};
use crate::backend::{Answer, Cascade};
use crate::error::Error;
use crate::step::Purpose;
use crate::text::{decimal, fill};
use alloc::boxed::Box;
use alloc::rc::Rc;

/// Refuses a cascade where the platform leaves nothing of the kind behind.
pub(super) fn check_cascade(flow: &Flow, wishes: &Wishes) -> Result<(), Stop> {
    let platform = flow.platform;
    if !wishes.threads || platform.facts().capabilities.cascade.contains(&Cascade::Threads) {
        return Ok(());
    }
    let fault = "{} leaves no threads behind that could be deleted: cascade must be empty there";
    let message = fill(fault, &[platform.facts().title]);
    Err(flow.fail(flow.session.link.input_error(Some(flow.id.as_str()), message)))
}

/// Deletes every thread of the agent. A failure ends it and says how far it came; the agent is then left alone.
pub(super) fn delete_threads(flow: &Flow) -> Result<(), Stop> {
    let threads = threads(flow)?;
    flow.ask_in_rounds(Value::flag, || Box::new(Deletions { threads, deleted: 0 })).map(drop)
}

struct Deletions {
    threads: Rc<OwnThreads>,
    deleted: usize,
}

impl Rounds for Deletions {
    fn next(&mut self, session: &Session) -> Round {
        let thread = self.threads.ids.get(self.deleted);
        match thread.and_then(|thread| session.link.platform().delete_thread_route(thread)) {
            Some(route) => Round::Ask(session.question(Purpose::DeleteDependent, route)),
            None => Round::End(Value::Yes),
        }
    }

    fn take_in(&mut self, session: &Session, answered: Answered) -> Result<(), Error> {
        match answered.and_then(|answer| check_deleted(session, &answer)) {
            Ok(()) => {
                self.deleted += 1;
                Ok(())
            }
            Err(mut error) => {
                // What is unknown is the thread's fate, not the agent's.
                error.outcome_unknown = false;
                let (deleted, all) = (decimal(self.deleted as i64), decimal(self.threads.ids.len() as i64));
                let hint =
                    "{} of {} threads were deleted before this one failed; the agent itself was left alone.";
                Err(error.with_hint(fill(hint, &[&deleted, &all])))
            }
        }
    }
}

fn check_deleted(session: &Session, answer: &Answer) -> Result<(), Error> {
    session.check(Purpose::DeleteDependent, answer)?;
    if answer.status == 204 { Ok(()) } else { Err(session.unreadable(Purpose::DeleteDependent, answer)) }
}
