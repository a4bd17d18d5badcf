//! A request as a platform describes it: a method and a path with its query, before it is bound to a base URL.

use super::percent::encode_into;
use super::{AgentId, BaseUrl, Method};
use crate::text::{concat, contains, replaced, split_once};
use alloc::borrow::ToOwned;
use alloc::string::String;

/// Where a request goes below the base URL, and what it carries.
#[derive(Debug)]
pub(crate) struct Route {
    pub(crate) method: Method,
    /// Path and query, encoded. `None` where the id would be no segment: an empty or a dot segment.
    path: Option<String>,
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
    /// A route to this path, which may have a query.
    pub(crate) fn new(method: Method, path: &'static str) -> Self {
        Self { method, path: Some(path.to_owned()), body: None }
    }

    /// A route to this path, with the id in place of `{}`: encoded, so that it can't become two segments.
    pub(crate) fn of(method: Method, path: &'static str, id: &AgentId) -> Self {
        Self { method, path: filled(path, id.as_str()), body: None }
    }

    /// Adds a query parameter.
    pub(crate) fn query(mut self, name: &str, value: &str) -> Self {
        if let Some(path) = &mut self.path {
            add_parameter(path, name, value);
        }
        self
    }

    /// Adds a query parameter if there is a value.
    pub(crate) fn query_if(self, name: &str, value: Option<&str>) -> Self {
        match value {
            Some(value) => self.query(name, value),
            None => self,
        }
    }

    /// Sends this JSON.
    pub(crate) fn body(mut self, json: &'static str) -> Self {
        self.body = Some(json);
        self
    }

    /// The URL below `base`, with the query parameter `api-version` first where there is one. `None` when the id is no
    /// segment, or when parsing the URL leads anywhere else.
    pub(crate) fn below(&self, base: &BaseUrl, api_version: Option<&str>) -> Option<Target> {
        let path = self.path.as_deref()?;
        let (path, query) = split_once(path, "?").unwrap_or((path, ""));
        let mut below = path.to_owned();
        if let Some(version) = api_version {
            add_parameter(&mut below, "api-version", version);
        }
        if !query.is_empty() {
            begin_parameter(&mut below);
            below.push_str(query);
        }
        Some(Target { url: base.join(&below)?, path: concat(&[base.path(), &below]) })
    }
}

fn filled(path: &str, segment: &str) -> Option<String> {
    let mut encoded = String::new();
    encode_into(&mut encoded, segment);
    let leads_astray = matches!(segment, "" | "." | "..");
    (!leads_astray).then(|| replaced(path, "{}", &encoded))
}

fn add_parameter(path: &mut String, name: &str, value: &str) {
    begin_parameter(path);
    path.push_str(name);
    path.push('=');
    encode_into(path, value);
}

fn begin_parameter(path: &mut String) {
    path.push_str(if contains(path, "?") { "&" } else { "?" });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_segment_stays_one_segment() {
        let base = BaseUrl::parse("https://e.com/v1").unwrap_or_else(|fault| unreachable!("{fault}"));
        let path = |id: &str| {
            let route = Route { method: Method::Delete, path: filled("/agents/{}", id), body: None };
            route.query("a", "b&c").below(&base, None).map(|target| target.path)
        };
        assert_eq!(path("x/memories").as_deref(), Some("/v1/agents/x%2Fmemories?a=b%26c"));
        assert_eq!(path("%2e%2e").as_deref(), Some("/v1/agents/%252e%252e?a=b%26c"));
        for bad in ["", ".", ".."] {
            assert!(filled("/agents/{}", bad).is_none() && path(bad).is_none(), "{bad:?}");
        }
    }
}
