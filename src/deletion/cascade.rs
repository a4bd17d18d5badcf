//! Deleting what the platform would leave behind: an agent's threads.

use super::attempts::Attempts;
use super::event::Value;
use super::flow::Flow;
use super::pages::threads;
use super::rounds::Rounds;
use super::session::Answered;
use super::{DeleteOptions, Session};
use crate::backend::Answer;
use crate::error::Error;
use crate::http::AgentId;
use crate::step::Purpose;
use crate::text::{concat, decimal};
use alloc::boxed::Box;
use alloc::rc::Rc;
use alloc::vec::Vec;
use core::task::{Poll, ready};

/// Refuses a cascade where the platform leaves nothing of the kind behind.
pub(super) fn check_cascade(flow: &Flow<'_>, options: &DeleteOptions) -> Result<(), Error> {
    let platform = flow.platform;
    if options.cascade.iter().all(|wanted| platform.facts().capabilities.cascade.contains(wanted)) {
        return Ok(());
    }
    let fault = " leaves no threads behind that could be deleted: cascade must be empty there";
    Err(flow.session.link.input_error(Some(flow.id.as_str()), concat(&[platform.facts().title, fault])))
}

/// Deletes every thread of the agent. A failure ends it and says how far it came; the agent is then left alone.
pub(super) fn delete_threads(flow: &Flow<'_>) -> Poll<Result<(), Error>> {
    let threads = ready!(threads(flow))?;
    flow.ask_in_rounds(Value::done, || Box::new(Threads { threads, deleted: 0 })).map_ok(drop)
}

struct Threads {
    threads: Rc<Vec<AgentId>>,
    deleted: usize,
}

impl<'s> Rounds<'s> for Threads {
    fn next(&mut self, session: &'s Session<'s>) -> Option<Attempts<'s>> {
        let route = session.link.platform().delete_thread_route(self.threads.get(self.deleted)?)?;
        Some(session.ask(Purpose::DeleteDependent, route))
    }

    fn take_in(&mut self, session: &'s Session<'s>, answered: Answered) -> Result<(), Error> {
        let checked = answered.and_then(|answer| check_deleted(session, &answer));
        checked.map_err(|error| left_off(error, self.deleted, self.threads.len()))?;
        self.deleted += 1;
        Ok(())
    }

    fn end(self: Box<Self>, _session: &'s Session<'s>) -> Value {
        Value::Done(true)
    }
}

fn check_deleted(session: &Session<'_>, answer: &Answer) -> Result<(), Error> {
    session.check(Purpose::DeleteDependent, answer)?;
    if answer.status == 204 { Ok(()) } else { Err(session.unreadable(Purpose::DeleteDependent, answer)) }
}

fn left_off(mut error: Error, deleted: usize, all: usize) -> Error {
    // What is unknown is the thread's fate, not the agent's.
    error.outcome_unknown = false;
    let rest = " threads were deleted before this one failed; the agent itself was left alone.";
    error.with_hint(concat(&[&decimal(deleted as i64), " of ", &decimal(all as i64), rest]))
}
