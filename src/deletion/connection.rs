//! Everything that all calls of a client share: the platform, where it is, and how to prove who asks.

use super::ClientOptions;
use crate::backend::{Backend, Platform};
use crate::error::Error;
use crate::http::{
    AgentId, Auth, BaseUrl, Carrier, Route, Scheme, Secret, Target, cut, escaped, header_fault,
    is_header_name,
};
use crate::secrecy::{SHORTEST_SECRET, Secrets, from_base64};
use std::fmt;

/// A platform's API, checked and ready to be asked.
pub(crate) struct Connection {
    base: BaseUrl,
    /// Without headers that would stand in the way of ours.
    pub(super) options: ClientOptions,
    pub(crate) transport: Box<dyn Carrier>,
    /// The credentials that are known before a function is asked for one.
    pub(crate) secrets: Secrets,
}

impl Connection {
    /// A connection of these parts.
    ///
    /// # Errors
    /// `invalid-input`, naming the option, when one can't be used.
    pub(crate) fn new(mut options: ClientOptions, transport: Box<dyn Carrier>) -> Result<Self, Error> {
        // A header that gives way to what `auth` says held a credential all the same.
        let secrets = secrets_of(&options);
        match check(&mut options) {
            Ok(base) => Ok(Self { base, transport, secrets, options }),
            Err(message) => Err(Error::input(secrets.hide(&message)).of_backend(options.backend)),
        }
    }

    pub(crate) fn backend(&self) -> Backend {
        self.options.backend
    }

    pub(crate) fn platform(&self) -> &'static dyn Platform {
        self.options.backend.platform()
    }

    /// How who asks is proved, if at all.
    pub(super) fn scheme(&self) -> Option<Scheme> {
        self.options.auth.as_ref().map(Auth::scheme)
    }

    /// The base URL, as results show it.
    pub(crate) fn base_url(&self) -> String {
        self.secrets.hide(&self.url_of(self.base.path()))
    }

    /// Host and port, for a message.
    pub(super) fn address(&self) -> String {
        self.base.address()
    }

    /// The whole URL of a path that a receipt shows.
    pub(super) fn url_of(&self, path: &str) -> String {
        self.base.url_of(path)
    }

    /// Whether the base URL looks as the platform's must, so that telling people to make it so would not help.
    pub(super) fn has_usual_base(&self) -> bool {
        self.platform().is_usual_base(self.base.path())
    }

    /// Where a route leads. `None` where that is not its own path.
    pub(super) fn target(&self, route: &Route) -> Option<Target> {
        route.below(&self.base, self.options.api_version.as_deref())
    }

    /// Checks an agent's id by the platform's rule.
    pub(crate) fn agent_id(&self, text: &str) -> Result<AgentId, Error> {
        if self.secrets.are_in(text) {
            let title = self.platform().facts().title;
            return Err(self.input_error(None, format!("{title} was asked nothing: {CREDENTIAL_IN_ID}")));
        }
        self.options.backend.agent_id(text).ok_or_else(|| {
            let facts = self.platform().facts();
            let (shown, rule) = (shown(text), facts.id.words);
            let fault =
                format!("{} can't have an agent with the id \"{shown}\": id must be {rule}", facts.title);
            self.input_error(Some(text), fault)
        })
    }

    /// Bad input to a call on this platform.
    pub(crate) fn input_error(&self, agent_id: Option<&str>, message: impl Into<String>) -> Error {
        let mut error = Error::input(message).of_backend(self.options.backend);
        error.agent_id = agent_id.map(str::to_owned);
        error
    }
}

impl fmt::Debug for Connection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Connection").field("options", &self.options).finish_non_exhaustive()
    }
}

/// What is wrong with an id that holds the credential. It would stand in URLs, and so in everybody's logs.
pub(super) const CREDENTIAL_IN_ID: &str =
    "the id holds the credential that would be sent with it. Were the two mixed up?";

