//! What is known when a deletion ends.

use crate::backend::Backend;
use crate::backup::AgentBackup;
use crate::error::Error;
use crate::host::{json_names, json_object};
use crate::step::Step;
use crate::text::Text;
use alloc::vec::Vec;

/// What is known when the call ends. Never more than the platform proved.
#[derive(Debug, Clone)]
pub struct Deletion {
    /// The platform.
    pub backend: Backend,
    /// The agent, as its id was sent.
    pub agent_id: Text,
    /// What the platform said.
    pub outcome: Outcome,
    /// Whether the agent was there before. `None` where the platform does not say.
    pub existed: Option<bool>,
    /// What became of `force`.
    pub force: Force,
    /// True only when a read after the deletion proved that the agent is gone.
    pub verified: bool,
    /// ISO 8601, where the platform says when.
    pub deleted_at: Option<Text>,
    /// The platform's words, or this crate's where it has something to add.
    pub message: Option<Text>,
    /// The id under which the platform logged the deletion.
    pub request_id: Option<Text>,
    /// What was saved first, where it was asked for.
    pub backup: Option<AgentBackup>,
    /// The receipt: every exchange, in order.
    pub steps: Vec<Step>,
}

json_object!(Deletion {
    backend: "backend",
    agent_id: "agentId",
    outcome: "outcome",
    existed: "existed",
    force: "force",
    verified: "verified",
    deleted_at: "deletedAt",
    message: "message",
    request_id: "requestId",
    backup: "backup",
    steps: "steps",
});

/// How a deletion ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// The platform says that it deleted the agent.
    Deleted,
    /// It took the request; whether the agent is gone is not known.
    Accepted,
    /// Nothing was there to delete.
    Absent,
}

json_names!(Outcome { Deleted: "deleted", Accepted: "accepted", Absent: "absent" });

/// What became of the option `force`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Force {
    /// Not asked for.
    NotRequested,
    /// Asked for, and sent to or carried out on the platform.
    Applied,
    /// Asked for, and there was nothing to force.
    NotApplicable,
}

json_names!(Force { NotRequested: "not-requested", Applied: "applied", NotApplicable: "not-applicable" });

/// What became of one agent among many.
#[derive(Debug)]
pub struct DeletionResult {
    /// The id, as it was given.
    pub agent_id: Text,
    /// What is known of it.
    pub result: Result<Deletion, Error>,
}
