//! Where the ids of a bulk deletion come from.

use crate::http::Cause;
use futures_util::future::LocalBoxFuture;
use std::future::Future;

/// What a source of ids gave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GivenId {
    /// A text, perhaps an id.
    Text(String),
    /// Something else, in words: "a number".
    NotText(String),
}

/// Where the ids come from, one at a time, asked only when there is room for another.
pub trait IdSource: 'static {
    /// The next id; `None` after the last. An error is the source's own.
    fn next(&self) -> impl Future<Output = Option<Result<GivenId, Cause>>>;

    /// No more will be asked for.
    fn close(&self);

    /// How many there are, duplicates included, where that is known beforehand.
    fn total(&self) -> Option<u32>;

    /// Whether `next` never has to wait. After an abort such a source is read to its end, so that every id gets its
    /// result; another is closed, for it might never go on.
    fn is_immediate(&self) -> bool;
}

/// An [`IdSource`] of whatever type.
pub(super) trait Source {
    fn pull(&self) -> LocalBoxFuture<'_, Option<Result<GivenId, Cause>>>;
    fn close(&self);
}

impl<S: IdSource> Source for S {
    fn pull(&self) -> LocalBoxFuture<'_, Option<Result<GivenId, Cause>>> {
        Box::pin(self.next())
    }

    fn close(&self) {
        IdSource::close(self);
    }
}
