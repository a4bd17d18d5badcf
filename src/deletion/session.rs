//! One call's conversation with a platform: it sends, repeats what may be repeated, and keeps the receipt.

use super::errors::{cut_short, lost, no_credential, unsent};
use super::pace::{Pace, Turn};
use super::secrets::Secrets;
use super::{CallOptions, Link, PlannedRequest};
use crate::backend::{Answer, fault};
use crate::error::Error;
use crate::error_code::ErrorCode;
use crate::http::{
    AgentId, Auth, Carrier, Cut, Held, Json, Limits, Method, Reply, Request, RetryPolicy, Route, SendFailure,
    Target, credential_fault, is_credential_header, is_transient,
};
use crate::step::{Purpose, Step};
use crate::text::{concat, pieces, replaced};
use alloc::borrow::ToOwned;
use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use core::cell::RefCell;
use core::time::Duration;
use futures_util::future::LocalBoxFuture;

/// An answer to a change is short.
const MAX_REPLY_BYTES: usize = 1 << 20;
/// An answer that feeds a backup may be long.
const MAX_BACKUP_BYTES: usize = 64 << 20;

/// A shorter text in an extra header is no secret: hiding it would only garble messages.
const SHORTEST_SECRET: usize = 6;

/// One call's conversation with a platform.
pub(crate) struct Session<'a> {
    pub(crate) link: &'a Link<'a>,
    pub(crate) transport: &'a (dyn Carrier + 'a),
    pub(super) agent: Option<&'a AgentId>,
    /// The credentials sent.
    pub(super) secrets: Secrets,
    call: &'a CallOptions,
    patience: Patience,
    pace: Option<&'a Pace>,
    steps: RefCell<Vec<Step>>,
    /// The exchange under way, and when it began.
    open: RefCell<Option<(Step, f64)>>,
}

/// When a cancelled call ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Patience {
    /// At once; a request under way is aborted.
    None,
    /// When the request under way has been answered.
    UntilAnswered,
    /// Not at all: what is asked must be tried whatever happens.
    Endless,
}

/// What is asked, as often as need be.
struct Question {
    purpose: Purpose,
    method: Method,
    /// `None` where the request would go elsewhere than to its own path.
    target: Option<Target>,
    body: Option<&'static str>,
    max_retries: u32,
    patience: Patience,
}

/// Why no reply came of an attempt that was not cut short.
enum Failed {
    /// Before it was sent.
    Unsent(Error),
    Sent(SendFailure),
}

/// An answer that may be long, or why there is none.
pub(crate) type Answered = Result<Box<Answer>, Error>;

impl<'a> Session<'a> {
    pub(crate) fn new(link: &'a Link<'a>, call: &'a CallOptions, agent: Option<&'a AgentId>) -> Self {
        Self {
            link,
            transport: &link.transport,
            agent,
            secrets: Secrets::default(),
            call,
            patience: Patience::None,
            pace: None,
            steps: RefCell::default(),
            open: RefCell::default(),
        }
    }

    /// A session among many that share a pace. A cancelled one still waits for its answer.
    pub(crate) fn paced(self, pace: &'a Pace) -> Self {
        Self { pace: Some(pace), patience: Patience::UntilAnswered, ..self }
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
        self.patience != Patience::None
    }

