//! One call's conversation with a platform: it sends, repeats what may be repeated, keeps the receipt, and words the
//! errors.

use super::connection::shown;
use super::pace::{Pace, Turn};
use super::{CallOptions, Connection, PlannedRequest};
use crate::backend::{Answer, Fault};
use crate::error::{Error, Failure};
use crate::error_code::ErrorCode;
use crate::http::{
    AgentId, Cause, Request, RetryPolicy, Route, RouteFault, SendFailure, Target, Transport, header_fault,
    is_credential_header, is_transient, race,
};
use crate::step::{Purpose, Step};
use std::cell::{Cell, RefCell};
use std::time::Duration;

/// An answer to a change is short.
const MAX_REPLY_BYTES: usize = 1 << 20;
/// An answer that feeds a backup may be long.
const MAX_BACKUP_BYTES: usize = 64 << 20;

/// A shorter text in an extra header is no secret: hiding it would only garble messages.
const SHORTEST_SECRET: usize = 6;
/// A longer reason is cut, once the credential is out of it.
const LONGEST_REASON: usize = 300;

/// One call's conversation with a platform.
pub(crate) struct Session<'a, T> {
    pub(crate) link: &'a Connection<T>,
    call: &'a CallOptions,
    agent: Option<&'a AgentId>,
    cut: Cut,
    pace: Option<&'a Pace>,
    steps: RefCell<Vec<Step>>,
    /// The exchange under way, and when it began.
    open: RefCell<Option<(Step, f64)>>,
    /// The credentials sent, to keep them out of whatever the platform says.
    secrets: RefCell<Vec<String>>,
}

/// When a cancelled call ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cut {
    /// At once; a request under way is aborted.
    Now,
    /// When the request under way has been answered.
    AfterAnswer,
    /// Not at all: what is asked must be tried whatever happens.
    Never,
}

/// Why an attempt brought no answer to judge.
enum Broken {
    /// Whether the request had left.
    Cancelled {
        reason: Cause,
        sent: bool,
    },
    /// Whether the request had left.
    TimedOut {
        sent: bool,
    },
    Failed(SendFailure),
    /// The request would have gone elsewhere than to its own path.
    Misrouted,
    /// The credential could not be had.
    NoCredential(Cause),
    /// The credential that was given can't be sent.
    BadCredential(&'static str),
}

impl<'a, T: Transport> Session<'a, T> {
    pub(crate) fn new(link: &'a Connection<T>, call: &'a CallOptions, agent: Option<&'a AgentId>) -> Self {
        Self {
            link,
            call,
            agent,
            cut: Cut::Now,
            pace: None,
            steps: RefCell::default(),
            open: RefCell::default(),
            secrets: RefCell::default(),
        }
    }

    /// A session among many that share a pace. A cancelled one still waits for its answer.
    pub(crate) fn paced(self, pace: &'a Pace) -> Self {
        Self { pace: Some(pace), cut: Cut::AfterAnswer, ..self }
    }

    /// The receipt so far.
    pub(crate) fn steps(&self) -> Vec<Step> {
        self.steps.borrow().clone()
    }

    /// Whether a request of this purpose has left.
    pub(crate) fn sent(&self, purpose: Purpose) -> bool {
        self.steps.borrow().iter().any(|step| step.purpose == purpose)
    }

    /// Whether a cancelled call still waits for its answer.
    pub(crate) fn is_patient(&self) -> bool {
        self.cut != Cut::Now
    }

    /// An error that arose earlier in this call, with the receipt as it is now.
    pub(crate) fn with_steps(&self, mut error: Error) -> Error {
        error.steps = self.steps();
        error
    }

    /// Sends a request, as often as the retry policy allows, and gives the last answer.
    pub(crate) async fn ask(&self, purpose: Purpose, route: &Route) -> Result<Answer, Error> {
        let max_retries = self.call.max_retries.unwrap_or(self.link.max_retries);
        self.ask_as(purpose, route, max_retries, self.cut).await
    }

    /// Sends a request that is not worth repeating.
    pub(crate) async fn ask_once(&self, purpose: Purpose, route: &Route) -> Result<Answer, Error> {
        self.ask_as(purpose, route, 0, self.cut).await
    }

