//! A request as a platform describes it: a method, path segments and a query, before it is bound to a base URL.

use super::percent::encode_into;
use super::{BaseUrl, Method};

/// Where a request goes below the base URL, and what it carries.
#[derive(Debug, Clone)]
pub(crate) struct Route {
    pub(crate) method: Method,
    segments: Vec<String>,
    action: &'static str,
    query: Vec<(&'static str, String)>,
    pub(crate) body: Option<&'static str>,
}

/// The route would not have led where it was meant to.
#[derive(Debug)]
pub(crate) struct RouteFault;

/// A route bound to a base URL.
#[derive(Debug)]
pub(crate) struct Target {
    pub(crate) url: String,
    /// Path and query, as a receipt shows them.
    pub(crate) path: String,
}

impl Route {
    /// A route of these segments; each is encoded, so none can become two.
    pub(crate) fn new<const N: usize>(method: Method, segments: [&str; N]) -> Self {
        Self {
            method,
            segments: segments.map(str::to_owned).into(),
            action: "",
            query: Vec::new(),
            body: None,
        }
    }

    /// Adds a query parameter.
    pub(crate) fn query(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.query.push((name, value.into()));
        self
    }

    /// Adds a query parameter before all others.
    pub(crate) fn query_first(mut self, name: &'static str, value: &str) -> Self {
        self.query.insert(0, (name, value.to_owned()));
        self
    }

    /// Adds a query parameter if there is a value.
    pub(crate) fn query_if(self, name: &'static str, value: Option<impl Into<String>>) -> Self {
        match value {
            Some(value) => self.query(name, value),
            None => self,
        }
    }

    /// Adds a custom method in Google's style, such as `:stop`, behind the last segment.
    pub(crate) fn action(mut self, action: &'static str) -> Self {
        self.action = action;
        self
    }

    /// Sends this JSON.
    pub(crate) fn body(mut self, json: &'static str) -> Self {
        self.body = Some(json);
        self
    }

    /// The URL. Refused when a segment is empty or a dot segment, or when parsing it leads anywhere else.
    pub(crate) fn below(&self, base: &BaseUrl) -> Result<Target, RouteFault> {
        let mut below = String::new();
        for segment in &self.segments {
            if matches!(segment.as_str(), "" | "." | "..") {
                return Err(RouteFault);
            }
            below.push('/');
            encode_into(&mut below, segment);
        }
        below.push_str(self.action);
        let mut query = String::new();
        for (name, value) in &self.query {
            query.push(if query.is_empty() { '?' } else { '&' });
            query.push_str(name);
            query.push('=');
            encode_into(&mut query, value);
        }
        let url = base.join(&below, &query).ok_or(RouteFault)?;
        Ok(Target { url, path: [base.path(), &below, &query].concat() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_segment_stays_one_segment() {
        let base = BaseUrl::parse("https://e.com/v1").unwrap_or_else(|fault| unreachable!("{fault}"));
        let path = |id: &str| {
            Route::new(Method::Delete, ["agents", id])
                .query("a", "b&c")
                .below(&base)
                .map(|target| target.path)
        };
        assert_eq!(path("x/memories").ok().as_deref(), Some("/v1/agents/x%2Fmemories?a=b%26c"));
        assert_eq!(path("%2e%2e").ok().as_deref(), Some("/v1/agents/%252e%252e?a=b%26c"));
        for bad in ["", ".", ".."] {
            assert!(path(bad).is_err(), "{bad:?}");
        }
    }
}
