//! The one error type: what went wrong, whether the agent may be gone all the same, and what to do about it.

use crate::backend::Backend;
use crate::backup::AgentBackup;
use crate::error_code::ErrorCode;
use crate::http::{Cause, Detail, one_line};
use crate::step::Step;
use serde::{Serialize, Serializer};
use std::fmt;
use std::ops::{Deref, DerefMut};
use std::time::Duration;

/// A call that failed. Read the fields of [`Failure`] through it.
///
/// ```
/// # use agent_delete::{Client, DeleteOptions, Error, ErrorCode};
/// # async fn remove(client: &Client, id: &str) -> Result<(), Error> {
/// match client.delete_agent(id, DeleteOptions::default()).await {
///     Ok(deletion) => println!("{:?}", deletion.outcome),
///     Err(error) if error.outcome_unknown => println!("it may be gone: {error}"),
///     Err(error) if error.code == ErrorCode::Conflict => println!("it is in use: {error}"),
///     Err(error) => return Err(error),
/// }
/// # Ok(())
/// # }
/// ```
#[derive(thiserror::Error)]
#[error("{}", .0.message)]
pub struct Error(Box<Failure>);

/// What is known of a call that failed.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Failure {
    /// What kind of failure.
    pub code: ErrorCode,
    /// One sentence, on one line, that names the platform, the agent and the reason.
    pub message: String,
    /// The platform. `None` where the call did not get so far as to know one.
    pub backend: Option<Backend>,
    /// The agent that the call was about.
    pub agent_id: Option<String>,
    /// The status of the answer that decided, if one came.
    pub status: Option<u16>,
    /// The platform's own code, as text.
    pub backend_code: Option<String>,
    /// The platform's own words, whole and as they are.
    pub backend_message: Option<String>,
    /// The id under which the platform logged the request.
    pub request_id: Option<String>,
    /// What the platform complains of, one by one.
    pub details: Vec<Detail>,
    /// The same call may succeed later.
    pub retryable: bool,
    /// How long the platform asks to wait first.
    #[serde(rename = "retryAfterMs", serialize_with = "as_millis")]
    pub retry_after: Option<Duration>,
    /// The request may have taken effect: look before assuming that the agent lives.
    pub outcome_unknown: bool,
    /// What a person can do about it, where that is known.
    pub hint: Option<String>,
    /// Every exchange of the call, in order.
    pub steps: Vec<Step>,
    /// What was saved before the deletion failed: the only copy, should the agent be gone all the same.
    #[serde(skip)]
    pub backup: Option<AgentBackup>,
    /// What was thrown by code that is not ours.
    #[serde(skip)]
    pub cause: Option<Cause>,
}

impl Error {
    pub(crate) fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        Self::of(code, message.into())
    }

    fn of(code: ErrorCode, message: String) -> Self {
        Self(Box::new(Failure {
            code,
            message: one_line(&message),
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
    pub(crate) fn input(message: impl Into<String>) -> Self {
        Self::new(ErrorCode::InvalidInput, message)
    }

    pub(crate) fn with_cause(mut self, cause: Option<Cause>) -> Self {
        self.cause = cause;
        self
    }

    pub(crate) fn with_hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Says what more can be done, behind the hint that is there.
    pub(crate) fn add_hint(&mut self, more: &str) {
        self.hint = Some(sentences(self.hint.as_deref(), more));
    }

    pub(crate) fn of_backend(mut self, backend: Backend) -> Self {
        self.backend = Some(backend);
        self
    }
}

/// What was said, if anything, and more. What others said may lack its full stop.
pub(crate) fn sentences(said: Option<&str>, more: &str) -> String {
    match said.map(str::trim_ascii_end) {
        None | Some("") => String::from(more),
        Some(said) if said.ends_with(['.', '!', '?', '…', ':']) => format!("{said} {more}"),
        Some(said) => format!("{said}. {more}"),
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

impl Serialize for Error {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

fn as_millis<S: Serializer>(duration: &Option<Duration>, serializer: S) -> Result<S::Ok, S::Error> {
    duration.map(|duration| duration.as_secs_f64() * 1000.0).serialize(serializer)
}