    /// Sends a request even when the call was cancelled.
    pub(crate) async fn ask_regardless(&self, purpose: Purpose, route: &Route) -> Result<Answer, Error> {
        self.ask_as(purpose, route, self.link.max_retries, Cut::Never).await
    }

    async fn ask_as(
        &self,
        purpose: Purpose,
        route: &Route,
        max_retries: u32,
        cut: Cut,
    ) -> Result<Answer, Error> {
        let policy = RetryPolicy { max_retries };
        let mut maybe_applied = false;
        let mut attempt = 0_u32;
        loop {
            attempt = attempt.saturating_add(1);
            let turn = self.wait_for_turn(purpose, cut, maybe_applied).await?;
            let started = self.link.transport.now();
            let pause = match self.attempt(purpose, route, attempt, cut).await {
                Ok(mut answer) => {
                    answer.maybe_applied = maybe_applied;
                    self.keep_pace(&answer, started);
                    if !self.is_worth_repeating(purpose, &answer) {
                        return Ok(answer);
                    }
                    let Some(pause) = policy.pause(attempt, answer.wait, self.link.transport.random()) else {
                        return Ok(answer);
                    };
                    maybe_applied |= answer.status >= 500 || answer.status == 408;
                    pause
                }
                Err(broken) => {
                    let repeatable = match &broken {
                        Broken::TimedOut { .. } | Broken::Failed(SendFailure::Network { .. }) => {
                            policy.pause(attempt, None, self.link.transport.random())
                        }
                        _ => None,
                    };
                    let Some(pause) = repeatable else {
                        return Err(self.broken(purpose, broken, maybe_applied));
                    };
                    maybe_applied |= !matches!(broken, Broken::TimedOut { sent: false });
                    pause
                }
            };
            drop(turn);
            self.sleep(purpose, pause, cut, maybe_applied).await?;
        }
    }

    fn is_worth_repeating(&self, purpose: Purpose, answer: &Answer) -> bool {
        let platform = self.link.platform();
        platform.is_transient(answer)
            || (is_transient(answer.status) && !platform.is_missing(purpose, answer))
    }

    /// Waits until the pace that many calls share allows another request, and ends a call that was cancelled.
    async fn wait_for_turn(
        &self,
        purpose: Purpose,
        cut: Cut,
        maybe_applied: bool,
    ) -> Result<Option<Turn<'a>>, Error> {
        let mut turn = None;
        if let Some(pace) = self.pace {
            loop {
                // The pause may have begun, or grown, during the wait.
                if let Some(pause) = pace.pause_at(self.link.transport.now()) {
                    drop(turn.take());
                    self.sleep(purpose, pause, cut, maybe_applied).await?;
                } else if turn.is_some() {
                    break;
                } else {
                    turn = Some(self.unless_cut(pace.turn(), purpose, cut, maybe_applied).await?);
                }
            }
        }
        match self.call.cancel.as_ref().and_then(|cancel| cancel.reason()) {
            Some(reason) if cut != Cut::Never => {
                Err(self.broken(purpose, Broken::Cancelled { reason, sent: false }, maybe_applied))
            }
            _ => Ok(turn),
        }
    }

    /// Sleeps, unless the call is cancelled.
    async fn sleep(
        &self,
        purpose: Purpose,
        pause: Duration,
        cut: Cut,
        maybe_applied: bool,
    ) -> Result<(), Error> {
        self.unless_cut(self.link.transport.sleep(pause), purpose, cut, maybe_applied).await
    }

    /// Waits while nothing is under way, so a cancelled call ends at once.
    async fn unless_cut<F: Future>(
        &self,
        wait: F,
        purpose: Purpose,
        cut: Cut,
        maybe_applied: bool,
    ) -> Result<F::Output, Error> {
        match &self.call.cancel {
            Some(cancel) if cut != Cut::Never => race(wait, cancel.cancelled()).await.map_err(|reason| {
                self.broken(purpose, Broken::Cancelled { reason, sent: false }, maybe_applied)
            }),
            _ => Ok(wait.await),
        }
    }

