//! A reply with its body read, as the platforms judge it.

use crate::http::{Content, Json, Members, Reply, asked_wait};

/// A reply with its body read.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) content: Content,
    pub(crate) request_id: Option<String>,
    /// How long the platform asks to wait.
    pub(crate) wait: Option<f64>,
    /// An earlier attempt of the same request may have taken effect.
    pub(crate) maybe_applied: bool,
}

impl Answer {
    /// The JSON that came.
    pub(crate) fn body(&self) -> Option<&Json> {
        self.content.json()
    }

    /// Whether a member of the JSON is this very text.
    pub(crate) fn says(&self, name: &str, text: &str) -> bool {
        self.body().is_some_and(|body| body.says(name, text))
    }

    /// Whether the JSON is an error of this code: `{"error":{"code":"text"}}`.
    pub(crate) fn is_error(&self, code: &str) -> bool {
        self.body().and_then(|body| body.get("error")).is_some_and(|error| error.says("code", code))
    }

    /// FastAPI's own error: `{"detail":"text"}`.
    pub(crate) fn detail(&self) -> Option<&str> {
        self.body()?.text("detail")
    }

    pub(crate) fn read(reply: Reply, now_ms: f64) -> Self {
        let (status, wait) = (reply.status, asked_wait(&reply, now_ms));
        let request_id = reply.request_id().map(str::to_owned);
        let content = reply.into_content();
        let request_id = match request_id {
            Some(id) => Some(id),
            None => content.request_id(),
        };
        Self { status, content, request_id, wait, maybe_applied: false }
    }
}
