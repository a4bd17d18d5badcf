//! A credential: how a caller gives it, how it travels, what it must be, and how it is kept out of sight.

use super::Cause;
use futures_util::future::LocalBoxFuture;
use serde::{Serialize, Serializer};
use std::fmt;
use std::rc::Rc;

/// How a caller proves who it is. Which header that becomes is the platform's affair.
///
/// ```
/// use agent_delete::{Auth, Secret};
/// use std::rc::Rc;
///
/// let key = Auth::ApiKey("a key".into());
/// // Asked before every attempt, so that a token which expires can be renewed.
/// let token = Auth::Bearer(Secret::Asked(Rc::new(|| Box::pin(async { Ok("a fresh token".to_owned()) }))));
/// ```
#[derive(Debug, Clone)]
pub enum Auth {
    /// A bearer token.
    Bearer(Secret),
    /// An API key.
    ApiKey(Secret),
    /// A signature of every request, made by the caller.
    Sign(Signer),
}

impl Auth {
    /// The way in which it travels.
    pub(crate) fn scheme(&self) -> Scheme {
        match self {
            Auth::Bearer(_) => Scheme::Bearer,
            Auth::ApiKey(_) => Scheme::ApiKey,
            Auth::Sign(_) => Scheme::Signed,
        }
    }

    /// What messages call it.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Auth::Bearer(_) => "auth.bearer",
            Auth::ApiKey(_) => "auth.apiKey",
            Auth::Sign(_) => "auth.sign",
        }
    }

    /// What keeps a text from being such a credential, if anything does.
    pub(crate) fn fault(&self, secret: &str) -> Option<&'static str> {
        let lower = secret.to_ascii_lowercase();
        if ["bearer ", "bearer:", "authorization:"].iter().any(|start| lower.starts_with(start)) {
            return Some(match self {
                Auth::Bearer(_) => "must be the token alone, without \"Bearer \" before it",
                Auth::ApiKey(_) | Auth::Sign(_) => {
                    "must be the key alone; a bearer token is given as auth.bearer"
                }
            });
        }
        credential_fault(secret)
    }

    /// The credential, where one is sent as it is.
    pub(crate) fn secret(&self) -> Option<&Secret> {
        match self {
            Auth::Bearer(secret) | Auth::ApiKey(secret) => Some(secret),
            Auth::Sign(_) => None,
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

/// A function that signs requests, as AWS wants it. It is asked before every attempt with all that is to be sent, and gives the
/// headers to send besides; one of the same name as another stands in its place.
#[derive(Clone)]
pub struct Signer(pub Sign);

/// What [`Signer`] holds.
pub type Sign = Rc<dyn Fn(ToSign) -> LocalBoxFuture<'static, Result<Vec<(String, String)>, Cause>>>;

/// A request that is to be signed.
#[derive(Debug, Clone, Serialize)]
pub struct ToSign {
    /// The HTTP method.
    pub method: &'static str,
    /// The absolute URL.
    pub url: String,
    /// Names and values, as they will be sent.
    #[serde(serialize_with = "as_object")]
    pub headers: Vec<(String, String)>,
    /// What is sent, where there is anything.
    pub body: Option<String>,
}

fn as_object<S: Serializer>(headers: &[(String, String)], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(headers.iter().map(|(name, value)| (name, value)))
}

impl fmt::Debug for Signer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Signer(…)")
    }
}

/// The way in which a credential travels. Under which name is the platform's affair.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scheme {
    /// `Authorization: Bearer …`
    Bearer,
    /// A header of the platform's own.
    ApiKey,
    /// Headers that the caller makes of each request.
    Signed,
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

/// Whether a header of this name carries a credential, on whatever platform: `xi-api-key`, `X-Amz-Security-Token`.
pub(crate) fn is_credential_header(name: &str) -> bool {
    const TELLING: [&str; 8] =
        ["authorization", "auth", "key", "token", "secret", "password", "cookie", "credential"];
    let is_telling = |word: &str| TELLING.iter().any(|telling| word.eq_ignore_ascii_case(telling));
    name.split('-').any(is_telling) && !name.eq_ignore_ascii_case("idempotency-key")
}

/// Whether a text can be the name of a header, by RFC 9110.
pub(crate) fn is_header_name(name: &str) -> bool {
    let is_of_name = |byte: u8| {
        byte.is_ascii_alphanumeric()
            || matches!(byte, b'!' | b'#'..=b'\'' | b'*' | b'+' | b'-' | b'.' | b'^'..=b'`' | b'|' | b'~')
    };
    !name.is_empty() && name.bytes().all(is_of_name)
}