    /// Sleeps after a request that was accepted, and so may take effect.
    pub(crate) async fn rest(&self, purpose: Purpose, pause: Duration) -> Result<(), Error> {
        self.sleep(purpose, pause, self.cut, true).await
    }

    /// Waits for something of the caller's, unless the call is cancelled.
    pub(crate) async fn unless_cancelled<F: Future>(&self, work: F) -> Result<F::Output, Error> {
        let Some(cancel) = &self.call.cancel else { return Ok(work.await) };
        race(work, cancel.cancelled())
            .await
            .map_err(|reason| self.broken(Purpose::Delete, Broken::Cancelled { reason, sent: false }, false))
    }

    fn keep_pace(&self, answer: &Answer, started: f64) {
        let Some(pace) = self.pace else { return };
        if answer.status == 429 {
            pace.slow_down(started, self.link.transport.now(), answer.wait);
        } else {
            pace.speed_up();
        }
    }

    /// The request that a route would become, for a plan.
    pub(crate) fn planned(&self, purpose: Purpose, route: Route) -> Option<PlannedRequest> {
        let method = route.method.as_str();
        let path = self.bind(&route).ok()?.path;
        Some(PlannedRequest { purpose, method, path })
    }

    fn bind(&self, route: &Route) -> Result<Target, RouteFault> {
        match &self.link.api_version {
            Some(version) => route.clone().query_first("api-version", version).below(&self.link.base),
            None => route.below(&self.link.base),
        }
    }

    async fn attempt(
        &self,
        purpose: Purpose,
        route: &Route,
        attempt: u32,
        cut: Cut,
    ) -> Result<Answer, Broken> {
        let transport = &self.link.transport;
        let Ok(target) = self.bind(route) else {
            return Err(Broken::Misrouted);
        };
        let started = transport.now();
        let sent = Cell::new(false);
        let exchange = async {
            let headers = self.headers(route.body.is_some()).await?;
            sent.set(true);
            let step = Step {
                purpose,
                method: route.method.as_str(),
                path: target.path,
                status: None,
                attempt,
                duration_ms: 0.0,
                request_id: None,
            };
            self.open.replace(Some((step, started)));
            let max_reply_bytes = if purpose == Purpose::Backup { MAX_BACKUP_BYTES } else { MAX_REPLY_BYTES };
            let request =
                Request { method: route.method, url: target.url, headers, body: route.body, max_reply_bytes };
            transport.send(request).await.map_err(Broken::Failed)
        };
        let timeout = self.call.timeout.unwrap_or(self.link.timeout);
        let in_time = race(exchange, transport.sleep(timeout));
        let timed_out = |()| Err(Broken::TimedOut { sent: sent.get() });
        let ended = match self.call.cancel.as_ref().filter(|_| cut == Cut::Now) {
            None => in_time.await.unwrap_or_else(timed_out),
            Some(cancel) => match (race(in_time, cancel.cancelled()).await, cancel.reason()) {
                // A fetch that heard of the abort by itself fails in the same moment.
                (Err(reason), _) | (Ok(Ok(Err(Broken::Failed(_)))), Some(reason)) => {
                    Err(Broken::Cancelled { reason, sent: sent.get() })
                }
                (Ok(ended), _) => ended.unwrap_or_else(timed_out),
            },
        };
        match &ended {
            Ok(reply) => self.note(Some(reply.status), reply.request_id()),
            Err(Broken::Failed(SendFailure::Network { status, .. })) => self.note(*status, None),
            Err(_) => self.note(None, None),
        }
        let now = transport.now();
        ended.map(|reply| Answer::read(reply, now))
    }

    async fn headers(&self, has_body: bool) -> Result<Vec<(String, String)>, Broken> {
        let mut headers = vec![("Accept".to_owned(), "application/json".to_owned())];
        if has_body {
            headers.push(("Content-Type".to_owned(), "application/json".to_owned()));
        }
        for (name, value) in &self.link.headers {
            // Any of them may be secret; of a credential, also what follows a scheme such as "Bearer".
            if value.len() >= SHORTEST_SECRET {
                self.remember(value);
            }
            if is_credential_header(name) {
                value
                    .split([' ', ';', '='])
                    .filter(|part| part.len() >= SHORTEST_SECRET)
                    .for_each(|part| self.remember(part));
            }
            headers.push((name.clone(), value.clone()));
        }
        if let Some(auth) = &self.link.auth {
            let secret = auth.secret().reveal().await.map_err(Broken::NoCredential)?;
            if secret.is_empty() {
                return Err(Broken::BadCredential("must not be empty"));
            }
            if let Some(fault) = header_fault(&secret) {
                return Err(Broken::BadCredential(fault));
            }
            let (name, prefix) = self.link.platform().credential_header(auth);
            headers.push((name.to_owned(), [prefix, &secret].concat()));
            self.remember(&secret);
        }
        Ok(headers)
    }

