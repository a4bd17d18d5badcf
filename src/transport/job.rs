//! A piece of work that JavaScript does.

use core::future::Future;
use core::pin::Pin;
use core::task::{Context, Poll};
use js_sys::Promise;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen(module = "/src/transport/job.js")]
extern "C" {
    /// A piece of work under way, as job.js begins it.
    #[derive(Debug)]
    pub(super) type Handle;

    #[wasm_bindgen(method, getter)]
    fn outcome(this: &Handle) -> Promise;

    #[wasm_bindgen(method)]
    fn stop(this: &Handle);

    /// Waits for a length of time.
    pub(super) fn sleep(millis: f64) -> Handle;
}

/// Waits for the outcome of some work, which is never a rejection, and gives the work up when it is dropped before.
#[derive(Debug)]
pub(super) struct Job {
    handle: Handle,
    outcome: JsFuture,
}

impl Job {
    pub(super) fn of(handle: Handle) -> Self {
        let outcome = handle.outcome().into();
        Self { handle, outcome }
    }
}

impl Future for Job {
    type Output = JsValue;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<JsValue> {
        Pin::new(&mut self.outcome).poll(context).map(Result::unwrap_or_default)
    }
}

impl Drop for Job {
    fn drop(&mut self) {
        self.handle.stop();
    }
}
