//! The client: one platform, and what can be done with its agents.

use crate::agent::Agent;
use crate::backend::{Backend, Capabilities};
use crate::backup::AgentBackup;
use crate::deletion::{
    AgentList, BackupOptions, Bulk, CallOptions, ClientOptions, Connection, DeleteManyOptions, DeleteOptions,
    Deletion, DeletionPlan, IdSource, ListOptions, Session, delete_agent, plan_deletion, read_agent, run,
    stop_agent, take_backup,
};
use crate::error::Error;
use crate::http::{AgentId, Auth, BaseUrl, Secret, Transport, header_fault, is_credential_header};
use crate::step::Purpose;
use crate::text::concat;
use alloc::borrow::ToOwned;
use alloc::rc::Rc;
use alloc::string::String;
use core::fmt;

/// A client of one platform. Clones share the connection.
///
/// ```
/// use agent_delete::{Auth, Backend, Body, Client, ClientOptions, DeleteOptions, Headers, Outcome, Reply, Request, SendFailure, Transport};
/// # use std::time::Duration;
///
/// /// In WebAssembly, `transport::Fetch` is there ready-made; anything else that can send a request will do.
/// struct Always204;
///
/// impl Transport for Always204 {
///     async fn send(&self, _request: Request) -> Result<Reply, SendFailure> {
///         Ok(Reply { status: 204, headers: Headers::default(), body: Body::Bytes(Vec::new()) })
///     }
///     async fn sleep(&self, _duration: Duration) {
///         std::future::pending().await
///     }
///     fn now(&self) -> f64 { 0.0 }
///     fn random(&self) -> f64 { 0.5 }
/// }
///
/// # futures_executor::block_on(async {
/// let client = Client::with_transport(
///     ClientOptions {
///         base_url: Some("https://charm.example.com".into()),
///         auth: Some(Auth::Bearer("a token".into())),
///         ..ClientOptions::new(Backend::Charm)
///     },
///     Always204,
/// )?;
/// let deletion = client.delete_agent("agent_123", DeleteOptions { force: true, ..DeleteOptions::default() }).await?;
/// assert_eq!(deletion.outcome, Outcome::Deleted);
/// assert_eq!(deletion.steps[0].path, "/v1/agents/agent_123");
/// # Ok::<_, agent_delete::Error>(())
/// # }).unwrap();
/// ```
pub struct Client<T>(Rc<Connection<T>>);

impl<T> Clone for Client<T> {
    fn clone(&self) -> Self {
        Self(Rc::clone(&self.0))
    }
}

impl<T> fmt::Debug for Client<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("backend", &self.0.options.backend).finish_non_exhaustive()
    }
}

impl<T: Transport> Client<T> {
    /// A client that sends through `transport`.
    ///
    /// # Errors
    /// `invalid-input`, naming the option, when one can't be used.
    pub fn with_transport(mut options: ClientOptions, transport: T) -> Result<Self, Error> {
        match check(&options) {
            Ok(base) => {
                complete(&mut options);
                Ok(Self(Rc::new(Connection { base, options, transport })))
            }
            Err(message) => Err(Error::input(message).of_backend(options.backend)),
        }
    }

    /// The platform.
    pub fn backend(&self) -> Backend {
        self.0.options.backend
    }

