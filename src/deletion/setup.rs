//! What a connection is made of, before it is checked.

use crate::backend::Backend;
use crate::http::Scheme;
use crate::text::Text;
use alloc::vec::Vec;

/// What a connection is made of.
pub(crate) struct Setup {
    pub(crate) backend: Backend,
    /// The platform's own default where not given, if it has one.
    pub(crate) base_url: Option<Text>,
    pub(crate) auth: Option<Credential>,
    pub(crate) api_version: Option<Text>,
    pub(crate) headers: Vec<(Text, Text)>,
    /// For one attempt, the body included, in milliseconds.
    pub(crate) timeout: f64,
    /// Attempts after the first.
    pub(crate) max_retries: u32,
    /// Permits a credential over plain http to a host other than loopback.
    pub(crate) allow_insecure_http: bool,
    /// Whether every exchange is to be told.
    pub(crate) watched: bool,
}

/// How who asks is proved.
pub(crate) struct Credential {
    pub(crate) scheme: Scheme,
    /// Asked for before each attempt where there is none.
    pub(crate) fixed: Option<Text>,
}

impl Setup {
    /// The defaults for a platform.
    pub(crate) fn new(backend: Backend) -> Self {
        Self {
            backend,
            base_url: None,
            auth: None,
            api_version: None,
            headers: Vec::new(),
            timeout: 30_000.0,
            max_retries: 2,
            allow_insecure_http: false,
            watched: false,
        }
    }
}
