//! Asynchronous work as a promise.

use super::result::of_error;
use crate::Error;
use futures_util::future::LocalBoxFuture;
use js_sys::Promise;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;

#[wasm_bindgen(module = "/src/js/result.js")]
extern "C" {
    type Deferred;

    fn defer() -> Deferred;

    #[wasm_bindgen(method, getter)]
    fn promise(this: &Deferred) -> Promise;

    #[wasm_bindgen(method)]
    fn resolve(this: &Deferred, value: &JsValue);

    #[wasm_bindgen(method)]
    fn reject(this: &Deferred, reason: &JsValue);
}

pub(super) type Work = LocalBoxFuture<'static, Result<JsValue, Error>>;

/// The promise of some work.
pub(super) fn promise(work: Work) -> Promise {
    let deferred = defer();
    let promise = deferred.promise();
    spawn_local(async move {
        match work.await {
            Ok(value) => deferred.resolve(&value),
            Err(error) => deferred.reject(&of_error(&error)),
        }
    });
    promise
}
