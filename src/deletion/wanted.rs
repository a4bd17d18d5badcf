//! Work that is wanted for a call, and what of it is under way.

use super::action::Work;
use crate::http::Cause;

/// What a call has under way.
#[derive(Default)]
pub(super) struct UnderWay {
    /// How long the work is waited for after an abort; `None` where there is no work.
    pub(super) patience: Option<Patience>,
    /// Why the caller aborts.
    pub(super) aborted: Option<Cause>,
}

/// What a call can want.
pub(super) enum Want {
    /// A piece of work.
    Work(Work),
    /// That the caller takes the backup which the call holds.
    Keep,
    /// A place among the calls of a bulk, which gives it by itself.
    Turn,
}

/// Work to be done for a call.
pub(super) struct Wanted {
    pub(super) want: Want,
    /// In milliseconds; infinite where there is none.
    pub(super) limit: f64,
    pub(super) patience: Patience,
}

/// When a call that is aborted gives its work up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Patience {
    /// At once.
    None,
    /// Not once it has begun.
    OnceBegun,
    /// Not at all: what is asked must be tried whatever happens.
    Endless,
}
