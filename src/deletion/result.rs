//! What is known when a deletion ends, and how far many of them are.

use crate::backend::Backend;
use crate::backup::AgentBackup;
use crate::error::Error;
use crate::step::Step;
use serde::Serialize;

/// What is known when the call ends. Never more than the platform proved.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Deletion {
    /// The platform.
    pub backend: Backend,
    /// The agent, as its id was sent.
    pub agent_id: String,
    /// What the platform said.
    pub outcome: Outcome,
    /// Whether the agent was there before. `None` where the platform does not say.
    pub existed: Option<bool>,
    /// What became of `force`.
    pub force: Force,
    /// True only when a read after the deletion proved that the agent is gone.
    pub verified: bool,
    /// ISO 8601, where the platform says when.
    pub deleted_at: Option<String>,
    /// The platform's words, and behind them this crate's where it has something to add: why an agent that was to be read back
    /// is not `verified`, for one.
    pub message: Option<String>,
    /// The id under which the platform logged the deletion.
    pub request_id: Option<String>,
    /// What was saved first, where it was asked for.
    pub backup: Option<AgentBackup>,
    /// The receipt: every exchange, in order.
    pub steps: Vec<Step>,
}

/// How a deletion ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// The platform says that it deleted the agent.
    Deleted,
    /// It took the request; whether the agent is gone is not known.
    Accepted,
    /// Nothing was there to delete.
    Absent,
}

/// What became of the option `force`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Force {
    /// Not asked for.
    NotRequested,
    /// Asked for, and sent to or carried out on the platform.
    Applied,
    /// Asked for, and there was nothing to force.
    NotApplicable,
}

/// What became of one agent among many.
#[derive(Debug)]
pub struct DeletionResult {
    /// The id, as it was given.
    pub agent_id: String,
    /// What is known of it.
    pub result: Result<Deletion, Error>,
}

/// How far a bulk deletion is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Progress {
    /// Ids with a result.
    pub settled: u32,
    /// Of these: deleted.
    pub deleted: u32,
    /// Of these: accepted, not proved.
    pub accepted: u32,
    /// Of these: not there.
    pub absent: u32,
    /// Of these: failed.
    pub failed: u32,
    /// How many ids there are, where that is known.
    pub total: Option<u32>,
}

impl Progress {
    pub(super) fn count(&mut self, ended: &Result<Deletion, Error>) {
        let counter = match ended.as_ref().map(|deletion| deletion.outcome) {
            Ok(Outcome::Deleted) => &mut self.deleted,
            Ok(Outcome::Accepted) => &mut self.accepted,
            Ok(Outcome::Absent) => &mut self.absent,
            Err(_) => &mut self.failed,
        };
        *counter += 1;
        self.settled += 1;
    }
}
