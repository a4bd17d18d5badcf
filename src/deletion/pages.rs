//! What hangs on an agent, from every page of the platform's lists: its sessions and its threads.

use super::Session;
use super::cursors::Cursors;
use super::flow::{Flow, Stop};
use super::rounds::{Round, Rounds};
use super::session::Answered;
use super::value::Value;
use crate::backend::Platform;
use crate::error::Error;
use crate::http::{AgentId, Json, Route};
use crate::step::Purpose;
use crate::text::Text;
use alloc::boxed::Box;
use alloc::rc::Rc;
use alloc::vec::Vec;

/// How many sessions keep the agent in use.
pub(super) fn count_sessions(flow: &Flow) -> Result<usize, Stop> {
    let take = |value: &_| if let Value::Count(count) = value { Some(*count) } else { None };
    flow.ask_in_rounds(take, || Pages::new(flow, true, flow.platform.facts().extras.session_lists))
}

/// Every thread of the agent, from each of the platform's lists.
pub(super) fn threads(flow: &Flow) -> Result<Rc<Vec<AgentId>>, Stop> {
    let take = |value: &_| if let Value::Threads(threads) = value { Some(Rc::clone(threads)) } else { None };
    flow.ask_in_rounds(take, || Pages::new(flow, false, flow.platform.facts().extras.thread_lists))
}

/// The pages of some lists.
struct Pages {
    id: AgentId,
    /// Whether sessions are listed, not threads.
    of_sessions: bool,
    /// How many of the sessions are in use, as far as they have been read.
    in_use: usize,
    threads: Vec<AgentId>,
    /// Where those are that are left, the one that is read first among them.
    lists: &'static [&'static str],
    cursors: Cursors,
}

impl Pages {
    fn new(flow: &Flow, of_sessions: bool, lists: &'static [&'static str]) -> Box<Self> {
        Box::new(Self {
            id: flow.id.clone(),
            of_sessions,
            in_use: 0,
            threads: Vec::new(),
            lists,
            cursors: Cursors::default(),
        })
    }

    /// Where the next page is.
    fn route(&self, platform: &dyn Platform) -> Option<Route> {
        let parameter = platform.facts().extras.cursor_parameter;
        Some(Route::from(self.lists.first()?, &self.id, parameter, self.cursors.next.as_deref()))
    }

    /// Takes in a page, and gives the cursor of the next; empty on the last.
    fn page(&mut self, platform: &dyn Platform, body: &Json) -> Option<Text> {
        if self.of_sessions {
            platform.read_sessions(body, &mut self.in_use)
        } else {
            platform.read_threads(&self.id, body, &mut self.threads)
        }
    }
}

impl Rounds for Pages {
    fn next(&mut self, session: &Session) -> Round {
        match self.route(session.link.platform()) {
            Some(route) => Round::Ask(session.question(Purpose::List, route)),
            None if self.of_sessions => Round::End(Value::Count(self.in_use)),
            None => Round::End(Value::Threads(Rc::new(core::mem::take(&mut self.threads)))),
        }
    }

    fn take_in(&mut self, session: &Session, answered: Answered) -> Result<(), Error> {
        let answer = answered?;
        session.check(Purpose::List, &answer)?;
        let next = answer.body().and_then(|body| self.page(session.link.platform(), body));
        let next = next.ok_or_else(|| session.unreadable(Purpose::List, &answer))?;
        self.cursors.follow(session, Purpose::List, next)?;
        if self.cursors.next.is_none() {
            self.lists = self.lists.get(1..).unwrap_or_default();
        }
        Ok(())
    }
}
