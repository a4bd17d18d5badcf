//! Sending through `fetch`.

use super::abort::AbortGuard;
use super::promise::settle;
use super::response::read;
use super::timer::Timer;
use super::value::cause_of;
use crate::client::Transport;
use crate::http::{Body, Reply, Request, SendFailure};
use js_sys::{Date, Function, Math, Object, Reflect};
use std::fmt;
use std::time::Duration;
use wasm_bindgen::prelude::*;
use web_sys::{RequestInit, RequestRedirect};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_name = fetch)]
    fn global_fetch(url: &str, init: &RequestInit) -> Result<JsValue, JsValue>;
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
        let reply = read(&answer, request.max_reply_bytes).await?;
        if matches!(reply.body, Body::Bytes(_)) {
            guard.release();
        }
        Ok(reply)
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

/// The headers are a plain object, so that a replacement of `fetch` can add to them by `{ ...init.headers }`; a value that
/// HTTP does not allow is left for `fetch` to refuse.
fn init_of(request: &Request) -> RequestInit {
    let headers = Object::new();
    for (name, value) in &request.headers {
        let _ = Reflect::set(&headers, &JsValue::from_str(name), &JsValue::from_str(value));
    }
    let init = RequestInit::new();
    init.set_method(request.method.as_str());
    init.set_headers(&headers);
    init.set_redirect(RequestRedirect::Manual);
    if let Some(body) = &request.body {
        init.set_body(&JsValue::from_str(body));
    }
    init
}
