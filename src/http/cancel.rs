//! Cancelling: one switch that many calls may watch, without a listener left behind.

use super::Cause;
use futures_util::future::select_all;
use std::cell::{Cell, RefCell};
use std::fmt;
use std::future::Future;
use std::pin::Pin;
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
    wakers: RefCell<Vec<(u32, Waker)>>,
    next_key: Cell<u32>,
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

/// The switches that may end a call, whichever is thrown first; with none, the call can't be cancelled.
#[derive(Debug, Clone, Default)]
pub(crate) struct Cancels(Vec<CancelToken>);

impl Cancels {
    /// Why, once one was thrown.
    pub(crate) fn reason(&self) -> Option<Cause> {
        self.0.iter().find_map(CancelToken::reason)
    }

    /// Waits until one is thrown.
    pub(crate) async fn cancelled(&self) -> Cause {
        if self.0.is_empty() {
            return std::future::pending().await;
        }
        select_all(self.0.iter().map(CancelToken::cancelled)).await.0
    }
}

impl FromIterator<CancelToken> for Cancels {
    fn from_iter<I: IntoIterator<Item = CancelToken>>(tokens: I) -> Self {
        Self(tokens.into_iter().collect())
    }
}

/// A wait for a switch to be thrown.
struct Cancelled {
    state: Rc<State>,
    key: u32,
}

impl Future for Cancelled {
    type Output = Cause;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Cause> {
        if let Some(reason) = self.state.reason.borrow().clone() {
            return Poll::Ready(reason);
        }
        let mut wakers = self.state.wakers.borrow_mut();
        match wakers.iter_mut().find(|(key, _)| *key == self.key) {
            Some((_, waker)) => waker.clone_from(context.waker()),
            None => wakers.push((self.key, context.waker().clone())),
        }
        Poll::Pending
    }
}

impl Drop for Cancelled {
    fn drop(&mut self) {
        let mut wakers = self.state.wakers.borrow_mut();
        if let Some(at) = wakers.iter().position(|(key, _)| *key == self.key) {
            wakers.swap_remove(at);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures_util::FutureExt;

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
}
