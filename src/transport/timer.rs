//! A wait for a length of time, taken back when it is dropped.

use std::cell::Cell;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};
use std::time::Duration;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_name = setTimeout)]
    fn set_timeout(callback: &JsValue, millis: i32) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(catch, js_name = clearTimeout)]
    fn clear_timeout(id: &JsValue) -> Result<(), JsValue>;
}

/// A running timer. Where the surroundings have none, it ends at once: a pause too short beats one without end.
#[derive(Debug)]
pub(super) struct Timer {
    /// What `setTimeout` gave; `None` once it is over.
    id: Option<JsValue>,
    shared: Rc<Shared>,
    _callback: Closure<dyn FnMut()>,
}

#[derive(Default)]
struct Shared {
    fired: Cell<bool>,
    waker: Cell<Option<Waker>>,
}

impl Timer {
    /// Starts a timer. `setTimeout` would take more than 2³¹−1 milliseconds, some 25 days, for 1; so that is the most.
    pub(super) fn start(duration: Duration) -> Self {
        let millis = i32::try_from(duration.as_millis()).unwrap_or(i32::MAX);
        let shared = Rc::<Shared>::default();
        let callback = Closure::once({
            let shared = Rc::clone(&shared);
            move || {
                shared.fired.set(true);
                if let Some(waker) = shared.waker.take() {
                    waker.wake();
                }
            }
        });
        let id = set_timeout(callback.as_ref(), millis).ok();
        Self { id, shared, _callback: callback }
    }
}

impl Future for Timer {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        if self.shared.fired.get() {
            self.id = None;
        }
        if self.id.is_none() {
            return Poll::Ready(());
        }
        self.shared.waker.set(Some(context.waker().clone()));
        Poll::Pending
    }
}

impl Drop for Timer {
    fn drop(&mut self) {
        if let Some(id) = &self.id {
            let _ = clear_timeout(id);
        }
    }
}

impl std::fmt::Debug for Shared {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Shared").field("fired", &self.fired.get()).finish_non_exhaustive()
    }
}
