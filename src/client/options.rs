//! What a caller may ask of a call.

use super::cancel::CancelToken;
use crate::backend::Cascade;
use crate::backup::AgentBackup;
use crate::deletion::{DeletionPlan, ManyWishes, Progress, Terms, Wishes};
use crate::http::Cause;
use alloc::rc::Rc;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use core::time::Duration;
use futures_util::future::LocalBoxFuture;

/// A length of time in milliseconds.
pub(super) fn millis(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1000.0
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

impl CallOptions {
    pub(super) fn terms(&self) -> Terms {
        Terms { timeout: self.timeout.map(millis), max_retries: self.max_retries }
    }
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
    pub(super) fn wishes(&self) -> Wishes {
        Wishes {
            force: self.force,
            ignore_missing: self.if_missing == IfMissing::Ignore,
            backs_up: !matches!(self.backup, BackupWish::No),
            hands_over: self.backup.function().is_some(),
            threads: self.cascade.contains(&Cascade::Threads),
            confirms: self.confirm.is_some(),
            wait: millis(self.wait),
            verify: self.verify,
            include_secrets: false,
            terms: self.call.terms(),
        }
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

impl BackupWish {
    /// The function that a backup is handed to.
    pub(super) fn function(&self) -> Option<&KeepBackup> {
        if let Self::HandTo(keep) = self { Some(keep) } else { None }
    }
}

/// A function that puts a backup away. Its failure keeps the agent alive.
pub type KeepBackup = Rc<dyn Fn(&AgentBackup) -> LocalBoxFuture<'static, Result<(), Cause>>>;

/// A function that is shown the plan and says whether to go on.
#[derive(Clone)]
pub struct Confirm(pub AskConfirm);

/// What [`Confirm`] holds.
pub type AskConfirm = Rc<dyn Fn(&DeletionPlan) -> LocalBoxFuture<'static, Result<bool, Cause>>>;

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
    /// Only agents whose name holds this text: by the platform where it can search, else by this crate, case ignored.
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

/// What [`Client::delete_agents`](crate::Client::delete_agents) takes.
#[derive(Debug, Clone)]
pub struct DeleteManyOptions {
    /// How many deletions run at once, at most. It drops by itself while the platform answers 429.
    pub concurrency: usize,
    /// Whether the first failure stops the rest.
    pub stop_on_error: bool,
    /// Told after every result.
    pub on_progress: Option<OnProgress>,
    /// For each deletion.
    pub each: DeleteOptions,
}

impl DeleteManyOptions {
    /// `total` and `is_immediate` are what the source of the ids says of itself.
    pub(super) fn wishes(&self, total: Option<u32>, is_immediate: bool) -> ManyWishes {
        ManyWishes {
            concurrency: self.concurrency,
            stop_on_error: self.stop_on_error,
            total,
            is_immediate,
            watched: self.on_progress.is_some(),
            each: self.each.wishes(),
        }
    }
}

impl Default for DeleteManyOptions {
    fn default() -> Self {
        Self { concurrency: 4, stop_on_error: false, on_progress: None, each: DeleteOptions::default() }
    }
}

/// A function told how far a bulk deletion is.
#[derive(Clone)]
pub struct OnProgress(pub Rc<dyn Fn(Progress)>);

impl fmt::Debug for OnProgress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OnProgress(…)")
    }
}
