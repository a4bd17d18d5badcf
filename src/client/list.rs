//! A list of agents, each page fetched when it is reached.

use crate::agent::Agent;
use crate::deletion::{Connection, ListOptions, Listing};
use crate::error::Error;
use std::collections::VecDeque;
use std::fmt;
use std::rc::Rc;

/// The agents of a platform, in its own order. Nothing is asked before the first [`next`](Self::next).
///
/// ```
/// # use agent_delete::{Client, Error, ListOptions};
/// # async fn show(client: &Client) -> Result<(), Error> {
/// let mut agents = client.list_agents(ListOptions::default())?;
/// while let Some(agent) = agents.next().await {
///     let agent = agent?;
///     println!("{} {}", agent.id, agent.name.unwrap_or_default());
/// }
/// # Ok(())
/// # }
/// ```
pub struct AgentList {
    link: Rc<Connection>,
    listing: Listing,
    /// The rest of the page.
    fetched: VecDeque<Agent>,
}

impl AgentList {
    pub(super) fn new(link: Rc<Connection>, options: ListOptions) -> Result<Self, Error> {
        let listing = Listing::new(&link, options)?;
        Ok(Self { link, listing, fetched: VecDeque::new() })
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
        self.listing.next_page(&self.link).await
    }

    /// Ends the list: no further page is fetched.
    pub fn close(&mut self) {
        self.fetched.clear();
        self.listing.end();
    }
}

impl fmt::Debug for AgentList {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AgentList")
            .field("fetched", &self.fetched.len())
            .field("ended", &self.listing.is_over())
            .finish()
    }
}
