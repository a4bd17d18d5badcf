//! One call's conversation with a platform: it sends, repeats what may be repeated, and keeps the receipt.

use super::errors::{cut_short, lost, no_credential, unsent};
use super::pace::{Pace, Turn};
use super::secrets::Secrets;
use super::{CallOptions, Link, PlannedRequest};
use crate::backend::{Answer, fault};
use crate::backup::AgentBackup;
use crate::error::Error;
use crate::error_code::ErrorCode;
use crate::http::{
    AgentId, Auth, CancelToken, Carrier, Cause, Cut, Limits, Method, Reply, Request, RetryPolicy, Route,
    SendFailure, Target, credential_fault, is_credential_header, is_transient,
};
use crate::step::{Purpose, Step};
use crate::text::{concat, pieces, replaced};
use alloc::borrow::ToOwned;
use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use core::cell::RefCell;
use core::future::poll_fn;
use core::task::{Poll, ready};
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
    /// What was saved of the agent.
    pub(super) backup: RefCell<Option<AgentBackup>>,
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

/// An answer that may be long, or why there is none.
pub(crate) type Answered = Result<Box<Answer>, Error>;

impl<'a> Session<'a> {
    pub(crate) fn new(link: &'a Link<'a>, call: &'a CallOptions, agent: Option<&'a AgentId>) -> Self {
        Self {
            link,
            transport: &link.transport,
            agent,
            secrets: Secrets::default(),
            backup: RefCell::default(),
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

    /// Attempts after the first.
    pub(crate) fn max_retries(&self) -> u32 {
        self.call.max_retries.unwrap_or(self.link.max_retries)
    }

    /// Sends a request, as often as the retry policy allows, and gives the last answer. What makes an agent the default
    /// one again is sent even when the call was cancelled.
    pub(crate) fn ask(&self, purpose: Purpose, route: Route) -> LocalBoxFuture<'_, Answered> {
        self.ask_up_to(self.max_retries(), purpose, route)
    }

    /// Sends a request, and repeats it so often at most.
    pub(crate) fn ask_up_to(
        &self,
        max_retries: u32,
        purpose: Purpose,
        route: Route,
    ) -> LocalBoxFuture<'_, Answered> {
        let target = route.below(&self.link.base, self.link.api_version.as_deref());
        let (method, body) = (route.method, route.body);
        let (max_retries, patience) = match purpose {
            Purpose::RestoreDefault => (self.link.max_retries, Patience::Endless),
            _ => (max_retries, self.patience),
        };
        Box::pin(self.converse(Question { purpose, method, target, body, max_retries, patience }))
    }

    /// Fails where the answer is a failure.
    pub(crate) fn check(&self, purpose: Purpose, answer: &Answer) -> Result<(), Error> {
        match fault(self.link.platform(), purpose, answer) {
            Some(fault) => Err(self.fault(purpose, answer, fault)),
            None => Ok(()),
        }
    }

    /// Asks until there is an answer that is not worth another attempt.
    async fn converse(&self, question: Question) -> Answered {
        let mut attempt = 0;
        let mut maybe_applied = false;
        let mut pause = None;
        let answered = loop {
            attempt += 1;
            let turn = match self.until_cancelled(self.turn(pause), question.patience).await {
                Ok(turn) => turn,
                Err(cut) => break Err(unsent(cut)),
            };
            let answered = self.attempt(&question, attempt).await;
            pause = self.pause_after(&question, attempt, &answered);
            if pause.is_none() {
                break answered;
            }
            maybe_applied |= match answered {
                Ok(answer) => answer.status >= 500 || answer.status == 408,
                Err(error) => error.outcome_unknown,
            };
            drop(turn);
        };
        self.conclude(question.purpose, maybe_applied, answered)
    }

    /// Sends a request once. Until the end, an error's `outcome_unknown` says whether it had left.
    async fn attempt(&self, question: &Question, attempt: u32) -> Answered {
        self.check_cancelled(question.patience)?;
        let started = self.transport.now();
        let cancel = self.call.cancel.as_ref().filter(|_| question.patience == Patience::None);
        let timeout = self.call.timeout.unwrap_or(self.link.timeout);
        let mut limits = Limits::cancel(cancel).timer(self.transport.sleep(timeout));
        let Some(target) = &question.target else {
            let reason = "the request would have left its own path";
            return Err(Error::new(ErrorCode::InvalidInput, reason));
        };
        let mut headers = self.headers(question.body.is_some());
        if let Some(auth) = &self.link.auth {
            let given = limits.hold(auth.secret().reveal()).await;
            headers.push(self.credential_header(auth, given)?);
        }
        self.open.replace(Some((step_of(question, target, attempt), started)));
        let sent = limits.hold(self.transport.send(request_of(question, target, headers))).await;
        self.hear(started, cancel, sent)
    }

