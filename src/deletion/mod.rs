//! The flow around a deletion: plan, confirm, back up, stop or unset, delete, settle, verify. `async fn`s over a
//! [`Transport`](crate::Transport), which alone sends, waits, and tells time and chance.
//!
//! Every exchange leaves a [`Step`](crate::Step) in the receipt.

mod agents;
mod backup;
mod cascade;
mod connection;
mod delete;
mod errors;
mod options;
mod pages;
mod plan;
mod result;
mod session;
mod settle;

pub use options::{
    AskConfirm, BackupOptions, BackupWish, CallOptions, ClientOptions, Confirm, DeleteOptions, IfMissing,
    KeepBackup, ListOptions, OnStep,
};
pub use plan::{Blocker, BlockerCode, DeletionPlan, LiftedBy, PlannedRequest};
pub use result::{Deletion, Force, Outcome};

pub(crate) use agents::{Listing, read_agent, stop_agent};
pub(crate) use backup::take_backup;
pub(crate) use connection::{Connection, shown};
pub(crate) use delete::{FirstLook, delete_agent};
pub(crate) use errors::{LONGEST_REASON, whole_millis};
pub(crate) use plan::{blocking, plan_deletion};
pub(crate) use session::Session;
