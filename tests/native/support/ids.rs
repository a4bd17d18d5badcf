//! Sources of ids for bulk deletions.

use super::Clock;
use agent_delete::{Cause, GivenId, IdSource};
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;
use std::time::Duration;

/// A list of ids. It may be slow, fail at its end, hide its length, or be one that must be waited for.
#[derive(Clone, Default)]
pub struct Ids(Rc<State>);

#[derive(Default)]
struct State {
    left: RefCell<VecDeque<GivenId>>,
    asked: Cell<usize>,
    closed: Cell<bool>,
    total: Cell<Option<u32>>,
    slow: RefCell<Option<(Clock, Duration)>>,
    fails: Cell<bool>,
}

impl Ids {
    pub fn new<S: Into<String>>(ids: impl IntoIterator<Item = S>) -> Self {
        Self::given(ids.into_iter().map(|id| GivenId::Text(id.into())))
    }

    pub fn given(ids: impl IntoIterator<Item = GivenId>) -> Self {
        let this = Self::default();
        this.0.left.borrow_mut().extend(ids);
        this.0.total.set(Some(this.0.left.borrow().len() as u32));
        this
    }

    /// Each id comes only after this long; the number of them is not known beforehand.
    pub fn slow(self, clock: &Clock, millis: u64) -> Self {
        self.0.slow.replace(Some((clock.clone(), Duration::from_millis(millis))));
        self.0.total.set(None);
        self
    }

    /// After the last id it fails.
    pub fn failing(self) -> Self {
        self.0.fails.set(true);
        self
    }

    /// How often it was asked for another.
    pub fn asked(&self) -> usize {
        self.0.asked.get()
    }

    pub fn is_closed(&self) -> bool {
        self.0.closed.get()
    }
}

impl IdSource for Ids {
    async fn next(&self) -> Option<Result<GivenId, Cause>> {
        assert!(!self.is_closed(), "asked after it was closed");
        self.0.asked.set(self.asked() + 1);
        let slow = self.0.slow.borrow().clone();
        if let Some((clock, pause)) = slow {
            clock.sleep(pause).await;
        }
        match self.0.left.borrow_mut().pop_front() {
            Some(id) => Some(Ok(id)),
            None => self.0.fails.replace(false).then(|| Err(Cause::new("the file ended too soon"))),
        }
    }

    fn close(&self) {
        self.0.closed.set(true);
    }

    fn total(&self) -> Option<u32> {
        self.0.total.get()
    }

    fn is_immediate(&self) -> bool {
        self.0.slow.borrow().is_none()
    }
}
