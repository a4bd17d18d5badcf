//! Listing agents, a page at a time, each fetched when it is reached.

use super::cursors::Cursors;
use super::{Connection, ListOptions, Session};
use crate::agent::Agent;
use crate::backend::{Answer, PageQuery};
use crate::error::Error;
use crate::http::Transport;
use crate::step::Purpose;
use crate::text::contains;
use alloc::rc::Rc;
use alloc::vec::Vec;
use core::fmt;

/// The agents of a platform, in its own order. Nothing is asked before the first [`next`](Self::next).
pub struct AgentList<T> {
    link: Rc<Connection<T>>,
    options: ListOptions,
    /// The rest of the page, backwards.
    fetched: Vec<Agent>,
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
        Ok(Self { link, options, fetched: Vec::new(), query: Some(query), cursors })
    }

    /// The next agent; `None` after the last. After an error there is nothing more.
    pub async fn next(&mut self) -> Option<Result<Agent, Error>> {
        loop {
            if let Some(agent) = self.fetched.pop() {
                return Some(Ok(agent));
            }
            let query = self.query.take()?;
            let (link, call) = (Rc::clone(&self.link), self.options.call.clone());
            let session = Session::new(&*link, &call, None);
            let answered = session.ask(Purpose::List, link.platform().list_route(&query)).await;
            if let Err(error) = answered.and_then(|answer| self.take_in(&session, query, &answer)) {
                return Some(Err(session.ended_by(error)));
            }
        }
    }

    /// Ends the list: no further page is fetched.
    pub fn close(&mut self) {
        self.fetched.clear();
        self.query = None;
    }

    fn take_in(&mut self, session: &Session<'_>, query: PageQuery, answer: &Answer) -> Result<(), Error> {
        session.check(Purpose::List, answer)?;
        let platform = session.link.platform();
        let page = answer.body().and_then(|body| platform.read_page(&query, body));
        let page = page.ok_or_else(|| session.unreadable(Purpose::List, answer))?;
        let next = self.cursors.follow(session, Purpose::List, page.next)?;
        self.query = next.map(|cursor| PageQuery { cursor: Some(cursor), ..query });
        let search = self.options.search.as_deref().filter(|_| !platform.searches());
        let wanted = search.map(str::to_ascii_lowercase);
        let holds = |agent: &Agent| match &wanted {
            Some(text) => agent.name.as_ref().is_some_and(|name| contains(&name.to_ascii_lowercase(), text)),
            None => true,
        };
        self.fetched = page.agents;
        self.fetched.retain(holds);
        self.fetched.reverse();
        Ok(())
    }
}

impl<T> fmt::Debug for AgentList<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AgentList").field("fetched", &self.fetched.len()).field("next", &self.query).finish()
    }
}
