//! The way from page to page. Cursors that turn in a circle would lead on for ever.

use super::Session;
use crate::error::Error;
use crate::error_code::ErrorCode;
use crate::http::{Json, Route};
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

/// Reads every page of a list. `route` gives the request of the page at a cursor, `take` takes a page in and gives the
/// cursor of the next; it gives nothing where the page is none.
pub(super) async fn read_pages(
    session: &Session<'_>,
    route: &dyn Fn(Option<&str>) -> Option<Route>,
    take: &mut dyn FnMut(&Json) -> Option<Option<String>>,
) -> Result<(), Error> {
    let mut cursors = Cursors::default();
    let mut cursor: Option<String> = None;
    while let Some(route) = route(cursor.as_deref()) {
        let answer = session.ask(Purpose::List, route).await?;
        let next = session.read(Purpose::List, answer, |body| take(body))?;
        cursor = cursors.follow(session, Purpose::List, next)?;
        if cursor.is_none() {
            break;
        }
    }
    Ok(())
}
