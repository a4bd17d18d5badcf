//! A credential: how a caller gives it, how it travels, what it must be, and how it is kept out of sight.

use super::Cause;
use futures_util::future::LocalBoxFuture;
use std::fmt;
use std::rc::Rc;

/// How a caller proves who it is. Which header that becomes is the platform's affair.
#[derive(Debug, Clone)]
pub enum Auth {
    /// A bearer token.
    Bearer(Secret),
    /// An API key.
    ApiKey(Secret),
}

impl Auth {
    /// The way in which it travels.
    pub(crate) fn scheme(&self) -> Scheme {
        match self {
            Auth::Bearer(_) => Scheme::Bearer,
            Auth::ApiKey(_) => Scheme::ApiKey,
        }
    }

    /// What messages call it.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Auth::Bearer(_) => "auth.bearer",
            Auth::ApiKey(_) => "auth.apiKey",
        }
    }

    /// What keeps a text from being such a credential, if anything does.
    pub(crate) fn fault(&self, secret: &str) -> Option<&'static str> {
        let lower = secret.to_ascii_lowercase();
        if ["bearer ", "bearer:", "authorization:"].iter().any(|start| lower.starts_with(start)) {
            return Some(match self {
                Auth::Bearer(_) => "must be the token alone, without \"Bearer \" before it",
                Auth::ApiKey(_) => "must be the key alone; a bearer token is given as auth.bearer",
            });
        }
        credential_fault(secret)
    }

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

/// The way in which a credential travels. Under which name is the platform's affair.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scheme {
    /// `Authorization: Bearer …`
    Bearer,
    /// A header of the platform's own.
    ApiKey,
}

/// What keeps a text from being a credential, if anything does.
fn credential_fault(secret: &str) -> Option<&'static str> {
    match secret {
        "" => Some("is empty: is the environment variable set?"),
        // What a variable that is not set becomes within a text.
        "undefined" | "null" => Some("is the word undefined or null: is the environment variable set?"),
        _ => header_fault(secret),
    }
}

/// With which byte the last characters of Latin-1 begin in UTF-8.
const LAST_OF_LATIN_1: u8 = 0xc3;

/// What keeps a text from being a header's value, if anything does.
pub(crate) fn header_fault(value: &str) -> Option<&'static str> {
    if has_control(value) {
        Some("must hold no line break and no other control character")
    } else if value.bytes().any(|byte| byte > LAST_OF_LATIN_1) {
        Some("must hold no character beyond Latin-1")
    } else {
        None
    }
}

/// Whether a control character stands in a text.
fn has_control(text: &str) -> bool {
    text.chars().any(char::is_control)
}

/// Whether a header of this name carries a credential.
pub(crate) fn is_credential_header(name: &str) -> bool {
    ["authorization", "proxy-authorization", "cookie", "x-api-key", "api-key"]
        .iter()
        .any(|secret| name.eq_ignore_ascii_case(secret))
}