    /// Sends a request, as often as the retry policy allows, and gives the last answer.
    pub(crate) fn ask(&self, purpose: Purpose, route: Route) -> LocalBoxFuture<'_, Answered> {
        let max_retries = self.call.max_retries.unwrap_or(self.link.max_retries);
        self.ask_as(purpose, route, max_retries, self.patience)
    }

    /// Sends a request that is not worth repeating.
    pub(crate) fn ask_once(&self, purpose: Purpose, route: Route) -> LocalBoxFuture<'_, Answered> {
        self.ask_as(purpose, route, 0, self.patience)
    }

    /// Sends a request even when the call was cancelled.
    pub(crate) fn ask_regardless(&self, purpose: Purpose, route: Route) -> LocalBoxFuture<'_, Answered> {
        self.ask_as(purpose, route, self.link.max_retries, Patience::Endless)
    }

    /// The answer, unless it is a failure.
    pub(crate) fn check(&self, purpose: Purpose, answer: Box<Answer>) -> Answered {
        match fault(self.link.platform(), purpose, &answer) {
            Some(fault) => Err(self.fault(purpose, &answer, fault)),
            None => Ok(answer),
        }
    }

    /// What `read` makes of the JSON of an answer that is no failure.
    pub(crate) fn read<R>(
        &self,
        purpose: Purpose,
        answer: Box<Answer>,
        read: impl FnOnce(&Json) -> Option<R>,
    ) -> Result<R, Error> {
        let answer = self.check(purpose, answer)?;
        answer.body().and_then(read).ok_or_else(|| self.unreadable(purpose, &answer))
    }

    fn ask_as(
        &self,
        purpose: Purpose,
        route: Route,
        max_retries: u32,
        patience: Patience,
    ) -> LocalBoxFuture<'_, Answered> {
        let target = route.below(&self.link.base, self.link.api_version.as_deref());
        let (method, body) = (route.method, route.body);
        let question = Question { purpose, method, target, body, max_retries, patience };
        Box::pin(async move {
            let mut maybe_applied = false;
            let mut answered = self.ask_repeatedly(&question, &mut maybe_applied).await;
            match &mut answered {
                Ok(answer) => answer.maybe_applied = maybe_applied,
                Err(error) => {
                    error.outcome_unknown = purpose.changes() && (error.outcome_unknown || maybe_applied);
                    self.finish(purpose, error);
                }
            }
            answered
        })
    }

    /// Until the end, an error's `outcome_unknown` says whether the request had left.
    async fn ask_repeatedly(&self, question: &Question, maybe_applied: &mut bool) -> Answered {
        let policy = RetryPolicy { max_retries: question.max_retries };
        let transport = self.transport;
        let mut attempt = 0_u32;
        loop {
            attempt = attempt.saturating_add(1);
            let turn = match self.pace {
                Some(pace) => Some(Box::pin(self.turn(pace, question.patience)).await?),
                None => None,
            };
            self.check_cancelled(question.patience)?;
            let started = transport.now();
            let answered = self.attempt(question, attempt).await;
            let (repeatable, wait, applied) = match &answered {
                Ok(answer) => {
                    self.keep_pace(answer, started);
                    let repeatable = self.is_worth_repeating(question.purpose, answer);
                    (repeatable, answer.wait, answer.status >= 500 || answer.status == 408)
                }
                Err(error) => {
                    let repeatable = matches!(error.code, ErrorCode::Timeout | ErrorCode::Network);
                    (repeatable, None, error.outcome_unknown)
                }
            };
            if !repeatable {
                return answered;
            }
            let Some(pause) = policy.pause(attempt, wait, transport.random()) else { return answered };
            *maybe_applied |= applied;
            drop(turn);
            self.until_cancelled(transport.sleep(pause), question.patience).await.map_err(unsent)?;
        }
    }

    fn is_worth_repeating(&self, purpose: Purpose, answer: &Answer) -> bool {
        let platform = self.link.platform();
        platform.is_transient(answer)
            || (is_transient(answer.status) && !platform.is_missing(purpose, answer))
    }

    /// Waits until the pace that many calls share allows another request.
    async fn turn(&self, pace: &'a Pace, patience: Patience) -> Result<Turn<'a>, Error> {
        loop {
            if let Some(pause) = pace.pause_at(self.transport.now()) {
                self.until_cancelled(self.transport.sleep(pause), patience).await.map_err(unsent)?;
            }
            let turn = self.until_cancelled(pace.turn(), patience).await.map_err(unsent)?;
            // The pause may have begun, or grown, during the wait.
            if pace.pause_at(self.transport.now()).is_none() {
                return Ok(turn);
            }
        }
    }

    fn check_cancelled(&self, patience: Patience) -> Result<(), Error> {
        match self.call.cancel.as_ref().and_then(|cancel| cancel.reason()) {
            Some(reason) if patience != Patience::Endless => Err(unsent(Cut::Cancelled(reason))),
            _ => Ok(()),
        }
    }

    /// Waits while nothing is under way, so a cancelled call ends at once.
    fn until_cancelled<'s, O>(&self, wait: LocalBoxFuture<'s, O>, patience: Patience) -> Held<'s, O> {
        let cancel = self.call.cancel.as_ref().filter(|_| patience != Patience::Endless);
        Limits::cancel(cancel).hold(wait)
    }

    /// Sleeps after a request that was accepted, and so may take effect.
    pub(crate) async fn rest(&self, purpose: Purpose, pause: Duration) -> Result<(), Error> {
        let rested = self.until_cancelled(self.transport.sleep(pause), Patience::None).await;
        rested.map_err(|cut| self.finished(purpose, cut_short(cut, purpose.changes())))
    }

    /// Waits for something, unless the call is cancelled.
    pub(crate) async fn unless_cancelled<O>(
        &self,
        purpose: Purpose,
        work: LocalBoxFuture<'_, O>,
    ) -> Result<O, Error> {
        let worked = self.until_cancelled(work, Patience::None).await;
        worked.map_err(|cut| self.finished(purpose, unsent(cut)))
    }

    /// Waits for work at most so long. What is under way then is given up, and stands in the receipt without an answer.
    pub(crate) async fn within<O>(&self, limit: Duration, work: LocalBoxFuture<'_, O>) -> Option<O> {
        let done = Limits::default().timer(self.transport.sleep(limit)).hold(work).await.ok();
        if done.is_none() {
            self.note(None, None);
        }
        done
    }

    fn keep_pace(&self, answer: &Answer, started: f64) {
        let Some(pace) = self.pace else { return };
        if answer.status == 429 {
            pace.slow_down(started, self.transport.now(), answer.wait);
        } else {
            pace.speed_up();
        }
    }

    /// The request that a route would become, for a plan.
    pub(crate) fn planned(&self, purpose: Purpose, route: Route) -> Option<PlannedRequest> {
        let Target { path, .. } = route.below(&self.link.base, self.link.api_version.as_deref())?;
        Some(PlannedRequest { purpose, method: route.method.as_str(), path })
    }

    async fn attempt(&self, question: &Question, attempt: u32) -> Answered {
        let transport = self.transport;
        let cancel = self.call.cancel.as_ref().filter(|_| question.patience == Patience::None);
        let timeout = self.call.timeout.unwrap_or(self.link.timeout);
        let limits = Limits::cancel(cancel).timer(transport.sleep(timeout));
        match limits.hold(Box::pin(self.exchange(question, attempt))).await {
            Ok(Ok(reply)) => {
                self.note(Some(reply.status), reply.request_id());
                Ok(Box::new(Answer::read(reply, transport.now())))
            }
            Ok(Err(Failed::Unsent(error))) => Err(error),
            Ok(Err(Failed::Sent(failure))) => {
                // A fetch that heard of the abort by itself fails in the same moment.
                if let Some(reason) = cancel.and_then(|cancel| cancel.reason()) {
                    self.note(None, None);
                    return Err(cut_short(Cut::Cancelled(reason), true));
                }
                let status = if let SendFailure::Network { status, .. } = &failure { *status } else { None };
                self.note(status, None);
                Err(lost(failure))
            }
            Err(cut) => {
                let sent = self.note(None, None);
                Err(cut_short(cut, sent))
            }
        }
    }

    async fn exchange(&self, question: &Question, attempt: u32) -> Result<Reply, Failed> {
        let started = self.transport.now();
        let Some(target) = &question.target else {
            let reason = "the request would have left its own path";
            return Err(Failed::Unsent(Error::new(ErrorCode::InvalidInput, reason)));
        };
        let mut headers = self.headers(question.body.is_some());
        if let Some(auth) = &self.link.auth {
            let secret =
                auth.secret().reveal().await.map_err(|cause| Failed::Unsent(no_credential(cause)))?;
            headers.push(self.credential_header(auth, &secret).map_err(Failed::Unsent)?);
        }
        let step = Step {
            purpose: question.purpose,
            method: question.method.as_str(),
            path: target.path.clone(),
            status: None,
            attempt,
            duration_ms: 0.0,
            request_id: None,
        };
        self.open.replace(Some((step, started)));
        let is_backup = question.purpose == Purpose::Backup;
        let request = Request {
            method: question.method,
            url: target.url.clone(),
            headers,
            body: question.body,
            max_reply_bytes: if is_backup { MAX_BACKUP_BYTES } else { MAX_REPLY_BYTES },
        };
        self.transport.send(request).await.map_err(Failed::Sent)
    }

    /// Every header but the credential's.
    fn headers(&self, has_body: bool) -> Vec<(String, String)> {
        let json = |name: &str| (name.to_owned(), "application/json".to_owned());
        let mut headers = vec![json("Accept")];
        if has_body {
            headers.push(json("Content-Type"));
        }
        for (name, value) in &self.link.headers {
            // Any of them may be secret; of a credential, also what follows a scheme such as "Bearer".
            if value.len() >= SHORTEST_SECRET {
                self.secrets.remember(value);
            }
            if is_credential_header(name) {
                // What follows a scheme such as "Bearer", or a name.
                let parted = replaced(&replaced(value, ";", " "), "=", " ");
                for part in pieces(&parted, " ") {
                    if part.len() >= SHORTEST_SECRET {
                        self.secrets.remember(part);
                    }
                }
            }
            headers.push((name.clone(), value.clone()));
        }
        headers
    }

    fn credential_header(&self, auth: &Auth, secret: &str) -> Result<(String, String), Error> {
        if let Some(fault) = credential_fault(secret) {
            return Err(Error::new(ErrorCode::InvalidInput, concat(&["the credential ", fault])));
        }
        self.secrets.remember(secret);
        let (name, prefix) = self.link.platform().facts().credential_header(auth);
        Ok((name.to_owned(), concat(&[prefix, secret])))
    }

    /// Adds the exchange under way, if one is, to the receipt, and tells the observer. Whether one was.
    fn note(&self, status: Option<u16>, request_id: Option<&str>) -> bool {
        let Some((mut step, started)) = self.open.take() else { return false };
        step.status = status;
        step.duration_ms = (self.transport.now() - started).max(0.0);
        step.request_id = request_id.map(|id| self.secrets.hide(id));
        if let Some(observer) = &self.link.on_step {
            (observer.0)(&step);
        }
        self.steps.borrow_mut().push(step);
        true
    }
}
