//! The agents of a platform: reading one, stopping one, and listing all, a page at a time, each asked for when it is wanted. A
//! list whose pages are counted is read to its end before the first agent is given out: whoever deletes meanwhile would move the
//! pages.

use super::pages::{Cursors, MOST_FRUITLESS};
use super::{Connection, ListOptions, Session};
use crate::agent::Agent;
use crate::backend::{Answer, Known, Page, PageQuery};
use crate::error::Error;
use crate::error_code::ErrorCode;
use crate::http::AgentId;
use crate::secrecy::Secrets;
use crate::step::Purpose;

/// Reads the agent.
pub(crate) async fn read_agent(
    session: &Session<'_>,
    id: &AgentId,
    purpose: Purpose,
) -> Result<Agent, Error> {
    let route = session.link.platform().facts().agent_route(id);
    let answer = session.ask(purpose, &route).await?;
    match agent_in(session, id, purpose, &answer) {
        Err(error) => Err(told_by_second_read(session, id, purpose, error).await),
        read => read,
    }
}

/// Where a platform's 404 to a read is the same for a missing agent and for a route that is not there, another read tells.
pub(super) async fn told_by_second_read(
    session: &Session<'_>,
    id: &AgentId,
    purpose: Purpose,
    error: Error,
) -> Error {
    let Some(second) = &session.link.platform().facts().extras.second_read else { return error };
    if (error.status, error.code) != (Some(404), ErrorCode::WrongEndpoint) {
        return error;
    }
    match session.ask_well(purpose, &second.of(id)).await {
        Err(told) if matches!(told.code, ErrorCode::NotFound | ErrorCode::Aborted) => told,
        _ => error,
    }
}

/// The agent in an answer. Only one that holds this very agent counts.
pub(super) fn agent_in(
    session: &Session<'_>,
    id: &AgentId,
    purpose: Purpose,
    answer: &Answer,
) -> Result<Agent, Error> {
    session.check(purpose, answer)?;
    match answer.body().and_then(|body| session.link.platform().read_agent(body)) {
        Some(agent) if id.names(&agent.id) => Ok(session.without_credential(agent)),
        _ => Err(session.unreadable(purpose, answer)),
    }
}

/// Stops the agent. One that is stopped already is left so.
pub(crate) async fn stop_agent(session: &Session<'_>, id: &AgentId) -> Result<(), Error> {
    let platform = session.link.platform();
    let Some(route) = platform.facts().stop_route(id) else {
        let title = platform.facts().title;
        let message = format!("{title} has no way to stop an agent (capabilities.stop is false)");
        return Err(session.link.input_error(Some(id.as_str()), message));
    };
    let error = match session.ask_well(Purpose::Stop, &route).await {
        Err(error) if error.code == ErrorCode::NotFound => error,
        stopped => return stopped.map(drop),
    };
    // elizaOS answers the stop of a stopped agent with the bytes of a missing one.
    match read_agent(session, id, Purpose::Get).await {
        Ok(agent) if !platform.is_in_use(&agent) => Ok(()),
        Ok(_) => {
            let reason = "the platform says that it is not there to stop, and yet it runs";
            Err(session.found(Purpose::Stop, ErrorCode::Conflict, reason))
        }
        Err(read) if read.code == ErrorCode::NotFound => Err(error),
        Err(read) => Err(read),
    }
}

/// So many pages in a row may bring nothing new before a counted list is over: it has no reason to send a single one.
const MOST_FRUITLESS_COUNTED: u32 = 10;

/// The agents of a platform, in its own order.
pub(crate) struct Listing {
    options: ListOptions,
    /// The page that is wanted next.
    query: PageQuery,
    cursors: Cursors,
    /// The agents that were given out.
    known: Known,
    secrets: Secrets,
    /// There is no further page, or there was an error.
    over: bool,
}

impl Listing {
    pub(crate) fn new(link: &Connection, options: ListOptions) -> Result<Self, Error> {
        let facts = link.platform().facts();
        if !facts.capabilities.list {
            let message = format!("{} has no way to list agents (capabilities.list is false)", facts.title);
            return Err(link.input_error(None, message));
        }
        if options.page_size.is_some_and(|size| !(1..=100).contains(&size)) {
            return Err(link.input_error(None, "pageSize must be a whole number from 1 to 100"));
        }
        let is_moved = link.platform().facts().list.is_moved_by_deletions();
        let cursors = if is_moved { Cursors::of_whole() } else { Cursors::default() };
        let query = PageQuery { size: options.page_size, search: options.search.clone(), cursor: None };
        Ok(Self {
            options,
            query,
            cursors,
            known: Known::default(),
            secrets: Secrets::default(),
            over: false,
        })
    }

    pub(crate) fn is_over(&self) -> bool {
        self.over
    }

    pub(crate) fn end(&mut self) {
        self.over = true;
    }

    /// The agents of the next page, which may be none; `None` after the last. One that is not waited for to its end is the
    /// last, and so is one that fails.
    pub(crate) async fn next_page(&mut self, link: &Connection) -> Option<Result<Vec<Agent>, Error>> {
        if std::mem::replace(&mut self.over, true) {
            return None;
        }
        // Each page has a receipt of its own.
        let secrets = std::mem::take(&mut self.secrets);
        let session = Session::new(link, None, &self.options.call).hiding(secrets);
        let page = session.with_receipt(self.ask_for_all_that_moves(&session).await);
        self.secrets = session.into_secrets();
        self.over = page.is_err() || self.cursors.next.is_none();
        Some(page)
    }

    /// The next page, or all of them where they are counted.
    async fn ask_for_all_that_moves(&mut self, session: &Session<'_>) -> Result<Vec<Agent>, Error> {
        let mut all = self.ask(session).await?;
        while session.link.platform().facts().list.is_moved_by_deletions() && self.cursors.next.is_some() {
            all.append(&mut self.ask(session).await?);
        }
        Ok(all)
    }

    /// The agents of the next page that were on none before. Pages that bring nothing new end the list, for they might go on for
    /// ever: a server that does not heed the number gives the same one again and again.
    async fn ask(&mut self, session: &Session<'_>) -> Result<Vec<Agent>, Error> {
        let platform = session.link.platform();
        let answer = session.ask_well(Purpose::List, &platform.facts().list_route(&self.query)).await?;
        let page = answer.body().and_then(|body| platform.read_page(&self.query, body));
        let Page { mut agents, next } = page.ok_or_else(|| session.unreadable(Purpose::List, &answer))?;
        agents.retain(|agent| self.known.is_new(&agent.id));
        let list = &platform.facts().list;
        let most_fruitless =
            if list.is_moved_by_deletions() { MOST_FRUITLESS_COUNTED } else { MOST_FRUITLESS };
        let rows = self.known.count();
        if list.restarts() {
            // It may come by the same pages again, and so by the same cursors.
            self.cursors.forget();
        }
        self.cursors.follow(session, Purpose::List, next, rows)?;
        if self.cursors.fruitless >= most_fruitless {
            self.cursors.next = None;
        }
        self.query.cursor.clone_from(&self.cursors.next);
        // A platform that searches by itself may search more than names, and a proxy may drop the question.
        if let Some(search) = &self.query.search {
            let search = search.to_ascii_lowercase();
            agents.retain(|agent| {
                agent.name.as_ref().is_some_and(|name| name.to_ascii_lowercase().contains(&search))
            });
        }
        let agents = agents.into_iter().map(|agent| session.without_credential(agent));
        Ok(agents.collect())
    }
}
