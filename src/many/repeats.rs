//! Ids that come again in a bulk deletion: each is deleted once, and its repetition says how that ended.
//!
//! Of an id there is kept a fingerprint and what its repetition repeats, 24 bytes: no receipt, no backup, no words of the
//! platform, so that the memory of a bulk grows by no more than that.

use crate::deletion::{Connection, Deletion, Force, Outcome, shown};
use crate::error::Error;
use crate::error_code::ErrorCode;
use crate::http::{AgentId, Fingerprint};
use std::collections::HashMap;
use std::collections::hash_map::Entry;

/// What is known of an id that comes.
pub(super) enum Met {
    /// It had not come before.
    New,
    /// It is being deleted.
    UnderWay,
    /// It has its result.
    Settled(Ended),
}

/// How an id ended, as far as its repetition says so, too.
#[derive(Debug, Clone, Copy)]
pub(super) enum Ended {
    Deletion { outcome: Outcome, existed: Option<bool>, force: Force, verified: bool },
    Failure { code: ErrorCode, status: Option<u16>, outcome_unknown: bool, retryable: bool },
}

impl Ended {
    pub(super) fn of(result: &Result<Deletion, Error>) -> Self {
        match result {
            Ok(Deletion { outcome, existed, force, verified, .. }) => {
                Self::Deletion { outcome: *outcome, existed: *existed, force: *force, verified: *verified }
            }
            Err(error) => Self::Failure {
                code: error.code,
                status: error.status,
                outcome_unknown: error.outcome_unknown,
                retryable: error.retryable,
            },
        }
    }

    /// The result of the same id, given again.
    pub(super) fn again(self, link: &Connection, id: &AgentId) -> Result<Deletion, Error> {
        const SEE: &str = "this id was given before, and its first result says the rest";
        match self {
            Self::Deletion { outcome, existed, force, verified } => {
                let message = Some(format!("Not sent again: {SEE}."));
                let deletion = Deletion::of(link.backend(), id.to_string());
                Ok(Deletion { outcome, existed, force, verified, message, ..deletion })
            }
            Self::Failure { code, status, outcome_unknown, retryable } => {
                let title = link.platform().facts().title;
                let did = if outcome_unknown { "may or may not have deleted" } else { "did not delete" };
                let message = format!("{title} {did} agent {}: {SEE}", shown(id.as_str()));
                let mut error = Error::new(code, message).of_backend(link.backend());
                error.agent_id = Some(id.to_string());
                error.status = status;
                error.outcome_unknown = outcome_unknown;
                error.retryable = retryable;
                Err(error)
            }
        }
    }
}

/// Which ids came before, and how they ended.
pub(super) struct Seen {
    /// So that nobody can choose ids whose hashes are the same.
    seed: u64,
    ids: HashMap<Fingerprint, Option<Ended>>,
}

impl Seen {
    pub(super) fn new(random: f64) -> Self {
        Self { seed: random.to_bits(), ids: HashMap::new() }
    }

    /// Notes an id, and tells what became of it when it came before.
    pub(super) fn meet(&mut self, id: &str) -> (Fingerprint, Met) {
        let fingerprint = Fingerprint::of(id, self.seed);
        let met = match self.ids.entry(fingerprint) {
            Entry::Vacant(place) => {
                place.insert(None);
                Met::New
            }
            Entry::Occupied(place) => place.get().map_or(Met::UnderWay, Met::Settled),
        };
        (fingerprint, met)
    }

    /// Notes how an id ended.
    pub(super) fn settle(&mut self, id: Fingerprint, ended: Ended) {
        self.ids.insert(id, Some(ended));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_every_id_again_and_how_it_ended() {
        let mut seen = Seen::new(0.5);
        let ids = || (0..1000).map(|n| format!("id-{n}"));
        let ended = Ended::Deletion {
            outcome: Outcome::Deleted,
            existed: None,
            force: Force::Applied,
            verified: true,
        };
        for id in ids() {
            let (fingerprint, met) = seen.meet(&id);
            assert!(matches!(met, Met::New));
            assert!(matches!(seen.meet(&id).1, Met::UnderWay));
            seen.settle(fingerprint, ended);
        }
        let is_known =
            |id: String| matches!(seen.meet(&id).1, Met::Settled(Ended::Deletion { verified: true, .. }));
        assert!(ids().all(is_known));
        assert!(matches!(seen.meet("").1, Met::New));
    }

    #[test]
    fn keeps_no_more_than_it_says() {
        assert_eq!(size_of::<(Fingerprint, Option<Ended>)>(), 24);
    }
}
