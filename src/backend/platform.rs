//! What a platform must say of itself.

use super::{Answer, Facts, Sessions, Threads, Verdict};
use crate::agent::Agent;
use crate::error_code::ErrorCode;
use crate::http::{AgentId, Json, Members, Method, Route, Scheme};
use crate::step::Purpose;

/// A platform: its facts, and how its answers read. Where a method has a default, most platforms need nothing else.
pub(crate) trait Platform: Sync {
    fn facts(&self) -> &'static Facts;

    /// Why a base URL with this path must not be used, if there is a reason.
    fn base_path_fault(&self, _path: &str) -> Option<&'static str> {
        None
    }

    // Deleting.

    /// What the platform says by an answer where the table of `verdict` would not find it: of any status, about this agent or,
    /// in a list of all, about none. Its proof of a deletion, its words for an agent that is not there, its own meaning of a
    /// status, and whether to try again. What in the same body speaks against a proof need not be looked for: it is, after
    /// this.
    fn judge(&self, purpose: Purpose, id: Option<&AgentId>, answer: &Answer) -> Option<Verdict>;

    /// What a person can do about a failure, where this platform has something particular to say.
    fn hint(&self, _code: ErrorCode, _answer: &Answer, _auth: Option<Scheme>) -> Option<&'static str> {
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

    /// Whether an agent can have sessions at all.
    fn has_sessions(&self, _agent: &Agent) -> bool {
        false
    }

    /// Adds the sessions on a page. The cursor of the next page, as in `next_page`.
    fn read_sessions(&self, _body: &Json, _found: &mut Sessions) -> Option<String> {
        None
    }

    // Reading.

    /// The agent in the body of a 200 to `agent_route`, or in a list.
    fn read_agent(&self, body: &Json) -> Option<Agent> {
        Agent::from_json(body, self.facts().id_member)
    }

    /// What a body is about, out of the envelope around it.
    fn payload<'a>(&self, body: &'a Json) -> &'a Json {
        body
    }

    /// The cursor of the page after this one, which holds `count` agents; empty on the last. `None` where the page does
    /// not say.
    fn next_page(&self, _query: &PageQuery, _body: &Json, _count: usize) -> Option<String> {
        Some(String::new())
    }

    // What hangs on an agent.

    /// Adds the threads on a page. The cursor of the next page, as in `next_page`; `None` too where one names another agent.
    fn read_threads(&self, _id: &AgentId, _body: &Json, _found: &mut Threads) -> Option<String> {
        None
    }

    /// Whether this 404 to a thread's deletion is the platform's own word that the thread is not there.
    fn is_missing_thread(&self, _thread: &AgentId, _answer: &Answer) -> bool {
        false
    }
}

impl dyn Platform + '_ {
    /// The requests that make an agent no longer the default one, and the default one again.
    pub(crate) fn default_routes(&self, id: &AgentId) -> Option<(Route, Route)> {
        let facts = self.facts();
        let put = |body| Route::of(Method::Put, facts.agent_path, id).with_body(body);
        let (ordinary, default) = facts.extras.default_bodies?;
        Some((put(ordinary), put(default)))
    }

    pub(crate) fn delete_thread_route(&self, thread: &AgentId) -> Option<Route> {
        Some(Route::of(Method::Delete, self.facts().extras.thread_path?, thread))
    }

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
        let mut page = Vec::new();
        for agent in agents.as_array()? {
            page.push(self.read_agent(agent)?);
        }
        let agents = page;
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
    /// Empty on the last page.
    pub(crate) next: String,
}
