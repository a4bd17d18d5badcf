//! A flow that waits, without being async: it is run from its beginning again whenever what it waited for has happened,
//! and is given what happened before. An async function would be compiled into a state for each of its waits, and into
//! what tears each of them down.
//!
//! So whatever a flow does to the world goes through here, and everything else about it follows from the past alone. A
//! loop over what may be many (pages, threads, looks at the clock) is one event, for all of the past is gone through again
//! at each.

use super::Session;
use super::action::Event;
use super::errors::{Cut, cut_short};
use super::rounds::{Asking, Rounds};
use super::value::Value;
use super::wanted::{Patience, Want};
use crate::backend::{Answer, Platform};
use crate::error::Error;
use crate::error_code::ErrorCode;
use crate::http::{AgentId, Route};
use crate::step::Purpose;
use alloc::boxed::Box;
use alloc::vec::Vec;
use core::cell::Cell;

/// A call about one agent, and what has happened in it.
pub(crate) struct Flow {
    pub(super) session: Session,
    pub(super) platform: &'static dyn Platform,
    pub(super) id: AgentId,
    past: Vec<Value>,
    /// How much of the past this run has been given.
    given: Cell<usize>,
    awaited: Cell<Option<Awaited>>,
    failed: Cell<Option<Error>>,
    /// An error that a run found and a later one needs whole.
    pub(super) set_aside: Cell<Option<Error>>,
}

/// A flow can't go on now: it waits, or it has failed. Which of them, the flow knows.
#[derive(Debug)]
pub(crate) struct Stop;

/// What a flow waits for.
enum Awaited {
    Platform(Box<Asking>),
    /// A function of the caller. Holds what it is called for, until it is.
    Caller(Option<Want>),
}

impl Flow {
    pub(super) fn new(session: Session, id: AgentId) -> Self {
        Self {
            platform: session.link.platform(),
            session,
            id,
            past: Vec::new(),
            given: Cell::new(0),
            awaited: Cell::new(None),
            failed: Cell::new(None),
            set_aside: Cell::new(None),
        }
    }

    /// Takes an event in. Whether what the flow waited for has happened, so that it is to be run from its beginning.
    pub(super) fn take(&mut self, event: Event) -> bool {
        self.given.set(0);
        let session = &mut self.session;
        let happened = match self.awaited.get_mut() {
            None => return true,
            Some(Awaited::Platform(asking)) => asking.next(session, event),
            Some(Awaited::Caller(want)) => match event {
                Event::Yes => Some(Value::Yes),
                Event::No => Some(Value::No),
                Event::Threw(cause) => Some(Value::Threw(cause)),
                Event::Aborted(cause) => {
                    Some(session.finished(Purpose::Delete, cut_short(Cut::Cancelled(cause), false)).into())
                }
                _ => {
                    if let Some(want) = want.take() {
                        session.want(want, f64::INFINITY, Patience::None);
                    }
                    None
                }
            },
        };
        let Some(happened) = happened else { return false };
        self.past.push(happened);
        self.awaited.set(None);
        true
    }

    /// Whether the next thing was not done before.
    fn is_new(&self) -> bool {
        self.given.get() == self.past.len()
    }

    /// What came of the next thing, which was done before.
    fn past(&self) -> Result<&Value, Stop> {
        let at = self.given.get();
        self.given.set(at + 1);
        let value = self.past.get(at).ok_or_else(|| self.out_of_order())?;
        if let Value::Failed(failed) = value
            && let Some(error) = failed.take()
        {
            failed.set(Some(Error::new(error.code, "")));
            return Err(self.fail(error));
        }
        Ok(value)
    }

    /// Waits for something.
    fn wait(&self, awaited: Awaited) -> Stop {
        self.awaited.set(Some(awaited));
        Stop
    }

    /// A flow that does not follow from its past does nothing a second time.
    #[cold]
    fn out_of_order(&self) -> Stop {
        let reason = "its steps came in another order";
        self.fail(self.session.found(Purpose::Delete, ErrorCode::UnexpectedResponse, reason))
    }

    /// The flow fails.
    pub(super) fn fail(&self, error: Error) -> Stop {
        self.failed.set(Some(error));
        Stop
    }

    /// What was found, or the flow fails.
    pub(super) fn sure<O>(&self, found: Result<O, Error>) -> Result<O, Stop> {
        found.map_err(|error| self.fail(error))
    }

    /// Why the flow stopped, if it failed. It has not failed then, but goes on.
    pub(super) fn failure(&self) -> Option<Error> {
        self.failed.take()
    }

    /// What a part of the flow came to, its failure among it.
    pub(super) fn caught<O>(&self, part: Result<O, Stop>) -> Result<Result<O, Error>, Stop> {
        match part {
            Ok(done) => Ok(Ok(done)),
            Err(Stop) => self.failure().map(Err).ok_or(Stop),
        }
    }

    /// Asks round after round. `take` is what the flow makes of what came of it.
    pub(super) fn ask_in_rounds<O>(
        &self,
        take: impl FnOnce(&Value) -> Option<O>,
        rounds: impl FnOnce() -> Box<dyn Rounds>,
    ) -> Result<O, Stop> {
        if self.is_new() {
            return Err(self.wait(Awaited::Platform(Asking::in_rounds(rounds()))));
        }
        take(self.past()?).ok_or_else(|| self.out_of_order())
    }

    /// Calls a function of the caller. What it gave or threw.
    pub(super) fn call(&self, want: impl FnOnce() -> Want) -> Result<&Value, Stop> {
        if self.is_new() {
            return Err(self.wait(Awaited::Caller(Some(want()))));
        }
        self.past()
    }

    /// Sends a request, as often as the retry policy allows, and gives the last answer.
    pub(super) fn ask(&self, purpose: Purpose, route: Route) -> Result<&Answer, Stop> {
        if self.is_new() {
            return Err(self.wait(Awaited::Platform(Asking::once(self.session.question(purpose, route)))));
        }
        match self.past()? {
            Value::Answer(answer) => Ok(answer),
            _ => Err(self.out_of_order()),
        }
    }

    /// The same, where an answer that is a failure is an error.
    pub(super) fn ask_well(&self, purpose: Purpose, route: Route) -> Result<&Answer, Stop> {
        let answer = self.ask(purpose, route)?;
        self.sure(self.session.check(purpose, answer))?;
        Ok(answer)
    }
}
