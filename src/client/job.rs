//! A piece of work under way.

use crate::deletion::{Event, Key};
use alloc::boxed::Box;
use core::pin::Pin;
use core::task::{Context, Poll};
use futures_util::FutureExt;
use futures_util::future::{Either, LocalBoxFuture, ready, select};

/// A piece of work under way. It comes to its event, with the key that it is told under, or to nothing where it was
/// given up.
pub(super) struct Job<'e> {
    key: Key,
    work: Option<LocalBoxFuture<'e, Event>>,
    has_begun: bool,
}

impl<'e> Job<'e> {
    /// Work within a limit. When both have ended, the work wins. Without work there is nothing but the limit.
    pub(super) fn new(
        key: Key,
        work: Option<LocalBoxFuture<'e, Event>>,
        limit: Option<LocalBoxFuture<'e, ()>>,
    ) -> Self {
        let work = match (work, limit) {
            (Some(work), Some(limit)) => Box::pin(select(work, limit).map(|first| match first {
                Either::Left((event, _)) => event,
                Either::Right(_) => Event::TimedOut,
            })),
            (Some(work), None) => work,
            (None, Some(limit)) => Box::pin(limit.map(|()| Event::TimedOut)),
            (None, None) => return Self::ended(key, Event::TimedOut),
        };
        Self { key, work: Some(work), has_begun: false }
    }

    /// Work that has ended.
    pub(super) fn ended(key: Key, event: Event) -> Self {
        Self { key, work: Some(Box::pin(ready(event))), has_begun: true }
    }

    /// The key of work that has not begun.
    pub(super) fn unbegun(&self) -> Option<Key> {
        (self.work.is_some() && !self.has_begun).then_some(self.key)
    }

    /// Gives the work up at once, if this is its key.
    pub(super) fn give_up(&mut self, key: Key) {
        if self.key == key {
            self.work = None;
        }
    }
}

impl Future for Job<'_> {
    type Output = Option<(Key, Event)>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let key = self.key;
        self.has_begun = true;
        match &mut self.work {
            Some(work) => work.as_mut().poll(context).map(|event| Some((key, event))),
            None => Poll::Ready(None),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use core::future::pending;

    fn at_once<'e>() -> Option<LocalBoxFuture<'e, ()>> {
        Some(Box::pin(ready(())))
    }

    #[test]
    fn work_wins_a_tie() {
        let job = Job::new(1, Some(Box::pin(ready(Event::Begin))), at_once());
        assert!(matches!(job.now_or_never(), Some(Some((1, Event::Begin)))));
        let job = Job::new(2, Some(Box::pin(pending())), at_once());
        assert!(matches!(job.now_or_never(), Some(Some((2, Event::TimedOut)))));
        let job = Job::new(3, None, at_once());
        assert!(matches!(job.now_or_never(), Some(Some((3, Event::TimedOut)))));
    }

    #[test]
    fn what_is_given_up_comes_to_nothing() {
        let mut job = Job::ended(1, Event::Begin);
        job.give_up(2);
        job.give_up(1);
        assert!(matches!(job.now_or_never(), Some(None)));
    }
}
