//! What is known when a deletion ends.

use crate::backend::Backend;
use crate::backup::AgentBackup;
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

impl Deletion {
    /// One of which nothing is known yet.
    pub(crate) fn of(backend: Backend, agent_id: String) -> Self {
        Self {
            backend,
            agent_id,
            outcome: Outcome::Absent,
            existed: None,
            force: Force::NotRequested,
            verified: false,
            deleted_at: None,
            message: None,
            request_id: None,
            backup: None,
            steps: Vec::new(),
        }
    }
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
