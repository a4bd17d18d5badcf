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

/// How many ids ended how.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Counts {
    /// Ids with a result: the sum of the five that follow.
    pub settled: u32,
    /// Of these: proved to be deleted.
    pub deleted: u32,
    /// Of these: accepted, not proved.
    pub accepted: u32,
    /// Of these: not there.
    pub absent: u32,
    /// Of these: failed.
    pub failed: u32,
    /// Of these: given before. How the first ended is counted with the first alone.
    pub duplicates: u32,
}

/// How far a bulk deletion is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Progress {
    /// What became of the ids so far.
    #[serde(flatten)]
    pub counts: Counts,
    /// How many ids there are, where that is known.
    pub total: Option<u32>,
}

/// How a bulk deletion ended.
#[derive(Debug, Default, Serialize)]
pub struct DeletionsSummary {
    /// What became of the ids.
    #[serde(flatten)]
    pub counts: Counts,
    /// A result for each id, in the order in which they settled.
    #[serde(skip)]
    pub results: Vec<DeletionResult>,
    /// The failure of what gave the ids, if it had one: then these are the results of those that it had given by then.
    #[serde(skip)]
    pub failure: Option<Error>,
}

impl DeletionsSummary {
    pub(super) fn of(results: Vec<DeletionResult>, failure: Option<Error>) -> Self {
        let mut counts = Counts::default();
        results.iter().for_each(|result| counts.count(result));
        Self { counts, results, failure }
    }
}

impl Counts {
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
