//! What hangs on an agent, as the platforms list it: sessions, which keep it in use, and threads, which it leaves behind.

use crate::http::{AgentId, Fingerprint};
use std::collections::HashSet;

/// The sessions that a list gave for an agent, each counted once.
#[derive(Debug, Default)]
pub(crate) struct Sessions {
    /// How many keep the agent in use.
    pub(crate) in_use: usize,
    /// How many there are.
    pub(crate) count: usize,
    known: Known,
}

impl Sessions {
    /// Adds one, unless it was there before. One without an id is always another.
    pub(super) fn add(&mut self, id: Option<&str>, is_in_use: bool) {
        if id.is_none_or(|id| self.known.is_new(id)) {
            self.count += 1;
            self.in_use += usize::from(is_in_use);
        }
    }
}

/// The threads that a list gave for an agent, each once.
#[derive(Debug, Default)]
pub(crate) struct Threads {
    pub(crate) ids: Vec<AgentId>,
    /// Whether one of them does not itself name its agent, so that only the list's filter says whose it is.
    pub(crate) by_filter_alone: bool,
    /// Whether one of them names another agent, so that the filter was not heeded.
    pub(crate) names_another: bool,
    known: Known,
}

impl Threads {
    /// Adds one, unless it was there before.
    pub(super) fn add(&mut self, id: AgentId) {
        if self.known.is_new(id.as_str()) {
            self.ids.push(id);
        }
    }
}

/// Which rows of a list came before.
#[derive(Debug, Default)]
pub(crate) struct Known(HashSet<Fingerprint>);

impl Known {
    /// Notes a row's id; whether it had not come before.
    pub(crate) fn is_new(&mut self, id: &str) -> bool {
        self.0.insert(Fingerprint::of(id, 0))
    }

    /// How many there are.
    pub(crate) fn count(&self) -> usize {
        self.0.len()
    }
}
