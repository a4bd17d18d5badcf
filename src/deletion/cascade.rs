//! What hangs on an agent: the sessions that keep it in use, and the threads that its deletion would leave behind, which go first
//! where that is asked for.
//!
//! A list of threads is asked for by the agent's id, and a proxy may drop that: then every thread of the workspace comes, and
//! looks like this agent's. So where a thread does not itself name its agent, the same list is asked for an agent that can't
//! exist. Unless that comes back empty, the filter is not heeded, and nothing may be deleted.

use super::pages::read_pages;
use super::{DeleteOptions, Session};
use crate::backend::{Answer, Cascade, Sessions, Template, Threads};
use crate::error::Error;
use crate::error_code::ErrorCode;
use crate::http::{AgentId, Json, Route};
use crate::step::Purpose;

/// How many sessions keep an agent in use.
pub(super) struct InUse {
    pub(super) count: usize,
    /// Whether there may be more.
    pub(super) at_least: bool,
}

/// How many sessions keep the agent in use. Once there is one, a list that can't be read to its end still says so much.
pub(super) async fn count_sessions(session: &Session<'_>, id: &AgentId) -> Result<InUse, Error> {
    let platform = session.link.platform();
    let mut found = Sessions::default();
    let mut at_least = false;
    for list in platform.facts().extras.session_lists {
        let mut read = |body: &Json| Some((platform.read_sessions(body, &mut found)?, found.count));
        match read_pages(session, id, list, &mut read).await {
            Err(error) if error.code == ErrorCode::UnexpectedResponse && found.in_use > 0 => at_least = true,
            read => read?,
        }
    }
    Ok(InUse { count: found.in_use, at_least })
}

/// The same by the first page alone: enough to word a hint.
pub(super) async fn sessions_on_first_page(session: &Session<'_>, id: &AgentId) -> Result<InUse, Error> {
    let platform = session.link.platform();
    let mut found = Sessions::default();
    let mut at_least = false;
    if let Some(list) = platform.facts().extras.session_lists.first() {
        let answer = session.ask_up_to(0, Purpose::List, &list.of(id)).await?;
        session.check(Purpose::List, &answer)?;
        let next = answer.body().and_then(|body| platform.read_sessions(body, &mut found));
        let next = next.ok_or_else(|| session.unreadable(Purpose::List, &answer))?;
        at_least = !next.is_empty();
    }
    Ok(InUse { count: found.in_use, at_least })
}

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

/// The threads that are known to be this agent's.
pub(super) struct OwnThreads {
    pub(super) ids: Vec<AgentId>,
    /// The list that had to show that it heeds the agent's id; `None` where every thread names its agent.
    pub(super) control: Option<&'static Template>,
}

/// Every thread of the agent, from each of the platform's lists. Fails where they may be another agent's.
pub(super) async fn own_threads(session: &Session<'_>, id: &AgentId) -> Result<OwnThreads, Error> {
    let platform = session.link.platform();
    let mut ids = Vec::new();
    let mut control = None;
    for list in platform.facts().extras.thread_lists {
        let mut found = Threads::default();
        let mut read = |body: &Json| Some((platform.read_threads(id, body, &mut found)?, found.ids.len()));
        let read = read_pages(session, id, list, &mut read).await;
        if found.names_another {
            return Err(not_heeded(session));
        }
        read?;
        ids.append(&mut found.ids);
        if found.by_filter_alone && control.is_none() {
            control = Some(list);
        }
    }
    if let Some(list) = control {
        let answer = session.ask(Purpose::List, &control_route(list)).await?;
        check_control(session, &answer)?;
    }
    Ok(OwnThreads { ids, control })
}

/// The list, for an agent that can't exist.
pub(super) fn control_route(list: &Template) -> Route {
    list.of(&AgentId::nil())
}

/// Fails unless the list for an agent that can't exist is empty.
fn check_control(session: &Session<'_>, answer: &Answer) -> Result<(), Error> {
    session.check(Purpose::List, answer)?;
    let mut found = Threads::default();
    let read = |body: &Json| session.link.platform().read_threads(&AgentId::nil(), body, &mut found);
    let next = answer.body().and_then(read);
    if next.is_some_and(|next| next.is_empty()) && found.ids.is_empty() {
        return Ok(());
    }
    Err(not_heeded(session))
}

/// The error of a list that gives other agents' threads as well.
fn not_heeded(session: &Session<'_>) -> Error {
    let reason = "its list of threads does not heed the agent's id, so they may be another agent's; nothing was deleted";
    let error = session.found(Purpose::List, ErrorCode::UnexpectedResponse, reason);
    error.with_hint("A proxy in between may drop the query (?agent_id=…): let it pass the query on, or delete without cascade.")
}
