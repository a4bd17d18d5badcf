//! Many deletions at once: every id once, a bounded number at a time, each with exactly one result.

use super::action::{Driver, Event, Item, Key, Machine, Moment, WHOLE, Work};
use super::connection::shown;
use super::errors::whole_millis;
use super::pace::Pace;
use super::seen::Seen;
use super::{Call, Connection, Deletion, DeletionResult, GivenId, Outcome, Progress, Task, Wishes};
use crate::error::Error;
use crate::error_code::ErrorCode;
use crate::http::{AgentId, Cause};
use crate::text::{Text, fill};
use alloc::boxed::Box;
use alloc::rc::Rc;
use alloc::vec::Vec;

/// What is wished of a bulk.
pub(crate) struct ManyWishes {
    /// How many deletions run at once, at most.
    pub(crate) concurrency: usize,
    /// Whether the first failure stops the rest.
    pub(crate) stop_on_error: bool,
    /// How many ids there are, duplicates included, where that is known beforehand.
    pub(crate) total: Option<u32>,
    /// Whether the source never has to wait. After an abort such a source is read to its end, so that every id gets its
    /// result; another is closed, for it might never go on.
    pub(crate) is_immediate: bool,
    /// Whether progress is to be told.
    pub(crate) watched: bool,
    /// For each deletion.
    pub(crate) each: Wishes,
}

/// A bulk deletion.
///
/// At most `concurrency` ids are under way or waiting to be taken, so a slow reader slows it down and its memory does
/// not grow, but for 16 bytes an id by which duplicates are known.
pub(crate) struct Many {
    link: Rc<Connection>,
    wishes: ManyWishes,
    pace: Pace,
    seen: Seen,
    /// Why the caller aborts.
    aborted: Option<Cause>,
    /// Whether a failure stops the rest.
    failed: bool,
    progress: Progress,
    /// In the order of their keys.
    #[expect(clippy::vec_box, reason = "a flight is large, and its place changes")]
    flights: Vec<Box<Flight>>,
    last_key: Key,
    /// Whether the source has been asked.
    pulling: bool,
    /// Whether the source may have more.
    more: bool,
    /// Whether nobody reads the results any more.
    closed: bool,
    /// Results given, and not yet taken.
    waiting: usize,
    /// The source's own.
    failure: Option<Error>,
    moment: Moment,
}

/// A deletion under way.
struct Flight {
    key: Key,
    /// As it was given.
    agent_id: Text,
    call: Call,
    turn: Turn,
    /// Whether it rests while it waits for its turn.
    rests: bool,
}

/// A deletion's place among those that may have a request under way.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Turn {
    /// It needs none now.
    None,
    /// It waits for one.
    Wanted,
    /// It waits for the end of a pause first.
    Paused,
    Taken,
}

impl Many {
    pub(crate) fn new(link: Rc<Connection>, wishes: ManyWishes) -> Result<Box<Self>, Error> {
        if wishes.concurrency == 0 {
            return Err(link.input_error(None, "concurrency must be a whole number from 1"));
        }
        Ok(Box::new(Self {
            link,
            pace: Pace::new(wishes.concurrency),
            seen: Seen::default(),
            aborted: None,
            failed: false,
            progress: Progress { total: wishes.total, ..Progress::default() },
            flights: Vec::new(),
            last_key: WHOLE,
            pulling: false,
            more: true,
            closed: false,
            waiting: 0,
            failure: None,
            moment: Moment::default(),
            wishes,
        }))
    }

    /// Takes in what is about the bulk as a whole.
    fn take(&mut self, event: Event, driver: &mut dyn Driver) {
        match event {
            Event::Id(Some(given)) => {
                self.pulling = false;
                self.take_id(*given, driver);
            }
            Event::Id(None) => {
                self.pulling = false;
                self.more = false;
                self.progress.total = Some(self.progress.settled + self.flights.len() as u32);
            }
            Event::Threw(cause) => {
                self.pulling = false;
                self.more = false;
                let message = fill("ids failed while it was read ({})", &[cause.text()]);
                self.failure = Some(self.link.input_error(None, message).with_cause(Some(cause)));
            }
            Event::Aborted(cause) => self.abort(cause, driver),
            Event::Taken => self.waiting = self.waiting.saturating_sub(1),
            Event::Closed => {
                self.closed = true;
                self.abort(Cause::new("the results are no longer read"), driver);
            }
            _ => {}
        }
    }

