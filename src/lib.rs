//! Delete an AI agent on any of sixteen platforms, and hear the truth about what happened.
//!
//! [`Client::delete_agent`] never says "deleted" unless the platform proved it, and never touches anything but the one
//! agent named. The rooms of the house, from the top down:
//!
//! - `js`: what JavaScript sees (feature `js`);
//! - `transport`: fetch, in WebAssembly;
//! - [`client`]: one platform, and what can be done with its agents;
//! - [`many`]: many deletions at once;
//! - [`deletion`]: the flow: plan, confirm, back up, stop or unset, delete, settle, verify;
//! - `secrecy`: keeping secrets out of what is shown and saved;
//! - [`backend`]: the platforms, one file each, and the table of what an answer means;
//! - [`http`]: requests, replies, ids and URLs, free of any platform;
//! - `host`: JSON, URLs and dates, as the surroundings offer them.
//!
//! Each knows only those below it.

pub mod agent;
pub mod backend;
pub mod backup;
pub mod client;
pub mod deletion;
pub mod error;
mod error_code;
mod host;
pub mod http;
#[cfg(all(target_arch = "wasm32", feature = "js"))]
mod js;
pub mod many;
mod nearest;
mod secrecy;
mod step;
#[cfg(target_arch = "wasm32")]
pub mod transport;

pub use agent::{Agent, AgentStatus};
pub use backend::{Backend, Capabilities, Cascade, Description, ForceSupport, PlatformInfo, Saved};
pub use backup::{AgentBackup, BackupContent, BackupSource, MissingPart};
pub use client::*;
pub use deletion::{Blocker, BlockerCode, Deletion, DeletionPlan, Force, LiftedBy, Outcome, PlannedRequest};
pub use error::{Error, Failure};
pub use error_code::ErrorCode;
pub use http::{
    AgentId, Body, Cause, Detail, Headers, Json, Method, READ_HEADERS, Reply, Request, SendFailure, Unsent,
};
pub use many::{
    BlockedPlan, DeletionResult, DeletionsPlan, DeletionsSummary, FailedPlan, PlannedId, Progress,
};
pub use step::{Purpose, Step};
