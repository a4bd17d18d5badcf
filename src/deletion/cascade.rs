//! Deleting what the platform would leave behind: an agent's threads.

use super::cursors::Cursors;
use super::{DeleteOptions, Session};
use crate::backend::fault;
use crate::error::Error;
use crate::http::{AgentId, Content, Transport};
use crate::step::Purpose;

/// Refuses a cascade where the platform leaves nothing of the kind behind.
pub(super) fn check_cascade<T: Transport>(
    session: &Session<'_, T>,
    id: &AgentId,
    options: &DeleteOptions,
) -> Result<(), Error> {
    let platform = session.link.platform();
    if options.cascade.iter().all(|wanted| platform.capabilities().cascade.contains(wanted)) {
        return Ok(());
    }
    let fault = " leaves no threads behind that could be deleted: cascade must be empty there";
    Err(session.link.input_error(Some(id.as_str()), [platform.title(), fault].concat()))
}

/// Every thread of the agent, from each of the platform's lists and each of their pages.
pub(super) async fn list_threads<T: Transport>(
    session: &Session<'_, T>,
    id: &AgentId,
) -> Result<Vec<AgentId>, Error> {
    let platform = session.link.platform();
    let mut threads = Vec::new();
    for list in platform.thread_lists() {
        let mut cursors = Cursors::default();
        let mut cursor: Option<String> = None;
        while let Some(route) = platform.threads_route(id, list, cursor.as_deref()) {
            let answer = session.ask(Purpose::List, &route).await?;
            if let Some(fault) = fault(platform, Purpose::List, &answer) {
                return Err(session.fault(Purpose::List, &answer, fault));
            }
            let page = match &answer.content {
                Content::Json(body) => platform.read_threads(id, body),
                _ => None,
            };
            let (ids, next) = page.ok_or_else(|| session.unreadable(Purpose::List, &answer))?;
            threads.extend(ids);
            cursor = cursors.follow(session, Purpose::List, next)?;
            if cursor.is_none() {
                break;
            }
        }
    }
    Ok(threads)
}

/// Deletes every thread. A failure ends it and says how far it came; the agent is then left alone.
pub(super) async fn delete_threads<T: Transport>(
    session: &Session<'_, T>,
    id: &AgentId,
) -> Result<(), Error> {
    let platform = session.link.platform();
    let threads = list_threads(session, id).await?;
    for (deleted, thread) in threads.iter().enumerate() {
        let Some(route) = platform.delete_thread_route(thread) else { continue };
        let told = |error: Error| {
            let hint = format!(
                "{deleted} of {} threads were deleted before this one failed; the agent itself was left alone.",
                threads.len()
            );
            let mut error = error.with_hint(hint);
            // What is unknown is the thread's fate, not the agent's.
            error.outcome_unknown = false;
            error
        };
        let answer = session.ask(Purpose::DeleteDependent, &route).await.map_err(told)?;
        if let Some(fault) = fault(platform, Purpose::DeleteDependent, &answer) {
            return Err(told(session.fault(Purpose::DeleteDependent, &answer, fault)));
        }
        if answer.status != 204 {
            return Err(told(session.unreadable(Purpose::DeleteDependent, &answer)));
        }
    }
    Ok(())
}
