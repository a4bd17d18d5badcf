//! Aborting a request that nobody waits for any more.
//!
//! An `AbortController` is the dearest part of a request to a `fetch` that is quick, and many replacements of `fetch`
//! never look at `signal`. So that field is a getter, and the controller is made when it is first read.

use super::slots::{Slots, bound};
use core::cell::RefCell;
use js_sys::{Object, Reflect};
use wasm_bindgen::prelude::*;
use web_sys::{AbortController, RequestInit};

/// Aborts its request when it is dropped, unless that has ended before. Lives until the body is read.
#[derive(Debug)]
pub(super) struct AbortGuard {
    number: u32,
    ended: bool,
}

impl AbortGuard {
    /// A guard for the request that is sent with this `init`, which it gives a `signal`.
    pub(super) fn new(init: &RequestInit) -> Self {
        SHARED.with(|shared| {
            let number = shared.requests.borrow_mut().put(None);
            shared.define_signal(init, number);
            Self { number, ended: false }
        })
    }

    /// Nothing is left to abort.
    pub(super) fn release(mut self) {
        self.ended = true;
    }
}

impl Drop for AbortGuard {
    fn drop(&mut self) {
        let controller = SHARED.with(|shared| shared.requests.borrow_mut().take(self.number)).flatten();
        if let Some(controller) = controller
            && !self.ended
        {
            // It runs listeners that may send again, so nothing is borrowed here.
            controller.abort();
        }
    }
}

std::thread_local! {
    static SHARED: Shared = Shared::new();
}

/// One getter and one property descriptor serve all requests; the getter is bound to each request's number.
struct Shared {
    requests: RefCell<Slots<Option<AbortController>>>,
    getter: Closure<dyn Fn(u32) -> JsValue>,
    descriptor: Object,
}

impl Shared {
    fn new() -> Self {
        let descriptor = Object::new();
        // As of an ordinary member, so that a copy such as `{...init}` has it too. A new object takes any member.
        for name in ["enumerable", "configurable"] {
            let _ = Reflect::set(&descriptor, &JsValue::from_str(name), &JsValue::TRUE);
        }
        Self { requests: RefCell::new(Slots::new()), getter: Closure::new(signal_of), descriptor }
    }

    fn define_signal(&self, init: &RequestInit, number: u32) {
        let _ = Reflect::set(&self.descriptor, &JsValue::from_str("get"), &bound(&self.getter, number));
        let _ = Reflect::define_property(init, &JsValue::from_str("signal"), &self.descriptor);
    }
}

/// The signal of a request. One that is first asked for when its request is over is aborted already.
fn signal_of(number: u32) -> JsValue {
    SHARED.with(|shared| {
        let mut requests = shared.requests.borrow_mut();
        let request = requests.get(number);
        let known = request.as_deref().cloned().flatten();
        let Some(controller) = known.or_else(|| AbortController::new().ok()) else {
            return JsValue::UNDEFINED;
        };
        match request {
            Some(request) => *request = Some(controller.clone()),
            None => controller.abort(),
        }
        controller.signal().into()
    })
}
