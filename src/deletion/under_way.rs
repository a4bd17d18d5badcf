//! What a call has under way at its driver, and what becomes of it when the caller aborts.

use super::action::{Driver, Event, Key, Moment};
use super::session::Session;
use super::wanted::{Patience, Want, Wanted};

impl Session {
    /// Hears of an event first. Whether the call has anything to make of it: an abort must wait for patient work.
    pub(super) fn hear(&mut self, key: Key, event: &Event, moment: Moment, driver: &mut dyn Driver) -> bool {
        self.moment = moment;
        match event {
            Event::Unbegun => {
                if self.under_way.patience != Some(Patience::Endless) {
                    self.under_way.patience = Some(Patience::None);
                    self.is_open = false;
                }
                return false;
            }
            Event::Aborted(cause) => {
                self.under_way.aborted = Some(cause.clone());
                if !self.gives_way() {
                    return false;
                }
                driver.drop(key);
            }
            _ => {}
        }
        self.under_way.patience = None;
        true
    }

    /// The abort of what is wanted and not begun yet, if the caller has aborted. It is not wanted any more then.
    pub(super) fn cut_off(&mut self) -> Option<Event> {
        let cause = self.under_way.aborted.as_ref()?;
        if self.wanted.as_ref()?.patience == Patience::Endless {
            return None;
        }
        self.wanted = None;
        self.is_open = false;
        Some(Event::Aborted(cause.clone()))
    }

    /// Tells the driver of the exchanges that have ended.
    pub(super) fn tell(&mut self, driver: &mut dyn Driver) {
        if self.link.setup.watched {
            for step in self.steps.get(self.told..).unwrap_or_default() {
                driver.tell(step);
            }
            self.told = self.steps.len();
        }
    }

    /// Tells the driver what is to be told, and the work that is wanted.
    pub(super) fn report(&mut self, key: Key, driver: &mut dyn Driver) {
        self.tell(driver);
        let Some(Wanted { want, limit, patience }) = self.wanted.take() else { return };
        self.under_way.patience = Some(patience);
        match want {
            Want::Work(work) => driver.start(key, work, Some(limit).filter(|limit| limit.is_finite())),
            Want::Keep => {
                if let Some(backup) = self.backup.get_mut() {
                    driver.keep(key, backup);
                }
            }
            // The bulk gives it.
            Want::Turn => {}
        }
    }

    /// Whether an abort ends what is under way.
    pub(super) fn gives_way(&self) -> bool {
        self.under_way.patience == Some(Patience::None)
    }

    /// Whether a place among the calls of a bulk is wanted, and nothing else. It is waited for then.
    pub(super) fn wants_turn(&mut self) -> bool {
        let Some(Wanted { want: Want::Turn, patience, .. }) = self.wanted else { return false };
        self.wanted = None;
        self.under_way.patience = Some(patience);
        true
    }
}
