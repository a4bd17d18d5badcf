//! Aborting a request that nobody waits for any more.

use web_sys::{AbortController, AbortSignal};

/// Aborts its request when it is dropped, unless that has ended before. Lives until the body is read.
#[derive(Debug)]
pub(super) struct AbortGuard(Option<AbortController>);

impl AbortGuard {
    /// A guard for one request. Where there is no `AbortController`, it guards nothing.
    pub(super) fn new() -> Self {
        Self(AbortController::new().ok())
    }

    /// What the request must be given.
    pub(super) fn signal(&self) -> Option<AbortSignal> {
        self.0.as_ref().map(AbortController::signal)
    }

    /// Nothing is left to abort.
    pub(super) fn release(mut self) {
        self.0 = None;
    }
}

impl Drop for AbortGuard {
    fn drop(&mut self) {
        if let Some(controller) = &self.0 {
            controller.abort();
        }
    }
}
