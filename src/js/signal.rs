//! `AbortSignal`, as the core's switch.

use super::fields::wrong;
use crate::transport::cause_of;
use crate::{CancelToken, Cause, Error};
use alloc::rc::{Rc, Weak};
use alloc::vec::Vec;
use core::cell::RefCell;
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

/// Keeps a signal listened to for as long as it lives. All calls under way with one signal share one listener, so that a
/// long-lived signal gathers none.
#[derive(Debug)]
pub(super) struct SignalWatch {
    _shared: Rc<Watched>,
}

#[derive(Debug)]
struct Watched {
    signal: Signal,
    token: CancelToken,
    listener: Closure<dyn Fn()>,
}

std::thread_local! {
    /// The signals that calls under way listen to.
    static WATCHED: RefCell<Vec<Weak<Watched>>> = const { RefCell::new(Vec::new()) };
}

impl SignalWatch {
    /// The switch that a signal throws, and the watch to keep until the call ends. One that was aborted needs no watch.
    pub(super) fn start(signal: JsValue) -> Result<(CancelToken, Option<Self>), Error> {
        let wrong = || wrong("signal", "an AbortSignal", &signal);
        if !signal.is_object() {
            return Err(wrong());
        }
        let target: Signal = signal.clone().unchecked_into();
        if target.aborted().ok().and_then(|aborted| aborted.as_bool()).ok_or_else(wrong)? {
            let token = CancelToken::new();
            token.cancel(reason_of(&target));
            return Ok((token, None));
        }
        let shared = match Watched::find(&signal) {
            Some(watched) => watched,
            None => Watched::start(target).map_err(|_| wrong())?,
        };
        Ok((shared.token.clone(), Some(Self { _shared: shared })))
    }
}

impl Watched {
    fn find(signal: &JsValue) -> Option<Rc<Self>> {
        WATCHED.with_borrow_mut(|all| {
            all.retain(|watched| watched.strong_count() > 0);
            all.iter().filter_map(Weak::upgrade).find(|watched| *watched.signal == *signal)
        })
    }

    fn start(signal: Signal) -> Result<Rc<Self>, JsValue> {
        let token = CancelToken::new();
        let heard = (signal.clone(), token.clone());
        let listener = Closure::<dyn Fn()>::new(move || heard.1.cancel(reason_of(&heard.0)));
        signal.add_event_listener(ABORT, listener.as_ref().unchecked_ref())?;
        let watched = Rc::new(Self { signal, token, listener });
        WATCHED.with_borrow_mut(|all| all.push(Rc::downgrade(&watched)));
        Ok(watched)
    }
}

impl Drop for Watched {
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
