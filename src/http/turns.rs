//! Places for some at a time: requests of a bulk, or questions to its caller.

use std::cell::{Cell, RefCell};
use std::future::poll_fn;
use std::task::{Poll, Waker};

/// So many places, which others wait for.
#[derive(Debug)]
pub(crate) struct Turns {
    most: Cell<usize>,
    taken: Cell<usize>,
    waiting: RefCell<Vec<Waker>>,
}

/// A place. It is given up when it is dropped.
pub(crate) struct Turn<'t>(&'t Turns);

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        self.0.taken.set(self.0.taken.get() - 1);
        self.0.wake();
    }
}

impl Turns {
    pub(crate) fn new(most: usize) -> Self {
        Self { most: Cell::new(most), taken: Cell::new(0), waiting: RefCell::default() }
    }

    /// How many there are now.
    pub(crate) fn most(&self) -> usize {
        self.most.get()
    }

    /// Makes it so many from now on.
    pub(crate) fn set_most(&self, most: usize) {
        self.most.set(most);
        self.wake();
    }

    /// Waits for a place.
    pub(crate) async fn turn(&self) -> Turn<'_> {
        poll_fn(|context| {
            if self.taken.get() < self.most.get() {
                self.taken.set(self.taken.get() + 1);
                return Poll::Ready(Turn(self));
            }
            self.waiting.borrow_mut().push(context.waker().clone());
            Poll::Pending
        })
        .await
    }

    fn wake(&self) {
        for waker in self.waiting.take() {
            waker.wake();
        }
    }
}
