//! The root of a platform's API: where requests may go, and nowhere else.

use crate::host::{normalized_url, parse_url};

/// A base URL that passed the checks: http or https, no user info, query or fragment, no trailing slash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct BaseUrl {
    origin: String,
    path: String,
    loopback: bool,
    https: bool,
}

impl BaseUrl {
    /// Checks a URL. The error says what would be right; it never repeats the text, which may carry a password.
    pub(crate) fn parse(text: &str) -> Result<Self, &'static str> {
        const SHAPE: &str = "baseUrl must be an absolute http or https URL";
        if text.bytes().any(|byte| matches!(byte, b'?' | b'#')) {
            return Err("baseUrl must have no query and no fragment");
        }
        let url = parse_url(text).ok_or(SHAPE)?;
        if !matches!(url.scheme.as_str(), "http:" | "https:") || url.host.is_empty() {
            return Err(SHAPE);
        }
        if url.has_user_info {
            return Err("baseUrl must hold no user name or password; give the credential in auth");
        }
        let path = url.path.trim_end_matches('/').to_owned();
        Ok(Self { loopback: is_loopback(&url.host), https: url.scheme == "https:", path, origin: url.origin })
    }

    /// Whether a credential may travel there unasked: over TLS, or without leaving the machine.
    pub(crate) fn is_private(&self) -> bool {
        self.https || self.loopback
    }

    /// The path, without a trailing slash; empty at the root.
    pub(crate) fn path(&self) -> &str {
        &self.path
    }

    /// The whole URL of a path, with its query, below this base; or `None` when the URL standard would read it as
    /// anything but this very origin, this base path and the segments that were meant.
    pub(super) fn join(&self, below: &str) -> Option<String> {
        let url = format!("{}{}{below}", self.origin, self.path);
        let read = normalized_url(&url)?;
        let place = |url: &str| url.split('?').next().map(str::to_owned);
        (place(&read) == place(&url)).then_some(url)
    }
}

fn is_loopback(host: &str) -> bool {
    // The URL standard writes every IPv4 address as four decimal numbers; a name may hold letters besides.
    let v4 = || {
        host.strip_prefix("127.")
            .is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.'))
    };
    host == "localhost" || host.ends_with(".localhost") || host == "[::1]" || v4()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn base(text: &str) -> BaseUrl {
        BaseUrl::parse(text).unwrap_or_else(|fault| unreachable!("{fault}"))
    }

    #[test]
    fn knows_where_a_credential_is_safe() {
        for private in [
            "https://example.com",
            "http://localhost:3000/api",
            "http://127.1.2.3",
            "http://[::1]:80",
            "http://a.localhost",
        ] {
            assert!(base(private).is_private(), "{private}");
        }
        for open in [
            "http://example.com",
            "http://localhost.example.com",
            "http://127.0.0.1.example.com",
            "http://10.0.0.1",
        ] {
            assert!(!base(open).is_private(), "{open}");
        }
    }

    #[test]
    fn refuses_what_is_no_api_root_without_repeating_it() {
        for bad in [
            "",
            "example.com",
            "ftp://example.com",
            "https://u:hunter2@example.com",
            "https://e.com/?a",
            "https://e.com/#",
            "javascript:alert(1)",
        ] {
            assert!(BaseUrl::parse(bad).is_err_and(|fault| !fault.contains("hunter2")), "{bad}");
        }
    }

    #[test]
    fn joins_only_what_stays_below() {
        let api = base("https://e.com/api/");
        assert_eq!(api.join("/agents/a%2Fb?x=1").as_deref(), Some("https://e.com/api/agents/a%2Fb?x=1"));
        assert_eq!(api.join("/agents/.."), None);
        assert_eq!(api.join("/agents/%2e%2E/x"), None);
        assert_eq!(api.join("/agents\\x"), None);
    }
}
