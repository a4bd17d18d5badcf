//! The way from page to page. Cursors that turn in a circle would lead on for ever.

use super::Session;
use crate::error::Error;
use crate::error_code::ErrorCode;
use crate::step::Purpose;
use crate::text::Text;

/// Notices a circle without remembering every cursor: it keeps one, for twice as many pages each time (Brent's way).
#[derive(Debug, Default)]
pub(super) struct Cursors {
    /// Of the next page; there is none before the first and after the last.
    pub(super) next: Option<Text>,
    kept: Option<Text>,
    pages: u32,
}

impl Cursors {
    /// Goes on to the page of this cursor, unless it is empty; an error where the way came by it before.
    pub(super) fn follow(&mut self, session: &Session, purpose: Purpose, next: Text) -> Result<(), Error> {
        if next.is_empty() {
            *self = Self::default();
            return Ok(());
        }
        if self.kept.as_ref() == Some(&next) {
            let reason = "its pages turn in a circle";
            return Err(session.found(purpose, ErrorCode::UnexpectedResponse, reason));
        }
        self.pages += 1;
        if (self.pages + 1).is_power_of_two() {
            self.kept = Some(next.clone());
        }
        self.next = Some(next);
        Ok(())
    }
}
