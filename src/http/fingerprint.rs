//! Knowing an id again without keeping it.

use std::hash::{DefaultHasher, Hash, Hasher};

/// What is kept of an id: 128 bits of hash, so that two ids are never taken for one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Fingerprint(u64, u64);

impl Fingerprint {
    /// With a seed that nobody else knows, nobody can choose ids whose fingerprints are the same.
    pub(crate) fn of(id: &str, seed: u64) -> Self {
        let half = |number: u8| {
            let mut hasher = DefaultHasher::new();
            (seed, number, id).hash(&mut hasher);
            hasher.finish()
        };
        Self(half(0), half(1))
    }
}
