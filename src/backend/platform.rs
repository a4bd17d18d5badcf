//! What a platform must say of itself.

use super::saying;
use super::{Answer, Facts, PageQuery, Sessions, Threads, Verdict};
use crate::agent::Agent;
use crate::error_code::ErrorCode;
use crate::http::{AgentId, Json, Method, Route, Scheme};
use crate::step::Purpose;

/// A platform: its facts, and how its answers read. Where a method has a default, most platforms need nothing else.
pub(crate) trait Platform: Sync {
    fn facts(&self) -> &'static Facts;

    /// Why a base URL with this path must not be used, if there is a reason.
    fn base_path_fault(&self, _path: &str) -> Option<&'static str> {
        None
    }

    /// Whether a base URL with this path is what the hint for a wrong endpoint asks for, so that the hint would not help.
    fn is_usual_base(&self, path: &str) -> bool {
        self.facts().usual_base_ends.iter().any(|end| path.ends_with(end))
    }

    // Deleting.

    /// What the platform says by an answer where the table of `verdict` would not find it: of any status, about this agent or,
    /// in a list of all, about none. Its proof of a deletion, its words for an agent that is not there, its own meaning of a
    /// status, and whether to try again. What in the same body speaks against a proof need not be looked for: it is, after
    /// this. Most say all of it as data, in `Facts::sayings`.
    fn judge(&self, purpose: Purpose, id: Option<&AgentId>, answer: &Answer) -> Option<Verdict> {
        saying::heard(self.facts().sayings, purpose, id, answer)
    }

    /// What a person can do about a failure, where this platform has something particular to say.
    fn hint(&self, code: ErrorCode, _answer: &Answer, _auth: Option<Scheme>) -> Option<&'static str> {
        self.facts().hints.iter().find(|(of, _)| *of == code).map(|(_, hint)| *hint)
    }

    // Protecting an agent in use.

    /// What else a deletion of this agent would destroy that is not its own, in words: "its sleeptime agents a, b".
    fn takes_along(&self, _agent: &Agent) -> Option<String> {
        None
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

    /// Adds the sessions on a page. The cursor of the next page; empty on the last.
    fn read_sessions(&self, _body: &Json, _found: &mut Sessions) -> Option<String> {
        None
    }

    // Reading.

    /// The agent in the body of a 200 to `agent_route`, or in a list.
    fn read_agent(&self, body: &Json) -> Option<Agent> {
        self.facts().agent(body)
    }

    // What hangs on an agent.

    /// Adds the threads on a page. The cursor of the next page, empty on the last; `None` too where one names another agent.
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
        let facts = self.facts();
        facts.named_id(facts.payload(body)).is_some_and(|named| id.names(named))
    }

    /// Reads a page of agents. `None` where one of them is none.
    pub(crate) fn read_page(&self, query: &PageQuery, body: &Json) -> Option<Page> {
        let facts = self.facts();
        let payload = if facts.list.is_of_whole_page { body } else { facts.payload(body) };
        let rows = facts.list.rows(payload)?;
        let agents: Vec<_> = rows.iter().map(|row| self.read_agent(row)).collect::<Option<_>>()?;
        let next = facts.list.next(query, payload, rows)?;
        Some(Page { agents, next })
    }
}

/// A page of agents.
#[derive(Debug)]
pub(crate) struct Page {
    pub(crate) agents: Vec<Agent>,
    /// Empty on the last page.
    pub(crate) next: String,
}
