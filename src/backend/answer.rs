//! A reply with its body read, as the platforms judge it.

use crate::http::{AgentId, Content, ErrorPlaces, Json, Members, Reply, asked_wait};

/// A reply with its body read.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) content: Content,
    /// Where the platform tells an error.
    pub(crate) places: &'static ErrorPlaces,
    /// The code for a failure that a header named.
    pub(crate) header_code: Option<String>,
    pub(crate) request_id: Option<String>,
    /// How long the platform asks to wait.
    pub(crate) wait: Option<f64>,
    /// An earlier attempt of the same request may have taken effect.
    pub(crate) maybe_applied: bool,
    /// A shared cache had kept it: what it says is not of now.
    pub(crate) from_cache: bool,
}

impl Answer {
    /// The JSON that came.
    pub(crate) fn body(&self) -> Option<&Json> {
        self.content.json()
    }

    /// The platform's own code for a failure: AWS has it in a header, the others in the body.
    pub(crate) fn code(&self) -> Option<String> {
        self.header_code.clone().or_else(|| self.content.code(self.places))
    }

    pub(crate) fn code_is(&self, code: &str) -> bool {
        self.code().is_some_and(|said| said == code)
    }

    /// What the platform tells people.
    pub(crate) fn message(&self) -> Option<String> {
        self.content.message(self.places)
    }

    /// The part of it that is for people.
    pub(crate) fn readable_message(&self) -> Option<String> {
        self.content.readable_message(self.places)
    }

    /// The long-running operation that it tells of, by the last segment of its name.
    pub(crate) fn operation(&self) -> Option<AgentId> {
        AgentId::token(self.body()?.text("name")?.rsplit('/').next()?)
    }

    /// Whether a web page refuses or fails in place of the platform: a firewall's, a login's, a proxy's.
    pub(crate) fn is_refusing_page(&self) -> bool {
        self.status >= 400 && matches!(self.content, Content::Html)
    }

    /// What the JSON says as an error of this code: `{"error":{"code":"text","message":"…"}}`.
    pub(crate) fn error(&self, code: &str) -> Option<&str> {
        self.body()?.get("error").filter(|error| error.says("code", code))?.text("message")
    }

    /// FastAPI's own error: `{"detail":"text"}`.
    pub(crate) fn detail(&self) -> Option<&str> {
        self.body()?.text("detail")
    }

    pub(crate) fn read(reply: Reply, places: &'static ErrorPlaces, now_ms: f64) -> Self {
        let (status, wait) = (reply.status, asked_wait(&reply, now_ms));
        let request_id = reply.request_id().map(str::to_owned);
        let from_cache = reply.is_from_cache();
        let header_code = reply.error_code().map(str::to_owned);
        let content = reply.into_content();
        let request_id = match request_id {
            Some(id) => Some(id),
            None => content.request_id(places),
        };
        Self { status, content, places, header_code, request_id, wait, maybe_applied: false, from_cache }
    }
}
