//! A reply with its body read, as the platforms judge it.

use crate::http::{Content, Envelope, Json, Reply, asked_wait};
use alloc::borrow::ToOwned;
use alloc::string::String;
use core::time::Duration;

/// A reply with its body read.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) content: Content,
    /// What the body says, where it is worded as an error or a message.
    pub(crate) said: Envelope,
    pub(crate) request_id: Option<String>,
    /// How long the platform asks to wait.
    pub(crate) wait: Option<Duration>,
    /// An earlier attempt of the same request may have taken effect.
    pub(crate) maybe_applied: bool,
}

impl Answer {
    /// The JSON that came.
    pub(crate) fn body(&self) -> Option<&Json> {
        if let Content::Json(body) = &self.content { Some(body) } else { None }
    }

    /// FastAPI's own error: `{"detail":"text"}`.
    pub(crate) fn detail(&self) -> Option<&str> {
        self.body()?.text("detail")
    }

    pub(crate) fn read(reply: Reply, now_ms: f64) -> Self {
        let (status, wait) = (reply.status, asked_wait(&reply, now_ms));
        let request_id = reply.request_id().map(str::to_owned);
        let content = reply.into_content();
        let said = Envelope::read(&content);
        let request_id = request_id.or_else(|| said.request_id.clone());
        Self { status, content, said, request_id, wait, maybe_applied: false }
    }
}
