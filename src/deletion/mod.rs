//! The flow around a deletion: plan, confirm, back up, stop or unset, delete, settle, verify. `async fn`s over a
//! [`Transport`](crate::Transport), which alone sends, waits, and tells time and chance.
//!
//! Every exchange leaves a [`Step`](crate::Step) in the receipt.

mod agents;
mod backup;
mod base64;
mod bulk;
mod cascade;
mod confirm_all;
mod connection;
mod delete;
mod errors;
mod ids;
mod options;
mod pace;
mod pages;
mod plan;
mod plan_many;
mod redact;
mod repeats;
mod result;
mod secrets;
mod session;
mod settle;
mod turns;
mod unescaped;

pub use bulk::Bulk;
pub use ids::{GivenId, IdSource};
pub use options::{
    AskConfirm, AskConfirmAll, BackupOptions, BackupWish, CallOptions, ClientOptions, Confirm, ConfirmAll,
    DeleteManyOptions, DeleteOptions, IfMissing, KeepBackup, ListOptions, OnProgress, OnStep,
};
pub use plan::{Blocker, BlockerCode, DeletionPlan, LiftedBy, PlannedRequest};
pub use plan_many::{BlockedPlan, DeletionsPlan, FailedPlan, PlannedId};
pub use result::{Deletion, DeletionResult, DeletionsSummary, Force, Outcome, Progress};

pub(crate) use agents::{Listing, read_agent, stop_agent};
pub(crate) use backup::take_backup;
pub(crate) use connection::Connection;
pub(crate) use delete::{FirstLook, delete_agent};
pub(crate) use plan::plan_deletion;
pub(crate) use plan_many::plan_deletions;
pub(crate) use session::Session;
