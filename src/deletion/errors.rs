//! Wording the errors of a call.

use super::connection::shown;
use super::session::Cut;
use super::{Connection, Session};
use crate::backend::{Answer, Fault};
use crate::error::{Error, Failure};
use crate::error_code::ErrorCode;
use crate::http::{AgentId, Cause, SendFailure, Unsent, cut, one_line};
use crate::step::Purpose;
use std::time::Duration;

/// A longer reason is cut, once the credential is out of it.
pub(crate) const LONGEST_REASON: usize = 300;

const CHECK_BASE_URL: &str = "Check baseUrl: the answer does not come from this platform's API.";

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

/// The error of a request that brought no answer, or that was not even sent.
pub(super) fn lost(failure: SendFailure, link: &Connection) -> Error {
    let mut error = match failure {
        SendFailure::NotSent { why, cause } => return not_sent(why, cause, link),
        SendFailure::Network { status, cause } => {
            let reason = match status {
                Some(_) => "the connection broke before the answer was complete",
                None => "no answer came",
            };
            let mut error = thrown(ErrorCode::Network, reason, cause);
            if status.is_none() && link.transport.hides_reasons() {
                error.add_hint("If the server runs and can be reached, it may refuse calls from pages of other origins (CORS): proxy the call through your own server.");
            }
            error
        }
        SendFailure::NotAResponse { reason } => {
            let mut error = Error::new(ErrorCode::UnexpectedResponse, reason);
            error.add_hint("options.fetch must resolve to a Response, as the global fetch does.");
            error
        }
    };
    error.outcome_unknown = true;
    error
}

/// The error of a request that was kept back.
fn not_sent(why: Unsent, cause: Cause, link: &Connection) -> Error {
    let address = link.address();
    let (reason, hint) = match why {
        Unsent::NoHost => (
            format!("nothing was sent, for the host of {address} was not found"),
            "Check the host in baseUrl, and that this machine can look up names.",
        ),
        Unsent::NoConnection => (
            format!("nothing was sent, for {address} took no connection"),
            "Check that the server runs, that baseUrl names its host and port, and that no firewall stands between.",
        ),
        Unsent::NoTls => (
            format!("nothing was sent, for no secure connection to {address} could be made"),
            "Does the server speak https there? If it speaks plain http, baseUrl must begin with http://.",
        ),
        Unsent::BadCertificate => (
            format!("nothing was sent, for the certificate of {address} can't be trusted"),
            "Mend the server's certificate, or have its authority trusted here (in Node: NODE_EXTRA_CA_CERTS).",
        ),
        Unsent::BlockedPort => (
            format!("nothing was sent, for fetch sends nothing to the port of {address}"),
            "Let the server listen on another port: this one is on the list of ports that fetch blocks.",
        ),
        Unsent::Policy => (
            format!("nothing was sent to {address}, for the Content-Security-Policy of the page forbids it"),
            "Add the platform's origin to connect-src in the page's Content-Security-Policy, or proxy the call through your own server.",
        ),
        Unsent::NoFetch => (
            format!("nothing was sent to {address}, for there is no fetch here"),
            "Pass a fetch as options.fetch, or run where there is one, as in Node 20 or newer.",
        ),
        Unsent::Refused => (
            format!("nothing was sent to {address}, for fetch refused the request"),
            "The cause says what it refused: a header's value that it can't send, or a part that comes from another realm. Check options.headers, and whether options.fetch and AbortController belong together.",
        ),
    };
    let mut error = thrown(ErrorCode::Network, &reason, cause).with_hint(hint);
    error.retryable = why.may_pass();
    error
}

/// The error of a credential that could not be had.
pub(super) fn no_credential(cause: Cause) -> Error {
    let mut error = thrown(ErrorCode::Unauthenticated, "the auth function failed", cause);
    error.add_hint("The function in auth must give a token; `cause` is what went wrong in it.");
    error
}

/// The error of a request that could not be signed.
pub(super) fn not_signed(cause: Cause) -> Error {
    let mut error = thrown(ErrorCode::Unauthenticated, "auth.sign failed", cause);
    error.add_hint(
        "The function in auth.sign must give an object of headers; `cause` is what went wrong in it.",
    );
    error
}

