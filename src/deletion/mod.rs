//! The flow around a deletion: plan, confirm, back up, stop or unset, delete, settle, verify. `async fn`s over a
//! [`Transport`](crate::Transport), which alone sends, waits, and tells time and chance.
//!
//! Every exchange leaves a [`Step`](crate::Step) in the receipt.

mod agents;
mod backup;
mod bulk;
mod cascade;
mod connection;
mod delete;
mod errors;
mod ids;
mod options;
mod pace;
mod pages;
mod plan;
mod result;
mod secrets;
mod session;
mod settle;

pub use bulk::Bulk;
pub use ids::{GivenId, IdSource};
pub use options::{
    AskConfirm, BackupOptions, BackupWish, CallOptions, ClientOptions, Confirm, DeleteManyOptions,
    DeleteOptions, IfMissing, KeepBackup, ListOptions, OnProgress, OnStep,
};
pub use plan::{Blocker, BlockerCode, DeletionPlan, LiftedBy, PlannedRequest};
pub use result::{Deletion, DeletionResult, Force, Outcome, Progress};

pub(crate) use agents::{Listing, read_agent, stop_agent};
pub(crate) use backup::take_backup;
pub(crate) use connection::Connection;
pub(crate) use delete::delete_agent;
pub(crate) use plan::plan_deletion;
pub(crate) use session::Session;
