//! What a platform says of itself as plain data.

use super::{Capabilities, PageQuery, Part};
use crate::http::{AgentId, Method, Route, Scheme};

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
    /// What it takes in `auth`, the usual one first.
    pub(crate) auth: &'static [&'static str],
    /// The value of the query parameter `api-version`, where every request needs it.
    pub(crate) default_api_version: Option<&'static str>,
    /// The header that carries an API key.
    pub(crate) api_key_header: &'static str,
    /// The rule for an agent's id.
    pub(crate) id: IdRule,
    /// The member of an agent that holds the id by which it is deleted.
    pub(crate) id_member: &'static str,
    pub(crate) agent_path: &'static str,
    pub(crate) stop_path: Option<&'static str>,
    pub(crate) list_path: &'static str,
    pub(crate) list_parameters: &'static [Parameter],
    /// Whether its pages are counted, so that what is deleted meanwhile moves them.
    pub(crate) list_is_counted: bool,
    /// The member of a page that holds the agents; the page itself where there is none.
    pub(crate) list_member: Option<&'static str>,
    /// What can be saved, the agent itself first.
    pub(crate) parts: &'static [Part],
    /// Whether a 200 without a body means deleted.
    pub(crate) empty_200_is_proof: bool,
    /// Whether "deleted" says that the agent was there.
    pub(crate) deleted_means_existed: bool,
    /// Whether a missing agent's answer says for sure that it is missing.
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
    /// The query parameter of a deletion that says `force`.
    pub(crate) force_parameter: Option<&'static str>,
    /// What, put to an agent, makes it no longer the default one, and the default one again.
    pub(crate) default_bodies: Option<(&'static str, &'static str)>,
    /// Where an agent's sessions are listed, one list after the other.
    pub(crate) session_lists: &'static [&'static str],
    /// Where an agent's threads are.
    pub(crate) thread_lists: &'static [&'static str],
    /// Where a thread is.
    pub(crate) thread_path: Option<&'static str>,
    /// The query parameter that asks for a later page of sessions or threads.
    pub(crate) cursor_parameter: &'static str,
}

impl Extras {
    pub(super) const NONE: Self = Self {
        force_parameter: None,
        default_bodies: None,
        session_lists: &[],
        thread_lists: &[],
        thread_path: None,
        cursor_parameter: "",
    };
}

impl Facts {
    /// The header that carries the credential, and what stands before it there.
    pub(crate) fn credential_header(&self, scheme: Scheme) -> (&'static str, &'static str) {
        match scheme {
            Scheme::Bearer => ("Authorization", "Bearer "),
            Scheme::ApiKey => (self.api_key_header, ""),
        }
    }

    pub(crate) fn agent_route(&self, id: &AgentId) -> Route {
        Route::of(Method::Get, self.agent_path, id)
    }

    pub(crate) fn delete_route(&self, id: &AgentId, force: bool) -> Route {
        let route = Route::of(Method::Delete, self.agent_path, id);
        match self.extras.force_parameter {
            Some(parameter) => route.with_query(parameter, force.then_some("true")),
            None => route,
        }
    }

    pub(crate) fn stop_route(&self, id: &AgentId) -> Option<Route> {
        Some(Route::of(Method::Post, self.stop_path?, id))
    }

    pub(crate) fn list_route(&self, query: &PageQuery) -> Route {
        let mut route = Route::new(Method::Get, self.list_path);
        for Parameter { name, asks, default } in self.list_parameters {
            let given = match asks {
                Asked::Size => query.size.map(|size| size.to_string()),
                Asked::Cursor => query.cursor.clone(),
                Asked::Search => query.search.clone(),
            };
            route = route.with_query(name, given.as_deref().or(*default));
        }
        route
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
}

impl IdRule {
    pub(super) const UUID: Self = Self {
        check: AgentId::uuid,
        words: "a UUID (8-4-4-4-12 hexadecimal digits)",
        pattern: "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}",
    };
}

/// A query parameter of a list.
#[derive(Debug)]
pub(crate) struct Parameter {
    pub(crate) name: &'static str,
    pub(crate) asks: Asked,
    /// Where the caller says nothing; left out where there is none.
    pub(crate) default: Option<&'static str>,
}

/// What a query parameter of a list asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Asked {
    Size,
    Cursor,
    Search,
}

impl Parameter {
    pub(super) const fn new(name: &'static str, asks: Asked) -> Self {
        Self { name, asks, default: None }
    }

    pub(super) const fn or(self, default: &'static str) -> Self {
        Self { default: Some(default), ..self }
    }
}
