//! The deletions under way. Only those are polled that something has happened to.

use super::DeletionResult;
use alloc::sync::Arc;
use alloc::task::Wake;
use alloc::vec::Vec;
use core::sync::atomic::{AtomicBool, Ordering};
use core::task::{Context, Poll, Waker};
use futures_util::future::LocalBoxFuture;

/// The deletions under way, in the order in which they began.
#[derive(Default)]
pub(super) struct Flights {
    all: Vec<Flight>,
    /// Whom the deletions' wakes are handed on to.
    waker: Option<Waker>,
}

struct Flight {
    work: LocalBoxFuture<'static, DeletionResult>,
    /// `None` until it is first polled.
    bell: Option<Arc<Bell>>,
}

/// A deletion's own waker.
struct Bell {
    rang: AtomicBool,
    waker: Waker,
}

impl Wake for Bell {
    fn wake(self: Arc<Self>) {
        self.rang.store(true, Ordering::Relaxed);
        self.waker.wake_by_ref();
    }
}

impl Flights {
    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.all.len()
    }

    /// Begins another.
    pub(super) fn push(&mut self, work: LocalBoxFuture<'static, DeletionResult>) {
        self.all.push(Flight { work, bell: None });
    }

    /// The next that ends.
    pub(super) fn poll_next(&mut self, context: &mut Context<'_>) -> Poll<DeletionResult> {
        let waker = context.waker();
        if !self.waker.as_ref().is_some_and(|known| known.will_wake(waker)) {
            self.waker = Some(waker.clone());
            self.all.iter_mut().for_each(|flight| flight.bell = None);
        }
        for (place, flight) in self.all.iter_mut().enumerate() {
            let new = || Arc::new(Bell { rang: AtomicBool::new(true), waker: waker.clone() });
            let bell = flight.bell.get_or_insert_with(new);
            if !bell.rang.swap(false, Ordering::Relaxed) {
                continue;
            }
            let waker = Waker::from(Arc::clone(bell));
            if let Poll::Ready(result) = flight.work.as_mut().poll(&mut Context::from_waker(&waker)) {
                self.all.remove(place);
                return Poll::Ready(result);
            }
        }
        Poll::Pending
    }
}