/// An error with what lies behind it.
fn thrown(code: ErrorCode, reason: &str, cause: Cause) -> Error {
    Error::new(code, format!("{reason} ({})", cause.text())).with_cause(Some(cause))
}

impl Session<'_> {
    /// The error that an answer is.
    pub(super) fn fault(&self, purpose: Purpose, answer: &Answer, fault: Fault) -> Error {
        let (mut said, mut readable) = (answer.message(), answer.readable_message());
        if fault.is_private {
            (said, readable) = (None, None);
        }
        let details = answer.content.details();
        let reason = match (fault.code, readable) {
            (ErrorCode::WrongEndpoint | ErrorCode::UnexpectedResponse, Some(said)) => {
                format!("{} ({said})", fault.reason)
            }
            (_, Some(said)) => said,
            _ if refuses_as_page(fault.code, answer) => {
                format!("a web page answered, not the platform ({})", answer.status)
            }
            (_, None) => match details.first() {
                Some(detail) if !detail.message.is_empty() => format!("{}: {}", detail.path, detail.message),
                _ => fault.reason.to_owned(),
            },
        };
        let mut error = Error::new(fault.code, reason);
        error.status = Some(answer.status).filter(|status| *status != 0);
        error.backend_code = answer.code();
        error.backend_message = said;
        error.request_id = answer.request_id.clone();
        error.details = details;
        error.retryable = fault.retry;
        error.retry_after = answer.wait.map(whole_millis);
        error.outcome_unknown = purpose.changes() && (fault.outcome_unknown || answer.maybe_applied);
        error.hint = self.hint(fault.code, answer);
        self.finished(purpose, error)
    }

    /// What a person can do about an answer that is a failure.
    fn hint(&self, code: ErrorCode, answer: &Answer) -> Option<String> {
        let is_page = refuses_as_page(code, answer);
        let particular = self.link.platform().hint(code, answer, self.link.scheme());
        if code == ErrorCode::WrongEndpoint && !is_page {
            let advice = particular.filter(|_| !self.link.has_usual_base()).unwrap_or(CHECK_BASE_URL);
            return Some(format!("{} {advice}", self.asked()));
        }
        if is_page {
            let asked = self.asked();
            return Some(format!(
                "{asked} A firewall, a login page or a proxy seems to stand before the platform: see what it lets through, and check baseUrl."
            ));
        }
        particular.map(str::to_owned)
    }

    /// Where the last request went, as the receipt shows it.
    fn asked(&self) -> String {
        let asked = self.last_step(|step| format!("{} {}", step.method, self.link.url_of(&step.path)));
        asked.map_or_else(String::new, |asked| format!("The request was {}.", self.hide(&asked)))
    }

    /// The error of a success whose body is not what the platform documents.
    pub(super) fn unreadable(&self, purpose: Purpose, answer: &Answer) -> Error {
        let reason = "the answer's body is not what the platform documents";
        self.fault(purpose, answer, Fault::doubtful(ErrorCode::UnexpectedResponse, reason))
    }

    /// The error of something that this crate found by itself.
    pub(super) fn found(&self, purpose: Purpose, code: ErrorCode, reason: &str) -> Error {
        self.finished(purpose, Error::new(code, reason))
    }

    /// The same error, completed.
    pub(super) fn finished(&self, purpose: Purpose, mut error: Error) -> Error {
        self.finish(purpose, &mut error);
        error
    }

    /// Adds what every error of this call has: the sentence, a general hint; and takes the credential out of what others
    /// said. The sentence around it and the hint are this crate's own words, which stay whole even where a short credential
    /// is part of them.
    pub(super) fn finish(&self, purpose: Purpose, error: &mut Error) {
        let reason = self.told(&error.message);
        error.message = self.sentence(purpose, error.outcome_unknown, &reason);
        error.backend = Some(self.link.backend());
        error.agent_id = self.shown_id();
        // What may have taken effect must be looked at, whatever else is to be done.
        if let Some(general) = self.general_hint(error)
            && (error.outcome_unknown || error.hint.is_none())
        {
            error.add_hint(general);
        }
        self.take_secrets_out_of(error);
    }

    /// What there is to do about a failure on any platform.
    fn general_hint(&self, error: &Error) -> Option<&'static str> {
        match error.code {
            _ if error.outcome_unknown => {
                Some("The request may have taken effect: read the agent (getAgent) before you try again.")
            }
            ErrorCode::Unauthenticated if self.link.scheme().is_none() => {
                Some("No credential was sent; pass auth.")
            }
            ErrorCode::Unauthenticated => Some(
                "The credential was refused: it may be mistyped, expired, or of another account or project.",
            ),
            ErrorCode::NotFound if self.link.platform().facts().capabilities.list => Some(
                "listAgents shows the ids that this credential sees at this baseUrl. To delete one that may be gone already, pass ifMissing: \"ignore\".",
            ),
            ErrorCode::NotFound => {
                Some("To delete one that may be gone already, pass ifMissing: \"ignore\".")
            }
            ErrorCode::Protected => Some("The platform keeps this agent: no option changes that."),
            ErrorCode::RateLimited => Some("Wait for retryAfterMs, where it is given, and try again."),
            _ => None,
        }
    }

    /// The bare reason in the message of an error of this call.
    pub(super) fn reason_of<'e>(&self, purpose: Purpose, error: &'e Error) -> &'e str {
        let around = self.sentence(purpose, error.outcome_unknown, "");
        error.message.strip_prefix(&around).unwrap_or(&error.message)
    }

    /// What somebody else said, as a message can hold it: without the credential, on one line, and not too long.
    pub(super) fn told(&self, said: &str) -> String {
        // What is pulled together on one line may make the credential whole again.
        cut(&self.hide(&one_line(&self.hide(said))), LONGEST_REASON)
    }

    /// The message, from the bare reason.
    fn sentence(&self, purpose: Purpose, outcome_unknown: bool, reason: &str) -> String {
        let title = self.link.platform().facts().title;
        let id = self.agent.as_ref().map_or("", AgentId::as_str);
        let agent = self.hide(&shown(id));
        let happened = match purpose {
            Purpose::Get | Purpose::Verify => format!("could not read agent {agent}"),
            Purpose::List if self.agent.is_none() => "could not list its agents".to_owned(),
            Purpose::List => format!("could not list what belongs to agent {agent}"),
            Purpose::Backup => format!("could not back up agent {agent}"),
            Purpose::Stop if outcome_unknown => format!("may or may not have stopped agent {agent}"),
            Purpose::Stop => format!("did not stop agent {agent}"),
            Purpose::UnsetDefault => format!("could not make agent {agent} an ordinary one"),
            Purpose::RestoreDefault => format!("could not make agent {agent} the default one again"),
            Purpose::DeleteDependent => format!("could not delete what belongs to agent {agent}"),
            Purpose::Delete if outcome_unknown => format!("may or may not have deleted agent {agent}"),
            Purpose::Delete => format!("did not delete agent {agent}"),
        };
        format!("{title} {happened}: {reason}")
    }

    fn take_secrets_out_of(&self, error: &mut Failure) {
        let Failure { backend_code, backend_message, request_id, details, cause, .. } = error;
        for text in [backend_code, backend_message, request_id].into_iter().flatten() {
            *text = self.hide(text);
        }
        for detail in details {
            detail.path = self.hide(&detail.path);
            detail.message = self.hide(&detail.message);
            detail.kind = detail.kind.as_deref().map(|kind| self.hide(kind));
        }
        *cause = cause.take().map(|cause| self.cleaned(cause));
    }
}

/// Whether a web page refuses in place of the platform. What is wrong about an endpoint is said as that, but for a 405: a
/// firewall may refuse deletions so.
fn refuses_as_page(code: ErrorCode, answer: &Answer) -> bool {
    answer.is_refusing_page() && (code != ErrorCode::WrongEndpoint || answer.status == 405)
}

/// So many milliseconds or a little more, in whole ones.
pub(crate) fn whole_millis(millis: f64) -> Duration {
    Duration::from_millis(millis.ceil() as u64)
}
