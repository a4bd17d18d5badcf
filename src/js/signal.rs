//! `AbortSignal`, or whatever behaves as one, of any realm, as the core's switch.

use super::given::wrong;
use crate::transport::cause_of;
use crate::{CancelToken, Cause, Error};
use js_sys::{Function, WeakMap};
use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::{Rc, Weak};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[derive(Clone, Debug)]
    type Target;

    #[wasm_bindgen(catch, method, getter)]
    fn aborted(this: &Target) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(catch, method, getter)]
    fn reason(this: &Target) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(catch, method, js_name = addEventListener)]
    fn add_event_listener(this: &Target, event: &str, listener: &Function) -> Result<(), JsValue>;

    #[wasm_bindgen(catch, method, js_name = removeEventListener)]
    fn remove_event_listener(this: &Target, event: &str, listener: &Function) -> Result<(), JsValue>;
}

const ABORT: &str = "abort";

/// A call's signal. It is listened to from the moment when it is read until it is left or dropped.
#[derive(Debug)]
pub(super) struct Signal {
    watched: Rc<Watched>,
    listens: Cell<bool>,
}

impl Signal {
    /// Reads a signal, and listens to it. One that can't be asked, or not any more, may be listened to all the same.
    pub(super) fn of(value: &JsValue) -> Result<Self, Error> {
        let wrong = || wrong("signal", "an AbortSignal", value);
        if !(value.is_object() || value.is_function()) {
            return Err(wrong());
        }
        let target: Target = value.clone().unchecked_into();
        let aborted = target.aborted().unwrap_or(JsValue::FALSE).as_bool().ok_or_else(wrong)?;
        let signal = Self { watched: Watched::of(target), listens: Cell::new(false) };
        if aborted {
            signal.watched.cancel();
        } else {
            signal.start().map_err(|_| wrong())?;
        }
        Ok(signal)
    }

    /// The switch that it throws.
    pub(super) fn token(&self) -> CancelToken {
        self.watched.token.clone()
    }

    /// Listens again after it was left. An abort from meanwhile throws the switch at once.
    pub(super) fn listen(&self) {
        if self.watched.target.aborted().is_ok_and(|aborted| aborted.is_truthy()) {
            self.watched.cancel();
        } else {
            // That it can be listened to was known when it was read.
            let _ = self.start();
        }
    }

    fn start(&self) -> Result<(), JsValue> {
        if !self.listens.get() {
            self.watched.join()?;
            self.listens.set(true);
        }
        Ok(())
    }

    /// Leaves the signal: whoever reads no further must not be held by it.
    pub(super) fn leave(&self) {
        if self.listens.replace(false) {
            self.watched.part();
        }
    }
}

impl Drop for Signal {
    fn drop(&mut self) {
        self.leave();
    }
}

/// A signal that calls know of. All that are under way share one listener, so that a long-lived signal gathers none.
#[derive(Debug)]
struct Watched {
    number: u32,
    target: Target,
    token: CancelToken,
    listener: Closure<dyn Fn()>,
    /// How many listen.
    count: Cell<u32>,
}

/// The signals that calls know of, by a number that is found under the signal itself.
#[derive(Default)]
struct Registry {
    numbers: WeakMap,
    signals: HashMap<u32, Weak<Watched>>,
    last_number: u32,
}

thread_local! {
    static REGISTRY: RefCell<Registry> = RefCell::default();
}

impl Watched {
    fn of(target: Target) -> Rc<Self> {
        REGISTRY.with_borrow_mut(|registry| {
            let known = registry.numbers.get(target.unchecked_ref()).as_f64();
            let known = known.and_then(|number| registry.signals.get(&(number as u32))?.upgrade());
            known.unwrap_or_else(|| {
                registry.last_number = registry.last_number.wrapping_add(1);
                let number = registry.last_number;
                registry.numbers.set(target.unchecked_ref(), &JsValue::from(number));
                let watched = Rc::new_cyclic(|this: &Weak<Self>| {
                    let this = this.clone();
                    let listener = Closure::new(move || {
                        if let Some(watched) = this.upgrade() {
                            watched.cancel();
                        }
                    });
                    Self { number, target, token: CancelToken::new(), listener, count: Cell::new(0) }
                });
                registry.signals.insert(number, Rc::downgrade(&watched));
                watched
            })
        })
    }

    fn cancel(&self) {
        self.token.cancel(match self.target.reason() {
            Ok(reason) if !reason.is_undefined() => cause_of(reason),
            _ => Cause::new("no reason given"),
        });
    }

    fn join(&self) -> Result<(), JsValue> {
        if self.count.get() == 0 {
            self.target.add_event_listener(ABORT, self.listener.as_ref().unchecked_ref())?;
        }
        self.count.set(self.count.get() + 1);
        Ok(())
    }

    fn part(&self) {
        self.count.set(self.count.get() - 1);
        if self.count.get() == 0 {
            // One that can't be left is heard no more all the same: nobody has its switch.
            let _ = self.target.remove_event_listener(ABORT, self.listener.as_ref().unchecked_ref());
        }
    }
}

impl Drop for Watched {
    fn drop(&mut self) {
        let _ = REGISTRY.try_with(|registry| registry.borrow_mut().signals.remove(&self.number));
    }
}
