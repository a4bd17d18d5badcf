//! A list of agents, each page fetched when it is reached.

use super::engine::run;
use super::means::Means;
use super::options::{CallOptions, ListOptions};
use super::transport::Transport;
use crate::agent::Agent;
use crate::deletion::{Item, Listing};
use crate::error::Error;
use crate::text::Text;
use alloc::boxed::Box;
use alloc::collections::VecDeque;
use alloc::rc::Rc;
use alloc::vec::Vec;
use core::fmt;

/// The agents of a platform, in its own order. Nothing is asked before the first [`next`](Self::next).
pub struct AgentList<T> {
    means: Rc<Means<T>>,
    call: CallOptions,
    /// The rest of the page.
    fetched: VecDeque<Agent>,
    /// Gives the next page; `None` after the last.
    listing: Option<Box<Listing>>,
}

impl<T: Transport> AgentList<T> {
    pub(super) fn new(means: Rc<Means<T>>, options: ListOptions) -> Result<Self, Error> {
        let ListOptions { page_size, search, call } = options;
        let listing = Listing::new(Rc::clone(&means.link), page_size, search.map(Text::from), call.terms())?;
        Ok(Self { means, call, fetched: VecDeque::new(), listing: Some(listing) })
    }

    /// The next agent; `None` after the last. After an error there is nothing more.
    pub async fn next(&mut self) -> Option<Result<Agent, Error>> {
        while self.fetched.is_empty() {
            match self.next_page().await? {
                Ok(page) => self.fetched = page.into(),
                Err(error) => return Some(Err(error)),
            }
        }
        self.fetched.pop_front().map(Ok)
    }

    /// The agents of the next page, which may be none; `None` after the last. After an error there is nothing more.
    pub async fn next_page(&mut self) -> Option<Result<Vec<Agent>, Error>> {
        // One that is not waited for to its end is the last.
        let mut listing = self.listing.take()?;
        match run(&mut *listing, self.means.hands(), self.call.cancel.as_ref()).await {
            Ok(Some(Item::Agents(page))) => {
                self.listing = Some(listing);
                Some(Ok(*page))
            }
            Ok(_) => None,
            Err(error) => Some(Err(error)),
        }
    }

    /// Ends the list: no further page is fetched.
    pub fn close(&mut self) {
        self.fetched.clear();
        self.listing = None;
    }
}

impl<T> fmt::Debug for AgentList<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AgentList")
            .field("fetched", &self.fetched.len())
            .field("ended", &self.listing.is_none())
            .finish()
    }
}
