//! What hangs on an agent, from every page of the platform's lists: its sessions and its threads.
//!
//! A list of threads is asked for by the agent's id, and a proxy may drop that: then every thread of the workspace comes, and
//! looks like this agent's. So where a thread does not itself name its agent, the same list is asked for an agent that can't
//! exist. Unless that comes back empty, the filter is not heeded, and nothing may be deleted.

use super::Session;
use super::cursors::Cursors;
use super::flow::{Flow, Stop};
use super::rounds::{Round, Rounds};
use super::session::Answered;
use super::value::Value;
use crate::backend::{Answer, Platform, Threads};
use crate::error::Error;
use crate::error_code::ErrorCode;
use crate::http::{AgentId, Json, Method, Route};
use crate::step::Purpose;
use crate::text::Text;
use alloc::boxed::Box;
use alloc::rc::Rc;
use alloc::vec::Vec;

/// The threads that are known to be this agent's.
pub(super) struct OwnThreads {
    pub(super) ids: Vec<AgentId>,
    /// The list that had to show that it heeds the agent's id; `None` where every thread names its agent.
    pub(super) control: Option<&'static str>,
}

/// How many sessions keep the agent in use.
pub(super) fn count_sessions(flow: &Flow) -> Result<usize, Stop> {
    let take = |value: &_| if let Value::Count(count) = value { Some(*count) } else { None };
    flow.ask_in_rounds(take, || Pages::new(flow, true, flow.platform.facts().extras.session_lists))
}

/// Every thread of the agent, from each of the platform's lists. Fails where they may be another agent's.
pub(super) fn threads(flow: &Flow) -> Result<Rc<OwnThreads>, Stop> {
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
    threads: Threads,
    /// The list that is asked for an agent that can't exist, once all have been read.
    control: Option<&'static str>,
    /// Whether that list was empty, as it must be.
    controlled: bool,
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
            threads: Threads::default(),
            control: None,
            controlled: false,
            lists,
            cursors: Cursors::default(),
        })
    }

    /// Where the next page is.
    fn route(&self, platform: &dyn Platform) -> Option<Route> {
        let Some(list) = self.lists.first() else {
            return self.control.filter(|_| !self.controlled).map(control_route);
        };
        let parameter = platform.facts().extras.cursor_parameter;
        Some(Route::from(list, &self.id, parameter, self.cursors.next.as_deref()))
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

/// The list, for an agent that can't exist.
pub(super) fn control_route(list: &'static str) -> Route {
    Route::of(Method::Get, list, &AgentId::nil())
}

/// Fails unless the list for an agent that can't exist is empty.
fn check_control(session: &Session, answer: &Answer) -> Result<(), Error> {
    session.check(Purpose::List, answer)?;
    let mut found = Threads::default();
    let read = |body| session.link.platform().read_threads(&AgentId::nil(), body, &mut found);
    let next = answer.body().and_then(read);
    if next.is_some_and(|next| next.is_empty()) && found.ids.is_empty() {
        return Ok(());
    }
    let reason = "its list of threads does not heed the agent's id, so they may be another agent's; nothing was deleted";
    let error = session.found(Purpose::List, ErrorCode::UnexpectedResponse, reason);
    Err(error.with_hint("A proxy in between may drop the query (?agent_id=…): let it pass the query on, or delete without cascade."))
}

impl Rounds for Pages {
    fn next(&mut self, session: &Session) -> Round {
        match self.route(session.link.platform()) {
            Some(route) => Round::Ask(session.question(Purpose::List, route)),
            None if self.of_sessions => Round::End(Value::Count(self.in_use)),
            None => {
                let ids = core::mem::take(&mut self.threads.ids);
                Round::End(Value::Threads(Rc::new(OwnThreads { ids, control: self.control })))
            }
        }
    }

    fn take_in(&mut self, session: &Session, answered: Answered) -> Result<(), Error> {
        let answer = answered?;
        if self.lists.is_empty() {
            self.controlled = true;
            return check_control(session, &answer);
        }
        session.check(Purpose::List, &answer)?;
        let next = answer.body().and_then(|body| self.page(session.link.platform(), body));
        let next = next.ok_or_else(|| session.unreadable(Purpose::List, &answer))?;
        self.cursors.follow(session, Purpose::List, next)?;
        if self.threads.by_filter_alone && self.control.is_none() {
            self.control = self.lists.first().copied();
        }
        if self.cursors.next.is_none() {
            self.lists = self.lists.get(1..).unwrap_or_default();
        }
        Ok(())
    }
}
