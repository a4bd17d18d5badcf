//! Cancelling: one switch that many waits may watch, without a listener left behind.

use super::Cause;
use futures_util::future::{Either, select};
use std::cell::{Cell, RefCell};
use std::fmt;
use std::future::Future;
use std::pin::{Pin, pin};
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

/// A switch that cancels the calls it was given to. Clones share the switch.
///
/// ```
/// use agent_delete::{CancelToken, Cause};
/// let token = CancelToken::new();
/// assert!(!token.is_cancelled());
/// token.cancel(Cause::new("the user left the page"));
/// assert!(token.is_cancelled());
/// ```
#[derive(Clone, Default)]
pub struct CancelToken(Rc<State>);

#[derive(Default)]
struct State {
    reason: RefCell<Option<Cause>>,
    /// By the number of their wait. There are few at a time, so a list will do.
    wakers: RefCell<Vec<(u64, Waker)>>,
    next_key: Cell<u64>,
}

impl CancelToken {
    /// A switch that nobody has thrown yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Throws the switch. Only the first reason counts.
    pub fn cancel(&self, reason: Cause) {
        if self.is_cancelled() {
            return;
        }
        self.0.reason.replace(Some(reason));
        for (_, waker) in self.0.wakers.take() {
            waker.wake();
        }
    }

    /// Whether the switch was thrown.
    pub fn is_cancelled(&self) -> bool {
        self.0.reason.borrow().is_some()
    }

    /// Why, once it was thrown.
    pub fn reason(&self) -> Option<Cause> {
        self.0.reason.borrow().clone()
    }

    /// Waits until the switch is thrown.
    pub fn cancelled(&self) -> impl Future<Output = Cause> + use<> {
        let key = self.0.next_key.get();
        self.0.next_key.set(key.wrapping_add(1));
        Cancelled { state: Rc::clone(&self.0), key }
    }
}

impl fmt::Debug for CancelToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("CancelToken").field(&self.0.reason.borrow()).finish()
    }
}

struct Cancelled {
    state: Rc<State>,
    key: u64,
}

impl Future for Cancelled {
    type Output = Cause;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Cause> {
        if let Some(reason) = self.state.reason.borrow().clone() {
            return Poll::Ready(reason);
        }
        let mut wakers = self.state.wakers.borrow_mut();
        wakers.retain(|(key, _)| *key != self.key);
        wakers.push((self.key, context.waker().clone()));
        Poll::Pending
    }
}

impl Drop for Cancelled {
    fn drop(&mut self) {
        self.state.wakers.borrow_mut().retain(|(key, _)| *key != self.key);
    }
}

/// Runs both and gives what ends first; when both have ended, the work wins. What loses is dropped.
pub(crate) async fn race<W: Future, L: Future>(work: W, limit: L) -> Result<W::Output, L::Output> {
    match select(pin!(work), pin!(limit)).await {
        Either::Left((done, _)) => Ok(done),
        Either::Right((cut, _)) => Err(cut),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures_util::FutureExt;
    use std::future::{pending, ready};

    #[test]
    fn wakes_every_wait_and_forgets_dropped_ones() {
        let token = CancelToken::new();
        let mut first = Box::pin(token.cancelled());
        assert!(first.as_mut().now_or_never().is_none());
        drop(first);
        assert!(token.0.wakers.borrow().is_empty());
        token.cancel(Cause::new("one"));
        token.cancel(Cause::new("two"));
        assert_eq!(
            token.cancelled().now_or_never().map(|cause| cause.text().to_owned()).as_deref(),
            Some("one")
        );
    }

    #[test]
    fn work_wins_a_tie() {
        assert_eq!(race(ready(1), ready(2)).now_or_never(), Some(Ok(1)));
        assert_eq!(race(pending::<i32>(), ready(2)).now_or_never(), Some(Err(2)));
    }
}
