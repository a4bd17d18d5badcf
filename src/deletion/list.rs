//! Listing agents, a page at a time, each asked for when it is wanted.

use super::action::{Driver, Event, Item, Key, Machine, Moment, WHOLE};
use super::attempts::Attempts;
use super::cursors::Cursors;
use super::session::Answered;
use super::{Connection, Session, Terms};
use crate::agent::Agent;
use crate::backend::{Page, PageQuery};
use crate::error::Error;
use crate::step::Purpose;
use crate::text::Text;
use alloc::boxed::Box;
use alloc::rc::Rc;
use alloc::vec::Vec;

/// The agents of a platform, in its own order.
pub(crate) struct Listing {
    session: Session,
    /// The page that is wanted next.
    query: PageQuery,
    cursors: Cursors,
    question: Option<Box<Attempts>>,
    /// There is no further page.
    over: bool,
}

impl Listing {
    pub(crate) fn new(
        link: Rc<Connection>,
        page_size: Option<u32>,
        search: Option<Text>,
        terms: Terms,
    ) -> Result<Box<Self>, Error> {
        if page_size.is_some_and(|size| !(1..=100).contains(&size)) {
            return Err(link.input_error(None, "pageSize must be a whole number from 1 to 100"));
        }
        let query = PageQuery { size: page_size, search, cursor: None };
        let session = Session::new(link, None, terms);
        Ok(Box::new(Self { session, query, cursors: Cursors::default(), question: None, over: false }))
    }

    /// Goes on with the question for a page; begins it where none is asked. The page, once it is there.
    fn go_on(&mut self, mut event: Event) -> Option<Result<Vec<Agent>, Error>> {
        let session = &mut self.session;
        let question = self.question.get_or_insert_with(|| {
            let route = session.link.platform().facts().list_route(&self.query);
            session.question(Purpose::List, route)
        });
        loop {
            if let Some(answered) = question.next(session, event) {
                self.question = None;
                return Some(self.take_in(answered));
            }
            event = session.cut_off()?;
        }
    }

    fn take_in(&mut self, answered: Answered) -> Result<Vec<Agent>, Error> {
        let answer = answered?;
        let session = &self.session;
        session.check(Purpose::List, &answer)?;
        let platform = session.link.platform();
        let page = answer.body().and_then(|body| platform.read_page(&self.query, body));
        let Page { mut agents, next } = page.ok_or_else(|| session.unreadable(Purpose::List, &answer))?;
        self.cursors.follow(session, Purpose::List, next)?;
        self.query.cursor.clone_from(&self.cursors.next);
        self.over = self.query.cursor.is_none();
        if !platform.facts().searches()
            && let Some(search) = &self.query.search
        {
            keep_named(&mut agents, search);
        }
        Ok(agents)
    }
}

/// Drops all agents that don't have this in their name.
fn keep_named(agents: &mut Vec<Agent>, search: &str) {
    let is_wanted = |part: &[u8]| part.eq_ignore_ascii_case(search.as_bytes());
    let mut kept = 0;
    while let Some(agent) = agents.get(kept) {
        let name = agent.name.as_ref().filter(|_| !search.is_empty());
        if name.is_some_and(|name| name.as_bytes().windows(search.len()).any(is_wanted)) {
            kept += 1;
        } else {
            agents.remove(kept);
        }
    }
}

impl Machine for Listing {
    fn next(&mut self, key: Key, event: Event, moment: Moment, driver: &mut dyn Driver) {
        if !self.session.hear(key, &event, moment, driver) {
            return;
        }
        if self.over {
            return driver.end(None);
        }
        let page = self.go_on(event);
        self.session.report(key, driver);
        match page {
            None => {}
            Some(Ok(agents)) => {
                // Each page has a receipt of its own.
                self.session.receipt();
                driver.give(WHOLE, Item::Agents(Box::new(agents)));
            }
            Some(Err(error)) => driver.end(Some(self.session.ended_by(error))),
        }
    }
}