    /// Notes what came of a request that was sent.
    fn hear(
        &self,
        started: f64,
        cancel: Option<&CancelToken>,
        sent: Result<Result<Reply, SendFailure>, Cut>,
    ) -> Answered {
        let failure = match sent {
            Ok(Ok(reply)) => {
                self.note(Some(reply.status), reply.request_id());
                let now = self.transport.now();
                let answer = Box::new(Answer::read(reply, now));
                if let Some(pace) = self.pace {
                    pace.heard(answer.status, started, now, answer.wait);
                }
                return Ok(answer);
            }
            // A fetch that heard of the abort by itself fails in the same moment.
            Ok(Err(failure)) => match cancel.and_then(CancelToken::reason) {
                Some(reason) => Err(Cut::Cancelled(reason)),
                None => Ok(failure),
            },
            Err(cut) => Err(cut),
        };
        match failure {
            Ok(failure) => {
                let status = if let SendFailure::Network { status, .. } = &failure { *status } else { None };
                self.note(status, None);
                Err(lost(failure))
            }
            Err(cut) => {
                self.note(None, None);
                Err(cut_short(cut, true))
            }
        }
    }

    /// How long to wait before another attempt, if there is to be one.
    fn pause_after(&self, question: &Question, attempt: u32, answered: &Answered) -> Option<Duration> {
        let (repeatable, wait) = match answered {
            Ok(answer) => (self.is_worth_repeating(question.purpose, answer), answer.wait),
            Err(error) => (matches!(error.code, ErrorCode::Timeout | ErrorCode::Network), None),
        };
        let policy = RetryPolicy { max_retries: question.max_retries };
        if repeatable { policy.pause(attempt, wait, self.transport.random()) } else { None }
    }

    fn conclude(&self, purpose: Purpose, maybe_applied: bool, mut answered: Answered) -> Answered {
        match &mut answered {
            Ok(answer) => answer.maybe_applied = maybe_applied,
            Err(error) => {
                error.outcome_unknown = purpose.changes() && (error.outcome_unknown || maybe_applied);
                self.finish(purpose, error);
            }
        }
        answered
    }

    fn is_worth_repeating(&self, purpose: Purpose, answer: &Answer) -> bool {
        let platform = self.link.platform();
        platform.is_transient(answer)
            || (is_transient(answer.status) && !platform.is_missing(purpose, answer))
    }

    /// Waits for a pause to end, and until the pace that many calls share allows another request.
    fn turn(&self, pause: Option<Duration>) -> LocalBoxFuture<'_, Option<Turn<'a>>> {
        let mut timer = pause.map(|pause| self.transport.sleep(pause));
        Box::pin(poll_fn(move |context| {
            loop {
                if let Some(timer) = &mut timer {
                    ready!(timer.as_mut().poll(context));
                }
                let Some(pace) = self.pace else { return Poll::Ready(None) };
                // Another pause may have begun, or grown, during the wait.
                timer = pace.pause_at(self.transport.now()).map(|pause| self.transport.sleep(pause));
                if timer.is_none() {
                    return pace.poll_turn(context).map(Some);
                }
            }
        }))
    }

    fn check_cancelled(&self, patience: Patience) -> Result<(), Error> {
        match self.call.cancel.as_ref().and_then(|cancel| cancel.reason()) {
            Some(reason) if patience != Patience::Endless => Err(unsent(Cut::Cancelled(reason))),
            _ => Ok(()),
        }
    }

    /// Waits while nothing is under way, so a cancelled call ends at once.
    async fn until_cancelled<O>(&self, wait: LocalBoxFuture<'_, O>, patience: Patience) -> Result<O, Cut> {
        let cancel = self.call.cancel.as_ref().filter(|_| patience != Patience::Endless);
        Limits::cancel(cancel).hold(wait).await
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

    /// The request that a route would become, for a plan.
    pub(crate) fn planned(&self, purpose: Purpose, route: Route) -> Option<PlannedRequest> {
        let Target { path, .. } = route.below(&self.link.base, self.link.api_version.as_deref())?;
        Some(PlannedRequest { purpose, method: route.method.as_str(), path })
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

    /// The header of a credential that was asked for.
    fn credential_header(
        &self,
        auth: &Auth,
        given: Result<Result<String, Cause>, Cut>,
    ) -> Result<(String, String), Error> {
        let secret = given.map_err(unsent)?.map_err(no_credential)?;
        if let Some(fault) = credential_fault(&secret) {
            return Err(Error::new(ErrorCode::InvalidInput, concat(&["the credential ", fault])));
        }
        self.secrets.remember(&secret);
        let (name, prefix) = self.link.platform().credential_header(auth);
        Ok((name.to_owned(), concat(&[prefix, &secret])))
    }

    /// Adds the exchange under way, if one is, to the receipt, and tells the observer.
    fn note(&self, status: Option<u16>, request_id: Option<&str>) {
        let Some((mut step, started)) = self.open.take() else { return };
        step.status = status;
        step.duration_ms = (self.transport.now() - started).max(0.0);
        step.request_id = request_id.map(|id| self.secrets.hide(id));
        if let Some(observer) = &self.link.on_step {
            (observer.0)(&step);
        }
        self.steps.borrow_mut().push(step);
    }
}

fn step_of(question: &Question, target: &Target, attempt: u32) -> Step {
    Step {
        purpose: question.purpose,
        method: question.method.as_str(),
        path: target.path.clone(),
        status: None,
        attempt,
        duration_ms: 0.0,
        request_id: None,
    }
}

fn request_of(question: &Question, target: &Target, headers: Vec<(String, String)>) -> Request {
    let is_backup = question.purpose == Purpose::Backup;
    Request {
        method: question.method,
        url: target.url.clone(),
        headers,
        body: question.body,
        max_reply_bytes: if is_backup { MAX_BACKUP_BYTES } else { MAX_REPLY_BYTES },
    }
}