/// The credentials that a client's options hold.
fn secrets_of(options: &ClientOptions) -> Secrets {
    let mut secrets = Secrets::default();
    if let Some(Secret::Fixed(text)) = options.auth.as_ref().and_then(Auth::secret) {
        secrets.remember_credential(text);
    }
    let facts = options.backend.platform().facts();
    for (name, value) in &options.headers {
        if !facts.is_credential_header(name) {
            // Any of them may be secret.
            secrets.suspect(value);
            continue;
        }
        secrets.remember(value);
        // What follows a scheme such as "Bearer", or a name.
        value
            .split([' ', ';', '='])
            .filter(|part| part.len() >= SHORTEST_SECRET)
            .for_each(|part| secrets.remember(part));
        // What follows "Basic": the user's name and password.
        if let Some((scheme, pair)) = value.split_once(' ')
            && scheme.eq_ignore_ascii_case("basic")
            && let Some(pair) = from_base64(pair.trim_ascii())
        {
            secrets.remember_credential(&pair);
        }
    }
    secrets
}

/// An id as messages show it: on one line, with what can't be seen made visible, and cut where it is very long.
pub(crate) fn shown(id: &str) -> String {
    const LONGEST: usize = 80;
    let start = cut(id, LONGEST);
    escaped(&start)
}

/// Checks the options, takes away what must not be sent, and gives the base URL. An error names the option and what would
/// be right, and repeats no value that may be secret.
fn check(options: &mut ClientOptions) -> Result<BaseUrl, String> {
    let platform = options.backend.platform();
    let facts = platform.facts();
    let like = format!("{} has one like \"{}\"", facts.title, facts.base_url_example);
    let base = match options.base_url.as_deref().or(facts.default_base_url) {
        Some(text) => BaseUrl::parse(text).map_err(|fault| format!("{fault}; {like}"))?,
        None => return Err(format!("baseUrl is missing or undefined; {like}")),
    };
    if let Some(fault) = platform.base_path_fault(base.path()) {
        return Err(fault.to_owned());
    }
    if let Some(auth) = &options.auth
        && facts.auth == ["sign"]
        && auth.scheme() != Scheme::Signed
    {
        let (title, name) = (facts.title, auth.name());
        return Err(format!("{title} takes signed requests alone: give auth.sign in place of {name}"));
    }
    if let Some(auth) = &options.auth
        && let Some(Secret::Fixed(text)) = auth.secret()
        && let Some(fault) = auth.fault(text)
    {
        return Err(format!("{} {fault}", auth.name()));
    }
    match &options.api_version {
        Some(_) if facts.default_api_version.is_none() => {
            return Err(format!("{} takes no apiVersion", facts.title));
        }
        Some(version) if version.is_empty() => return Err("apiVersion must not be empty".to_owned()),
        Some(_) => {}
        None => options.api_version = facts.default_api_version.map(str::to_owned),
    }
    let has_auth = options.auth.is_some();
    let mut is_secret = has_auth;
    for (name, value) in &options.headers {
        if !is_header_name(name) {
            return Err("headers must have names made of letters, digits and hyphens".to_owned());
        }
        if let Some(fault) = header_fault(value) {
            return Err(format!("headers: the value of {name} {fault}"));
        }
        is_secret |= facts.is_credential_header(name);
    }
    options.headers.retain(|(name, _)| {
        let is = |other: &str| name.eq_ignore_ascii_case(other);
        // Neither header that carries a credential there: Kortix would let an X-API-Key win over the token in auth.
        let is_auth = is("authorization") || is(facts.api_key_header);
        !(is("accept") || is("content-type") || (has_auth && is_auth))
    });
    if is_secret && !base.is_private() && !options.allow_insecure_http {
        return Err("baseUrl must be https: a credential does not travel over plain http, except to this machine (allowInsecureHttp permits it)".to_owned());
    }
    if options.timeout.is_zero() {
        return Err("timeoutMs must be more than 0".to_owned());
    }
    Ok(base)
}
