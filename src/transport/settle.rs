//! Awaiting whatever a JavaScript function gave.

use super::slots::bound;
use super::wait::{Outcome, Wait};
use core::future::Future;
use core::pin::Pin;
use core::task::{Context, Poll};
use js_sys::{Array, Promise};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    type Thenable;

    #[wasm_bindgen(catch, method)]
    fn then(this: &Thenable, fulfil: &JsValue, reject: &JsValue) -> Result<(), JsValue>;
}

/// Waits for a promise or anything else with a `then`; any other value is there already.
pub(crate) fn settle(value: JsValue) -> Settling {
    if !(value.is_object() || value.is_function()) {
        return Settling(State::Settled(Some(Ok(value))));
    }
    Settling(match watch(&value) {
        Ok(wait) => State::Waiting(wait),
        Err(thrown) => State::Settled(Some(Err(thrown))),
    })
}

/// What [`settle`] waits for.
#[derive(Debug)]
pub(crate) struct Settling(State);

#[derive(Debug)]
enum State {
    Settled(Option<Outcome>),
    Waiting(Wait),
}

impl Future for Settling {
    type Output = Outcome;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Outcome> {
        match &mut self.0 {
            State::Settled(outcome) => outcome.take().map_or(Poll::Pending, Poll::Ready),
            State::Waiting(wait) => Pin::new(wait).poll(context),
        }
    }
}

/// Lets a promise run without waiting for it: its rejection is nobody's.
pub(crate) fn ignore(value: &JsValue) {
    if value.is_object() {
        drop(watch(value));
    }
}

fn watch(value: &JsValue) -> Result<Wait, JsValue> {
    let (wait, watched) = Wait::start(|callbacks, number| {
        let then = |promise: &Promise| {
            let promise: &Thenable = promise.unchecked_ref();
            promise.then(&bound(&callbacks.fulfil, number), &bound(&callbacks.reject, number))
        };
        match value.dyn_ref::<Promise>() {
            Some(promise) => then(promise),
            // `Promise.race` gives a promise of this realm for anything, even for a `then` that throws when it is read.
            None => then(&Promise::race(&Array::of1(value))),
        }
    });
    watched.map(|()| wait)
}
