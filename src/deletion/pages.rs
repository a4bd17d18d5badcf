//! From page to page of a list: the cursors, and what hangs on an agent, which is its sessions and its threads.
//!
//! A list of threads is asked for by the agent's id, and a proxy may drop that: then every thread of the workspace comes, and
//! looks like this agent's. So where a thread does not itself name its agent, the same list is asked for an agent that can't
//! exist. Unless that comes back empty, the filter is not heeded, and nothing may be deleted.

use super::Session;
use crate::backend::{Answer, Sessions, Threads};
use crate::error::Error;
use crate::error_code::ErrorCode;
use crate::http::{AgentId, Json, Method, Route};
use crate::step::Purpose;

/// So many pages in a row may bring nothing new. No honest server sends as many, though it may well send empty ones, where it
/// looks for what is wanted a page at a time.
pub(super) const MOST_FRUITLESS: u32 = 100;

/// So many pages are read of a list that is of use only as a whole.
const MOST_PAGES: u32 = 100_000;

/// The way from page to page. Notices a circle, which would lead on for ever, without remembering every cursor: it keeps
/// one, for twice as many pages each time (Brent's way). Where cursors are ever new, it notices that the pages bring nothing.
#[derive(Debug, Default)]
pub(super) struct Cursors {
    /// Of the next page; there is none before the first and after the last.
    pub(super) next: Option<String>,
    kept: Option<String>,
    pages: u32,
    /// How many different rows the pages have brought.
    rows: usize,
    /// How many pages in a row have brought none that was new.
    pub(super) fruitless: u32,
}

impl Cursors {
    /// Goes on to the page of this cursor, unless it is empty; an error where the way came by it before. `rows` is how many
    /// different rows there are by now.
    pub(super) fn follow(
        &mut self,
        session: &Session<'_>,
        purpose: Purpose,
        next: String,
        rows: usize,
    ) -> Result<(), Error> {
        if next.is_empty() {
            *self = Self::default();
            return Ok(());
        }
        if self.kept.as_ref() == Some(&next) {
            let reason = "its pages turn in a circle";
            return Err(session.found(purpose, ErrorCode::UnexpectedResponse, reason));
        }
        self.pages += 1;
        self.fruitless = if rows > self.rows { 0 } else { self.fruitless + 1 };
        self.rows = rows;
        if (self.pages + 1).is_power_of_two() {
            self.kept = Some(next.clone());
        }
        self.next = Some(next);
        Ok(())
    }

    /// The same where the list is of use only as a whole: an error, too, where it does not come to an end.
    pub(super) fn follow_to_the_end(
        &mut self,
        session: &Session<'_>,
        purpose: Purpose,
        next: String,
        rows: usize,
    ) -> Result<(), Error> {
        self.follow(session, purpose, next, rows)?;
        if self.fruitless < MOST_FRUITLESS && self.pages < MOST_PAGES {
            return Ok(());
        }
        let reason = format!("after {} pages its list has still not come to an end", self.pages);
        Err(session.found(purpose, ErrorCode::UnexpectedResponse, &reason))
    }
}

/// The threads that are known to be this agent's.
pub(super) struct OwnThreads {
    pub(super) ids: Vec<AgentId>,
    /// The list that had to show that it heeds the agent's id; `None` where every thread names its agent.
    pub(super) control: Option<&'static str>,
}

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
        let answer = session.ask_up_to(0, Purpose::List, &Route::of(Method::Get, list, id)).await?;
        session.check(Purpose::List, &answer)?;
        let next = answer.body().and_then(|body| platform.read_sessions(body, &mut found));
        let next = next.ok_or_else(|| session.unreadable(Purpose::List, &answer))?;
        at_least = !next.is_empty();
    }
    Ok(InUse { count: found.in_use, at_least })
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
            control = Some(*list);
        }
    }
    if let Some(list) = control {
        let answer = session.ask(Purpose::List, &control_route(list)).await?;
        check_control(session, &answer)?;
    }
    Ok(OwnThreads { ids, control })
}

/// The list, for an agent that can't exist.
pub(super) fn control_route(list: &str) -> Route {
    Route::of(Method::Get, list, &AgentId::nil())
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

/// Reads a list of what hangs on the agent, page by page, to its end. `read` gives the cursor of the next page, empty on the
/// last, and how many rows there are by now; `None` where the page can't be read.
async fn read_pages(
    session: &Session<'_>,
    id: &AgentId,
    list: &str,
    read: &mut dyn FnMut(&Json) -> Option<(String, usize)>,
) -> Result<(), Error> {
    let parameter = session.link.platform().facts().extras.cursor_parameter;
    let mut cursors = Cursors::default();
    loop {
        let route = Route::of(Method::Get, list, id).with_query(parameter, cursors.next.as_deref());
        let answer = session.ask_well(Purpose::List, &route).await?;
        let page = answer.body().and_then(&mut *read);
        let (next, rows) = page.ok_or_else(|| session.unreadable(Purpose::List, &answer))?;
        cursors.follow_to_the_end(session, Purpose::List, next, rows)?;
        if cursors.next.is_none() {
            return Ok(());
        }
    }
}