    /// Waits for work at most so long. What is under way then is given up, and stands in the receipt without an answer.
    pub(crate) async fn within<F: Future>(&self, limit: Duration, work: F) -> Option<F::Output> {
        let done = race(work, self.link.transport.sleep(limit)).await.ok();
        if done.is_none() {
            self.note(None, None);
        }
        done
    }

    /// Adds the exchange under way, if one is, to the receipt, and tells the observer.
    fn note(&self, status: Option<u16>, request_id: Option<&str>) {
        let Some((mut step, started)) = self.open.take() else { return };
        step.status = status;
        step.duration_ms = (self.link.transport.now() - started).max(0.0);
        step.request_id = request_id.map(|id| self.hide(id));
        if let Some(observer) = &self.link.on_step {
            (observer.0)(&step);
        }
        self.steps.borrow_mut().push(step);
    }

    /// The error of an attempt that brought no answer.
    fn broken(&self, purpose: Purpose, broken: Broken, maybe_applied: bool) -> Error {
        use ErrorCode as Code;
        let cors = "If this runs in a browser, the platform may refuse cross-origin calls (CORS): proxy the call through your own server.";
        let (code, sent, reason, cause, hint) = match broken {
            Broken::Cancelled { reason, sent } => {
                (Code::Aborted, sent, "the call was aborted".to_owned(), Some(reason), None)
            }
            Broken::Misrouted => {
                (Code::InvalidInput, false, "the request would have left its own path".to_owned(), None, None)
            }
            Broken::TimedOut { sent: true } => {
                (Code::Timeout, true, "no answer came in time".to_owned(), None, None)
            }
            Broken::TimedOut { sent: false } => {
                (Code::Timeout, false, "the auth function gave no credential in time".to_owned(), None, None)
            }
            Broken::Failed(SendFailure::Network { status, cause }) => {
                let reason = if status.is_some() {
                    "the connection broke before the answer was complete"
                } else {
                    "no answer came"
                };
                (
                    Code::Network,
                    true,
                    format!("{reason} ({})", cause.text()),
                    Some(cause),
                    status.is_none().then_some(cors),
                )
            }
            Broken::Failed(SendFailure::NotAResponse { reason }) => (
                Code::UnexpectedResponse,
                true,
                reason,
                None,
                Some("options.fetch must resolve to a Response, as the global fetch does."),
            ),
            Broken::NoCredential(cause) => (
                Code::Unauthenticated,
                false,
                format!("the auth function failed ({})", cause.text()),
                Some(cause),
                None,
            ),
            Broken::BadCredential(fault) => {
                (Code::InvalidInput, false, format!("the credential {fault}"), None, None)
            }
        };
        let mut error = Error::new(code, String::new()).with_cause(cause);
        error.outcome_unknown = purpose.changes() && (sent || maybe_applied);
        error.hint = hint.map(str::to_owned);
        self.finish(purpose, error, &reason)
    }