    /// Lets those under way go on as far as they can, and asks for another id.
    fn go_on(&mut self, driver: &mut dyn Driver) {
        self.give_turns(driver);
        if self.more {
            self.ask_source(driver);
        }
        if !self.more && self.flights.is_empty() {
            driver.end(self.failure.take());
        }
    }

    /// Asks for another id if there is room for it, and for no more if they could be waited for in vain.
    fn ask_source(&mut self, driver: &mut dyn Driver) {
        let is_stopped = self.failed || self.aborted.is_some();
        if self.closed || (is_stopped && !self.wishes.is_immediate) {
            // What the source is about to give is given, and gets its result, if it comes while others are under way.
            if !self.pulling || self.flights.is_empty() {
                if self.pulling {
                    driver.drop(WHOLE);
                }
                self.more = false;
                driver.close_source();
            }
        } else if !self.pulling && self.flights.len() + self.waiting < self.pace.limit() {
            self.pulling = true;
            driver.start(WHOLE, Work::Pull, None);
        }
    }

    fn abort(&mut self, cause: Cause, driver: &mut dyn Driver) {
        if self.aborted.is_some() {
            return;
        }
        self.aborted = Some(cause.clone());
        let mut last = WHOLE;
        // Any of them may end by it.
        while let Some(key) = self.flights.iter().map(|flight| flight.key).find(|key| *key > last) {
            self.fly(key, Event::Aborted(cause.clone()), driver);
            last = key;
        }
    }

    /// Starts a deletion, or settles the id at once where there is nothing to start.
    fn take_id(&mut self, given: GivenId, driver: &mut dyn Driver) {
        let text = match given {
            GivenId::Text(text) => text,
            GivenId::NotText(kind) => {
                let error = self.link.input_error(None, fill("an id must be a string, not {}", &[&kind]));
                return self.settle(WHOLE, Text::default(), Err(error), driver);
            }
        };
        let id = self.link.backend().agent_id(&text);
        if !self.seen.is_new(id.as_ref().map_or(&text, AgentId::as_str), self.moment.random) {
            return;
        }
        let mut pause = None;
        let (code, reason) = if self.aborted.is_some() {
            (ErrorCode::Aborted, "the call was aborted before its turn")
        } else if self.failed {
            (ErrorCode::Cancelled, "an earlier failure stopped the rest")
        } else if let Some(id) = id {
            pause = self.pace.refusal_at(self.moment.now);
            if pause.is_none() {
                return self.start(text, id, driver);
            }
            (ErrorCode::RateLimited, "the platform asked for a long pause")
        } else {
            let error = self.link.id_error(&text);
            return self.settle(WHOLE, text, Err(error), driver);
        };
        let mut error = self.unstarted(code, &text, reason);
        error.cause = self.aborted.clone();
        error.retry_after = pause.map(whole_millis);
        self.settle(WHOLE, text, Err(error), driver);
    }

    fn unstarted(&self, code: ErrorCode, agent_id: &str, reason: &str) -> Error {
        let title = self.link.platform().facts().title;
        let message = fill("{} was not asked to delete agent {}: {}", &[title, &shown(agent_id), reason]);
        let mut error = Error::new(code, message).of_backend(self.link.backend());
        error.agent_id = Some(Text::from(agent_id));
        error
    }

    fn start(&mut self, agent_id: Text, id: AgentId, driver: &mut dyn Driver) {
        self.last_key += 1;
        let mut call = Call::new(Rc::clone(&self.link), Task::Delete, id, self.wishes.each);
        call.session().paced = true;
        self.flights.push(Box::new(Flight {
            key: self.last_key,
            agent_id,
            call,
            turn: Turn::None,
            rests: false,
        }));
        self.fly(self.last_key, Event::Begin, driver);
    }

