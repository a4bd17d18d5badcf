//! What became of many deletions, and how far they are.

use crate::deletion::{Deletion, Outcome};
use crate::error::Error;
use serde::Serialize;

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
