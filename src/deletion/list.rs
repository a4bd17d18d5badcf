//! Listing agents, a page at a time, each fetched when it is reached.

use super::cursors::Cursors;
use super::{Connection, ListOptions, Session};
use crate::agent::Agent;
use crate::backend::{Answer, Page, PageQuery};
use crate::error::Error;
use crate::http::Transport;
use crate::step::Purpose;
use crate::text::contains;
use alloc::collections::VecDeque;
use alloc::rc::Rc;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

/// The agents of a platform, in its own order. Nothing is asked before the first [`next`](Self::next).
pub struct AgentList<T> {
    link: Rc<Connection<T>>,
    options: ListOptions,
    /// The rest of the page.
    fetched: VecDeque<Agent>,
    /// The next page; `None` after the last.
    query: Option<PageQuery>,
    cursors: Cursors,
}

impl<T: Transport> AgentList<T> {
    pub(crate) fn new(link: Rc<Connection<T>>, options: ListOptions) -> Result<Self, Error> {
        if options.page_size.is_some_and(|size| !(1..=100).contains(&size)) {
            return Err(link.input_error(None, "pageSize must be a whole number from 1 to 100"));
        }
        let query = PageQuery { size: options.page_size, search: options.search.clone(), cursor: None };
        let cursors = Cursors::default();
        Ok(Self { link, options, fetched: VecDeque::new(), query: Some(query), cursors })
    }

    /// The next agent; `None` after the last. After an error there is nothing more.
    pub async fn next(&mut self) -> Option<Result<Agent, Error>> {
        while self.fetched.is_empty() {
            match self.next_page().await? {
                Ok(page) => self.fetched = page.into(),
                Err(error) => return Some(Err(error)),
            }
        }
        self.fetched.pop_front().map(Ok)
    }

    /// The agents of the next page, which may be none; `None` after the last. After an error there is nothing more.
    pub async fn next_page(&mut self) -> Option<Result<Vec<Agent>, Error>> {
        let query = self.query.take()?;
        let (link, call) = (Rc::clone(&self.link), self.options.call.clone());
        let session = Session::new(&*link, &call, None);
        let answered = session.ask(Purpose::List, link.platform().facts().list_route(&query)).await;
        let page = answered.and_then(|answer| self.take_in(&session, query, &answer));
        Some(page.map_err(|error| session.ended_by(error)))
    }

    /// Ends the list: no further page is fetched.
    pub fn close(&mut self) {
        self.fetched.clear();
        self.query = None;
    }

    fn take_in(
        &mut self,
        session: &Session<'_>,
        query: PageQuery,
        answer: &Answer,
    ) -> Result<Vec<Agent>, Error> {
        session.check(Purpose::List, answer)?;
        let platform = session.link.platform();
        let page = answer.body().and_then(|body| platform.read_page(&query, body));
        let Page { mut agents, next } = page.ok_or_else(|| session.unreadable(Purpose::List, answer))?;
        let next = self.cursors.follow(session, Purpose::List, next)?;
        self.query = next.map(|cursor| PageQuery { cursor: Some(cursor), ..query });
        let search = self.options.search.as_deref();
        if let Some(search) = search.filter(|_| !platform.facts().searches()) {
            let wanted = search.to_ascii_lowercase();
            let holds = |name: &String| contains(&name.to_ascii_lowercase(), &wanted);
            agents.retain(|agent| agent.name.as_ref().is_some_and(holds));
        }
        Ok(agents)
    }
}

impl<T> fmt::Debug for AgentList<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AgentList").field("fetched", &self.fetched.len()).field("next", &self.query).finish()
    }
}
