//! A request, ready to be sent.

use super::Cause;
use std::fmt;

/// The HTTP methods that the platforms need.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Reads.
    Get,
    /// Stops, disables; on some platforms, reads.
    Post,
    /// Changes a setting.
    Put,
    /// Deletes.
    Delete,
}

impl Method {
    /// The method as HTTP spells it.
    pub fn as_str(self) -> &'static str {
        match self {
            Method::Get => "GET",
            Method::Post => "POST",
            Method::Put => "PUT",
            Method::Delete => "DELETE",
        }
    }
}

/// A request, complete with its credential. `Debug` shows no header's value.
#[derive(Clone)]
pub struct Request {
    /// The method.
    pub method: Method,
    /// The absolute URL.
    pub url: String,
    /// Names and values. The credential is among them.
    pub headers: Vec<(String, String)>,
    /// JSON to send, where there is any.
    pub body: Option<String>,
    /// Headers of the answer that are read beside [`READ_HEADERS`](crate::READ_HEADERS), in lower case.
    pub read_headers: &'static [&'static str],
    /// How many bytes of the answer's body may be read; a longer one is given as [`Body::TooLong`](super::Body::TooLong).
    pub max_reply_bytes: usize,
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = self.headers.iter().map(|(name, _)| name).collect();
        f.debug_struct("Request")
            .field("method", &self.method)
            .field("url", &self.url)
            .field("headers", &names)
            .finish()
    }
}

/// Why no whole answer came.
#[derive(Debug, Clone)]
pub enum SendFailure {
    /// Nothing was sent, which the transport knows for sure: so nothing was done, either.
    NotSent {
        /// What kept it back.
        why: Unsent,
        /// What the transport says of it.
        cause: Cause,
    },
    /// No answer, or a connection that broke before it was complete. The request may have arrived.
    Network {
        /// The status, if the answer had begun.
        status: Option<u16>,
        /// What the transport says of it.
        cause: Cause,
    },
    /// Something came that is not an HTTP response, as from a replacement of `fetch` that gives a bare object.
    NotAResponse {
        /// What is wrong with it.
        reason: String,
    },
}

/// What kept a request from being sent. Only the first three may pass by themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Unsent {
    /// The name of the host could not be found.
    NoHost,
    /// The host took no connection.
    NoConnection,
    /// The connection could not be made a secure one.
    NoTls,
    /// The server's certificate can't be trusted.
    BadCertificate,
    /// The port is one to which nothing is sent.
    BlockedPort,
    /// A policy of the page forbids it.
    Policy,
    /// There is nothing to send with.
    NoFetch,
    /// A part of the request was refused, such as a header or a signal of another making.
    Refused,
}

impl Unsent {
    /// Whether another attempt may fare better.
    pub(crate) fn may_pass(self) -> bool {
        matches!(self, Self::NoHost | Self::NoConnection | Self::NoTls)
    }
}
