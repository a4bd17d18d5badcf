//! Asynchronous work, one piece after another, in the order in which it was asked for.

use super::error;
use crate::Error;
use crate::transport::settle;
use alloc::boxed::Box;
use core::cell::RefCell;
use futures_util::future::LocalBoxFuture;
use js_sys::Promise;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::future_to_promise;

/// Gives each piece of work its turn, as an async generator does with calls of its `next`.
#[derive(Debug)]
pub(super) struct Turns(RefCell<JsValue>);

impl Turns {
    pub(super) fn new() -> Self {
        Self(RefCell::new(JsValue::UNDEFINED))
    }

    /// Does the work when all that was asked for before has ended.
    pub(super) fn take(&self, work: LocalBoxFuture<'static, Result<JsValue, Error>>) -> Promise {
        let before = self.0.borrow().clone();
        let promise = promise(Box::pin(async {
            // How that ended is its own caller's affair.
            let _ = settle(before).await;
            work.await
        }));
        self.0.replace(promise.clone().into());
        promise
    }
}

/// The promise of some work.
pub(super) fn promise(work: LocalBoxFuture<'static, Result<JsValue, Error>>) -> Promise {
    future_to_promise(async { work.await.map_err(|failure| error::to_js(&failure)) })
}
