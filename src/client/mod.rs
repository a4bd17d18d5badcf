//! The client: one platform, and what can be done with its agents.

mod list;

pub use crate::deletion::{
    AskConfirm, BackupOptions, BackupWish, CallOptions, ClientOptions, Confirm, DeleteOptions, IfMissing,
    KeepBackup, ListOptions, OnStep,
};
pub use crate::http::{AskSecret, Auth, CancelToken, Secret, Sign, Signer, ToSign, Transport};
pub use crate::many::{AskConfirmAll, Bulk, ConfirmAll, DeleteManyOptions, GivenId, IdSource, OnProgress};
pub use list::AgentList;

use crate::agent::Agent;
use crate::backend::{Backend, Capabilities};
use crate::backup::AgentBackup;
use crate::deletion::{
    Connection, Deletion, DeletionPlan, FirstLook, Session, delete_agent, plan_deletion, read_agent,
    stop_agent, take_backup,
};
use crate::error::Error;
use crate::http::AgentId;
use crate::many::{DeletionsPlan, PlannedId, plan_deletions};
use crate::step::Purpose;
use std::rc::Rc;

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
#[derive(Debug, Clone)]
pub struct Client(Rc<Connection>);

impl Client {
    /// A client that sends through `transport`.
    ///
    /// # Errors
    /// `invalid-input`, naming the option, when one can't be used.
    pub fn with_transport(
        options: ClientOptions,
        transport: impl Transport + 'static,
    ) -> Result<Self, Error> {
        Connection::new(options, Box::new(transport)).map(|link| Self(Rc::new(link)))
    }

    /// The platform.
    pub fn backend(&self) -> Backend {
        self.0.backend()
    }

    /// The root of the platform's API, without a slash at its end.
    pub fn base_url(&self) -> String {
        self.0.base_url()
    }

    /// What the platform can do.
    pub fn capabilities(&self) -> &'static Capabilities {
        self.backend().capabilities()
    }

    /// Deletes an agent.
    ///
    /// # Errors
    /// Whatever keeps it from being deleted; [`outcome_unknown`](crate::Failure::outcome_unknown) says whether it may be
    /// gone all the same.
    pub async fn delete_agent(&self, id: &str, options: DeleteOptions) -> Result<Deletion, Error> {
        let first_look = FirstLook::WhereNeeded;
        self.call(id, &options.call, async |session, id| {
            delete_agent(session, id, &options, first_look).await
        })
        .await
    }

    /// Deletes many agents: see [`Bulk`]. Every id given has a result; one given twice is deleted once.
    ///
    /// # Errors
    /// `invalid-input` for options that can't be used. A failed deletion is a result, not an error of this call.
    pub fn delete_agents<S: IdSource>(&self, ids: S, options: DeleteManyOptions) -> Result<Bulk, Error> {
        Bulk::new(Rc::clone(&self.0), ids, options)
    }

    /// Deletes what a plan showed as deletable, or as what only the platform's answer can tell, each looked at again first:
    /// `plan.into_ids()` of [`plan_deletions`](Self::plan_deletions). All others have their errors as results.
    ///
    /// # Errors
    /// As [`delete_agents`](Self::delete_agents); and `confirm_all` has no place here.
    pub fn delete_planned(&self, ids: Vec<PlannedId>, options: DeleteManyOptions) -> Result<Bulk, Error> {
        Bulk::planned(Rc::clone(&self.0), ids, options)
    }

    /// One plan for many: what [`delete_agents`](Self::delete_agents) would do. Changes nothing. What only a deletion asks of the
    /// options (`confirm`, `confirm_all`, `stop_on_error`, `on_progress`) is not asked.
    ///
    /// # Errors
    /// Where the ids fail while they are read, and `aborted`. An agent that can't be planned is in the plan, with its error.
    pub async fn plan_deletions<S: IdSource>(
        &self,
        ids: S,
        options: DeleteManyOptions,
    ) -> Result<DeletionsPlan, Error> {
        plan_deletions(&self.0, ids, &options).await
    }

    /// What [`delete_agent`](Self::delete_agent) would do, and whether the platform would let it. Changes nothing.
    ///
    /// # Errors
    /// When the platform can't be asked. An agent that is missing or protected is a plan with a blocker, not an error.
    pub async fn plan_deletion(&self, id: &str, options: DeleteOptions) -> Result<DeletionPlan, Error> {
        self.call(id, &options.call, async |session, id| plan_deletion(session, id, &options).await).await
    }

    /// Reads an agent.
    ///
    /// # Errors
    /// `not-found` when the platform says that it is not there.
    pub async fn get_agent(&self, id: &str, options: CallOptions) -> Result<Agent, Error> {
        self.call(id, &options, async |session, id| read_agent(session, id, Purpose::Get).await).await
    }

    /// The platform's agents, every page fetched as it is reached.
    ///
    /// # Errors
    /// `invalid-input` for options that can't be used.
    pub fn list_agents(&self, options: ListOptions) -> Result<AgentList, Error> {
        AgentList::new(Rc::clone(&self.0), options)
    }

    /// Saves all that the platform gives of an agent.
    ///
    /// # Errors
    /// `backup-failed` when the agent itself can't be saved.
    pub async fn backup_agent(&self, id: &str, options: BackupOptions) -> Result<AgentBackup, Error> {
        let BackupOptions { include_secrets, call } = options;
        self.call(id, &call, async |session, id| take_backup(session, id, include_secrets).await).await
    }

    /// Stops an agent. One that is stopped already is left so.
    ///
    /// # Errors
    /// `invalid-input` where the platform has no way to stop one.
    pub async fn stop_agent(&self, id: &str, options: CallOptions) -> Result<(), Error> {
        self.call(id, &options, async |session, id| stop_agent(session, id).await).await
    }

    /// The error of bad input to this client, for a caller that checks more than the types can.
    pub fn input_error(&self, agent_id: Option<&str>, message: impl Into<String>) -> Error {
        self.0.input_error(agent_id, message)
    }

    /// Makes a call about one agent. An error comes with the receipt.
    async fn call<O>(
        &self,
        id: &str,
        options: &CallOptions,
        work: impl AsyncFnOnce(&Session<'_>, &AgentId) -> Result<O, Error>,
    ) -> Result<O, Error> {
        let id = self.0.agent_id(id)?;
        let session = Session::new(&self.0, Some(id.clone()), options);
        session.with_receipt(work(&session, &id).await)
    }
}