    /// Tells a deletion under way of an event.
    fn fly(&mut self, key: Key, event: Event, driver: &mut dyn Driver) {
        let Some(place) = self.flights.iter().position(|flight| flight.key == key) else { return };
        let Some(flight) = self.flights.get_mut(place) else { return };
        match event {
            Event::TimedOut if flight.turn == Turn::Paused => {
                (flight.turn, flight.rests) = (Turn::Wanted, false);
                return;
            }
            // That was all the time there was.
            Event::TimedOut if flight.turn == Turn::Wanted => {
                (flight.turn, flight.rests) = (Turn::None, false);
            }
            Event::Aborted(_) if flight.turn != Turn::Taken && flight.call.session().gives_way() => {
                (flight.turn, flight.rests) = (Turn::None, false);
            }
            _ => {}
        }
        let ended = flight.call.take(key, event, self.moment, driver);
        let session = flight.call.session();
        if let Some(heard) = session.heard.take() {
            self.pace.heard(&heard, self.moment.now);
        }
        if flight.turn == Turn::Taken && !session.has_turn {
            self.pace.give_turn_up();
            flight.turn = Turn::None;
        }
        if session.wants_turn() {
            flight.turn = Turn::Wanted;
        }
        session.report(key, driver);
        let deletion = match ended {
            Some(Ok(Item::Deletion(deletion))) => Ok(deletion),
            Some(Err(error)) => Err(error),
            _ => return,
        };
        let agent_id = flight.agent_id.clone();
        self.flights.remove(place);
        self.settle(key, agent_id, deletion, driver);
    }

    /// Gives those that wait for one their places, or lets them rest for the pause that comes first; but none waits longer
    /// than it may wait at all.
    fn give_turns(&mut self, driver: &mut dyn Driver) {
        let (mut last, now) = (WHOLE, self.moment.now);
        let is_next = |flight: &Flight, last| flight.turn == Turn::Wanted && flight.key > last;
        while let Some(flight) = self.flights.iter_mut().find(|flight| is_next(flight, last)) {
            last = flight.key;
            let pause = self.pace.pause_at(now);
            if pause.is_none() && self.pace.take_turn() {
                flight.turn = Turn::Taken;
                flight.call.session().has_turn = true;
                if core::mem::take(&mut flight.rests) {
                    driver.drop(last);
                }
                self.fly(last, Event::Turn, driver);
                continue;
            }
            let (pause, left) = (pause.unwrap_or(f64::INFINITY), flight.call.session().until - now);
            if pause < left {
                flight.turn = Turn::Paused;
            } else if flight.rests || left == f64::INFINITY {
                continue;
            }
            if core::mem::replace(&mut flight.rests, true) {
                driver.drop(last);
            }
            driver.start(last, Work::Rest, Some(pause.min(left).max(0.0)));
        }
    }

    fn settle(
        &mut self,
        key: Key,
        agent_id: Text,
        ended: Result<Box<Deletion>, Error>,
        driver: &mut dyn Driver,
    ) {
        let counter = match ended.as_ref().map(|deletion| deletion.outcome) {
            Ok(Outcome::Deleted) => &mut self.progress.deleted,
            Ok(Outcome::Accepted) => &mut self.progress.accepted,
            Ok(Outcome::Absent) => &mut self.progress.absent,
            Err(_) => &mut self.progress.failed,
        };
        *counter += 1;
        self.progress.settled += 1;
        self.failed |= ended.is_err() && self.wishes.stop_on_error;
        if self.wishes.watched {
            driver.progress(&self.progress);
        }
        if !self.closed {
            self.waiting += 1;
            let result = ended.map(|deletion| *deletion);
            driver.give(key, Item::Settled(Box::new(DeletionResult { agent_id, result })));
        }
    }
}

impl Machine for Many {
    fn next(&mut self, key: Key, event: Event, moment: Moment, driver: &mut dyn Driver) {
        self.moment = moment;
        if key == WHOLE {
            self.take(event, driver);
        } else {
            self.fly(key, event, driver);
        }
        self.go_on(driver);
    }
}
