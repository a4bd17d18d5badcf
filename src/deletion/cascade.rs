//! Deleting what the platform would leave behind: an agent's threads.

use super::DeleteOptions;
use super::Session;
use super::flow::{Event, Flow, Value};
use super::pages::threads;
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
    if options.cascade.iter().all(|wanted| platform.capabilities().cascade.contains(wanted)) {
        return Ok(());
    }
    let fault = " leaves no threads behind that could be deleted: cascade must be empty there";
    Err(flow.session.link.input_error(Some(flow.id.as_str()), concat(&[platform.title(), fault])))
}

/// Deletes every thread of the agent. A failure ends it and says how far it came; the agent is then left alone.
pub(super) fn delete_threads(flow: &Flow<'_>) -> Poll<Result<(), Error>> {
    let threads = ready!(threads(flow))?;
    let session = flow.session;
    flow.done(|| Box::pin(delete_all(session, threads))).map_ok(drop)
}

async fn delete_all(session: &Session<'_>, threads: Rc<Vec<AgentId>>) -> Event {
    for (deleted, thread) in threads.iter().enumerate() {
        let Some(route) = session.link.platform().delete_thread_route(thread) else { continue };
        let answered = session.ask(Purpose::DeleteDependent, route).await;
        answered
            .and_then(|answer| check_deleted(session, &answer))
            .map_err(|error| left_off(error, deleted, threads.len()))?;
    }
    Ok(Value::Done(true))
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
