//! Aborting a request that nobody waits for any more.

use web_sys::{AbortController, RequestInit};

/// Aborts its request when it is dropped, unless that has ended before. Lives until the body is read.
///
/// The caller's own signal is never handed to `fetch`: one that outlives many requests would gather their listeners.
#[derive(Debug)]
pub(super) struct AbortGuard {
    controller: Option<AbortController>,
}

impl AbortGuard {
    /// A guard for the request that is sent with this `init`, which it gives a `signal`. Where the surroundings have no
    /// `AbortController`, or `fetch` refuses it, the request can't be aborted, only left alone.
    pub(super) fn new(init: &RequestInit) -> Self {
        let controller = AbortController::new().ok();
        if let Some(controller) = &controller {
            init.set_signal(Some(&controller.signal()));
        }
        Self { controller }
    }

    /// A guard without a request.
    pub(super) fn none() -> Self {
        Self { controller: None }
    }

    /// Nothing is left to abort.
    pub(super) fn release(mut self) {
        self.controller = None;
    }
}

impl Drop for AbortGuard {
    fn drop(&mut self) {
        if let Some(controller) = &self.controller {
            controller.abort();
        }
    }
}
