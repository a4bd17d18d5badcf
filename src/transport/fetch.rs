//! Sending through `fetch`.

use super::abort::AbortGuard;
use super::answer::head;
use super::body;
use super::head::Head;
use super::settle::settle;
use super::thrown::cause_of;
use super::timer::Timer;
use crate::http::{Body, Reply, Request, SendFailure, Transport};
use alloc::vec::Vec;
use core::fmt;
use core::time::Duration;
use js_sys::{Date, Function, Math, Object};
use wasm_bindgen::prelude::*;
use web_sys::{RequestInit, RequestRedirect};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_name = fetch)]
    fn global_fetch(url: &str, init: &RequestInit) -> Result<JsValue, JsValue>;

    type HeaderRecord;

    #[wasm_bindgen(method, indexing_setter)]
    fn set(this: &HeaderRecord, name: &str, value: &str);
}

/// Sends requests with the global `fetch`, or with a function that takes its place.
///
/// The global one is looked up at every call, so that whoever replaces it later is heard. Either is called without a
/// `this`. Only the method, headers, body, signal and `redirect: "manual"` are passed: some workers refuse the rest.
///
/// ```no_run
/// use agent_delete::transport::Fetch;
/// let fetch = Fetch::default();
/// ```
#[derive(Clone, Default)]
pub struct Fetch {
    replacement: Option<Function>,
}

impl Fetch {
    /// Sends with this function, which takes what `fetch` takes and gives what it gives.
    pub fn with(function: Function) -> Self {
        Self { replacement: Some(function) }
    }

    fn call(&self, url: &str, init: &RequestInit) -> Result<JsValue, JsValue> {
        match &self.replacement {
            Some(function) => function.call2(&JsValue::UNDEFINED, &JsValue::from_str(url), init),
            None => global_fetch(url, init),
        }
    }
}

impl fmt::Debug for Fetch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.replacement.is_some() { "Fetch(replacement)" } else { "Fetch(global)" })
    }
}

impl Transport for Fetch {
    async fn send(&self, request: Request) -> Result<Reply, SendFailure> {
        let lost = |thrown| SendFailure::Network { status: None, cause: cause_of(thrown) };
        let init = init_of(&request);
        let guard = AbortGuard::new(&init);
        let answer = settle(self.call(&request.url, &init).map_err(lost)?).await.map_err(lost)?;
        let Head { status, headers } = head(&answer)?;
        let body = match status {
            0 => Body::Bytes(Vec::new()),
            _ => body::read(answer.unchecked_ref(), status, request.max_reply_bytes).await?,
        };
        if matches!(body, Body::Bytes(_)) {
            guard.release();
        }
        Ok(Reply { status, headers, body })
    }

    async fn sleep(&self, duration: Duration) {
        Timer::start(duration).await;
    }

    fn now(&self) -> f64 {
        Date::now()
    }

    fn random(&self) -> f64 {
        Math::random()
    }
}

fn init_of(request: &Request) -> RequestInit {
    let headers: HeaderRecord = Object::<JsValue>::new().unchecked_into();
    for (name, value) in &request.headers {
        headers.set(name, value);
    }
    let init = RequestInit::new();
    init.set_method(request.method.as_str());
    init.set_headers(&headers);
    init.set_redirect(RequestRedirect::Manual);
    if let Some(body) = request.body {
        init.set_body(&JsValue::from_str(body));
    }
    init
}
