//! Questions that are asked one after the other until there are no more: pages of a list, parts of a backup, threads to
//! delete. All of them are one event of a flow, so that its past does not grow with them.

use super::Session;
use super::attempts::Attempts;
use super::event::{Event, Value};
use super::session::Answered;
use crate::error::Error;
use alloc::boxed::Box;
use core::pin::Pin;
use core::task::{Context, Poll};

/// What is asked in each round, and what becomes of the answers.
pub(super) trait Rounds<'s> {
    /// The next question.
    fn next(&mut self, session: &'s Session<'s>) -> Option<Attempts<'s>>;

    /// Takes in its answer. An error ends it all.
    fn take_in(&mut self, session: &'s Session<'s>, answered: Answered) -> Result<(), Error>;

    /// What came of them all.
    fn end(self: Box<Self>, session: &'s Session<'s>) -> Value;
}

/// Asks round after round.
pub(super) struct Asking<'s> {
    session: &'s Session<'s>,
    /// `None` once it has ended.
    rounds: Option<Box<dyn Rounds<'s> + 's>>,
    question: Option<Attempts<'s>>,
}

impl<'s> Asking<'s> {
    pub(super) fn new(session: &'s Session<'s>, rounds: Box<dyn Rounds<'s> + 's>) -> Self {
        Self { session, rounds: Some(rounds), question: None }
    }
}

impl Future for Asking<'_> {
    type Output = Event;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Event> {
        let this = &mut *self;
        while let Some(mut rounds) = this.rounds.take() {
            if let Some(question) = &mut this.question {
                let Poll::Ready(answered) = Pin::new(question).poll(context) else {
                    this.rounds = Some(rounds);
                    break;
                };
                rounds.take_in(this.session, answered)?;
            }
            this.question = rounds.next(this.session);
            if this.question.is_none() {
                return Poll::Ready(Ok(rounds.end(this.session)));
            }
            this.rounds = Some(rounds);
        }
        Poll::Pending
    }
}
