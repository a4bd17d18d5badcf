//! `AbortSignal`, as the core's switch.

use super::fields::Fault;
use crate::transport::cause_of;
use crate::{CancelToken, Cause};
use js_sys::Function;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// Anything that behaves as an `AbortSignal`, of whatever realm.
    #[derive(Clone, Debug)]
    type Signal;

    #[wasm_bindgen(catch, method, getter)]
    fn aborted(this: &Signal) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(catch, method, getter)]
    fn reason(this: &Signal) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(catch, method, js_name = addEventListener)]
    fn add_event_listener(this: &Signal, event: &str, listener: &Function) -> Result<(), JsValue>;

    #[wasm_bindgen(catch, method, js_name = removeEventListener)]
    fn remove_event_listener(this: &Signal, event: &str, listener: &Function) -> Result<(), JsValue>;
}

const ABORT: &str = "abort";

/// Listens to a signal for as long as it lives, with one listener, so that a long-lived signal gathers none.
#[derive(Debug)]
pub(super) struct SignalWatch {
    signal: Signal,
    listener: Closure<dyn FnMut()>,
}

impl SignalWatch {
    /// The switch that a signal throws, and the watch to keep until the call ends. One that was aborted needs no watch.
    pub(super) fn start(signal: JsValue) -> Result<(CancelToken, Option<Self>), Fault> {
        let wrong = || Fault::wrong("signal", "an AbortSignal", &signal);
        if !signal.is_object() {
            return Err(wrong());
        }
        let target: Signal = signal.clone().unchecked_into();
        let aborted = target.aborted().ok().and_then(|aborted| aborted.as_bool()).ok_or_else(wrong)?;
        let token = CancelToken::new();
        if aborted {
            token.cancel(reason_of(&target));
            return Ok((token, None));
        }
        let heard = (target.clone(), token.clone());
        let listener = Closure::<dyn FnMut()>::new(move || heard.1.cancel(reason_of(&heard.0)));
        target.add_event_listener(ABORT, listener.as_ref().unchecked_ref()).map_err(|_| wrong())?;
        Ok((token, Some(Self { signal: target, listener })))
    }
}

impl Drop for SignalWatch {
    fn drop(&mut self) {
        let _ = self.signal.remove_event_listener(ABORT, self.listener.as_ref().unchecked_ref());
    }
}

fn reason_of(signal: &Signal) -> Cause {
    match signal.reason() {
        Ok(reason) if !reason.is_undefined() => cause_of(reason),
        _ => Cause::new("no reason given"),
    }
}
