//! What a platform must say of itself.

use super::{Answer, Facts, Proof};
use crate::agent::Agent;
use crate::error_code::ErrorCode;
use crate::http::{AgentId, Auth, Json, Method, Route};
use crate::step::Purpose;
use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;

/// A platform: its facts, and how its answers read. Where a method has a default, most platforms need nothing else.
pub(crate) trait Platform: Sync {
    fn facts(&self) -> &'static Facts;

    /// Why a base URL with this path must not be used, if there is a reason.
    fn base_path_fault(&self, _path: &str) -> Option<&'static str> {
        None
    }

    // Deleting.

    fn delete_route(&self, id: &AgentId, _force: bool) -> Route {
        self.facts().agent(Method::Delete, id)
    }

    /// Reads the JSON of a 200: the proof that this very agent was deleted, if it is one. Where a deletion is answered
    /// with 204, no body is documented that would prove one.
    fn proof(&self, _id: &AgentId, _body: &Json) -> Option<Proof> {
        None
    }

    /// Whether this is the platform's own word that the agent is not there.
    fn is_missing(&self, purpose: Purpose, answer: &Answer) -> bool;

    /// A meaning of its own for an error status.
    fn reclassify(&self, _answer: &Answer) -> Option<ErrorCode> {
        None
    }

    /// Whether an answer that is not transient elsewhere is so here.
    fn is_transient(&self, _answer: &Answer) -> bool {
        false
    }

    /// What a person can do about a failure, where this platform has something particular to say.
    fn hint(&self, _code: ErrorCode, _answer: &Answer, _auth: Option<&Auth>) -> Option<&'static str> {
        None
    }

    // Protecting an agent in use.

    /// Whether the agent must be read before it may be deleted.
    fn reads_first(&self, _force: bool) -> bool {
        false
    }

    /// Whether the agent runs and is protected from a deletion without `force` for that.
    fn is_in_use(&self, _agent: &Agent) -> bool {
        false
    }

    /// Whether this 409 says that the agent must be stopped first.
    fn wants_stop_first(&self, _answer: &Answer) -> bool {
        false
    }

    /// The requests that make an agent no longer the default one, and the default one again.
    fn default_routes(&self, _id: &AgentId) -> Option<(Route, Route)> {
        None
    }

    /// Where an agent's sessions are listed.
    fn sessions_route(&self, _id: &AgentId, _after: Option<&str>) -> Option<Route> {
        None
    }

    /// Whether an agent can have sessions at all.
    fn has_sessions(&self, _agent: &Agent) -> bool {
        false
    }

    fn read_sessions(&self, _body: &Json) -> Option<Sessions> {
        None
    }

    // Reading.

    /// The agent in the body of a 200 to `agent_route`, or in a list.
    fn read_agent(&self, body: &Json) -> Option<Box<Agent>> {
        Agent::from_json(body, self.facts().id_member)
    }

    /// What a body is about, out of the envelope around it.
    fn payload<'a>(&self, body: &'a Json) -> &'a Json {
        body
    }

    /// The cursor of the page after this one, which holds `count` agents; there is none on the last. `None` where the
    /// page does not say.
    fn next_page(&self, _query: &PageQuery, _body: &Json, _count: usize) -> Option<Option<String>> {
        Some(None)
    }

    // What hangs on an agent.

    /// Where an agent's threads are listed, one after the other.
    fn thread_lists(&self) -> &'static [&'static str] {
        &[]
    }

    fn threads_route(&self, _id: &AgentId, _list: &str, _cursor: Option<&str>) -> Option<Route> {
        None
    }

    /// The ids on a page of threads, and the cursor of the next.
    fn read_threads(&self, _id: &AgentId, _body: &Json) -> Option<(Vec<AgentId>, Option<String>)> {
        None
    }

    fn delete_thread_route(&self, _thread: &AgentId) -> Option<Route> {
        None
    }
}

impl dyn Platform {
    /// Whether a body holds this very agent.
    pub(crate) fn is_agent(&self, body: &Json, id: &AgentId) -> bool {
        self.payload(body).text(self.facts().id_member).is_some_and(|named| id.names(named))
    }

    /// Reads a page of agents. `None` where one of them is none.
    pub(crate) fn read_page(&self, query: &PageQuery, body: &Json) -> Option<Page> {
        let payload = self.payload(body);
        let agents = match self.facts().list_member {
            Some(name) => payload.get(name)?,
            None => payload,
        };
        let agents = agents.read_items(|agent| Some(*self.read_agent(agent)?))?;
        let next = self.next_page(query, body, agents.len())?;
        Some(Page { agents, next })
    }
}

/// Which page of the agents is wanted.
#[derive(Debug, Clone, Default)]
pub(crate) struct PageQuery {
    pub(crate) size: Option<u32>,
    pub(crate) search: Option<String>,
    /// From the page before.
    pub(crate) cursor: Option<String>,
}

/// A page of agents.
#[derive(Debug)]
pub(crate) struct Page {
    pub(crate) agents: Vec<Agent>,
    /// `None` on the last page.
    pub(crate) next: Option<String>,
}

/// A page of sessions.
#[derive(Debug)]
pub(crate) struct Sessions {
    /// How many of them keep the agent in use.
    pub(crate) in_use: usize,
    pub(crate) next: Option<String>,
}
