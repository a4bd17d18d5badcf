//! What hangs on an agent, from every page of the platform's lists: its sessions and its threads.

use super::Session;
use super::conversation::Conversation;
use super::cursors::Cursors;
use super::event::Value;
use super::flow::Flow;
use super::rounds::Rounds;
use super::session::Answered;
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
    match flow.past() {
        Some(Ok(Value::Count(count))) => Poll::Ready(Ok(count)),
        Some(Err(error)) => Poll::Ready(Err(error)),
        _ => flow.begin_rounds(Pages::new(flow.id, None)),
    }
}

/// Every thread of the agent, from each of the platform's lists.
pub(super) fn threads(flow: &Flow<'_>) -> Poll<Result<Rc<Vec<AgentId>>, Error>> {
    match flow.past() {
        Some(Ok(Value::Threads(threads))) => Poll::Ready(Ok(threads)),
        Some(Err(error)) => Poll::Ready(Err(error)),
        _ => flow.begin_rounds(Pages::new(flow.id, Some(flow.platform.thread_lists()))),
    }
}

/// The pages of these lists of threads; without any, of the sessions.
struct Pages<'s> {
    id: &'s AgentId,
    lists: Option<&'static [&'static str]>,
    /// The list that is read.
    at: usize,
    cursors: Cursors,
    /// Of the next page.
    cursor: Option<String>,
    threads: Vec<AgentId>,
    in_use: usize,
}

impl<'s> Pages<'s> {
    fn new(id: &'s AgentId, lists: Option<&'static [&'static str]>) -> Box<Self> {
        let (cursors, cursor, threads) = (Cursors::default(), None, Vec::new());
        Box::new(Self { id, lists, at: 0, cursors, cursor, threads, in_use: 0 })
    }

    /// Takes in a page, and gives the cursor of the next.
    fn page(&mut self, session: &Session<'_>, body: &Json) -> Option<Option<String>> {
        let platform = session.link.platform();
        if self.lists.is_none() {
            let page = platform.read_sessions(body)?;
            self.in_use += page.in_use;
            return Some(page.next);
        }
        let (ids, next) = platform.read_threads(self.id, body)?;
        self.threads.extend(ids);
        Some(next)
    }
}

impl<'s> Rounds<'s> for Pages<'s> {
    fn next(&mut self, session: &'s Session<'s>) -> Option<Conversation<'s>> {
        let platform = session.link.platform();
        while let Some(list) = self.lists.unwrap_or(&[""]).get(self.at) {
            let cursor = self.cursor.as_deref();
            let route = match self.lists {
                Some(_) => platform.threads_route(self.id, list, cursor),
                None => platform.sessions_route(self.id, cursor),
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
        let next = answer.body().and_then(|body| self.page(session, body));
        let next = next.ok_or_else(|| session.unreadable(Purpose::List, &answer))?;
        self.cursor = self.cursors.follow(session, Purpose::List, next)?;
        if self.cursor.is_none() {
            self.cursors = Cursors::default();
            self.at += 1;
        }
        Ok(())
    }

    fn end(self: Box<Self>, _session: &'s Session<'s>) -> Value {
        match self.lists {
            Some(_) => Value::Threads(Rc::new(self.threads)),
            None => Value::Count(self.in_use),
        }
    }
}
