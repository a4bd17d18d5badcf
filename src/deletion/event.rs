//! What happens in a flow.

use crate::backend::Answer;
use crate::error::Error;
use crate::http::{AgentId, Cause};
use alloc::rc::Rc;
use alloc::vec::Vec;

/// What came of something that a flow waited for.
pub(super) type Event = Result<Value, Error>;

/// What a flow was given.
#[derive(Clone)]
pub(super) enum Value {
    Answer(Rc<Answer>),
    Threads(Rc<Vec<AgentId>>),
    Count(usize),
    Done(bool),
    /// What a function of the caller gave.
    Said(Result<bool, Cause>),
}

impl Value {
    /// Whether something was done, if this says so.
    pub(super) fn done(self) -> Option<bool> {
        if let Self::Done(done) = self { Some(done) } else { None }
    }
}
