//! What happens in a flow.

use super::pages::OwnThreads;
use crate::backend::Answer;
use crate::error::Error;
use crate::http::Cause;
use alloc::boxed::Box;
use alloc::rc::Rc;
use core::cell::Cell;

/// What came of something that a flow waited for.
pub(super) enum Value {
    Answer(Box<Answer>),
    Threads(Rc<OwnThreads>),
    Count(usize),
    /// Something was done, or a function of the caller said yes.
    Yes,
    No,
    /// What a function of the caller threw.
    Threw(Cause),
    /// An error, which is given whole once: of one that it has got over, a flow need know no more than the kind.
    Failed(Cell<Option<Error>>),
}

impl Value {
    /// Whether it is yes, if it is that or no.
    pub(super) fn flag(&self) -> Option<bool> {
        match self {
            Self::Yes => Some(true),
            Self::No => Some(false),
            _ => None,
        }
    }
}

impl From<bool> for Value {
    fn from(yes: bool) -> Self {
        if yes { Self::Yes } else { Self::No }
    }
}

impl From<Error> for Value {
    fn from(error: Error) -> Self {
        Self::Failed(Cell::new(Some(error)))
    }
}
