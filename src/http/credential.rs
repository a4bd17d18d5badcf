//! A credential: how it is held, asked for and kept out of sight.

use super::Cause;
use alloc::borrow::ToOwned;
use alloc::boxed::Box;
use alloc::rc::Rc;
use alloc::string::String;
use core::fmt;
use core::future::ready;
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
    pub(crate) fn secret(&self) -> &Secret {
        match self {
            Auth::Bearer(secret) | Auth::ApiKey(secret) => secret,
        }
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

impl Secret {
    pub(crate) fn reveal(&self) -> LocalBoxFuture<'static, Result<String, Cause>> {
        match self {
            Secret::Fixed(text) => Box::pin(ready(Ok(text.clone()))),
            Secret::Asked(ask) => ask(),
        }
    }
}

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

/// What keeps a text from being a credential, if anything does.
pub(crate) fn credential_fault(secret: &str) -> Option<&'static str> {
    if secret.is_empty() { Some("must not be empty") } else { header_fault(secret) }
}

/// What keeps a text from being a header's value, if anything does.
pub(crate) fn header_fault(value: &str) -> Option<&'static str> {
    if value.chars().any(char::is_control) {
        Some("must hold no line break and no other control character")
    } else if value.chars().any(|c| c > '\u{ff}') {
        Some("must hold no character beyond Latin-1")
    } else {
        None
    }
}

/// Whether a header of this name carries a credential.
pub(crate) fn is_credential_header(name: &str) -> bool {
    ["authorization", "proxy-authorization", "cookie", "x-api-key", "api-key"]
        .iter()
        .any(|secret| name.eq_ignore_ascii_case(secret))
}
