//! What hangs on an agent, from every page of the platform's lists: its sessions and its threads.

use super::Session;
use super::attempts::Attempts;
use super::cursors::Cursors;
use super::event::Value;
use super::flow::Flow;
use super::rounds::Rounds;
use super::session::Answered;
use crate::backend::Platform;
use crate::error::Error;
use crate::http::{AgentId, Json};
use crate::step::Purpose;
use alloc::boxed::Box;
use alloc::rc::Rc;
use alloc::string::String;
use alloc::vec::Vec;
use core::task::Poll;

/// How many sessions keep the agent in use.
pub(super) fn count_sessions(flow: &Flow<'_>) -> Poll<Result<usize, Error>> {
    let take = |value| if let Value::Count(count) = value { Some(count) } else { None };
    flow.ask_in_rounds(take, || Pages::new(flow.id, Found::Sessions(0), &[""]))
}

/// Every thread of the agent, from each of the platform's lists.
pub(super) fn threads(flow: &Flow<'_>) -> Poll<Result<Rc<Vec<AgentId>>, Error>> {
    let take = |value| if let Value::Threads(threads) = value { Some(threads) } else { None };
    flow.ask_in_rounds(take, || Pages::new(flow.id, Found::Threads(Vec::new()), flow.platform.thread_lists()))
}

/// The pages of some lists.
struct Pages<'s> {
    id: &'s AgentId,
    found: Found,
    /// Sessions are in one, which has no name.
    lists: &'static [&'static str],
    /// The list that is read.
    at: usize,
    cursors: Cursors,
    /// Of the next page.
    cursor: Option<String>,
}

/// What is listed, as far as it has been read.
enum Found {
    /// How many are in use.
    Sessions(usize),
    Threads(Vec<AgentId>),
}

impl<'s> Pages<'s> {
    fn new(id: &'s AgentId, found: Found, lists: &'static [&'static str]) -> Box<Self> {
        Box::new(Self { id, found, lists, at: 0, cursors: Cursors::default(), cursor: None })
    }

    /// Takes in a page, and gives the cursor of the next.
    fn page(&mut self, platform: &dyn Platform, body: &Json) -> Option<Option<String>> {
        match &mut self.found {
            Found::Sessions(in_use) => {
                let page = platform.read_sessions(body)?;
                *in_use += page.in_use;
                Some(page.next)
            }
            Found::Threads(threads) => {
                let (ids, next) = platform.read_threads(self.id, body)?;
                threads.extend(ids);
                Some(next)
            }
        }
    }
}

impl<'s> Rounds<'s> for Pages<'s> {
    fn next(&mut self, session: &'s Session<'s>) -> Option<Attempts<'s>> {
        let platform = session.link.platform();
        while let Some(list) = self.lists.get(self.at) {
            let cursor = self.cursor.as_deref();
            let route = match self.found {
                Found::Sessions(_) => platform.sessions_route(self.id, cursor),
                Found::Threads(_) => platform.threads_route(self.id, list, cursor),
            };
            if let Some(route) = route {
                return Some(session.ask(Purpose::List, route));
            }
            self.at += 1;
        }
        None
    }

    fn take_in(&mut self, session: &'s Session<'s>, answered: Answered) -> Result<(), Error> {
        let answer = answered?;
        session.check(Purpose::List, &answer)?;
        let next = answer.body().and_then(|body| self.page(session.link.platform(), body));
        let next = next.ok_or_else(|| session.unreadable(Purpose::List, &answer))?;
        self.cursor = self.cursors.follow(session, Purpose::List, next)?;
        if self.cursor.is_none() {
            self.cursors = Cursors::default();
            self.at += 1;
        }
        Ok(())
    }

    fn end(self: Box<Self>, _session: &'s Session<'s>) -> Value {
        match self.found {
            Found::Sessions(in_use) => Value::Count(in_use),
            Found::Threads(threads) => Value::Threads(Rc::new(threads)),
        }
    }
}
