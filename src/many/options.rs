//! What a caller may say of many deletions.

use super::{DeletionsPlan, Progress};
use crate::deletion::{Connection, DeleteOptions};
use crate::error::Error;
use crate::http::Cause;
use futures_util::future::LocalBoxFuture;
use std::fmt;
use std::rc::Rc;

/// What [`Client::delete_agents`](crate::Client::delete_agents) takes.
///
/// A bulk asks `each.confirm` for every agent, one question at a time, or `confirm_all` once; not both.
#[derive(Debug, Clone)]
pub struct DeleteManyOptions {
    /// How many deletions run at once, at most. It drops by itself while the platform answers 429.
    pub concurrency: usize,
    /// Whether the first failure stops the rest.
    pub stop_on_error: bool,
    /// Told after every result.
    pub on_progress: Option<OnProgress>,
    /// Asked once, before the first request that changes anything, with a plan of all. Every id is read and planned for it.
    pub confirm_all: Option<ConfirmAll>,
    /// For each deletion.
    pub each: DeleteOptions,
}

impl Default for DeleteManyOptions {
    fn default() -> Self {
        Self {
            concurrency: 4,
            stop_on_error: false,
            on_progress: None,
            confirm_all: None,
            each: DeleteOptions::default(),
        }
    }
}

impl DeleteManyOptions {
    /// Fails where they can't be used.
    pub(super) fn check(&self, link: &Connection) -> Result<(), Error> {
        match self.concurrency {
            0 => Err(link.input_error(None, "concurrency must be a whole number from 1")),
            _ => Ok(()),
        }
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

/// A function that is shown the plan of all and says whether to go on; `None` is no answer, as in [`Confirm`](crate::Confirm).
#[derive(Clone)]
pub struct ConfirmAll(pub AskConfirmAll);

/// What [`ConfirmAll`] holds.
pub type AskConfirmAll = Rc<dyn Fn(&DeletionsPlan) -> LocalBoxFuture<'static, Result<Option<bool>, Cause>>>;

impl fmt::Debug for ConfirmAll {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ConfirmAll(…)")
    }
}
