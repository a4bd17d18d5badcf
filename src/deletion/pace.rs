//! How fast many deletions may go: slower while the platform says "too many", faster again when it does not.

use crate::http::LONGEST_WAIT;

/// A limit that halves on a 429 and grows by one after as many answers as it allows, and a pause that all share.
#[derive(Debug)]
pub(super) struct Pace {
    most: usize,
    limit: usize,
    answers: usize,
    /// Milliseconds since 1970.
    slowed_at: f64,
    paused_until: f64,
    /// Until then the platform wants nothing at all.
    refused_until: f64,
    /// Requests under way.
    running: usize,
}

/// What a pace must know of an answer.
pub(super) struct Heard {
    pub(super) status: u16,
    /// When its request began.
    pub(super) started: f64,
    /// How many milliseconds the platform asks to wait.
    pub(super) wait: Option<f64>,
}

impl Pace {
    pub(super) fn new(most: usize) -> Self {
        let never = f64::NEG_INFINITY;
        Self {
            most,
            limit: most,
            answers: 0,
            slowed_at: never,
            paused_until: never,
            refused_until: never,
            running: 0,
        }
    }

    /// How many may run now.
    pub(super) fn limit(&self) -> usize {
        self.limit
    }

    /// Takes a place among the requests that may be under way, if there is one.
    pub(super) fn take_turn(&mut self) -> bool {
        let free = self.running < self.limit;
        self.running += usize::from(free);
        free
    }

    /// Gives such a place up.
    pub(super) fn give_turn_up(&mut self) {
        self.running = self.running.saturating_sub(1);
    }

    /// How many milliseconds to wait before the next request.
    pub(super) fn pause_at(&self, now: f64) -> Option<f64> {
        Some(self.paused_until - now).filter(|left| *left > 0.0)
    }

    /// How many milliseconds the platform wants no request, where that is too long to wait for.
    pub(super) fn refusal_at(&self, now: f64) -> Option<f64> {
        Some(self.refused_until - now).filter(|left| *left > 0.0)
    }

    /// An answer came.
    pub(super) fn heard(&mut self, answer: &Heard, now: f64) {
        if answer.status == 429 {
            self.slow_down(answer, now);
        } else {
            self.speed_up();
        }
    }

    /// Requests that were under way when the limit last fell don't count again.
    fn slow_down(&mut self, answer: &Heard, now: f64) {
        if answer.started >= self.slowed_at {
            self.limit = (self.limit / 2).max(1);
            self.slowed_at = now;
        }
        self.answers = 0;
        let Some(wait) = answer.wait else { return };
        let end = if wait <= LONGEST_WAIT { &mut self.paused_until } else { &mut self.refused_until };
        if *end < now + wait {
            *end = now + wait;
        }
    }

    fn speed_up(&mut self) {
        self.answers += 1;
        if self.answers >= self.limit {
            self.answers = 0;
            self.limit = (self.limit + 1).min(self.most);
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
        let mut pace = Pace::new(8);
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
        let mut pace = Pace::new(1);
        pace.heard(&busy(0.0, Some(2000.0)), 1000.0);
        assert_eq!(pace.limit(), 1);
        assert_eq!(pace.pause_at(1500.0), Some(1500.0));
        assert_eq!(pace.pause_at(3000.0), None);
        pace.heard(&busy(0.0, Some(900_000.0)), 3000.0);
        assert_eq!(pace.pause_at(3000.0), None);
        assert_eq!(pace.refusal_at(3000.0), Some(900_000.0));
    }
}
