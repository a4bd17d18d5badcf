//! Deleting what the platform would leave behind: an agent's threads.

use super::pages::own_threads;
use super::{DeleteOptions, Session};
use crate::backend::Cascade;
use crate::error::Error;
use crate::http::AgentId;
use crate::step::Purpose;

/// Refuses a cascade where the platform leaves nothing of the kind behind.
pub(super) fn check_cascade(
    session: &Session<'_>,
    id: &AgentId,
    options: &DeleteOptions,
) -> Result<(), Error> {
    let facts = session.link.platform().facts();
    if !options.threads() || facts.capabilities.cascade.contains(&Cascade::Threads) {
        return Ok(());
    }
    let title = facts.title;
    let message =
        format!("{title} leaves no threads behind that could be deleted: cascade must be empty there");
    Err(session.link.input_error(Some(id.as_str()), message))
}

/// Deletes every thread of the agent. A failure ends it and says how far it came; the agent is then left alone.
pub(super) async fn delete_threads(session: &Session<'_>, id: &AgentId) -> Result<(), Error> {
    let threads = match own_threads(session, id).await {
        Ok(threads) => threads.ids,
        Err(mut error) => {
            error.add_hint("No thread was deleted, and the agent was left alone.");
            return Err(error);
        }
    };
    for (deleted, thread) in threads.iter().enumerate() {
        if let Err(mut error) = delete_thread(session, thread).await {
            // What is unknown is the thread's fate, not the agent's.
            error.outcome_unknown = false;
            let all = threads.len();
            let hint = format!(
                "{deleted} of {all} threads were deleted before this one failed; the agent itself was left alone."
            );
            return Err(error.with_hint(hint));
        }
    }
    Ok(())
}

/// Deletes a thread. One that is not there, by the platform's own word of now, is as good as deleted.
async fn delete_thread(session: &Session<'_>, thread: &AgentId) -> Result<(), Error> {
    let platform = session.link.platform();
    let Some(route) = platform.delete_thread_route(thread) else { return Ok(()) };
    let answer = session.ask(Purpose::DeleteDependent, &route).await?;
    if !answer.from_cache && platform.is_missing_thread(thread, &answer) {
        return Ok(());
    }
    session.check(Purpose::DeleteDependent, &answer)?;
    if answer.status == 204 { Ok(()) } else { Err(session.unreadable(Purpose::DeleteDependent, &answer)) }
}
