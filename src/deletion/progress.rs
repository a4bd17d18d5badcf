//! How far a bulk deletion is.

use crate::host::json_object;

/// How far a bulk deletion is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
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

json_object!(Progress {
    settled: "settled",
    deleted: "deleted",
    accepted: "accepted",
    absent: "absent",
    failed: "failed",
    total: "total",
});
