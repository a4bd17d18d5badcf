//! A wait for a length of time, taken back when it is dropped.

use super::wait::Wait;
use core::future::Future;
use core::pin::Pin;
use core::task::{Context, Poll};
use core::time::Duration;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_name = setTimeout)]
    fn set_timeout(callback: &JsValue, millis: i32, number: u32) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(catch, js_name = clearTimeout)]
    fn clear_timeout(id: &JsValue) -> Result<(), JsValue>;
}

/// A running timer. Where the surroundings have none, it ends at once: a pause too short beats one without end.
#[derive(Debug)]
pub(super) struct Timer {
    wait: Wait,
    id: Option<JsValue>,
}

impl Timer {
    /// Starts a timer. `setTimeout` would take more than 2³¹−1 milliseconds, some 25 days, for 1; so that is the most.
    pub(super) fn start(duration: Duration) -> Self {
        let millis = i32::try_from(duration.as_millis()).unwrap_or(i32::MAX);
        let (wait, id) =
            Wait::start(|callbacks, number| set_timeout(callbacks.fulfil.as_ref(), millis, number).ok());
        Self { wait, id }
    }
}

impl Future for Timer {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        if self.id.is_none() {
            return Poll::Ready(());
        }
        let fired = Pin::new(&mut self.wait).poll(context).map(drop);
        if fired.is_ready() {
            self.id = None;
        }
        fired
    }
}

impl Drop for Timer {
    fn drop(&mut self) {
        if let Some(id) = &self.id {
            let _ = clear_timeout(id);
        }
    }
}
