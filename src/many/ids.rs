//! Where the ids of a bulk deletion come from.

use crate::deletion::{Blocker, DeletionPlan, blocking};
use crate::error::Error;
use crate::http::Cause;
use futures_util::future::LocalBoxFuture;
use std::cell::RefCell;
use std::collections::VecDeque;
use std::future::{Future, ready};

/// What a source of ids gave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GivenId {
    /// A text, perhaps an id.
    Text(String),
    /// Something else, in words: "a number".
    NotText(String),
}

/// Where the ids come from, one at a time, asked only when there is room for another.
///
/// ```
/// use agent_delete::{Cause, GivenId, IdSource};
/// use std::cell::RefCell;
///
/// /// Ids that are there already, the last one first.
/// struct Ids(RefCell<Vec<String>>);
///
/// impl IdSource for Ids {
///     async fn next(&self) -> Option<Result<GivenId, Cause>> {
///         self.0.borrow_mut().pop().map(|id| Ok(GivenId::Text(id)))
///     }
///     fn close(&self) {
///         self.0.borrow_mut().clear();
///     }
///     fn total(&self) -> Option<u32> {
///         u32::try_from(self.0.borrow().len()).ok()
///     }
///     fn is_immediate(&self) -> bool {
///         true
///     }
/// }
/// ```
pub trait IdSource: 'static {
    /// The next id; `None` after the last. An error is the source's own.
    fn next(&self) -> impl Future<Output = Option<Result<GivenId, Cause>>>;

    /// No more will be asked for.
    fn close(&self);

    /// How many there are, duplicates included, where that is known beforehand.
    fn total(&self) -> Option<u32>;

    /// Whether `next` never has to wait. After an abort such a source is read to its end, so that every id gets its
    /// result; another is closed, for it might never go on.
    fn is_immediate(&self) -> bool;
}

/// An id, and what a plan says of it.
#[derive(Debug)]
pub enum PlannedId {
    /// It may be deleted, as far as the plan can tell. It is looked at again first.
    Shown(String),
    /// It is not deleted, for the plan shows that this stands in the way.
    Blocked(String, Blocker),
    /// It is not deleted, for this error.
    Failed(String, Error),
}

impl PlannedId {
    pub(super) fn of(agent_id: String, plan: &DeletionPlan) -> Self {
        match blocking(&plan.blockers) {
            Some(blocker) => Self::Blocked(agent_id, blocker.clone()),
            None => Self::Shown(agent_id),
        }
    }

    /// The id itself.
    pub(super) fn id(self) -> String {
        match self {
            Self::Shown(id) | Self::Blocked(id, _) | Self::Failed(id, _) => id,
        }
    }
}

/// What a bulk is given to delete.
pub(super) enum Asked {
    /// What may be an id.
    Given(GivenId),
    /// An id, and what a plan says of it.
    Planned(PlannedId),
}

/// A source of whatever type: an [`IdSource`], or a plan.
pub(super) trait Source {
    fn pull(&self) -> LocalBoxFuture<'_, Option<Result<Asked, Cause>>>;
    fn close(&self);
    fn total(&self) -> Option<u32>;
    fn is_immediate(&self) -> bool;
    /// Whether all that it gives was planned before.
    fn is_planned(&self) -> bool;
}

impl<S: IdSource> Source for S {
    fn pull(&self) -> LocalBoxFuture<'_, Option<Result<Asked, Cause>>> {
        Box::pin(async { Some(self.next().await?.map(Asked::Given)) })
    }

    fn close(&self) {
        IdSource::close(self);
    }

    fn total(&self) -> Option<u32> {
        IdSource::total(self)
    }

    fn is_immediate(&self) -> bool {
        IdSource::is_immediate(self)
    }

    fn is_planned(&self) -> bool {
        false
    }
}

/// What was planned, in order.
pub(super) struct Planned {
    total: u32,
    left: RefCell<VecDeque<Asked>>,
}

impl Planned {
    pub(super) fn of(asked: impl IntoIterator<Item = Asked>) -> Self {
        let left: VecDeque<_> = asked.into_iter().collect();
        Self { total: left.len() as u32, left: RefCell::new(left) }
    }
}

impl Source for Planned {
    fn pull(&self) -> LocalBoxFuture<'_, Option<Result<Asked, Cause>>> {
        let next = self.left.borrow_mut().pop_front();
        Box::pin(ready(next.map(Ok)))
    }

    fn close(&self) {
        self.left.borrow_mut().clear();
    }

    fn total(&self) -> Option<u32> {
        Some(self.total)
    }

    fn is_immediate(&self) -> bool {
        true
    }

    fn is_planned(&self) -> bool {
        true
    }
}