    /// What the platform can do.
    pub fn capabilities(&self) -> &'static Capabilities {
        self.0.options.backend.capabilities()
    }

    /// Deletes an agent.
    ///
    /// # Errors
    /// Whatever keeps it from being deleted; [`outcome_unknown`](crate::Failure::outcome_unknown) says whether it may be
    /// gone all the same.
    pub async fn delete_agent(&self, id: &str, options: DeleteOptions) -> Result<Deletion, Error> {
        let id = self.0.agent_id(id)?;
        let session = self.session(&options.call, Some(&id));
        run(&session, &id, |flow| delete_agent(flow, &options)).await.map(|deletion| *deletion)
    }

    /// Deletes many agents: see [`Bulk`].
    ///
    /// # Errors
    /// `invalid-input` for options that can't be used. A failed deletion is a result, not an error of this call.
    pub fn delete_agents<S: IdSource>(&self, ids: S, options: DeleteManyOptions) -> Result<Bulk, Error>
    where
        T: 'static,
    {
        Bulk::new(Rc::clone(&self.0), ids, options)
    }

    /// What [`delete_agent`](Self::delete_agent) would do, and whether the platform would let it. Changes nothing.
    ///
    /// # Errors
    /// When the platform can't be asked. An agent that is missing or protected is a plan with a blocker, not an error.
    pub async fn plan_deletion(&self, id: &str, options: DeleteOptions) -> Result<DeletionPlan, Error> {
        let id = self.0.agent_id(id)?;
        let session = self.session(&options.call, Some(&id));
        run(&session, &id, |flow| plan_deletion(flow, &options)).await.map(|plan| *plan)
    }

    /// Reads an agent.
    ///
    /// # Errors
    /// `not-found` when the platform says that it is not there.
    pub async fn get_agent(&self, id: &str, options: CallOptions) -> Result<Agent, Error> {
        let id = self.0.agent_id(id)?;
        let session = self.session(&options, Some(&id));
        run(&session, &id, |flow| read_agent(flow, Purpose::Get)).await.map(|agent| *agent)
    }

    /// The platform's agents, every page fetched as it is reached.
    ///
    /// # Errors
    /// `invalid-input` for options that can't be used.
    pub fn list_agents(&self, options: ListOptions) -> Result<AgentList<T>, Error> {
        AgentList::new(Rc::clone(&self.0), options)
    }

    /// Saves all that the platform gives of an agent.
    ///
    /// # Errors
    /// `backup-failed` when the agent itself can't be saved.
    pub async fn backup_agent(&self, id: &str, options: BackupOptions) -> Result<AgentBackup, Error> {
        let id = self.0.agent_id(id)?;
        let session = self.session(&options.call, Some(&id));
        run(&session, &id, |flow| take_backup(flow, options.include_secrets)).await
    }

    /// Stops an agent. One that is stopped already is left so.
    ///
    /// # Errors
    /// `invalid-input` where the platform has no way to stop one.
    pub async fn stop_agent(&self, id: &str, options: CallOptions) -> Result<(), Error> {
        let id = self.0.agent_id(id)?;
        run(&self.session(&options, Some(&id)), &id, stop_agent).await
    }

    /// Checks an agent's id by the platform's rule.
    #[cfg(all(target_arch = "wasm32", feature = "js"))]
    pub(crate) fn agent_id(&self, text: &str) -> Result<AgentId, Error> {
        self.0.agent_id(text)
    }

    /// The error of bad input to this client, for a caller that checks more than the types can.
    pub fn input_error(&self, agent_id: Option<&str>, message: impl Into<String>) -> Error {
        self.0.input_error(agent_id, message)
    }

    pub(crate) fn session<'a>(&'a self, call: &'a CallOptions, id: Option<&'a AgentId>) -> Session<'a> {
        Session::new(&*self.0, call, id)
    }
}

/// Checks the options, and gives the base URL. An error names the option and what would be right, and repeats no value
/// that may be secret.
fn check(options: &ClientOptions) -> Result<BaseUrl, String> {
    let platform = options.backend.platform();
    let base = match options.base_url.as_deref().or(platform.facts().default_base_url) {
        Some(text) => BaseUrl::parse(text)?,
        None => return Err(concat(&["baseUrl is required for ", platform.facts().title])),
    };
    if let Some(fault) = platform.base_path_fault(base.path()) {
        return Err(fault.to_owned());
    }
    if let Some(Secret::Fixed(text)) = options.auth.as_ref().map(Auth::secret) {
        if text.is_empty() {
            return Err("auth must hold a credential that is not empty".to_owned());
        }
        if let Some(fault) = header_fault(text) {
            return Err(concat(&["the credential in auth ", fault]));
        }
    }
    if let Some(version) = &options.api_version {
        if platform.facts().default_api_version.is_none() {
            return Err(concat(&[platform.facts().title, " takes no apiVersion"]));
        }
        if version.is_empty() {
            return Err("apiVersion must not be empty".to_owned());
        }
    }
    for (name, value) in &options.headers {
        if name.is_empty() || !name.bytes().all(is_token) {
            return Err("headers must have names made of letters, digits and hyphens".to_owned());
        }
        if let Some(fault) = header_fault(value) {
            return Err(concat(&["headers: the value of ", name, " ", fault]));
        }
    }
    let secret = options.auth.is_some() || options.headers.iter().any(|(name, _)| is_credential_header(name));
    if secret && !base.is_private() && !options.allow_insecure_http {
        return Err("baseUrl must be https: a credential does not travel over plain http, except to this machine (allowInsecureHttp permits it)".to_owned());
    }
    if options.timeout.is_zero() {
        return Err("timeoutMs must be more than 0".to_owned());
    }
    Ok(base)
}

/// Takes away what must not be sent, and adds what must be said.
fn complete(options: &mut ClientOptions) {
    let facts = options.backend.platform().facts();
    let mut ours = vec!["accept", "content-type"];
    if options.auth.is_some() {
        // Neither header that carries a credential there: Kortix would let an X-API-Key win over the token in auth.
        ours.extend(["authorization", facts.api_key_header]);
    }
    options.headers.retain(|(name, _)| !ours.iter().any(|own| name.eq_ignore_ascii_case(own)));
    if options.api_version.is_none() {
        options.api_version = facts.default_api_version.map(str::to_owned);
    }
}

/// The characters of a header's name, by RFC 9110.
fn is_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
        || matches!(byte, b'!' | b'#'..=b'\'' | b'*' | b'+' | b'-' | b'.' | b'^'..=b'`' | b'|' | b'~')
}
