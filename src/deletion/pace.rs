//! How fast many deletions may go: slower while the platform says "too many", faster again when it does not.

use crate::http::at_least;
use alloc::vec::Vec;
use core::cell::{Cell, RefCell};
use core::task::{Context, Poll, Waker};
use core::time::Duration;

/// A limit that halves on a 429 and grows by one after as many answers as it allows, and a pause that all share.
#[derive(Debug)]
pub(crate) struct Pace {
    most: usize,
    limit: Cell<usize>,
    answers: Cell<usize>,
    /// Milliseconds since 1970.
    slowed_at: Cell<f64>,
    paused_until: Cell<f64>,
    /// Until then the platform wants nothing at all.
    refused_until: Cell<f64>,
    /// Requests under way.
    running: Cell<usize>,
    waiting: RefCell<Vec<Waker>>,
}

/// A request's place among those that may run at once. Dropping it gives it up.
#[derive(Debug)]
pub(crate) struct Turn<'a>(&'a Pace);

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        self.0.running.set(self.0.running.get().saturating_sub(1));
        for waker in self.0.waiting.take() {
            waker.wake();
        }
    }
}

/// A platform that asks for a longer pause is not waited for.
const LONGEST_PAUSE: Duration = Duration::from_secs(60);

impl Pace {
    pub(crate) fn new(most: usize) -> Self {
        let most = most.max(1);
        Self {
            most,
            limit: Cell::new(most),
            answers: Cell::new(0),
            slowed_at: Cell::new(f64::NEG_INFINITY),
            paused_until: Cell::new(f64::NEG_INFINITY),
            refused_until: Cell::new(f64::NEG_INFINITY),
            running: Cell::new(0),
            waiting: RefCell::default(),
        }
    }

    /// How many may run now.
    pub(crate) fn limit(&self) -> usize {
        self.limit.get()
    }

    /// Waits until fewer requests are under way than may be: a call that comes back from a pause takes its place again.
    pub(crate) fn poll_turn(&self, context: &mut Context<'_>) -> Poll<Turn<'_>> {
        if self.running.get() < self.limit.get() {
            self.running.set(self.running.get() + 1);
            return Poll::Ready(Turn(self));
        }
        self.waiting.borrow_mut().push(context.waker().clone());
        Poll::Pending
    }

    /// How long to wait before the next request.
    pub(crate) fn pause_at(&self, now: f64) -> Option<Duration> {
        time_left(self.paused_until.get(), now)
    }

    /// How long the platform wants no request, where that is too long to wait for.
    pub(crate) fn refusal_at(&self, now: f64) -> Option<Duration> {
        time_left(self.refused_until.get(), now)
    }

    /// An answer came to a request that began at `started`.
    pub(crate) fn heard(&self, status: u16, started: f64, now: f64, asked: Option<Duration>) {
        if status == 429 {
            self.slow_down(started, now, asked);
        } else {
            self.speed_up();
        }
    }

    /// A 429 came for a request that began at `started`. Those that were under way when the limit last fell don't count again.
    fn slow_down(&self, started: f64, now: f64, asked: Option<Duration>) {
        if started >= self.slowed_at.get() {
            self.limit.set((self.limit.get() / 2).max(1));
            self.slowed_at.set(now);
        }
        self.answers.set(0);
        let Some(wait) = asked else { return };
        let end = if wait <= LONGEST_PAUSE { &self.paused_until } else { &self.refused_until };
        end.set(end.get().max(now + wait.as_secs_f64() * 1000.0));
    }

    /// Another answer came.
    fn speed_up(&self) {
        let answers = self.answers.get() + 1;
        if answers < self.limit.get() {
            self.answers.set(answers);
            return;
        }
        self.answers.set(0);
        self.limit.set((self.limit.get() + 1).min(self.most));
    }
}

fn time_left(end: f64, now: f64) -> Option<Duration> {
    let left = end - now;
    (left > 0.0).then(|| at_least(left))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_once_for_one_burst_and_grows_back() {
        let pace = Pace::new(8);
        pace.slow_down(0.0, 10.0, None);
        pace.slow_down(5.0, 11.0, None);
        assert_eq!(pace.limit(), 4);
        pace.slow_down(12.0, 13.0, None);
        assert_eq!(pace.limit(), 2);
        for _ in 0..100 {
            pace.speed_up();
        }
        assert_eq!(pace.limit(), 8);
    }

    #[test]
    fn never_stops_altogether_and_shares_one_pause() {
        let pace = Pace::new(1);
        pace.slow_down(0.0, 1000.0, Some(Duration::from_secs(2)));
        assert_eq!(pace.limit(), 1);
        assert_eq!(pace.pause_at(1500.0), Some(Duration::from_millis(1500)));
        assert_eq!(pace.pause_at(3000.0), None);
        pace.slow_down(0.0, 3000.0, Some(Duration::from_secs(900)));
        assert_eq!(pace.pause_at(3000.0), None);
        assert_eq!(pace.refusal_at(3000.0), Some(Duration::from_secs(900)));
    }
}
