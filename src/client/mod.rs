//! The client: one platform, and what can be done with its agents. Drives the machines of [`deletion`](crate::deletion)
//! over a [`Transport`], as futures.

mod bulk;
mod cancel;
mod client_options;
mod credential;
mod engine;
mod hands;
mod ids;
mod job;
mod list;
mod means;
mod options;
mod transport;

pub use bulk::Bulk;
pub use cancel::CancelToken;
pub use client_options::{ClientOptions, OnStep};
pub use credential::{AskSecret, Auth, Secret};
pub use ids::IdSource;
pub use list::AgentList;
pub use options::{
    AskConfirm, BackupOptions, BackupWish, CallOptions, Confirm, DeleteManyOptions, DeleteOptions, IfMissing,
    KeepBackup, ListOptions, OnProgress,
};
pub use transport::Transport;

use crate::agent::Agent;
use crate::backend::{Backend, Capabilities};
use crate::backup::AgentBackup;
use crate::deletion::{Call, Deletion, DeletionPlan, Item, Task, Wishes};
use crate::error::Error;
use crate::error_code::ErrorCode;
use crate::text::Text;
use alloc::rc::Rc;
use core::fmt;
use engine::run;
use hands::Hands;
use means::Means;

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
pub struct Client<T>(Rc<Means<T>>);

impl<T> Clone for Client<T> {
    fn clone(&self) -> Self {
        Self(Rc::clone(&self.0))
    }
}

impl<T> fmt::Debug for Client<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("backend", &self.0.link.backend()).finish_non_exhaustive()
    }
}

impl<T: Transport> Client<T> {
    /// A client that sends through `transport`.
    ///
    /// # Errors
    /// `invalid-input`, naming the option, when one can't be used.
    pub fn with_transport(options: ClientOptions, transport: T) -> Result<Self, Error> {
        Means::new(options, transport).map(|means| Self(Rc::new(means)))
    }

    /// The platform.
    pub fn backend(&self) -> Backend {
        self.0.link.backend()
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
        let hands = self.0.hands_for(&options);
        match self.call(Task::Delete, id, options.wishes(), hands, &options.call).await? {
            Some(Item::Deletion(deletion)) => Ok(*deletion),
            _ => Err(self.no_result()),
        }
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
        match self.call(Task::Plan, id, options.wishes(), self.0.hands(), &options.call).await? {
            Some(Item::Plan(plan)) => Ok(*plan),
            _ => Err(self.no_result()),
        }
    }

    /// Reads an agent.
    ///
    /// # Errors
    /// `not-found` when the platform says that it is not there.
    pub async fn get_agent(&self, id: &str, options: CallOptions) -> Result<Agent, Error> {
        let wishes = Wishes { terms: options.terms(), ..Wishes::default() };
        match self.call(Task::Get, id, wishes, self.0.hands(), &options).await? {
            Some(Item::Agent(agent)) => Ok(*agent),
            _ => Err(self.no_result()),
        }
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
        let BackupOptions { include_secrets, call } = options;
        let wishes = Wishes { include_secrets, terms: call.terms(), ..Wishes::default() };
        match self.call(Task::Backup, id, wishes, self.0.hands(), &call).await? {
            Some(Item::Backup(backup)) => Ok(*backup),
            _ => Err(self.no_result()),
        }
    }

    /// Stops an agent. One that is stopped already is left so.
    ///
    /// # Errors
    /// `invalid-input` where the platform has no way to stop one.
    pub async fn stop_agent(&self, id: &str, options: CallOptions) -> Result<(), Error> {
        let wishes = Wishes { terms: options.terms(), ..Wishes::default() };
        match self.call(Task::Stop, id, wishes, self.0.hands(), &options).await? {
            Some(Item::Nothing) => Ok(()),
            _ => Err(self.no_result()),
        }
    }

    /// The error of bad input to this client, for a caller that checks more than the types can.
    pub fn input_error(&self, agent_id: Option<&str>, message: impl Into<Text>) -> Error {
        self.0.link.input_error(agent_id, message)
    }

    /// Makes a call about one agent.
    async fn call(
        &self,
        task: Task,
        id: &str,
        wishes: Wishes,
        hands: Hands<'_>,
        options: &CallOptions,
    ) -> Result<Option<Item>, Error> {
        let id = self.0.link.agent_id(id)?;
        let mut call = Call::new(Rc::clone(&self.0.link), task, id, wishes);
        run(&mut call, hands, options.cancel.as_ref()).await
    }

    /// A call that has come to another end than its own.
    #[cold]
    fn no_result(&self) -> Error {
        Error::new(ErrorCode::UnexpectedResponse, "the call ended without its result")
            .of_backend(self.backend())
    }
}
