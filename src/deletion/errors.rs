//! Wording the errors of a call.

use super::Session;
use super::connection::shown;
use crate::backend::{Answer, Fault};
use crate::error::{Error, Failure};
use crate::error_code::ErrorCode;
use crate::http::{AgentId, Cause, Cut, Detail, SendFailure, is_transient};
use crate::step::Purpose;
use crate::text::concat;
use alloc::borrow::ToOwned;
use alloc::string::String;

/// A longer reason is cut, once the credential is out of it.
const LONGEST_REASON: usize = 300;

/// The error of an attempt that was cut short. Like those below, it holds the bare reason for a message, and in
/// `outcome_unknown` whether the request had left, until [`Session::finish`] completes it.
pub(super) fn cut_short(cut: Cut, sent: bool) -> Error {
    let mut error = match cut {
        Cut::Cancelled(reason) => {
            Error::new(ErrorCode::Aborted, "the call was aborted").with_cause(Some(reason))
        }
        Cut::TimedOut if sent => Error::new(ErrorCode::Timeout, "no answer came in time"),
        Cut::TimedOut => Error::new(ErrorCode::Timeout, "the auth function gave no credential in time"),
    };
    error.outcome_unknown = sent;
    error
}

/// The error of a call that was cut short while nothing was under way.
pub(super) fn unsent(cut: Cut) -> Error {
    cut_short(cut, false)
}

/// The error of a request that was sent and brought no answer.
pub(super) fn lost(failure: SendFailure) -> Error {
    let mut error = match failure {
        SendFailure::Network { status, cause } => {
            let reason = match status {
                Some(_) => "the connection broke before the answer was complete (",
                None => "no answer came (",
            };
            let error = Error::new(ErrorCode::Network, concat(&[reason, cause.text(), ")"]));
            let error = error.with_cause(Some(cause));
            match status {
                Some(_) => error,
                None => error.with_hint("If this runs in a browser, the platform may refuse cross-origin calls (CORS): proxy the call through your own server."),
            }
        }
        SendFailure::NotAResponse { reason } => Error::new(ErrorCode::UnexpectedResponse, reason)
            .with_hint("options.fetch must resolve to a Response, as the global fetch does."),
    };
    error.outcome_unknown = true;
    error
}

/// The error of a credential that could not be had.
pub(super) fn no_credential(cause: Cause) -> Error {
    let reason = concat(&["the auth function failed (", cause.text(), ")"]);
    Error::new(ErrorCode::Unauthenticated, reason).with_cause(Some(cause))
}

