//! What a platform says of itself as plain data. All of it is `'static`, so that a platform's file reads as its description.

use super::{Capabilities, List, PageQuery, Part, Saying, Template};
use crate::agent::{Agent, AgentPlaces};
use crate::error_code::ErrorCode;
use crate::http::{AgentId, ErrorPlaces, Json, Members, Method, Route, Scheme, is_credential_header};

/// What a platform says of itself as plain data. In a path, `{}` stands for the agent's id.
#[derive(Debug)]
pub(crate) struct Facts {
    /// The platform's own name for people, as in its documentation.
    pub(crate) title: &'static str,
    /// Other names by which people know it.
    pub(crate) aliases: &'static [&'static str],
    pub(crate) capabilities: Capabilities,
    pub(crate) default_base_url: Option<&'static str>,
    /// What a base URL looks like there.
    pub(crate) base_url_example: &'static str,
    /// How the path of a base URL ends as the hint for a wrong endpoint asks for, so that the hint would not help.
    pub(crate) usual_base_ends: &'static [&'static str],
    /// What it takes in `auth`, the usual one first.
    pub(crate) auth: &'static [&'static str],
    /// The value of the query parameter `api-version`, where every request needs it.
    pub(crate) default_api_version: Option<&'static str>,
    /// The header that carries an API key. In `Authorization` it stands behind "Bearer", where nothing else is said.
    pub(crate) api_key_header: &'static str,
    /// The rule for an agent's id.
    pub(crate) id: IdRule,
    /// The member of an agent that holds the id by which it is deleted, or a path to it such as `/meta/id`.
    pub(crate) id_member: &'static str,
    pub(crate) agent_path: &'static str,
    pub(crate) stop_path: Option<&'static str>,
    pub(crate) list: List,
    /// What can be saved, the agent itself first.
    pub(crate) parts: &'static [Part],
    /// What it says and the table of `verdict` would not know. The first that fits counts.
    pub(crate) sayings: &'static [Saying],
    /// What a person can do about a failure.
    pub(crate) hints: &'static [(ErrorCode, &'static str)],
    /// Whether a 200 without a body means deleted.
    pub(crate) empty_200_is_proof: bool,
    /// Whether "deleted" says that the agent was there.
    pub(crate) deleted_means_existed: bool,
    /// Whether a missing agent's answer says for sure that it is missing. Where it does not, nothing is said of an absent agent's
    /// `existed`.
    pub(crate) missing_is_certain: bool,
    /// Whether a reply to a read-back that says "missing" proves the agent gone.
    pub(crate) missing_proves_gone: bool,
    /// Whether an agent that was read and found unblocked will be deleted. `false` where only the deletion tells.
    pub(crate) read_tells_deletable: bool,
    pub(crate) extras: Extras,
}

/// What only some platforms have.
#[derive(Debug)]
pub(crate) struct Extras {
    /// Where an agent is deleted, if that is not where it is read.
    pub(crate) delete_path: Option<&'static str>,
    /// By what it is deleted.
    pub(crate) delete_method: Method,
    /// What stands before an API key, where that is not what its header usually has.
    pub(crate) api_key_prefix: Option<&'static str>,
    /// Headers of every request. The caller's own of the same name stands in place of one.
    pub(crate) headers: &'static [(&'static str, &'static str)],
    /// Where an error tells its code and what it says to people, if not where most do.
    pub(crate) errors: ErrorPlaces,
    /// Headers of an answer that are read beside the usual ones, in lower case.
    pub(crate) answer_headers: &'static [&'static str],
    /// The query parameter of a deletion that says `force`.
    pub(crate) force_parameter: Option<&'static str>,
    /// When the agent must be read before it may be deleted.
    pub(crate) reads_first: ReadsFirst,
    /// The member in which an agent stands, or a path to it; where an answer has none, it is the agent itself.
    pub(crate) envelope: Option<&'static str>,
    /// Where what an agent says of itself stands.
    pub(crate) agent: AgentPlaces,
    /// Whether the member with the id holds a whole path, such as `projects/p/agents/a`, of which the id is the last segment.
    pub(crate) id_is_last_segment: bool,
    /// What tells a missing agent from a route that is not there, where reading the agent does not.
    pub(crate) second_read: Option<Template>,
    /// Where the operation is that carries an accepted deletion out; `{}` stands for the operation's id.
    pub(crate) operation_path: Option<&'static str>,
    /// What, put to an agent, makes it no longer the default one, and the default one again.
    pub(crate) default_bodies: Option<(&'static str, &'static str)>,
    /// Where an agent's sessions are listed, one list after the other.
    pub(crate) session_lists: &'static [Template],
    /// Where an agent's threads are.
    pub(crate) thread_lists: &'static [Template],
    /// Where a thread is.
    pub(crate) thread_path: Option<&'static str>,
    /// The parameter that asks for a later page of sessions or threads.
    pub(crate) cursor_parameter: &'static str,
}

/// When an agent must be read before it may be deleted: where what protects it is this crate, and not the platform.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ReadsFirst {
    Never,
    WithForce,
    WithoutForce,
}

