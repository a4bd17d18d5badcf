//! Waiting for a callback, without a closure for every wait.
//!
//! A wasm-bindgen closure costs two allocations and an entry in a `FinalizationRegistry`, and a `JsFuture` makes two of
//! them, which outlive it where its promise never settles. Here two closures serve every wait: a callback is one of them
//! with the wait's number bound to it, owned by JavaScript alone, and it finds nothing once the wait was dropped.

use super::slots::Slots;
use core::cell::RefCell;
use core::future::Future;
use core::pin::Pin;
use core::task::{Context, Poll, Waker};
use wasm_bindgen::prelude::*;

/// What a callback brings: `Ok` from the first of a wait's callbacks, `Err` from the second.
pub(super) type Outcome = Result<JsValue, JsValue>;

/// A future that ends when one of its callbacks is called.
#[derive(Debug)]
pub(super) struct Wait {
    number: u32,
}

impl Wait {
    /// A new wait, and what `start` did with its number and the two callbacks.
    pub(super) fn start<T>(start: impl FnOnce(&Callbacks, u32) -> T) -> (Self, T) {
        SHARED.with(|shared| {
            let wait = Self { number: shared.waits.borrow_mut().put(State::default()) };
            let started = start(&shared.callbacks, wait.number);
            (wait, started)
        })
    }
}

impl Future for Wait {
    type Output = Outcome;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Outcome> {
        SHARED.with(|shared| {
            let mut waits = shared.waits.borrow_mut();
            let Some(state) = waits.get(self.number) else { return Poll::Pending };
            match state.outcome.take() {
                Some(outcome) => Poll::Ready(outcome),
                None => {
                    state.waker = Some(context.waker().clone());
                    Poll::Pending
                }
            }
        })
    }
}

impl Drop for Wait {
    fn drop(&mut self) {
        let _ = SHARED.with(|shared| shared.waits.borrow_mut().take(self.number));
    }
}

std::thread_local! {
    static SHARED: Shared = Shared {
        waits: RefCell::new(Slots::new()),
        callbacks: Callbacks { fulfil: callback(Ok), reject: callback(Err) },
    };
}

struct Shared {
    waits: RefCell<Slots<State>>,
    callbacks: Callbacks,
}

/// What ends a wait. Each takes the wait's number first.
pub(super) struct Callbacks {
    /// Takes the value that was waited for.
    pub(super) fulfil: Callback,
    /// Takes the reason why it will not come.
    pub(super) reject: Callback,
}

type Callback = Closure<dyn Fn(u32, JsValue)>;

#[derive(Default)]
struct State {
    waker: Option<Waker>,
    outcome: Option<Outcome>,
}

fn callback(outcome: fn(JsValue) -> Outcome) -> Callback {
    Closure::new(move |number, value| {
        let waker = SHARED.with(|shared| {
            let mut waits = shared.waits.borrow_mut();
            let state = waits.get(number)?;
            state.outcome.get_or_insert(outcome(value));
            state.waker.take()
        });
        if let Some(waker) = waker {
            waker.wake();
        }
    })
}
