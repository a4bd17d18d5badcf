//! Everything that all calls of a client share: the platform, where it is, and how to prove who asks.

use super::Setup;
use crate::backend::{Backend, Platform};
use crate::error::Error;
use crate::http::{AgentId, BaseUrl, Scheme, header_fault, is_credential_header};
use crate::text::{Text, fill};
use alloc::rc::Rc;
use alloc::string::String;
use core::fmt;

/// A platform's API, checked and ready to be asked.
pub(crate) struct Connection {
    pub(crate) base: BaseUrl,
    /// Without headers that would stand in the way of ours.
    pub(super) setup: Setup,
}

impl Connection {
    /// A connection of these parts.
    ///
    /// # Errors
    /// `invalid-input`, naming the option, when one can't be used.
    pub(crate) fn new(mut setup: Setup) -> Result<Rc<Self>, Error> {
        match check(&mut setup) {
            Ok(base) => Ok(Rc::new(Self { base, setup })),
            Err(message) => Err(Error::input(message).of_backend(setup.backend)),
        }
    }

    pub(crate) fn backend(&self) -> Backend {
        self.setup.backend
    }

    pub(crate) fn platform(&self) -> &'static dyn Platform {
        self.setup.backend.platform()
    }

    /// How who asks is proved, if at all.
    pub(super) fn scheme(&self) -> Option<Scheme> {
        self.setup.auth.as_ref().map(|auth| auth.scheme)
    }

    /// Checks an agent's id by the platform's rule.
    pub(crate) fn agent_id(&self, text: &str) -> Result<AgentId, Error> {
        self.setup.backend.agent_id(text).ok_or_else(|| self.id_error(text))
    }

    /// The error of an id that can't be an agent's on this platform.
    pub(crate) fn id_error(&self, text: &str) -> Error {
        let facts = self.platform().facts();
        let shown = shown(text);
        let fault = "{} can't have an agent with the id \"{}\": id must be {}";
        self.input_error(Some(text), fill(fault, &[facts.title, &shown, facts.id.words]))
    }

    /// Bad input to a call on this platform.
    pub(crate) fn input_error(&self, agent_id: Option<&str>, message: impl Into<Text>) -> Error {
        let mut error = Error::input(message).of_backend(self.setup.backend);
        error.agent_id = agent_id.map(Text::from);
        error
    }
}

impl fmt::Debug for Connection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Connection").field("backend", &self.setup.backend).finish_non_exhaustive()
    }
}

/// An id as messages show it: on one line, and cut where it is very long.
pub(super) fn shown(id: &str) -> Text {
    const LONGEST: usize = 80;
    let (mut shown, mut kept, mut all) = (String::new(), 0, 0);
    for char in id.chars() {
        all += 1;
        if kept < LONGEST && !char.is_control() {
            kept += 1;
            shown.push(char);
        }
    }
    if all > LONGEST {
        shown.push('…');
    }
    shown.into()
}

/// Checks the options, takes away what must not be sent, and gives the base URL. An error names the option and what would
/// be right, and repeats no value that may be secret.
fn check(setup: &mut Setup) -> Result<BaseUrl, Text> {
    let platform = setup.backend.platform();
    let facts = platform.facts();
    let base = match setup.base_url.as_deref().or(facts.default_base_url) {
        Some(text) => BaseUrl::parse(text)?,
        None => return Err(fill("baseUrl is required for {}", &[facts.title])),
    };
    if let Some(fault) = platform.base_path_fault(base.path()) {
        return Err(Text::from(fault));
    }
    if let Some(text) = setup.auth.as_ref().and_then(|auth| auth.fixed.as_ref()) {
        if text.is_empty() {
            return Err(Text::from("auth must hold a credential that is not empty"));
        }
        if let Some(fault) = header_fault(text) {
            return Err(fill("the credential in auth {}", &[fault]));
        }
    }
    match &setup.api_version {
        Some(_) if facts.default_api_version.is_none() => {
            return Err(fill("{} takes no apiVersion", &[facts.title]));
        }
        Some(version) if version.is_empty() => return Err(Text::from("apiVersion must not be empty")),
        Some(_) => {}
        None => setup.api_version = facts.default_api_version.map(Text::from),
    }
    let has_auth = setup.auth.is_some();
    let mut secret = has_auth;
    let given = core::mem::take(&mut setup.headers);
    for (name, value) in &given {
        if name.is_empty() || !name.bytes().all(is_token) {
            return Err(Text::from("headers must have names made of letters, digits and hyphens"));
        }
        if let Some(fault) = header_fault(value) {
            return Err(fill("headers: the value of {} {}", &[name, fault]));
        }
        secret |= is_credential_header(name);
        let is = |other: &str| name.eq_ignore_ascii_case(other);
        // Neither header that carries a credential there: Kortix would let an X-API-Key win over the token in auth.
        let is_auth = || is("authorization") || is(facts.api_key_header);
        if !(is("accept") || is("content-type") || (has_auth && is_auth())) {
            setup.headers.push((name.clone(), value.clone()));
        }
    }
    if secret && !base.is_private() && !setup.allow_insecure_http {
        return Err(Text::from(
            "baseUrl must be https: a credential does not travel over plain http, except to this machine (allowInsecureHttp permits it)",
        ));
    }
    if setup.timeout <= 0.0 {
        return Err(Text::from("timeoutMs must be more than 0"));
    }
    Ok(base)
}

/// The characters of a header's name, by RFC 9110.
fn is_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
        || matches!(byte, b'!' | b'#'..=b'\'' | b'*' | b'+' | b'-' | b'.' | b'^'..=b'`' | b'|' | b'~')
}
