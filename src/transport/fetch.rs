//! Sending through `fetch`.

use super::abort::AbortGuard;
use super::cause::cause_of;
use super::promise::settle;
use super::response::read;
use super::surroundings::{is_browser, knows_cache};
use super::timer::Timer;
use super::unsent::{is_type_error, refuses_cache, refuses_signal, unsent};
use super::{policy, ports};
use crate::client::Transport;
use crate::http::{Body, Method, Reply, Request, SendFailure, Unsent};
use js_sys::{Function, Object, Reflect};
use std::cell::Cell;
use std::fmt;
use std::time::Duration;
use wasm_bindgen::prelude::*;
use web_sys::{RequestCache, RequestInit, RequestRedirect};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_name = fetch)]
    fn global_fetch(url: &str, init: &RequestInit) -> Result<JsValue, JsValue>;

    // Either may be another's, and throw.
    #[wasm_bindgen(catch, js_namespace = Date)]
    fn now() -> Result<f64, JsValue>;

    #[wasm_bindgen(catch, js_namespace = Math)]
    fn random() -> Result<f64, JsValue>;

    /// A plain object of texts.
    #[wasm_bindgen(extends = Object)]
    type Record;

    #[wasm_bindgen(catch, method, indexing_setter)]
    fn set(this: &Record, name: &str, value: &str) -> Result<(), JsValue>;
}

/// Sends requests with the global `fetch`, or with a function that takes its place.
///
/// The global one is looked up at every call, so that whoever replaces it later is heard. Either is called without a
/// `this`. Only the method, headers, body, signal and `redirect: "manual"` are passed, and with a read
/// `cache: "no-store"`, where `fetch` knows it: some workers refuse the rest. A signal that it refuses, too, for it is of
/// another realm, is left out; what ends early is then no longer waited for, though not aborted.
///
/// ```no_run
/// use agent_delete::transport::Fetch;
/// let fetch = Fetch::default();
/// ```
#[derive(Clone, Default)]
pub struct Fetch {
    replacement: Option<Function>,
    /// What this `fetch` has refused.
    refuses_signal: Cell<bool>,
    refuses_cache: Cell<bool>,
}

impl Fetch {
    /// Sends with this function, which takes what `fetch` takes and gives what it gives.
    pub fn with(function: Function) -> Self {
        Self { replacement: Some(function), ..Self::default() }
    }

    fn call(&self, url: &str, init: &RequestInit) -> Result<JsValue, JsValue> {
        match &self.replacement {
            Some(function) => function.call2(&JsValue::UNDEFINED, &JsValue::from_str(url), init),
            None => global_fetch(url, init),
        }
    }

    async fn ask(&self, url: &str, init: &RequestInit) -> Result<JsValue, JsValue> {
        settle(self.call(url, init)?).await
    }

    /// Why no answer came.
    async fn failure(&self, url: &str, thrown: JsValue) -> SendFailure {
        let why = match unsent(&thrown) {
            Some(why) => Some(why),
            None if !(is_type_error(&thrown) && is_browser()) => None,
            None if self.replacement.is_none() && ports::is_blocked(url) => Some(Unsent::BlockedPort),
            None => policy::forbids(url).await.then_some(Unsent::Policy),
        };
        let cause = cause_of(thrown);
        match why {
            Some(why) => SendFailure::NotSent { why, cause },
            None => SendFailure::Network { status: None, cause },
        }
    }

    /// Takes back from `init` what this `fetch` refuses, if that is why it threw. Nothing was sent, then.
    fn takes_back(&self, init: &RequestInit, thrown: &JsValue) -> bool {
        let (name, refused) = if refuses_signal(thrown) {
            ("signal", &self.refuses_signal)
        } else if refuses_cache(thrown) {
            ("cache", &self.refuses_cache)
        } else {
            return false;
        };
        refused.set(true);
        let name = JsValue::from_str(name);
        let had = Reflect::has(init, &name).unwrap_or_default();
        had && Reflect::delete_property(init, &name).unwrap_or_default()
    }
}

impl fmt::Debug for Fetch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.replacement.is_some() { "Fetch(replacement)" } else { "Fetch(global)" })
    }
}

impl Transport for Fetch {
    async fn send(&self, request: Request) -> Result<Reply, SendFailure> {
        let init = init_of(&request);
        if request.method == Method::Get && !self.refuses_cache.get() && knows_cache() {
            init.set_cache(RequestCache::NoStore);
        }
        let guard = if self.refuses_signal.get() { AbortGuard::none() } else { AbortGuard::new(&init) };
        let answer = loop {
            match self.ask(&request.url, &init).await {
                Ok(answer) => break answer,
                Err(thrown) if self.takes_back(&init, &thrown) => {}
                Err(thrown) => return Err(self.failure(&request.url, thrown).await),
            }
        };
        let reply = read(&answer, request.read_headers, request.max_reply_bytes).await?;
        if matches!(reply.body, Body::Bytes(_)) {
            guard.release();
        }
        Ok(reply)
    }

    async fn sleep(&self, duration: Duration) {
        Timer::start(duration).await;
    }

    fn now(&self) -> f64 {
        now().unwrap_or_default()
    }

    fn random(&self) -> f64 {
        random().unwrap_or_default()
    }

    fn hides_reasons(&self) -> bool {
        is_browser()
    }
}

/// The headers are a plain object, so that a replacement of `fetch` can add to them by `{ ...init.headers }`; a value that
/// HTTP does not allow is left for `fetch` to refuse.
fn init_of(request: &Request) -> RequestInit {
    let headers: Record = Object::new().unchecked_into();
    for (name, value) in &request.headers {
        let _ = headers.set(name, value);
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
