//! A request as a platform describes it: a method and a path with its query, before it is bound to a base URL.

use super::percent::encoded;
use super::{AgentId, BaseUrl, Method};

/// Where a request goes below the base URL, and what it carries.
#[derive(Debug, Clone)]
pub(crate) struct Route {
    pub(crate) method: Method,
    /// Path and query, encoded.
    path: String,
    /// JSON to send.
    pub(crate) body: Option<String>,
}

/// A route bound to a base URL.
#[derive(Debug, Clone)]
pub(crate) struct Target {
    pub(crate) url: String,
    /// Path and query, as a receipt shows them.
    pub(crate) path: String,
}

impl Route {
    /// A route to this path, which may have a query.
    pub(crate) fn new(method: Method, path: impl Into<String>) -> Self {
        Self { method, path: path.into(), body: None }
    }

    /// A route to this path, with the id in place of `{}`: encoded, so that it can't become two segments. An id is never
    /// an empty or a dot segment.
    pub(crate) fn of(method: Method, path: &str, id: &AgentId) -> Self {
        Self::new(method, path.replace("{}", &encoded(id.as_str())))
    }

    /// The same, with this JSON.
    pub(crate) fn with_body(self, json: impl Into<String>) -> Self {
        Self { body: Some(json.into()), ..self }
    }

    /// The same, with one more member in its JSON object; `json` is the value as JSON.
    pub(crate) fn with_member(mut self, name: &str, json: &str) -> Self {
        let body = self.body.take().unwrap_or_default();
        let before = body.strip_suffix('}').unwrap_or("{");
        let comma = if before.ends_with('{') { "" } else { "," };
        self.body = Some(format!("{before}{comma}\"{name}\":{json}}}"));
        self
    }

    /// The same, with a query parameter if there is a value.
    pub(crate) fn with_query(mut self, name: &str, value: Option<&str>) -> Self {
        if let Some(value) = value {
            let mark = if self.path.contains('?') { '&' } else { '?' };
            self.path = format!("{}{mark}{name}={}", self.path, encoded(value));
        }
        self
    }

    /// The URL below `base`, with the query parameter `api-version` first where there is one. `None` when parsing the URL
    /// leads anywhere else.
    pub(crate) fn below(&self, base: &BaseUrl, api_version: Option<&str>) -> Option<Target> {
        let path = match (api_version, self.path.split_once('?')) {
            (None, _) => self.path.clone(),
            (Some(version), None) => format!("{}?api-version={}", self.path, encoded(version)),
            (Some(version), Some((path, query))) => {
                format!("{path}?api-version={}&{query}", encoded(version))
            }
        };
        Some(Target { url: base.join(&path)?, path: format!("{}{path}", base.path()) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_segment_stays_one_segment() {
        let base = BaseUrl::parse("https://e.com/v1").unwrap_or_else(|fault| unreachable!("{fault}"));
        let path = |id: &str| {
            let route = Route::of(Method::Delete, "/agents/{}", &AgentId::segment(id)?);
            Some(route.with_query("a", Some("b&c")).below(&base, None)?.path)
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
