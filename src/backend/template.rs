//! A request in whose path and body the agent's id is left open.

use crate::http::{AgentId, Method, Route, json_text};

/// A request in whose path and body `{}` stands for the agent's id.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Template {
    method: Method,
    path: &'static str,
    /// A JSON object, in which the id is a text. Where there is one, the cursor of a page goes there and not into the query.
    body: Option<&'static str>,
}

impl Template {
    pub(super) const fn get(path: &'static str) -> Self {
        Self { method: Method::Get, path, body: None }
    }

    /// A read by POST, as some platforms have it.
    pub(super) const fn post(path: &'static str) -> Self {
        Self { method: Method::Post, path, body: None }
    }

    /// The same with this JSON object.
    pub(super) const fn with_body(self, body: &'static str) -> Self {
        Self { body: Some(body), ..self }
    }

    pub(super) const fn has_body(&self) -> bool {
        self.body.is_some()
    }

    pub(super) fn method(&self) -> Method {
        self.method
    }

    pub(super) fn path(&self) -> &'static str {
        self.path
    }

    /// The body that it carries with these parameters, whatever their values, where it carries one.
    pub(super) fn body_with(&self, parameters: &[&str]) -> Option<String> {
        let whole = Route::new(self.method, self.path).with_body(self.body?);
        let named = parameters.iter().filter(|name| !name.is_empty());
        named.fold(whole, |route, name| route.with_member(name, "\"*\"")).body
    }

    /// The request without an id.
    pub(super) fn plain(&self) -> Route {
        self.complete(Route::new(self.method, self.path), |body| body.to_owned())
    }

    /// The request for this agent.
    pub(crate) fn of(&self, id: &AgentId) -> Route {
        let in_body = |body: &str| body.replace("\"{}\"", &json_text(id.as_str()));
        self.complete(Route::of(self.method, self.path, id), in_body)
    }

    /// The request for a page, from a cursor on.
    pub(crate) fn page(&self, id: &AgentId, parameter: &str, cursor: Option<&str>) -> Route {
        match cursor {
            Some(cursor) if self.has_body() => self.of(id).with_member(parameter, &member(cursor)),
            _ => self.of(id).with_query(parameter, cursor),
        }
    }

    fn complete(&self, route: Route, body: impl Fn(&str) -> String) -> Route {
        match self.body {
            Some(text) => route.with_body(body(text)),
            None => route,
        }
    }
}

/// A cursor as a member of JSON: one that counts is a number there.
fn member(cursor: &str) -> String {
    if cursor.parse::<u32>().is_ok() { cursor.to_owned() } else { json_text(cursor) }
}