impl Session<'_> {
    /// The error that an answer is.
    pub(crate) fn fault(&self, purpose: Purpose, answer: &Answer, fault: Fault) -> Error {
        let platform = self.link.platform();
        let said = answer.said.message.as_deref();
        let reason = match (fault.code, said) {
            (ErrorCode::WrongEndpoint | ErrorCode::UnexpectedResponse, Some(said)) => {
                concat(&[fault.reason, " (", said, ")"])
            }
            (_, Some(said)) => said.to_owned(),
            (_, None) => match answer.said.details.first() {
                Some(detail) if !detail.message.is_empty() => concat(&[&detail.path, ": ", &detail.message]),
                _ => fault.reason.to_owned(),
            },
        };
        let mut error = Error::new(fault.code, reason);
        error.status = Some(answer.status).filter(|status| *status != 0);
        error.backend_code = answer.said.code.clone();
        error.backend_message = answer.said.message.clone();
        error.request_id = answer.request_id.clone();
        error.details = answer.said.details.clone();
        error.retryable = platform.is_transient(answer) || is_transient(answer.status);
        error.retry_after = answer.wait;
        error.outcome_unknown = purpose.changes() && (fault.outcome_unknown || answer.maybe_applied);
        error.hint = platform.hint(fault.code, answer, self.link.options.auth.as_ref()).map(str::to_owned);
        self.finished(purpose, error)
    }

    /// The error of a success whose body is not what the platform documents.
    pub(crate) fn unreadable(&self, purpose: Purpose, answer: &Answer) -> Error {
        let reason = "the answer's body is not what the platform documents";
        let fault = Fault { code: ErrorCode::UnexpectedResponse, outcome_unknown: true, reason };
        self.fault(purpose, answer, fault)
    }

    /// The error of something that this crate found by itself.
    pub(crate) fn found(&self, purpose: Purpose, code: ErrorCode, reason: &str) -> Error {
        self.finished(purpose, Error::new(code, reason))
    }

    /// The error that ends the call, with the receipt.
    pub(super) fn ended_by(&self, mut error: Error) -> Error {
        error.steps = self.receipt();
        error
    }

    /// The same error, completed.
    pub(super) fn finished(&self, purpose: Purpose, mut error: Error) -> Error {
        self.finish(purpose, &mut error);
        error
    }

    /// Adds what every error of this call has: the sentence, a general hint; and takes the credential out.
    pub(super) fn finish(&self, purpose: Purpose, error: &mut Error) {
        let reason: String = self.secrets.hide(&error.message).chars().take(LONGEST_REASON).collect();
        error.message = self.sentence(purpose, error.outcome_unknown, &reason);
        error.backend = Some(self.link.options.backend);
        error.agent_id = self.agent.map(|id| id.as_str().to_owned());
        // What may have taken effect must be looked at, whatever else is to be done.
        let general = general_hint(error, self.link.options.auth.is_none());
        error.hint = match (error.hint.take(), general) {
            (Some(hint), Some(general)) if error.outcome_unknown => Some(concat(&[&hint, " ", general])),
            (None, Some(general)) => Some(general.to_owned()),
            (hint, _) => hint,
        };
        self.take_secrets_out_of(error);
    }

    /// The message, from the bare reason.
    fn sentence(&self, purpose: Purpose, outcome_unknown: bool, reason: &str) -> String {
        let title = self.link.platform().facts().title;
        let id = self.agent.map_or("", AgentId::as_str);
        let shown = shown(id);
        let (before, after) = match (purpose, outcome_unknown) {
            (Purpose::Delete, true) => ("may or may not have deleted agent ", ""),
            (Purpose::Delete, false) => ("did not delete agent ", ""),
            (Purpose::Get | Purpose::Verify, _) => ("could not read agent ", ""),
            (Purpose::List, _) if self.agent.is_none() => ("could not list its agents", ""),
            (Purpose::List, _) => ("could not list what belongs to agent ", ""),
            (Purpose::Backup, _) => ("could not back up agent ", ""),
            (Purpose::Stop, true) => ("may or may not have stopped agent ", ""),
            (Purpose::Stop, false) => ("did not stop agent ", ""),
            (Purpose::UnsetDefault, _) => ("could not make agent ", " an ordinary one"),
            (Purpose::RestoreDefault, _) => ("could not make agent ", " the default one again"),
            (Purpose::DeleteDependent, _) => ("could not delete what belongs to agent ", ""),
        };
        concat(&[title, " ", before, &shown, after, ": ", reason])
    }

    fn take_secrets_out_of(&self, error: &mut Failure) {
        let Failure { message, backend_code, backend_message, request_id, hint, details, cause, .. } = error;
        let hide = |text: &mut String| self.secrets.take_out_of(text);
        hide(message);
        for text in [backend_code, backend_message, request_id, hint] {
            text.iter_mut().for_each(hide);
        }
        for Detail { path, message, kind } in details {
            [path, message].into_iter().chain(kind).for_each(hide);
        }
        if let Some(cause) = cause {
            let hidden = self.secrets.hide(cause.text());
            if hidden != cause.text() {
                *cause = Cause::new(hidden);
            }
        }
    }
}

fn general_hint(error: &Error, no_auth: bool) -> Option<&'static str> {
    match error.code {
        _ if error.outcome_unknown => {
            Some("The request may have taken effect: read the agent (getAgent) before you try again.")
        }
        ErrorCode::Unauthenticated if no_auth => Some("No credential was sent; pass auth."),
        ErrorCode::WrongEndpoint => Some("Check baseUrl: the answer does not come from this platform's API."),
        ErrorCode::RateLimited => Some("Wait for retryAfterMs, where it is given, and try again."),
        _ => None,
    }
}
