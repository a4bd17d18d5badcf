//! A credential: how a caller gives it, and how it is kept out of sight.

use crate::deletion::Credential;
use crate::http::{Cause, Scheme};
use crate::text::Text;
use alloc::borrow::ToOwned;
use alloc::rc::Rc;
use alloc::string::String;
use core::fmt;
use futures_util::future::LocalBoxFuture;

/// How a caller proves who it is. Which header that becomes is the platform's affair.
#[derive(Debug, Clone)]
pub enum Auth {
    /// A bearer token.
    Bearer(Secret),
    /// An API key.
    ApiKey(Secret),
}

impl Auth {
    /// What the core must know of it, and the function to ask, if there is one.
    pub(super) fn into_parts(self) -> (Credential, Option<AskSecret>) {
        let (scheme, secret) = match self {
            Auth::Bearer(secret) => (Scheme::Bearer, secret),
            Auth::ApiKey(secret) => (Scheme::ApiKey, secret),
        };
        let (fixed, ask) = match secret {
            Secret::Fixed(text) => (Some(text), None),
            Secret::Asked(ask) => (None, Some(ask)),
        };
        (Credential { scheme, fixed: fixed.map(Text::from) }, ask)
    }
}

/// A credential, or a function asked for one before every attempt. `Debug` shows nothing of it.
#[derive(Clone)]
pub enum Secret {
    /// The credential itself.
    Fixed(String),
    /// Asked before every attempt, so that a token that expires can be renewed.
    Asked(AskSecret),
}

/// A function that gives a credential, or says why it can't.
pub type AskSecret = Rc<dyn Fn() -> LocalBoxFuture<'static, Result<String, Cause>>>;

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self::Fixed(text.to_owned())
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}
