//! A flow that waits, without being async: it is run from its beginning again whenever what it waited for has happened,
//! and is given what happened before. An async function would be compiled into a state for each of its waits, and into
//! what tears each of them down: `delete.rs` alone took 13 kB of code so, and takes 6.
//!
//! So whatever a flow does to the world goes through here, and everything else about it follows from the past alone. A
//! loop over what may be many (pages, threads, looks at the clock) is one event, for all of the past is gone through again
//! at each.

use super::Session;
use super::attempts::Attempts;
use super::errors::unsent;
use super::event::{Event, Value};
use super::rounds::{Asking, Rounds};
use crate::backend::{Answer, Platform};
use crate::error::Error;
use crate::error_code::ErrorCode;
use crate::http::{AgentId, Cause, Held, Route};
use crate::step::Purpose;
use alloc::boxed::Box;
use alloc::rc::Rc;
use alloc::vec::Vec;
use core::cell::{Cell, RefCell};
use core::pin::Pin;
use core::task::{Context, Poll, ready};
use futures_util::future::LocalBoxFuture;

/// A call about one agent, and what has happened in it.
pub(crate) struct Flow<'s> {
    pub(super) session: &'s Session<'s>,
    pub(super) platform: &'static dyn Platform,
    pub(super) id: &'s AgentId,
    past: RefCell<Vec<Event>>,
    /// How much of the past this run has been given.
    given: Cell<usize>,
    awaited: RefCell<Option<Awaited<'s>>>,
}

/// What a flow waits for.
enum Awaited<'s> {
    Question(Attempts<'s>),
    Rounds(Asking<'s>),
    Said(Held<'s, Result<bool, Cause>>),
    Work(LocalBoxFuture<'s, Event>),
}

/// A flow on its way to its end.
pub(crate) struct Running<'s, F> {
    call: Flow<'s>,
    flow: F,
}

/// Runs a flow to its end. An error gets the receipt.
pub(crate) fn run<'s, O, F>(session: &'s Session<'s>, id: &'s AgentId, flow: F) -> Running<'s, F>
where
    F: Fn(&Flow<'s>) -> Poll<Result<O, Error>>,
{
    let platform = session.link.platform();
    let (past, given, awaited) = (RefCell::default(), Cell::new(0), RefCell::new(None));
    Running { call: Flow { session, platform, id, past, given, awaited }, flow }
}

impl<'s, O, F> Future for Running<'s, F>
where
    F: Fn(&Flow<'s>) -> Poll<Result<O, Error>> + Unpin,
{
    type Output = Result<O, Error>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        loop {
            ready!(self.call.poll(context));
            if let Poll::Ready(ended) = (self.flow)(&self.call) {
                return Poll::Ready(ended.map_err(|error| self.call.session.ended_by(error)));
            }
        }
    }
}

impl<'s> Flow<'s> {
    /// Waits for what the flow waits for, and goes back to its beginning.
    fn poll(&self, context: &mut Context<'_>) -> Poll<()> {
        let mut awaited = self.awaited.borrow_mut();
        if let Some(work) = awaited.as_mut() {
            let event = match work {
                Awaited::Question(question) => {
                    ready!(Pin::new(question).poll(context)).map(|answer| Value::Answer(Rc::from(answer)))
                }
                Awaited::Rounds(rounds) => ready!(Pin::new(rounds).poll(context)),
                Awaited::Said(said) => match ready!(Pin::new(said).poll(context)) {
                    Ok(said) => Ok(Value::Said(said)),
                    Err(cut) => Err(self.session.finished(Purpose::Delete, unsent(cut))),
                },
                Awaited::Work(work) => ready!(work.as_mut().poll(context)),
            };
            self.past.borrow_mut().push(event);
        }
        *awaited = None;
        self.given.set(0);
        Poll::Ready(())
    }

    /// Does the next thing, or gives what came of it when it was done before. `take` is what the flow makes of it.
    fn once<O>(
        &self,
        take: impl FnOnce(Value) -> Option<O>,
        start: impl FnOnce() -> Awaited<'s>,
    ) -> Poll<Result<O, Error>> {
        let Some(event) = self.past() else {
            self.awaited.replace(Some(start()));
            return Poll::Pending;
        };
        Poll::Ready(event.and_then(|value| take(value).ok_or_else(|| self.out_of_order())))
    }

    /// What came of the next thing, if it was done before.
    fn past(&self) -> Option<Event> {
        let (past, at) = (self.past.borrow(), self.given.get());
        let event = past.get(at)?;
        self.given.set(at + 1);
        Some(match event {
            Ok(value) => Ok(value.clone()),
            Err(error) => Err(error.again()),
        })
    }

    /// A flow that does not follow from its past does nothing a second time.
    #[cold]
    fn out_of_order(&self) -> Error {
        let reason = "its steps came in another order";
        self.session.found(Purpose::Delete, ErrorCode::UnexpectedResponse, reason)
    }

    /// Asks round after round.
    pub(super) fn ask_in_rounds<O>(
        &self,
        take: impl FnOnce(Value) -> Option<O>,
        rounds: impl FnOnce() -> Box<dyn Rounds<'s> + 's>,
    ) -> Poll<Result<O, Error>> {
        self.once(take, || Awaited::Rounds(Asking::new(self.session, rounds())))
    }

    /// Calls a function of the caller, unless the call is cancelled meanwhile.
    pub(super) fn call(
        &self,
        start: impl FnOnce() -> LocalBoxFuture<'static, Result<bool, Cause>>,
    ) -> Poll<Result<Result<bool, Cause>, Error>> {
        let take = |value| if let Value::Said(said) = value { Some(said) } else { None };
        self.once(take, || Awaited::Said(self.session.unless_cancelled(start())))
    }

    /// Does something that waits in a way of its own. Whether it came to what was hoped for.
    pub(super) fn wait(&self, work: impl FnOnce() -> LocalBoxFuture<'s, Event>) -> Poll<Result<bool, Error>> {
        self.once(Value::done, || Awaited::Work(work()))
    }

    /// Sends a request, as often as the retry policy allows, and gives the last answer.
    pub(super) fn ask(&self, purpose: Purpose, route: Route) -> Poll<Result<Rc<Answer>, Error>> {
        let take = |value| if let Value::Answer(answer) = value { Some(answer) } else { None };
        self.once(take, || Awaited::Question(self.session.ask(purpose, route)))
    }

    /// The same, where an answer that is a failure is an error.
    pub(super) fn ask_well(&self, purpose: Purpose, route: Route) -> Poll<Result<Rc<Answer>, Error>> {
        let answer = ready!(self.ask(purpose, route))?;
        self.session.check(purpose, &answer)?;
        Poll::Ready(Ok(answer))
    }
}
