//! The one error type: what went wrong, whether the agent may be gone all the same, and what to do about it.

use crate::backend::Backend;
use crate::backup::AgentBackup;
use crate::error_code::ErrorCode;
use crate::host::{JsonText, ToJson, json_object};
use crate::http::{Cause, Detail};
use crate::step::Step;
use crate::text::{Text, fill};
use alloc::boxed::Box;
use alloc::vec::Vec;
use core::fmt;
use core::ops::{Deref, DerefMut};
use core::time::Duration;

/// A call that failed. Read the fields of [`Failure`] through it.
#[derive(thiserror::Error)]
#[error("{}", .0.message)]
pub struct Error(Box<Failure>);

/// What is known of a call that failed.
#[derive(Debug, Clone)]
pub struct Failure {
    /// What kind of failure.
    pub code: ErrorCode,
    /// One sentence that names the platform, the agent and the reason.
    pub message: Text,
    /// The platform. `None` where the call did not get so far as to know one.
    pub backend: Option<Backend>,
    /// The agent that the call was about.
    pub agent_id: Option<Text>,
    /// The status of the answer that decided, if one came.
    pub status: Option<u16>,
    /// The platform's own code, as text.
    pub backend_code: Option<Text>,
    /// The platform's own words.
    pub backend_message: Option<Text>,
    /// The id under which the platform logged the request.
    pub request_id: Option<Text>,
    /// What the platform complains of, one by one.
    pub details: Vec<Detail>,
    /// The same call may succeed later.
    pub retryable: bool,
    /// How long the platform asks to wait first.
    pub retry_after: Option<Duration>,
    /// The request may have taken effect: look before assuming that the agent lives.
    pub outcome_unknown: bool,
    /// What a person can do about it, where that is known.
    pub hint: Option<Text>,
    /// Every exchange of the call, in order.
    pub steps: Vec<Step>,
    /// What was saved before the deletion failed: the only copy, should the agent be gone all the same.
    pub backup: Option<AgentBackup>,
    /// What was thrown by code that is not ours.
    pub cause: Option<Cause>,
}

json_object!(Failure {
    code: "code",
    message: "message",
    backend: "backend",
    agent_id: "agentId",
    status: "status",
    backend_code: "backendCode",
    backend_message: "backendMessage",
    request_id: "requestId",
    details: "details",
    retryable: "retryable",
    retry_after: "retryAfterMs",
    outcome_unknown: "outcomeUnknown",
    hint: "hint",
    steps: "steps",
    ; backup, cause
});

impl Error {
    pub(crate) fn new(code: ErrorCode, message: impl Into<Text>) -> Self {
        Self::of(code, message.into())
    }

    fn of(code: ErrorCode, message: Text) -> Self {
        Self(Box::new(Failure {
            code,
            message,
            backend: None,
            agent_id: None,
            status: None,
            backend_code: None,
            backend_message: None,
            request_id: None,
            details: Vec::new(),
            retryable: code.is_retryable(),
            retry_after: None,
            outcome_unknown: false,
            hint: None,
            steps: Vec::new(),
            backup: None,
            cause: None,
        }))
    }

    /// Bad input: `message` names the field and what would be right.
    pub(crate) fn input(message: impl Into<Text>) -> Self {
        Self::new(ErrorCode::InvalidInput, message)
    }

    pub(crate) fn with_cause(mut self, cause: Option<Cause>) -> Self {
        self.cause = cause;
        self
    }

    pub(crate) fn with_hint(mut self, hint: impl Into<Text>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Says what more can be done, behind the hint that is there.
    pub(crate) fn add_hint(&mut self, more: &str) {
        self.hint = Some(sentences(self.hint.as_ref(), more));
    }

    pub(crate) fn of_backend(mut self, backend: Backend) -> Self {
        self.backend = Some(backend);
        self
    }
}

/// What was said, if anything, and more.
pub(crate) fn sentences(said: Option<&Text>, more: &str) -> Text {
    match said {
        Some(said) => fill("{} {}", &[said, more]),
        None => Text::from(more),
    }
}

impl Deref for Error {
    type Target = Failure;

    fn deref(&self) -> &Failure {
        &self.0
    }
}

impl DerefMut for Error {
    fn deref_mut(&mut self) -> &mut Failure {
        &mut self.0
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl ToJson for Error {
    fn write_json(&self, out: &mut JsonText) {
        self.0.write_json(out);
    }
}