    /// The error that an answer is.
    pub(crate) fn fault(&self, purpose: Purpose, answer: &Answer, fault: Fault) -> Error {
        let platform = self.link.platform();
        let said = answer.said.message.as_deref();
        let reason = match (fault.code, said) {
            (ErrorCode::WrongEndpoint | ErrorCode::UnexpectedResponse, Some(said)) => {
                format!("{} ({said})", fault.reason)
            }
            (_, Some(said)) => said.to_owned(),
            (_, None) => match answer.said.details.first() {
                Some(detail) if !detail.message.is_empty() => format!("{}: {}", detail.path, detail.message),
                _ => fault.reason.to_owned(),
            },
        };
        let mut error = Error::new(fault.code, String::new());
        error.status = Some(answer.status).filter(|status| *status != 0);
        error.backend_code = answer.said.code.clone();
        error.backend_message = answer.said.message.clone();
        error.request_id = answer.request_id.clone();
        error.details = answer.said.details.clone();
        error.retryable = platform.is_transient(answer) || is_transient(answer.status);
        error.retry_after = answer.wait;
        error.outcome_unknown = purpose.changes() && (fault.outcome_unknown || answer.maybe_applied);
        error.hint = platform.hint(fault.code, answer, self.link.auth.as_ref()).map(str::to_owned);
        self.finish(purpose, error, &reason)
    }

    /// The error of a success whose body is not what the platform documents.
    pub(crate) fn unreadable(&self, purpose: Purpose, answer: &Answer) -> Error {
        let reason = "the answer's body is not what the platform documents";
        self.fault(
            purpose,
            answer,
            Fault { code: ErrorCode::UnexpectedResponse, outcome_unknown: true, reason },
        )
    }

    /// The error of something that this crate found by itself.
    pub(crate) fn found(&self, purpose: Purpose, code: ErrorCode, reason: &str) -> Error {
        self.finish(purpose, Error::new(code, String::new()), reason)
    }

    /// Adds what every error of this call has: the sentence, the receipt, a general hint; and takes the credential out.
    fn finish(&self, purpose: Purpose, mut error: Error, reason: &str) -> Error {
        let reason: String = self.hide(reason).chars().take(LONGEST_REASON).collect();
        error.message = self.sentence(purpose, error.outcome_unknown, &reason);
        error.backend = Some(self.link.backend);
        error.agent_id = self.agent.map(|id| id.as_str().to_owned());
        error.steps = self.steps();
        if error.hint.is_none() {
            error.hint =
                general_hint(error.code, error.outcome_unknown, self.link.auth.is_none()).map(str::to_owned);
        }
        self.take_secret_out_of(&mut error);
        error
    }

    fn sentence(&self, purpose: Purpose, outcome_unknown: bool, reason: &str) -> String {
        let title = self.link.platform().title();
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
        [title, " ", before, &shown, after, ": ", reason].concat()
    }

    fn take_secret_out_of(&self, error: &mut Error) {
        if self.secrets.borrow().is_empty() {
            return;
        }
        let error: &mut Failure = error;
        for text in
            [&mut error.backend_code, &mut error.backend_message, &mut error.request_id, &mut error.hint]
                .into_iter()
                .flatten()
        {
            *text = self.hide(text);
        }
        error.message = self.hide(&error.message);
        for detail in &mut error.details {
            detail.message = self.hide(&detail.message);
            detail.path = self.hide(&detail.path);
            detail.kind = detail.kind.as_deref().map(|kind| self.hide(kind));
        }
        if error.cause.as_ref().is_some_and(|cause| self.hide(cause.text()) != cause.text()) {
            error.cause = error.cause.as_ref().map(|cause| cause.rewritten(|text| self.hide(text)));
        }
    }

    fn remember(&self, secret: &str) {
        let mut secrets = self.secrets.borrow_mut();
        if !secret.is_empty() && !secrets.iter().any(|known| known == secret) {
            secrets.push(secret.to_owned());
        }
    }

    /// The text without the credentials, should the platform have repeated one.
    pub(crate) fn hide(&self, text: &str) -> String {
        let secrets = self.secrets.borrow();
        secrets.iter().fold(text.to_owned(), |text, secret| text.replace(secret.as_str(), "[credential]"))
    }
}

fn general_hint(code: ErrorCode, outcome_unknown: bool, no_auth: bool) -> Option<&'static str> {
    match code {
        _ if outcome_unknown => {
            Some("The request may have taken effect: read the agent (getAgent) before you try again.")
        }
        ErrorCode::Unauthenticated if no_auth => Some("No credential was sent; pass auth."),
        ErrorCode::WrongEndpoint => Some("Check baseUrl: the answer does not come from this platform's API."),
        ErrorCode::RateLimited => Some("Wait for retryAfterMs, where it is given, and try again."),
        _ => None,
    }
}
