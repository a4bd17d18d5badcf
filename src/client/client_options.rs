//! What a client must know.

use super::credential::{AskSecret, Auth};
use super::options::millis;
use crate::backend::Backend;
use crate::deletion::Setup;
use crate::step::Step;
use crate::text::Text;
use alloc::rc::Rc;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use core::time::Duration;

/// What a client must know. `Debug` shows no header's value.
#[derive(Clone)]
pub struct ClientOptions {
    /// The platform.
    pub backend: Backend,
    /// Root of its API. Required, except for langchain, which has a public default.
    pub base_url: Option<String>,
    /// The credential.
    pub auth: Option<Auth>,
    /// foundry only; `"v1"` where not given.
    pub api_version: Option<String>,
    /// Extra request headers. They never replace the credential's.
    pub headers: Vec<(String, String)>,
    /// For one attempt, the body included. 30 s unless set.
    pub timeout: Duration,
    /// Attempts after the first. 2 unless set.
    pub max_retries: u32,
    /// Permits a credential over plain http to a host other than loopback.
    pub allow_insecure_http: bool,
    /// Told of every HTTP exchange.
    pub on_step: Option<OnStep>,
}

impl ClientOptions {
    /// The defaults for a platform.
    pub fn new(backend: Backend) -> Self {
        let Setup { timeout, max_retries, .. } = Setup::new(backend);
        Self {
            backend,
            base_url: None,
            auth: None,
            api_version: None,
            headers: Vec::new(),
            timeout: Duration::from_secs_f64(timeout / 1000.0),
            max_retries,
            allow_insecure_http: false,
            on_step: None,
        }
    }

    /// What the core must know of them, and the functions to call.
    pub(super) fn into_parts(self) -> (Setup, Option<AskSecret>, Option<OnStep>) {
        let (auth, secret) = self.auth.map(Auth::into_parts).unzip();
        let setup = Setup {
            backend: self.backend,
            base_url: self.base_url.map(Text::from),
            auth,
            api_version: self.api_version.map(Text::from),
            headers: self.headers.into_iter().map(|(name, value)| (name.into(), value.into())).collect(),
            timeout: millis(self.timeout),
            max_retries: self.max_retries,
            allow_insecure_http: self.allow_insecure_http,
            watched: self.on_step.is_some(),
        };
        (setup, secret.flatten(), self.on_step)
    }
}

impl fmt::Debug for ClientOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let headers: Vec<_> = self.headers.iter().map(|(name, _)| name).collect();
        f.debug_struct("ClientOptions")
            .field("backend", &self.backend)
            .field("auth", &self.auth)
            .field("headers", &headers)
            .finish_non_exhaustive()
    }
}

/// A function told of every HTTP exchange.
#[derive(Clone)]
pub struct OnStep(pub Rc<dyn Fn(&Step)>);

impl fmt::Debug for OnStep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OnStep(…)")
    }
}
