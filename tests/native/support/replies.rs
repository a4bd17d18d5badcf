//! Replies, in few words.

use super::Act;
use agent_delete::{Body, Headers, Reply};

/// A reply without a body.
pub fn empty(status: u16) -> Reply {
    Reply { status, headers: Headers::default(), body: Body::Bytes(Vec::new()) }
}

/// A reply of JSON.
pub fn json(status: u16, body: &str) -> Reply {
    typed(status, "application/json", body)
}

/// A reply of some media type.
pub fn typed(status: u16, media: &str, body: &str) -> Reply {
    let headers = Headers(vec![("content-type".into(), media.into())]);
    Reply { status, headers, body: Body::Bytes(body.as_bytes().to_vec()) }
}

/// A web page.
pub fn html(status: u16) -> Reply {
    typed(status, "text/html; charset=utf-8", "<!doctype html><html><title>Welcome</title></html>")
}

/// A reply whose body went past the limit.
pub fn too_long(status: u16) -> Reply {
    Reply { body: Body::TooLong, ..json(status, "") }
}

/// The reply with one header more, its name in lower case.
pub fn with(mut reply: Reply, name: &str, value: &str) -> Reply {
    reply.headers.0.push((name.into(), value.into()));
    reply
}

/// "Too many", with a wait in seconds.
pub fn busy(seconds: &str) -> Reply {
    with(empty(429), "retry-after", seconds)
}

/// A connection that breaks before any answer.
pub fn reset() -> Act {
    Act::Network(None, "connection reset".to_owned())
}
