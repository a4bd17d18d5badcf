//! Deleting what the platform would leave behind: an agent's threads.

use super::cursors::read_pages;
use super::{DeleteOptions, Session};
use crate::backend::Answer;
use crate::error::Error;
use crate::http::{AgentId, Json};
use crate::step::Purpose;
use crate::text::{concat, decimal};
use alloc::boxed::Box;
use alloc::vec::Vec;

/// Refuses a cascade where the platform leaves nothing of the kind behind.
pub(super) fn check_cascade(
    session: &Session<'_>,
    id: &AgentId,
    options: &DeleteOptions,
) -> Result<(), Error> {
    let platform = session.link.platform();
    if options.cascade.iter().all(|wanted| platform.facts().capabilities.cascade.contains(wanted)) {
        return Ok(());
    }
    let fault = " leaves no threads behind that could be deleted: cascade must be empty there";
    Err(session.link.input_error(Some(id.as_str()), concat(&[platform.facts().title, fault])))
}

/// Every thread of the agent, from each of the platform's lists and each of their pages.
pub(super) async fn list_threads(session: &Session<'_>, id: &AgentId) -> Result<Vec<AgentId>, Error> {
    let platform = session.link.platform();
    let mut threads = Vec::new();
    for list in platform.thread_lists() {
        let route = |cursor: Option<&str>| platform.threads_route(id, list, cursor);
        let mut take = |body: &Json| {
            let (ids, next) = platform.read_threads(id, body)?;
            threads.extend(ids);
            Some(next)
        };
        read_pages(session, &route, &mut take).await?;
    }
    Ok(threads)
}

/// Deletes every thread. A failure ends it and says how far it came; the agent is then left alone.
pub(super) async fn delete_threads(session: &Session<'_>, id: &AgentId) -> Result<(), Error> {
    let platform = session.link.platform();
    let threads = list_threads(session, id).await?;
    for (deleted, thread) in threads.iter().enumerate() {
        let Some(route) = platform.delete_thread_route(thread) else { continue };
        let answer = session.ask(Purpose::DeleteDependent, route).await;
        if let Err(mut error) = answer.and_then(|answer| check_deleted(session, answer)) {
            // What is unknown is the thread's fate, not the agent's.
            error.outcome_unknown = false;
            let (deleted, all) = (decimal(deleted as i64), decimal(threads.len() as i64));
            let rest = " threads were deleted before this one failed; the agent itself was left alone.";
            return Err(error.with_hint(concat(&[&deleted, " of ", &all, rest])));
        }
    }
    Ok(())
}

fn check_deleted(session: &Session<'_>, answer: Box<Answer>) -> Result<(), Error> {
    let answer = session.check(Purpose::DeleteDependent, answer)?;
    if answer.status == 204 { Ok(()) } else { Err(session.unreadable(Purpose::DeleteDependent, &answer)) }
}
