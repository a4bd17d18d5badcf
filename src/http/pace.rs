//! How fast many deletions may go: slower while the platform says "too many", faster again when it does not.

use super::retry_policy::LONGEST_WAIT;
use super::turns::{Turn, Turns};
use std::cell::Cell;

/// A limit that halves on a 429 and grows by one after as many answers as it allows, and a pause that all share.
#[derive(Debug)]
pub(crate) struct Pace {
    most: usize,
    /// Places for requests under way, as many as the limit is.
    turns: Turns,
    answers: Cell<usize>,
    /// Milliseconds since 1970.
    slowed_at: Cell<f64>,
    paused_until: Cell<f64>,
    /// Until then the platform wants nothing at all.
    refused_until: Cell<f64>,
}

/// What a pace must know of an answer.
pub(crate) struct Heard {
    pub(crate) status: u16,
    /// When its request began.
    pub(crate) started: f64,
    /// How many milliseconds the platform asks to wait.
    pub(crate) wait: Option<f64>,
}

impl Pace {
    pub(crate) fn new(most: usize) -> Self {
        let never = || Cell::new(f64::NEG_INFINITY);
        Self {
            most,
            turns: Turns::new(most),
            answers: Cell::new(0),
            slowed_at: never(),
            paused_until: never(),
            refused_until: never(),
        }
    }

    /// How many may run now.
    pub(crate) fn limit(&self) -> usize {
        self.turns.most()
    }

    /// Waits for a place among the requests that may be under way.
    pub(crate) async fn turn(&self) -> Turn<'_> {
        self.turns.turn().await
    }

    /// How many milliseconds to wait before the next request.
    pub(crate) fn pause_at(&self, now: f64) -> Option<f64> {
        Some(self.paused_until.get() - now).filter(|left| *left > 0.0)
    }

    /// How many milliseconds the platform wants no request, where that is too long to wait for.
    pub(crate) fn refusal_at(&self, now: f64) -> Option<f64> {
        Some(self.refused_until.get() - now).filter(|left| *left > 0.0)
    }

    /// An answer came.
    pub(crate) fn heard(&self, answer: &Heard, now: f64) {
        if answer.status == 429 {
            self.slow_down(answer, now);
        } else {
            self.speed_up();
        }
    }

    /// Requests that were under way when the limit last fell don't count again.
    fn slow_down(&self, answer: &Heard, now: f64) {
        if answer.started >= self.slowed_at.get() {
            self.turns.set_most((self.limit() / 2).max(1));
            self.slowed_at.set(now);
        }
        self.answers.set(0);
        let Some(wait) = answer.wait else { return };
        let end = if wait <= LONGEST_WAIT { &self.paused_until } else { &self.refused_until };
        end.set(end.get().max(now + wait));
    }

    fn speed_up(&self) {
        self.answers.set(self.answers.get() + 1);
        if self.answers.get() >= self.limit() {
            self.answers.set(0);
            self.turns.set_most((self.limit() + 1).min(self.most));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn busy(started: f64, wait: Option<f64>) -> Heard {
        Heard { status: 429, started, wait }
    }

    #[test]
    fn halves_once_for_one_burst_and_grows_back() {
        let pace = Pace::new(8);
        pace.heard(&busy(0.0, None), 10.0);
        pace.heard(&busy(5.0, None), 11.0);
        assert_eq!(pace.limit(), 4);
        pace.heard(&busy(12.0, None), 13.0);
        assert_eq!(pace.limit(), 2);
        for _ in 0..100 {
            pace.heard(&Heard { status: 204, started: 14.0, wait: None }, 15.0);
        }
        assert_eq!(pace.limit(), 8);
    }

    #[test]
    fn never_stops_altogether_and_shares_one_pause() {
        let pace = Pace::new(1);
        pace.heard(&busy(0.0, Some(2000.0)), 1000.0);
        assert_eq!(pace.limit(), 1);
        assert_eq!(pace.pause_at(1500.0), Some(1500.0));
        assert_eq!(pace.pause_at(3000.0), None);
        pace.heard(&busy(0.0, Some(900_000.0)), 3000.0);
        assert_eq!(pace.pause_at(3000.0), None);
        assert_eq!(pace.refusal_at(3000.0), Some(900_000.0));
        assert_eq!(pace.refusal_at(903_000.0), None);
    }
}
