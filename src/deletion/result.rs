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

impl Deletion {
    /// One of which nothing is known yet.
    pub(super) fn of(backend: Backend, agent_id: String) -> Self {
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

/// What became of one agent among many.
#[derive(Debug)]
pub struct DeletionResult {
    /// The id, as it was given.
    pub agent_id: String,
    /// What is known of it.
    pub result: Result<Deletion, Error>,
    /// Whether the id had been given before, in whatever spelling. Then nothing was sent for this one: it repeats how the first
    /// ended, without receipt and backup.
    pub duplicate: bool,
}

/// How a bulk deletion ended: how many ids how, and each result.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct DeletionsSummary {
    /// Ids with a result: the sum of the five that follow.
    pub settled: u32,
    /// Proved to be deleted.
    pub deleted: u32,
    /// Accepted, not proved.
    pub accepted: u32,
    /// Not there.
    pub absent: u32,
    /// Failed.
    pub failed: u32,
    /// Given before.
    pub duplicates: u32,
    /// A result for each id, in the order in which they settled.
    #[serde(skip)]
    pub results: Vec<DeletionResult>,
    /// The failure of what gave the ids, if it had one: then these are the results of those that it had given by then.
    #[serde(skip)]
    pub failure: Option<Error>,
}

impl DeletionsSummary {
    pub(super) fn of(results: Vec<DeletionResult>, failure: Option<Error>) -> Self {
        let mut progress = Progress::default();
        results.iter().for_each(|result| progress.count(result));
        let Progress { settled, deleted, accepted, absent, failed, duplicates, .. } = progress;
        Self { settled, deleted, accepted, absent, failed, duplicates, results, failure }
    }
}

/// How far a bulk deletion is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Progress {
    /// Ids with a result: the sum of the five that follow.
    pub settled: u32,
    /// Of these: deleted.
    pub deleted: u32,
    /// Of these: accepted, not proved.
    pub accepted: u32,
    /// Of these: not there.
    pub absent: u32,
    /// Of these: failed.
    pub failed: u32,
    /// Of these: given before. How the first ended is counted with the first alone.
    pub duplicates: u32,
    /// How many ids there are, where that is known.
    pub total: Option<u32>,
}

impl Progress {
    pub(super) fn count(&mut self, ended: &DeletionResult) {
        let counter = match ended.result.as_ref().map(|deletion| deletion.outcome) {
            _ if ended.duplicate => &mut self.duplicates,
            Ok(Outcome::Deleted) => &mut self.deleted,
            Ok(Outcome::Accepted) => &mut self.accepted,
            Ok(Outcome::Absent) => &mut self.absent,
            Err(_) => &mut self.failed,
        };
        *counter += 1;
        self.settled += 1;
    }
}
