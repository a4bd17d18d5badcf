//! The root of a platform's API: where requests may go, and nowhere else.

use super::percent::decoded_bytes;
use crate::host::parse_url;

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
        if hides_dot_segment(text) {
            return Err("baseUrl must have no encoded dot segment (\"%2e\" or \"%2e%2e\") in its path");
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

    /// Host and port, the latter also where the scheme says it.
    pub(crate) fn address(&self) -> String {
        let host = self.origin.split_once("://").map_or(self.origin.as_str(), |(_, host)| host);
        let port = host.rsplit_once(':').map(|(_, port)| port);
        if port.is_some_and(|port| port.bytes().all(|byte| byte.is_ascii_digit())) {
            return host.to_owned();
        }
        format!("{host}:{}", if self.https { "443" } else { "80" })
    }

    /// The URL of a path that has the base's before it, as receipts show it.
    pub(crate) fn url_of(&self, path: &str) -> String {
        format!("{}{path}", self.origin)
    }

    /// The path, without a trailing slash; empty at the root.
    pub(crate) fn path(&self) -> &str {
        &self.path
    }

    /// The whole URL of a path, with its query, below this base; or `None` when the URL standard would read it as anything but
    /// this very origin, this base path and the segments that were meant.
    pub(super) fn join(&self, below: &str) -> Option<String> {
        let path = below.split('?').next()?.strip_prefix('/')?;
        path.split('/').all(stays).then(|| format!("{}{}{below}", self.origin, self.path))
    }
}

/// Whether the URL standard leaves a segment of a path as it is: nothing in it ends the path or is encoded, and it is no dot
/// segment, which would be resolved.
fn stays(segment: &str) -> bool {
    let is_kept = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~%!$&'()*+,;=:@".contains(&byte);
    let is_dot_segment =
        after_dot(segment).is_some_and(|rest| rest.is_empty() || after_dot(rest) == Some(""));
    segment.bytes().all(is_kept) && !is_dot_segment
}

/// What follows a dot, in any spelling, with which a segment begins.
fn after_dot(segment: &str) -> Option<&str> {
    [".", "%2e", "%2E"].iter().find_map(|dot| segment.strip_prefix(dot))
}

/// Whether a segment of the path becomes `.` or `..` once it is decoded, in any depth, or once its parameters are taken off: the
/// URL standard resolves `%2e%2e`, and a proxy on the way what is encoded twice. One that stands there plainly is resolved
/// before anything is sent.
fn hides_dot_segment(text: &str) -> bool {
    // The URL standard leaves these out.
    let text = text.trim_matches(|char: char| char <= ' ').replace(['\t', '\n', '\r'], "");
    text.split(['/', '\\']).any(|segment| !matches!(segment, "." | "..") && becomes_dots(segment))
}

fn becomes_dots(segment: &str) -> bool {
    let is_dots = |segment: &[u8]| {
        let name = segment.split(|byte| *byte == b';').next();
        name.is_some_and(|name| matches!(name, b"." | b".."))
    };
    let mut path = segment.as_bytes().to_vec();
    loop {
        if path.split(|byte| matches!(byte, b'/' | b'\\')).any(is_dots) {
            return true;
        }
        match decoded_bytes(&path) {
            Some(deeper) => path = deeper,
            None => return false,
        }
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
    use proptest::prelude::*;

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
    fn refuses_hidden_dot_segments_in_any_spelling() {
        for path in [
            "/api/%2e%2e/",
            "/api/%2E%2e",
            "/api/.%2e/v1",
            "/api/%2e./v1",
            "/api/%2e",
            "/api/%252e%252E/",
            "/api/%25252e%2e",
            "/api%2f..%2fv1",
            "/api%5c%2e%2e%5Cv1",
            "/api/%2\ne%2e",
            "/api/..;x/v1",
            "/api/%2e%2e%3bx/v1",
            "/%ff/%2e%2e/v1",
        ] {
            let fault = BaseUrl::parse(&format!("https://e.com{path}"));
            assert!(fault.is_err_and(|fault| fault.contains("dot segment")), "{path:?}");
        }
        for path in [
            "",
            "/",
            "/a/../b%20c",
            "/a/./b",
            "/api/v1.2",
            "/...",
            "/a..",
            "/..a",
            "/a%20b",
            "/50%",
            "/%",
            "/.well-known",
            "/%ff",
        ] {
            assert!(BaseUrl::parse(&format!("https://e.com{path}")).is_ok(), "{path:?}");
        }
    }

    #[test]
    fn names_host_and_port() {
        for (url, address) in [
            ("https://e.com/api", "e.com:443"),
            ("http://e.com", "e.com:80"),
            ("https://e.com:8443", "e.com:8443"),
            ("https://e.com:443", "e.com:443"),
            ("http://[::1]:3000/api", "[::1]:3000"),
            ("http://[::1]/api", "[::1]:80"),
            ("http://127.0.0.1", "127.0.0.1:80"),
        ] {
            assert_eq!(base(url).address(), address);
        }
    }

    #[test]
    fn joins_only_what_stays_below() {
        let api = base("https://e.com/api/");
        assert_eq!(api.join("/agents/a%2Fb?x=1").as_deref(), Some("https://e.com/api/agents/a%2Fb?x=1"));
        for bad in [
            "",
            "agents",
            "/agents/..",
            "/./x",
            "/agents/%2e%2E/x",
            "/agents/.%2e",
            "/%2E",
            "/agents\\x",
            "/a\tb",
            "/a b",
            "/a#b",
            "/é",
            "@e.org/",
            ".e.org/x",
            ":80/x",
        ] {
            assert_eq!(api.join(bad), None, "{bad:?}");
        }
    }

    proptest! {
        /// What is joined, the URL standard reads as it stands.
        #[test]
        fn a_joined_url_is_read_as_it_stands(below in r"[/.%2eEf5c?#\\@: \ta{}é-]{0,12}") {
            let api = base("https://e.com/api");
            if let Some(url) = api.join(&below) {
                let read = url::Url::parse(&url).map(|url| url.path().to_owned());
                let meant = url.strip_prefix("https://e.com").and_then(|path| path.split('?').next());
                prop_assert_eq!(read.as_deref().ok(), meant);
            }
        }
    }
}
