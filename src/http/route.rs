//! A request as a platform describes it: a method, path segments and a query, before it is bound to a base URL.

use super::percent::encode_into;
use super::{BaseUrl, Method};
use crate::text::concat;
use alloc::string::String;

/// Where a request goes below the base URL, and what it carries.
#[derive(Debug)]
pub(crate) struct Route {
    pub(crate) method: Method,
    /// Encoded. `None` where a segment would be no segment: an empty or a dot segment.
    path: Option<String>,
    /// Encoded, `?` included.
    query: String,
    pub(crate) body: Option<&'static str>,
}

/// A route bound to a base URL.
#[derive(Debug)]
pub(crate) struct Target {
    pub(crate) url: String,
    /// Path and query, as a receipt shows them.
    pub(crate) path: String,
}

impl Route {
    /// A route of these segments; each is encoded, so none can become two.
    pub(crate) fn new(method: Method, segments: &[&str]) -> Self {
        let mut path = String::new();
        for segment in segments {
            path.push('/');
            encode_into(&mut path, segment);
        }
        let leads_astray = segments.iter().any(|segment| matches!(*segment, "" | "." | ".."));
        Self { method, path: (!leads_astray).then_some(path), query: String::new(), body: None }
    }

    /// Adds a query parameter.
    pub(crate) fn query(mut self, name: &str, value: &str) -> Self {
        add_parameter(&mut self.query, name, value);
        self
    }

    /// Adds a query parameter if there is a value.
    pub(crate) fn query_if(self, name: &str, value: Option<&str>) -> Self {
        match value {
            Some(value) => self.query(name, value),
            None => self,
        }
    }

    /// Adds a custom method in Google's style, such as `:stop`, behind the last segment.
    pub(crate) fn action(mut self, action: &str) -> Self {
        if let Some(path) = &mut self.path {
            path.push_str(action);
        }
        self
    }

    /// Sends this JSON.
    pub(crate) fn body(mut self, json: &'static str) -> Self {
        self.body = Some(json);
        self
    }

    /// The URL below `base`, with the query parameter `api-version` first where there is one. `None` when a segment is
    /// empty or a dot segment, or when parsing it leads anywhere else.
    pub(crate) fn below(&self, base: &BaseUrl, api_version: Option<&str>) -> Option<Target> {
        let path = self.path.as_deref()?;
        let mut query = String::new();
        if let Some(version) = api_version {
            add_parameter(&mut query, "api-version", version);
        }
        match self.query.strip_prefix('?') {
            Some(rest) if !query.is_empty() => {
                query.push('&');
                query.push_str(rest);
            }
            _ => query.push_str(&self.query),
        }
        Some(Target { url: base.join(path, &query)?, path: concat(&[base.path(), path, &query]) })
    }
}

fn add_parameter(query: &mut String, name: &str, value: &str) {
    query.push(if query.is_empty() { '?' } else { '&' });
    query.push_str(name);
    query.push('=');
    encode_into(query, value);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_segment_stays_one_segment() {
        let base = BaseUrl::parse("https://e.com/v1").unwrap_or_else(|fault| unreachable!("{fault}"));
        let path = |id: &str| {
            Route::new(Method::Delete, &["agents", id])
                .query("a", "b&c")
                .below(&base, None)
                .map(|target| target.path)
        };
        assert_eq!(path("x/memories").as_deref(), Some("/v1/agents/x%2Fmemories?a=b%26c"));
        assert_eq!(path("%2e%2e").as_deref(), Some("/v1/agents/%252e%252e?a=b%26c"));
        for bad in ["", ".", ".."] {
            assert!(path(bad).is_none(), "{bad:?}");
        }
    }
}
