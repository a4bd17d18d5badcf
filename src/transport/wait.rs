//! Waiting for a callback, without a closure for every wait.
//!
//! A wasm-bindgen closure costs two allocations and an entry in a `FinalizationRegistry`, and a `JsFuture` makes two of
//! them, which outlive it where its promise never settles. Here two closures serve every wait: a callback is one of them
//! with the wait's number bound to it, owned by JavaScript alone, and it finds nothing once the wait was dropped.

use js_sys::Function;
use std::cell::RefCell;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, Waker};
use wasm_bindgen::prelude::*;

/// What a callback brings: `Ok` from the first of a wait's callbacks, `Err` from the second.
pub(super) type Outcome = Result<JsValue, JsValue>;

/// A future that ends when one of its callbacks is called.
#[derive(Debug)]
pub(super) struct Wait {
    number: u32,
}

impl Wait {
    /// A new wait, and what `start` made of the two shared callbacks and the number that each must be given first.
    pub(super) fn start<T>(start: impl FnOnce(&Function, &Function, u32) -> T) -> (Self, T) {
        SHARED.with(|shared| {
            let number = shared.waits.borrow_mut().open();
            let started =
                start(shared.fulfil.as_ref().unchecked_ref(), shared.reject.as_ref().unchecked_ref(), number);
            (Self { number }, started)
        })
    }
}

impl Future for Wait {
    type Output = Outcome;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Outcome> {
        SHARED.with(|shared| shared.waits.borrow_mut().poll(self.number, context.waker()))
    }
}

impl Drop for Wait {
    fn drop(&mut self) {
        SHARED.with(|shared| shared.waits.borrow_mut().close(self.number));
    }
}

thread_local! {
    static SHARED: Shared = Shared { waits: RefCell::default(), fulfil: callback(Ok), reject: callback(Err) };
}

type Callback = Closure<dyn FnMut(u32, JsValue)>;

struct Shared {
    waits: RefCell<Waits>,
    fulfil: Callback,
    reject: Callback,
}

fn callback(outcome: fn(JsValue) -> Outcome) -> Callback {
    Closure::new(move |number, value| {
        let waker = SHARED.with(|shared| shared.waits.borrow_mut().end(number, outcome(value)));
        if let Some(waker) = waker {
            waker.wake();
        }
    })
}

/// The open waits. There are few at a time, so a list will do.
#[derive(Default)]
struct Waits {
    open: Vec<Open>,
    last_number: u32,
}

struct Open {
    number: u32,
    waker: Option<Waker>,
    outcome: Option<Outcome>,
}

impl Waits {
    fn open(&mut self) -> u32 {
        self.last_number = self.last_number.wrapping_add(1);
        self.open.push(Open { number: self.last_number, waker: None, outcome: None });
        self.last_number
    }

    fn find(&mut self, number: u32) -> Option<&mut Open> {
        self.open.iter_mut().find(|open| open.number == number)
    }

    fn end(&mut self, number: u32, outcome: Outcome) -> Option<Waker> {
        let open = self.find(number)?;
        open.outcome.get_or_insert(outcome);
        open.waker.take()
    }

    fn poll(&mut self, number: u32, waker: &Waker) -> Poll<Outcome> {
        let Some(open) = self.find(number) else { return Poll::Pending };
        match open.outcome.take() {
            Some(outcome) => Poll::Ready(outcome),
            None => {
                open.waker = Some(waker.clone());
                Poll::Pending
            }
        }
    }

    fn close(&mut self, number: u32) {
        self.open.retain(|open| open.number != number);
    }
}
