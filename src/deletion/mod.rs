//! What happens around a deletion, pure but for the [`Transport`](crate::Transport) passed in.
//!
//! The order is always the same: plan, confirm, back up, stop or unset, delete, settle, verify. Every exchange leaves a
//! [`Step`](crate::Step) in the receipt.

mod agent;
mod attempts;
mod backup;
mod cascade;
mod client_options;
mod connection;
mod cursors;
mod delete;
mod errors;
mod event;
mod flights;
mod flow;
mod list;
mod many;
mod options;
mod pace;
mod pages;
mod plan;
mod redact;
mod result;
mod rounds;
mod secret_name;
mod secrets;
mod seen;
mod session;
mod settle;
mod stop;

pub use client_options::{ClientOptions, OnStep};
pub use list::AgentList;
pub use many::{Bulk, GivenId, IdSource};
pub use options::{
    AskConfirm, BackupOptions, BackupWish, CallOptions, Confirm, DeleteManyOptions, DeleteOptions, IfMissing,
    KeepBackup, ListOptions, OnProgress, Progress,
};
pub use plan::{Blocker, BlockerCode, DeletionPlan, LiftedBy, PlannedRequest};
pub use result::{Deletion, DeletionResult, Force, Outcome};

pub(crate) use agent::read_agent;
pub(crate) use backup::take_backup;
pub(crate) use connection::{Connection, Link};
pub(crate) use delete::delete_agent;
pub(crate) use flow::run;
pub(crate) use plan::plan_deletion;
pub(crate) use session::Session;
pub(crate) use stop::stop_agent;
