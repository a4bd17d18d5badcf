//! A request as a platform describes it: a method and a path with its query, before it is bound to a base URL.

use super::percent::encoded;
use super::{AgentId, BaseUrl, Method};
use crate::text::{Text, concat, contains, replaced, split_once};
use alloc::boxed::Box;

/// Where a request goes below the base URL, and what it carries. One word, for it is handed on a lot.
#[derive(Debug)]
pub(crate) struct Route(Box<Parts>);

#[derive(Debug)]
struct Parts {
    method: Method,
    /// Path and query, encoded.
    path: Text,
    /// JSON to send.
    body: Option<&'static str>,
}

/// A route bound to a base URL.
#[derive(Debug, Default)]
pub(crate) struct Target {
    pub(crate) url: Text,
    /// Path and query, as a receipt shows them.
    pub(crate) path: Text,
}

impl Route {
    /// A route to this path, which may have a query.
    pub(crate) fn new(method: Method, path: &'static str) -> Self {
        Self::to(method, Text::from(path))
    }

    /// A route to this path, with the id in place of `{}`: encoded, so that it can't become two segments. An id is never
    /// an empty or a dot segment.
    pub(crate) fn of(method: Method, path: &'static str, id: &AgentId) -> Self {
        Self::to(method, replaced(path, "{}", &encoded(id.as_str())))
    }

    /// A route that reads what is at this path, from a cursor on.
    pub(crate) fn from(path: &'static str, id: &AgentId, parameter: &str, cursor: Option<&str>) -> Self {
        let mut route = Self::of(Method::Get, path, id);
        route.add_query(parameter, cursor);
        route
    }

    fn to(method: Method, path: Text) -> Self {
        Self(Box::new(Parts { method, path, body: None }))
    }

    pub(crate) fn method(&self) -> Method {
        self.0.method
    }

    pub(crate) fn body(&self) -> Option<&'static str> {
        self.0.body
    }

    /// The same, with this JSON.
    pub(crate) fn with_body(mut self, json: &'static str) -> Self {
        self.0.body = Some(json);
        self
    }

    /// Adds a query parameter if there is a value.
    pub(crate) fn add_query(&mut self, name: &str, value: Option<&str>) {
        if let Some(value) = value {
            self.0.path = with_parameter(&self.0.path, name, value);
        }
    }

    /// The URL below `base`, with the query parameter `api-version` first where there is one. `None` when parsing the URL
    /// leads anywhere else.
    pub(crate) fn below(&self, base: &BaseUrl, api_version: Option<&str>) -> Option<Target> {
        let path = match api_version {
            Some(version) => with_first_parameter(&self.0.path, "api-version", version),
            None => self.0.path.clone(),
        };
        Some(Target { url: base.join(&path)?, path: concat(&[base.path(), &path]) })
    }
}

fn with_parameter(path: &str, name: &str, value: &str) -> Text {
    let mark = if contains(path, "?") { "&" } else { "?" };
    concat(&[path, mark, name, "=", &encoded(value)])
}

fn with_first_parameter(path: &str, name: &str, value: &str) -> Text {
    match split_once(path, "?") {
        Some((path, query)) => concat(&[&with_parameter(path, name, value), "&", query]),
        None => with_parameter(path, name, value),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_segment_stays_one_segment() {
        let base = BaseUrl::parse("https://e.com/v1").unwrap_or_else(|fault| unreachable!("{fault}"));
        let path = |id: &str| {
            let mut route = Route::of(Method::Delete, "/agents/{}", &AgentId::segment(id)?);
            route.add_query("a", Some("b&c"));
            Some(route.below(&base, None)?.path)
        };
        assert_eq!(path("x?y#z").as_deref(), Some("/v1/agents/x%3Fy%23z?a=b%26c"));
        assert_eq!(path("50%").as_deref(), Some("/v1/agents/50%25?a=b%26c"));
        for bad in ["", ".", "..", "x/memories", "%2e%2e"] {
            assert_eq!(path(bad), None, "{bad:?}");
        }
    }

    #[test]
    fn the_version_is_the_first_parameter() {
        let base = BaseUrl::parse("https://e.com/v1").unwrap_or_else(|fault| unreachable!("{fault}"));
        for (path, whole) in
            [("/a", "/v1/a?api-version=v%201"), ("/a?b=c&d=e", "/v1/a?api-version=v%201&b=c&d=e")]
        {
            let target = Route::new(Method::Get, path).below(&base, Some("v 1"));
            assert_eq!(target.map(|target| target.path).as_deref(), Some(whole));
        }
    }
}
