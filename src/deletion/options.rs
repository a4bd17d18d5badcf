//! What a caller may say: of a client, of a call, of a deletion.

use super::DeletionPlan;
use crate::backend::{Backend, Cascade};
use crate::backup::AgentBackup;
use crate::http::{Auth, CancelToken, Cause};
use crate::step::Step;
use futures_util::future::LocalBoxFuture;
use std::fmt;
use std::rc::Rc;
use std::time::Duration;

/// What a client must know. `Debug` shows no header's value.
#[derive(Clone)]
pub struct ClientOptions {
    /// The platform.
    pub backend: Backend,
    /// Root of its API. Required, except for platforms that have one for everybody
    /// ([`default_base_url`](crate::PlatformInfo::default_base_url)).
    pub base_url: Option<String>,
    /// The credential.
    pub auth: Option<Auth>,
    /// foundry only; `"v1"` where not given.
    pub api_version: Option<String>,
    /// Extra request headers. They never replace the credential's.
    pub headers: Vec<(String, String)>,
    /// For one attempt, the body included. 30 s unless set.
    pub timeout: Duration,
    /// Attempts after the first. 2 unless set.
    pub max_retries: u32,
    /// Permits a credential over plain http to a host other than loopback.
    pub allow_insecure_http: bool,
    /// Told of every HTTP exchange.
    pub on_step: Option<OnStep>,
}

impl ClientOptions {
    /// The defaults for a platform.
    pub fn new(backend: Backend) -> Self {
        Self {
            backend,
            base_url: None,
            auth: None,
            api_version: None,
            headers: Vec::new(),
            timeout: Duration::from_secs(30),
            max_retries: 2,
            allow_insecure_http: false,
            on_step: None,
        }
    }
}

impl fmt::Debug for ClientOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let headers: Vec<_> = self.headers.iter().map(|(name, _)| name).collect();
        f.debug_struct("ClientOptions")
            .field("backend", &self.backend)
            .field("auth", &self.auth)
            .field("headers", &headers)
            .finish_non_exhaustive()
    }
}

/// A function told of every HTTP exchange.
#[derive(Clone)]
pub struct OnStep(pub Rc<dyn Fn(&Step)>);

impl fmt::Debug for OnStep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OnStep(…)")
    }
}

/// What any call takes.
#[derive(Debug, Clone, Default)]
pub struct CallOptions {
    /// Cancels the call.
    pub cancel: Option<CancelToken>,
    /// For one attempt, the body included; the client's where not given.
    pub timeout: Option<Duration>,
    /// Attempts after the first; the client's where not given.
    pub max_retries: Option<u32>,
}

/// What [`Client::delete_agent`](crate::Client::delete_agent) takes.
#[derive(Debug, Clone, Default)]
pub struct DeleteOptions {
    /// Delete an agent that is in use: with active sessions (foundry), running (eliza), the default one (kortix).
    pub force: bool,
    /// What a missing agent is.
    pub if_missing: IfMissing,
    /// Whether the agent is saved first.
    pub backup: BackupWish,
    /// Dependents to delete first that the platform would leave behind.
    pub cascade: Vec<Cascade>,
    /// Asked once, before the first request that changes anything.
    pub confirm: Option<Confirm>,
    /// How long to go on asking whether an accepted deletion has happened.
    pub wait: Duration,
    /// Read the agent back after the deletion.
    pub verify: bool,
    /// Cancelling, timeout and retries.
    pub call: CallOptions,
}

impl DeleteOptions {
    pub(super) fn threads(&self) -> bool {
        self.cascade.contains(&Cascade::Threads)
    }

    pub(super) fn backs_up(&self) -> bool {
        !matches!(self.backup, BackupWish::No)
    }

    /// Whether the agent may change between the first look at it and the deletion.
    pub(super) fn lets_time_pass(&self) -> bool {
        self.confirm.is_some() || self.backs_up()
    }
}

/// What a missing agent is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum IfMissing {
    /// An error, `not-found`.
    #[default]
    Error,
    /// A result, `absent`.
    Ignore,
}

/// Whether an agent is saved before it is deleted.
#[derive(Clone, Default)]
pub enum BackupWish {
    /// It is not.
    #[default]
    No,
    /// It is, and the backup comes with the result.
    Keep,
    /// It is, and handed to a function; nothing is deleted until that has succeeded.
    HandTo(KeepBackup),
}

/// A function that puts a backup away. Its failure keeps the agent alive.
pub type KeepBackup = Rc<dyn Fn(&AgentBackup) -> LocalBoxFuture<'static, Result<(), Cause>>>;

/// A function that is shown the plan and says whether to go on. `None` is no answer, JavaScript's `undefined`: it ends the call
/// like a no, in other words.
#[derive(Clone)]
pub struct Confirm(pub AskConfirm);

/// What [`Confirm`] holds.
pub type AskConfirm = Rc<dyn Fn(&DeletionPlan) -> LocalBoxFuture<'static, Result<Option<bool>, Cause>>>;

impl fmt::Debug for BackupWish {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::No => "No",
            Self::Keep => "Keep",
            Self::HandTo(_) => "HandTo(…)",
        })
    }
}

impl fmt::Debug for Confirm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Confirm(…)")
    }
}

/// What [`Client::list_agents`](crate::Client::list_agents) takes.
#[derive(Debug, Clone, Default)]
pub struct ListOptions {
    /// Agents a page, 1 to 100; the platform's own default where not given.
    pub page_size: Option<u32>,
    /// Only agents whose name holds this text: the platform searches where it can, this crate looks at the names in every case.
    pub search: Option<String>,
    /// Cancelling, timeout and retries.
    pub call: CallOptions,
}

/// What [`Client::backup_agent`](crate::Client::backup_agent) takes.
#[derive(Debug, Clone, Default)]
pub struct BackupOptions {
    /// Keep secret values, which are redacted otherwise.
    pub include_secrets: bool,
    /// Cancelling, timeout and retries.
    pub call: CallOptions,
}
