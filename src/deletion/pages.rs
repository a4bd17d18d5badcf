//! From page to page of a list, whatever is in it, and never for ever.

use super::Session;
use crate::backend::Template;
use crate::error::Error;
use crate::error_code::ErrorCode;
use crate::http::{AgentId, Json};
use crate::step::Purpose;

/// So many pages in a row may bring nothing new. No honest server sends as many, though it may well send empty ones, where it
/// looks for what is wanted a page at a time.
pub(super) const MOST_FRUITLESS: u32 = 100;

/// So many pages are read of a list that is of use only as a whole.
const MOST_PAGES: u32 = 100_000;

/// The way from page to page. Notices a circle, which would lead on for ever, without remembering every cursor: it keeps
/// one, for twice as many pages each time (Brent's way). Where cursors are ever new, it notices that the pages bring nothing.
#[derive(Debug, Default)]
pub(super) struct Cursors {
    /// Whether the list is of use only as a whole. Then it is an error, too, where it does not come to an end.
    whole: bool,
    /// Of the next page; there is none before the first and after the last.
    pub(super) next: Option<String>,
    kept: Option<String>,
    pages: u32,
    /// How many different rows the pages have brought.
    rows: usize,
    /// How many pages in a row have brought none that was new.
    pub(super) fruitless: u32,
}

impl Cursors {
    /// Those of a list that is of use only as a whole.
    pub(super) fn of_whole() -> Self {
        Self { whole: true, ..Self::default() }
    }

    /// Goes on to the page of this cursor, unless it is empty; an error where the way came by it before. `rows` is how many
    /// different rows there are by now.
    pub(super) fn follow(
        &mut self,
        session: &Session<'_>,
        purpose: Purpose,
        next: String,
        rows: usize,
    ) -> Result<(), Error> {
        let fault = |reason: &str| Err(session.found(purpose, ErrorCode::UnexpectedResponse, reason));
        if next.is_empty() {
            *self = Self { whole: self.whole, ..Self::default() };
            return Ok(());
        }
        if self.kept.as_ref() == Some(&next) {
            return fault("its pages turn in a circle");
        }
        self.pages += 1;
        self.fruitless = if rows > self.rows { 0 } else { self.fruitless + 1 };
        self.rows = rows;
        if (self.pages + 1).is_power_of_two() {
            self.kept = Some(next.clone());
        }
        self.next = Some(next);
        if self.whole && (self.fruitless >= MOST_FRUITLESS || self.pages >= MOST_PAGES) {
            return fault(&format!("after {} pages its list has still not come to an end", self.pages));
        }
        Ok(())
    }

    /// Forgets which cursor it came by, where coming by it again is no circle.
    pub(super) fn forget(&mut self) {
        self.kept = None;
    }
}

/// Reads a list of what hangs on the agent, page by page, to its end. `read` gives the cursor of the next page, empty on the
/// last, and how many rows there are by now; `None` where the page can't be read.
pub(super) async fn read_pages(
    session: &Session<'_>,
    id: &AgentId,
    list: &Template,
    read: &mut dyn FnMut(&Json) -> Option<(String, usize)>,
) -> Result<(), Error> {
    let parameter = session.link.platform().facts().extras.cursor_parameter;
    let mut cursors = Cursors::of_whole();
    loop {
        let route = list.page(id, parameter, cursors.next.as_deref());
        let answer = session.ask_well(Purpose::List, &route).await?;
        let page = answer.body().and_then(&mut *read);
        let (next, rows) = page.ok_or_else(|| session.unreadable(Purpose::List, &answer))?;
        cursors.follow(session, Purpose::List, next, rows)?;
        if cursors.next.is_none() {
            return Ok(());
        }
    }
}
