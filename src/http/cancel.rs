//! Cancelling: one switch that many waits may watch, without a listener left behind.

use super::Cause;
use alloc::rc::Rc;
use alloc::vec::Vec;
use core::cell::{Cell, RefCell};
use core::fmt;
use core::future::Future;
use core::pin::Pin;
use core::task::{Context, Poll, Waker};
use futures_util::future::LocalBoxFuture;

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
        self.wait()
    }

    fn wait(&self) -> Cancelled {
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

/// What may end some work early.
#[derive(Default)]
pub(crate) struct Limits<'a> {
    timer: Option<LocalBoxFuture<'a, ()>>,
    cancelled: Option<Cancelled>,
}

/// Why work ended early.
#[derive(Debug, Clone)]
pub(crate) enum Cut {
    /// Its time was over.
    TimedOut,
    /// The switch was thrown.
    Cancelled(Cause),
}

impl<'a> Limits<'a> {
    /// Until this switch is thrown, if there is one.
    pub(crate) fn cancel(token: Option<&CancelToken>) -> Self {
        Self { timer: None, cancelled: token.map(CancelToken::wait) }
    }

    /// Until this timer ends, too.
    pub(crate) fn timer(self, timer: LocalBoxFuture<'a, ()>) -> Self {
        Self { timer: Some(timer), ..self }
    }

    /// The switch ends the work no more.
    pub(crate) fn ignore_cancel(&mut self) {
        self.cancelled = None;
    }

    /// Waits for the first of them.
    pub(crate) fn poll(&mut self, context: &mut Context<'_>) -> Poll<Cut> {
        if self.timer.as_mut().is_some_and(|timer| timer.as_mut().poll(context).is_ready()) {
            return Poll::Ready(Cut::TimedOut);
        }
        match &mut self.cancelled {
            Some(cancelled) => Pin::new(cancelled).poll(context).map(Cut::Cancelled),
            None => Poll::Pending,
        }
    }

    /// Does the work within these limits; when both have ended, the work wins.
    pub(crate) fn hold<O>(self, work: LocalBoxFuture<'a, O>) -> Held<'a, O> {
        Held { work, limits: self }
    }
}

/// Work within limits.
pub(crate) struct Held<'a, O> {
    work: LocalBoxFuture<'a, O>,
    limits: Limits<'a>,
}

impl<O> Future for Held<'_, O> {
    type Output = Result<O, Cut>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        match self.work.as_mut().poll(context) {
            Poll::Ready(done) => Poll::Ready(Ok(done)),
            Poll::Pending => self.limits.poll(context).map(Err),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::borrow::ToOwned;
    use alloc::boxed::Box;
    use core::future::{pending, ready};
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

    #[test]
    fn work_wins_a_tie() {
        let at_once = || Limits::default().timer(Box::pin(ready(())));
        assert!(matches!(at_once().hold(Box::pin(ready(1))).now_or_never(), Some(Ok(1))));
        assert!(matches!(at_once().hold(Box::pin(pending::<()>())).now_or_never(), Some(Err(Cut::TimedOut))));
        let token = CancelToken::new();
        token.cancel(Cause::new("stop"));
        let held = Limits::cancel(Some(&token)).hold(Box::pin(pending::<()>())).now_or_never();
        assert!(matches!(held, Some(Err(Cut::Cancelled(_)))));
    }
}
