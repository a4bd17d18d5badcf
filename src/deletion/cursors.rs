//! The way from page to page. Cursors that turn in a circle would lead on for ever.

use super::Session;
use crate::error::Error;
use crate::error_code::ErrorCode;
use crate::step::Purpose;
use alloc::string::String;

/// Notices a circle without remembering every cursor: it keeps one, for twice as many pages each time (Brent's way).
#[derive(Debug, Default)]
pub(super) struct Cursors {
    kept: Option<String>,
    pages: u32,
    until: u32,
}

impl Cursors {
    /// The cursor of the next page, if there is one; an error where the way came by it before.
    pub(super) fn follow(
        &mut self,
        session: &Session<'_>,
        purpose: Purpose,
        next: Option<String>,
    ) -> Result<Option<String>, Error> {
        if next.is_some() && next == self.kept {
            let reason = "its pages turn in a circle";
            return Err(session.found(purpose, ErrorCode::UnexpectedResponse, reason));
        }
        if self.pages == self.until {
            self.kept.clone_from(&next);
            self.until = self.until.saturating_mul(2).saturating_add(1);
            self.pages = 0;
        } else {
            self.pages += 1;
        }
        Ok(next)
    }
}
