//! A clock that moves only when nothing else can, from one due moment to the next.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

/// 2023-11-14T22:13:20Z, in milliseconds since 1970.
const START: f64 = 1_700_000_000_000.0;

enum Alarm {
    Wake(Waker),
    Call(Box<dyn FnOnce()>),
}

#[derive(Default)]
struct State {
    nanos: Cell<u128>,
    /// By how many milliseconds the time of day was set back.
    set_back: Cell<f64>,
    next_key: Cell<u64>,
    alarms: RefCell<BTreeMap<(u128, u64), Alarm>>,
}

/// Virtual time. Clones share it.
#[derive(Clone, Default)]
pub struct Clock(Rc<State>);

impl Clock {
    /// Milliseconds since 1970.
    pub fn now(&self) -> f64 {
        START + self.elapsed() - self.0.set_back.get()
    }

    /// Sets the time of day back by so many milliseconds, as a user or a time server does. What waits is not touched.
    pub fn set_back(&self, millis: f64) {
        self.0.set_back.set(self.0.set_back.get() + millis);
    }

    /// Milliseconds since the test began.
    pub fn elapsed(&self) -> f64 {
        self.0.nanos.get() as f64 / 1e6
    }

    /// Waits.
    pub fn sleep(&self, duration: Duration) -> Sleep {
        Sleep { clock: self.clone(), duration, key: None }
    }

    /// Calls `act` when so many milliseconds have passed since the test began.
    pub fn at(&self, millis: u64, act: impl FnOnce() + 'static) {
        let due = u128::from(millis) * 1_000_000;
        self.add(due.max(self.0.nanos.get()), Alarm::Call(Box::new(act)));
    }

    /// Moves on to the next due moment and sets off what is due first. `false` when nothing ever will be.
    pub fn advance(&self) -> bool {
        let Some(((due, _), alarm)) = self.0.alarms.borrow_mut().pop_first() else { return false };
        self.0.nanos.set(due);
        match alarm {
            Alarm::Wake(waker) => waker.wake(),
            Alarm::Call(act) => act(),
        }
        true
    }

    /// How many waits and calls are still to come.
    pub fn waiting(&self) -> usize {
        self.0.alarms.borrow().len()
    }

    fn add(&self, due: u128, alarm: Alarm) -> (u128, u64) {
        let key = (due, self.0.next_key.replace(self.0.next_key.get() + 1));
        self.0.alarms.borrow_mut().insert(key, alarm);
        key
    }
}

/// See [`Clock::sleep`].
pub struct Sleep {
    clock: Clock,
    duration: Duration,
    key: Option<(u128, u64)>,
}

impl Future for Sleep {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let now = self.clock.0.nanos.get();
        let due = match self.key {
            None => now + self.duration.as_nanos(),
            Some((due, _)) => due,
        };
        // A sleep of no time at all still yields once, as a timer does.
        if self.key.is_some() && due <= now && !self.clock.0.alarms.borrow().contains_key(&self.key.unwrap())
        {
            return Poll::Ready(());
        }
        let alarm = Alarm::Wake(context.waker().clone());
        match self.key {
            Some(key) => {
                self.clock.0.alarms.borrow_mut().insert(key, alarm);
            }
            None => self.key = Some(self.clock.add(due, alarm)),
        }
        Poll::Pending
    }
}

impl Drop for Sleep {
    fn drop(&mut self) {
        if let Some(key) = self.key {
            self.clock.0.alarms.borrow_mut().remove(&key);
        }
    }
}
