//! `AbortSignal`, as the core's switch.

use super::fault::fault;
use crate::transport::cause_in;
use crate::{CancelToken, Error};
use js_sys::Function;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/js/signal.js")]
extern "C" {
    #[wasm_bindgen(catch, js_name = watch)]
    fn begin_watch(signal: &JsValue, tell: &JsValue) -> Result<Function, JsValue>;
}

/// Listens to a signal for as long as it lives.
#[derive(Debug)]
pub(super) struct Watch {
    token: CancelToken,
    stop: Function,
    _tell: Closure<dyn Fn(JsValue)>,
}

impl Watch {
    /// Begins to listen; not at all where no signal was given.
    pub(super) fn start(signal: &JsValue) -> Result<Option<Self>, Error> {
        if signal.is_undefined() {
            return Ok(None);
        }
        let token = CancelToken::new();
        let heard = token.clone();
        let tell = Closure::<dyn Fn(JsValue)>::new(move |reason| {
            if let Some(reason) = cause_in(&reason) {
                heard.cancel(reason);
            }
        });
        let stop = begin_watch(signal, tell.as_ref()).map_err(fault)?;
        Ok(Some(Self { token, stop, _tell: tell }))
    }

    /// The switch that the signal throws.
    pub(super) fn token(&self) -> CancelToken {
        self.token.clone()
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        let _ = self.stop.call0(&JsValue::UNDEFINED);
    }
}