impl Extras {
    pub(super) const NONE: Self = Self {
        delete_path: None,
        delete_method: Method::Delete,
        api_key_prefix: None,
        headers: &[],
        errors: ErrorPlaces::USUAL,
        answer_headers: &[],
        force_parameter: None,
        reads_first: ReadsFirst::Never,
        envelope: None,
        agent: AgentPlaces::USUAL,
        id_is_last_segment: false,
        second_read: None,
        operation_path: None,
        default_bodies: None,
        session_lists: &[],
        thread_lists: &[],
        thread_path: None,
        cursor_parameter: "",
    };
}

impl Facts {
    /// The header that carries a bearer token or a key, and what stands before it there.
    pub(crate) fn credential_header(&self, scheme: Scheme) -> (&'static str, &'static str) {
        match (scheme, self.extras.api_key_prefix) {
            (Scheme::ApiKey, Some(prefix)) => (self.api_key_header, prefix),
            (Scheme::ApiKey, None) if self.api_key_header != "Authorization" => (self.api_key_header, ""),
            _ => ("Authorization", "Bearer "),
        }
    }

    /// Whether a header of this name carries a credential: one that does anywhere, or the platform's own.
    pub(crate) fn is_credential_header(&self, name: &str) -> bool {
        is_credential_header(name) || name.eq_ignore_ascii_case(self.api_key_header)
    }

    /// Whether the agent must be read before it may be deleted.
    pub(crate) fn reads_first(&self, force: bool) -> bool {
        match self.extras.reads_first {
            ReadsFirst::Never => false,
            ReadsFirst::WithForce => force,
            ReadsFirst::WithoutForce => !force,
        }
    }

    pub(crate) fn agent_route(&self, id: &AgentId) -> Route {
        Route::of(Method::Get, self.agent_path, id)
    }

    pub(crate) fn delete_route(&self, id: &AgentId, force: bool) -> Route {
        let path = self.extras.delete_path.unwrap_or(self.agent_path);
        let route = Route::of(self.extras.delete_method, path, id);
        match self.extras.force_parameter {
            Some(parameter) => route.with_query(parameter, force.then_some("true")),
            None => route,
        }
    }

    pub(crate) fn stop_route(&self, id: &AgentId) -> Option<Route> {
        Some(Route::of(Method::Post, self.stop_path?, id))
    }

    pub(crate) fn operation_route(&self, operation: &AgentId) -> Option<Route> {
        Some(Route::of(Method::Get, self.extras.operation_path?, operation))
    }

    pub(crate) fn list_route(&self, query: &PageQuery) -> Route {
        self.list.route(query)
    }

    /// What a body is about, out of the envelope around it.
    pub(crate) fn payload<'a>(&self, body: &'a Json) -> &'a Json {
        self.extras.envelope.and_then(|place| body.member(place)).unwrap_or(body)
    }

    /// The id that an agent itself names.
    pub(crate) fn named_id<'a>(&self, agent: &'a Json) -> Option<&'a str> {
        let named = agent.member(self.id_member)?.as_str()?;
        let is_path = self.extras.id_is_last_segment;
        Some(if is_path { named.rsplit('/').next().unwrap_or(named) } else { named })
    }

    /// The agent, as far as every platform says it alike.
    pub(crate) fn agent(&self, body: &Json) -> Option<Agent> {
        let agent = self.payload(body);
        Some(Agent::from_json(agent, self.named_id(agent)?, &self.extras.agent))
    }
}

/// What an id must be.
#[derive(Debug)]
pub(crate) struct IdRule {
    pub(crate) check: fn(&str) -> Option<AgentId>,
    /// For a message: "a UUID (…)".
    pub(crate) words: &'static str,
    /// The same as a regular expression of JavaScript: see [`Backend::id_pattern`](super::Backend::id_pattern).
    pub(crate) pattern: &'static str,
    /// What is no agent there but the name of something else below the agents' path.
    pub(crate) reserved: &'static [&'static str],
}

impl IdRule {
    pub(super) const UUID: Self = Self::new(
        AgentId::uuid,
        "a UUID (8-4-4-4-12 hexadecimal digits)",
        "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}",
    );

    /// An id that the platform makes up, of which no more is known than its characters.
    pub(super) const TOKEN: Self =
        Self::new(AgentId::token, "a text of letters, digits, hyphens and underscores", "[A-Za-z0-9_-]+");

    /// Any text that is one path segment to every server and proxy on the way.
    pub(super) const SEGMENT: Self = Self::new(
        AgentId::segment,
        "a text without slashes and backslashes (encoded ones neither), control and invisible characters, other than \".\" and \"..\", and without white space at its ends",
        "[^/\\\\]+",
    );

    pub(super) const fn new(
        check: fn(&str) -> Option<AgentId>,
        words: &'static str,
        pattern: &'static str,
    ) -> Self {
        Self { check, words, pattern, reserved: &[] }
    }

    /// The same, but for these words.
    pub(super) const fn except(
        self,
        reserved: &'static [&'static str],
        words: &'static str,
        pattern: &'static str,
    ) -> Self {
        Self { reserved, words, pattern, ..self }
    }

    /// The id that a text is by this rule.
    pub(super) fn id(&self, text: &str) -> Option<AgentId> {
        let is_reserved = self.reserved.iter().any(|word| word.eq_ignore_ascii_case(text));
        if is_reserved { None } else { (self.check)(text) }
    }
}
