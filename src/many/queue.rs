//! The results of a bulk deletion on their way from its work to its readers.

use super::DeletionResult;
use crate::error::Error;
use crate::http::CancelToken;
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::task::{Context, Poll, Waker};

/// What is ready for a reader, and who waits for whom.
#[derive(Default)]
pub(super) struct Queue {
    results: RefCell<VecDeque<Result<DeletionResult, Error>>>,
    /// A result was given, and nobody has come back for another yet.
    in_hand: Cell<bool>,
    ended: Cell<bool>,
    /// Thrown when nobody reads the results any more.
    pub(super) closed: CancelToken,
    readers: RefCell<Vec<Waker>>,
    worker: RefCell<Option<Waker>>,
}

impl Queue {
    /// The next result; `None` after the last.
    pub(super) fn poll_next(&self, context: &mut Context<'_>) -> Poll<Option<Result<DeletionResult, Error>>> {
        // Room for another deletion is made when the next result is asked for: who breaks off has begun none unseen.
        if self.in_hand.take() {
            self.wake_worker();
        }
        let next = self.results.borrow_mut().pop_front();
        if next.is_some() {
            self.in_hand.set(true);
            return Poll::Ready(next);
        }
        if self.ended.get() {
            return Poll::Ready(None);
        }
        self.readers.borrow_mut().push(context.waker().clone());
        Poll::Pending
    }

    /// How many results wait for a reader.
    pub(super) fn waiting(&self) -> usize {
        self.results.borrow().len()
    }

    /// How many results nobody is done with.
    pub(super) fn unread(&self) -> usize {
        self.waiting() + usize::from(self.in_hand.get())
    }

    pub(super) fn has_ended(&self) -> bool {
        self.ended.get()
    }

    /// Puts a result in, unless nobody reads any more.
    pub(super) fn put(&self, result: Result<DeletionResult, Error>) {
        if !self.closed.is_cancelled() {
            self.results.borrow_mut().push_back(result);
        }
        self.wake_readers();
    }

    /// The work has ended: nothing more is put in.
    pub(super) fn end(&self) {
        self.ended.set(true);
        self.wake_readers();
    }

    /// Ready once the work has ended. Results that nobody took are dropped.
    pub(super) fn poll_end(&self, context: &mut Context<'_>) -> Poll<()> {
        self.results.borrow_mut().clear();
        if self.ended.get() {
            return Poll::Ready(());
        }
        self.readers.borrow_mut().push(context.waker().clone());
        Poll::Pending
    }

    /// Has this woken once there is room, or nobody reads any more.
    pub(super) fn wait_as_worker(&self, context: &Context<'_>) {
        self.worker.replace(Some(context.waker().clone()));
    }

    fn wake_readers(&self) {
        for waker in self.readers.take() {
            waker.wake();
        }
    }

    pub(super) fn wake_worker(&self) {
        if let Some(waker) = self.worker.take() {
            waker.wake();
        }
    }
}
