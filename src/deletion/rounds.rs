//! Questions that are asked one after the other until there are no more: pages of a list, parts of a backup, threads to
//! delete, looks at whether an agent is gone. All of them are one event of a flow, so that its past does not grow with them.

use super::Session;
use super::action::Event;
use super::attempts::Attempts;
use super::errors::{Cut, cut_short};
use super::session::Answered;
use super::value::Value;
use super::wanted::Patience;
use crate::error::Error;
use crate::step::Purpose;
use alloc::boxed::Box;

/// What is asked in each round, and what becomes of the answers.
pub(super) trait Rounds {
    /// What to do next.
    fn next(&mut self, session: &Session) -> Round;

    /// Takes in an answer. An error ends it all.
    fn take_in(&mut self, session: &Session, answered: Answered) -> Result<(), Error>;
}

/// What to do next.
pub(super) enum Round {
    Ask(Box<Attempts>),
    /// Ask, but wait for the answer no longer than until then, in milliseconds since 1970.
    AskUntil(Box<Attempts>, f64),
    /// Wait so many milliseconds.
    Rest(f64),
    /// No more, and this is what came of them all.
    End(Value),
}

/// What is asked of the platform: one question, or round after round.
pub(super) struct Asking {
    /// What is asked, unless there is a pause.
    question: Option<Box<Attempts>>,
    rounds: Option<Box<dyn Rounds>>,
}

impl Asking {
    pub(super) fn once(question: Box<Attempts>) -> Box<Self> {
        Box::new(Self { question: Some(question), rounds: None })
    }

    pub(super) fn in_rounds(rounds: Box<dyn Rounds>) -> Box<Self> {
        Box::new(Self { question: None, rounds: Some(rounds) })
    }

    /// Takes an event in. What came of it all, unless it goes on.
    pub(super) fn next(&mut self, session: &mut Session, mut event: Event) -> Option<Value> {
        loop {
            let answered = match (&mut self.question, event) {
                (Some(question), Event::TimedOut) if session.ends_by_until => {
                    // That question alone is given up.
                    question.note(session, None, None);
                    session.has_turn = false;
                    None
                }
                (Some(question), event) => Some(question.next(session, event)?),
                (None, Event::Aborted(cause)) => {
                    Some(Err(session.finished(Purpose::Delete, cut_short(Cut::Cancelled(cause), true))))
                }
                (None, _) => None,
            };
            let Some(rounds) = &mut self.rounds else {
                return answered.map(|answered| answered.map_or_else(Value::from, Value::Answer));
            };
            if let Some(answered) = answered
                && let Err(error) = rounds.take_in(session, answered)
            {
                return Some(error.into());
            }
            session.until = f64::INFINITY;
            self.question = Some(match rounds.next(session) {
                Round::Ask(question) => question,
                Round::AskUntil(question, end) => {
                    session.until = end;
                    question
                }
                Round::Rest(millis) => {
                    self.question = None;
                    session.rest(millis, Patience::None);
                    return None;
                }
                Round::End(value) => return Some(value),
            });
            event = Event::Begin;
        }
    }
}
