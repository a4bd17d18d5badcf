//! Wording the errors of what was not begun.

use crate::deletion::{Connection, LONGEST_REASON, shown, whole_millis};
use crate::error::Error;
use crate::error_code::ErrorCode;
use crate::http::{Cause, Pace, cut};

/// Why nothing more is asked, where the platform wants a pause that is too long to wait for.
pub(super) fn refused(link: &Connection, pace: &Pace, agent_id: &str) -> Option<Error> {
    let pause = pace.refusal_at(link.transport.now())?;
    let mut error = unstarted(link, ErrorCode::RateLimited, agent_id, "the platform asked for a long pause");
    error.retry_after = Some(whole_millis(pause));
    Some(error)
}

/// The error of an agent whose deletion was not begun.
pub(super) fn unstarted(link: &Connection, code: ErrorCode, agent_id: &str, reason: &str) -> Error {
    let title = link.platform().facts().title;
    let message = format!("{title} was not asked to delete agent {}: {reason}", shown(agent_id));
    let mut error = Error::new(code, message).of_backend(link.backend());
    error.agent_id = Some(agent_id.to_owned());
    error
}

/// The error of something that stands where an id should.
pub(super) fn not_text(link: &Connection, kind: &str) -> Error {
    link.input_error(None, format!("an id must be a string, or an agent that has one, not {kind}"))
}

/// The error of ids that fail while they are read.
pub(super) fn source_failed(link: &Connection, cause: Cause) -> Error {
    let cause = link.secrets.cleaned(cause);
    let message = format!("ids failed while it was read ({})", cut(cause.text(), LONGEST_REASON));
    link.input_error(None, message).with_cause(Some(cause))
}

/// Why the caller did not say yes.
pub(super) struct Refusal {
    pub(super) code: ErrorCode,
    pub(super) reason: String,
    pub(super) cause: Option<Cause>,
}

impl Refusal {
    /// The error of one of the agents.
    pub(super) fn error(&self, link: &Connection, agent_id: &str) -> Error {
        let reason = format!("{}; nothing was changed", self.reason);
        unstarted(link, self.code, agent_id, &reason).with_cause(self.cause.clone())
    }
}
