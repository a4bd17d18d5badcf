//! One call's dealings with a platform: every question with all its attempts, and the receipt.
//!
//! An attempt asks for the credential, sends and reads, all within one limit of time. It is repeated as the retry policy
//! allows. What may have taken effect is remembered, so that no later answer is taken for the whole truth.

mod headers;
mod waiting;

pub(super) use waiting::Cut;

use super::errors::{cut_short, lost};
use super::{CallOptions, Connection, PlannedRequest};
use crate::agent::Agent;
use crate::backend::{Answer, fault};
use crate::backup::AgentBackup;
use crate::error::Error;
use crate::error_code::ErrorCode;
use crate::http::{
    AgentId, Cancels, Cause, Heard, Method, Pace, Reply, Request, RetryPolicy, Route, SendFailure, Target,
    Turns,
};
use crate::secrecy::Secrets;
use crate::step::{Purpose, Step};
use std::cell::{Cell, Ref, RefCell};
use std::time::Duration;

/// An answer to a change is short.
const MAX_REPLY_BYTES: usize = 1 << 20;
/// An answer that feeds a backup may be long.
const MAX_BACKUP_BYTES: usize = 64 << 20;

/// One call to a platform.
pub(crate) struct Session<'c> {
    pub(super) link: &'c Connection,
    /// The agent that the call is about; none where it lists them all.
    pub(super) agent: Option<AgentId>,
    cancels: Cancels,
    /// The pace that it shares with others.
    pace: Option<&'c Pace>,
    /// Whose turn it is to ask the caller, among the deletions of a bulk.
    questions: Option<&'c Turns>,
    /// How many milliseconds an attempt may take.
    timeout: f64,
    max_retries: u32,
    secrets: RefCell<Secrets>,
    /// The exchange under way.
    open: Cell<Option<Exchange>>,
    steps: RefCell<Vec<Step>>,
    /// What was saved of the agent.
    pub(super) backup: RefCell<Option<AgentBackup>>,
}

/// A request that has left.
struct Exchange {
    purpose: Purpose,
    method: Method,
    path: String,
    attempt: u32,
    /// Milliseconds since 1970.
    started: f64,
}

/// Another attempt, after one that failed.
struct Again {
    /// How many milliseconds the platform asks to wait before it.
    wait: Option<f64>,
    /// Whether the one that failed may have taken effect.
    applied: bool,
}

impl<'c> Session<'c> {
    pub(crate) fn new(link: &'c Connection, agent: Option<AgentId>, options: &CallOptions) -> Self {
        Self {
            link,
            agent,
            cancels: options.cancel.iter().cloned().collect(),
            pace: None,
            questions: None,
            timeout: millis(options.timeout.unwrap_or(link.options.timeout)),
            max_retries: options.max_retries.unwrap_or(link.options.max_retries),
            secrets: RefCell::new(link.secrets.clone()),
            open: Cell::default(),
            steps: RefCell::default(),
            backup: RefCell::default(),
        }
    }

    /// The same as one of many plans, which share a pace and a switch.
    pub(crate) fn paced(self, pace: &'c Pace, cancels: Cancels) -> Self {
        Self { pace: Some(pace), cancels, ..self }
    }

    /// The same as one of many deletions, which ask their caller one at a time as well.
    pub(crate) fn among(self, pace: &'c Pace, questions: &'c Turns, cancels: Cancels) -> Self {
        Self { questions: Some(questions), ..self.paced(pace, cancels) }
    }

    /// The same, hiding the credentials that an earlier call sent.
    pub(super) fn hiding(self, secrets: Secrets) -> Self {
        self.secrets.borrow_mut().add(secrets);
        self
    }

    pub(crate) fn into_secrets(self) -> Secrets {
        self.secrets.into_inner()
    }

    /// Whether it is one of many deletions.
    pub(super) fn is_one_of_many(&self) -> bool {
        self.questions.is_some()
    }

    /// Milliseconds since 1970.
    pub(super) fn now(&self) -> f64 {
        self.link.transport.now()
    }

    /// The receipt, when the call ends.
    pub(super) fn receipt(&self) -> Vec<Step> {
        self.steps.take()
    }

    /// How the call ended. An error comes with the receipt.
    pub(crate) fn with_receipt<O>(&self, ended: Result<O, Error>) -> Result<O, Error> {
        ended.map_err(|mut error| {
            error.steps = self.receipt();
            error
        })
    }

    /// Whether a request of this purpose has left.
    pub(super) fn sent(&self, purpose: Purpose) -> bool {
        self.steps.borrow().iter().any(|step| step.purpose == purpose)
    }

    /// The last exchange, if there was one, as something is made of it.
    pub(super) fn last_step<T>(&self, made: impl FnOnce(&Step) -> T) -> Option<T> {
        self.steps.borrow().last().map(made)
    }

    /// The text without the credentials, should somebody have repeated one.
    pub(super) fn hide(&self, text: &str) -> String {
        self.secrets.borrow().hide(text)
    }

    /// The credentials known so far.
    pub(super) fn secrets(&self) -> Ref<'_, Secrets> {
        self.secrets.borrow()
    }

    /// What was thrown, if no credential is in it; else its words alone.
    pub(super) fn cleaned(&self, cause: Cause) -> Cause {
        self.secrets.borrow().cleaned(cause)
    }

    /// The agent's id, as errors hold it.
    pub(super) fn shown_id(&self) -> Option<String> {
        self.agent.as_ref().map(|id| self.secrets.borrow().shown_id(id.to_string()))
    }

    /// The credentials to keep out of its id, if they stand there.
    pub(crate) fn secrets_in(self, id: &str) -> Option<Secrets> {
        Some(self.into_secrets()).filter(|secrets| secrets.are_in(id))
    }

    /// An agent without the credential, should the platform show it in one.
    pub(super) fn without_credential(&self, mut agent: Agent) -> Agent {
        let secrets = self.secrets.borrow();
        secrets.hide_in(&mut agent.raw);
        for text in
            [Some(&mut agent.id), agent.name.as_mut(), agent.description.as_mut()].into_iter().flatten()
        {
            secrets.hide_in_text(text);
        }
        agent
    }

    /// Attempts after the first. What makes an agent the default one again is tried as often as the client may.
    pub(super) fn max_retries(&self, purpose: Purpose) -> u32 {
        if purpose == Purpose::RestoreDefault { self.link.options.max_retries } else { self.max_retries }
    }

    /// The request that a route would become, for a plan.
    pub(super) fn planned(&self, purpose: Purpose, route: &Route) -> Option<PlannedRequest> {
        let Target { path, .. } = self.link.target(route)?;
        Some(PlannedRequest { purpose, method: route.method.as_str(), path: self.hide(&path) })
    }

    /// Fails where the answer is a failure.
    pub(super) fn check(&self, purpose: Purpose, answer: &Answer) -> Result<(), Error> {
        match fault(self.link.platform(), purpose, self.agent.as_ref(), answer) {
            Some(fault) => Err(self.fault(purpose, answer, fault)),
            None => Ok(()),
        }
    }

    /// Sends a request, as often as the retry policy allows, and gives the last answer; a failure where it is one.
    pub(super) async fn ask_well(&self, purpose: Purpose, route: &Route) -> Result<Answer, Error> {
        let answer = self.ask(purpose, route).await?;
        self.check(purpose, &answer)?;
        Ok(answer)
    }

    /// The same, whatever the answer is.
    pub(super) async fn ask(&self, purpose: Purpose, route: &Route) -> Result<Answer, Error> {
        self.ask_up_to(self.max_retries(purpose), purpose, route).await
    }

    /// The same as `ask`, repeated so often at most.
    pub(super) async fn ask_up_to(
        &self,
        max_retries: u32,
        purpose: Purpose,
        route: &Route,
    ) -> Result<Answer, Error> {
        let policy = RetryPolicy { max_retries };
        let mut maybe_applied = false;
        let mut attempt = 1;
        loop {
            let ended = self.attempt(purpose, route, attempt).await;
            let again = self.is_worth_repeating(purpose, &ended).and_then(|Again { wait, applied }| {
                Some((policy.pause(attempt, wait, self.link.transport.random())?, applied))
            });
            let Some((pause, applied)) = again else {
                return match ended {
                    Ok(answer) => Ok(Answer { maybe_applied, ..answer }),
                    Err(error) => Err(self.ended_in(error, purpose, maybe_applied)),
                };
            };
            maybe_applied |= applied;
            if let Err(cut) = self.rest(purpose, pause).await {
                return Err(self.ended_in(cut_short(cut, false), purpose, maybe_applied));
            }
            attempt += 1;
        }
    }

    /// What to know for another attempt; `None` where it is not worth it.
    fn is_worth_repeating(&self, purpose: Purpose, ended: &Result<Answer, Error>) -> Option<Again> {
        match ended {
            Ok(answer) => {
                let fault = fault(self.link.platform(), purpose, self.agent.as_ref(), answer)?;
                fault.retry.then_some(Again { wait: answer.wait, applied: fault.outcome_unknown })
            }
            Err(error)
                if error.retryable && matches!(error.code, ErrorCode::Timeout | ErrorCode::Network) =>
            {
                Some(Again { wait: None, applied: error.outcome_unknown })
            }
            Err(_) => None,
        }
    }

    /// Completes the error of an attempt, which knows only whether its own request had left.
    fn ended_in(&self, mut error: Error, purpose: Purpose, maybe_applied: bool) -> Error {
        if purpose.changes() && maybe_applied && !error.outcome_unknown && error.code == ErrorCode::Network {
            error.message = format!("an earlier attempt may have been heard, and then {}", error.message);
        }
        error.outcome_unknown = purpose.changes() && (error.outcome_unknown || maybe_applied);
        self.finished(purpose, error)
    }

    /// One attempt. Until `ended_in`, an error's `outcome_unknown` says whether the request had left.
    async fn attempt(&self, purpose: Purpose, route: &Route, attempt: u32) -> Result<Answer, Error> {
        let Some(target) = self.link.target(route) else {
            return Err(Error::new(ErrorCode::InvalidInput, "the request would have left its own path"));
        };
        let _turn = self.turn(purpose).await.map_err(unsent)?;
        let started = self.now();
        let headers = self.headers(purpose, route, &target.url, started).await?;
        let left = self.left(started);
        if left == 0.0 {
            // The credential came too late for a request in the same time.
            return Err(unsent(Cut::TimedOut));
        }
        let request = Request {
            method: route.method,
            url: target.url,
            headers,
            body: route.body.clone(),
            read_headers: self.link.platform().facts().extras.answer_headers,
            max_reply_bytes: if purpose == Purpose::Backup { MAX_BACKUP_BYTES } else { MAX_REPLY_BYTES },
        };
        // A platform may have put what it heard into the cursor of its next page.
        let path = self.hide(&target.path);
        self.open.set(Some(Exchange { purpose, method: route.method, path, attempt, started }));
        // Among many, a request that has left is waited for, so that no outcome is lost.
        let gives_way = if self.is_one_of_many() { None } else { Some(purpose) };
        let sent = self.within(left, gives_way, self.link.transport.send(request)).await;
        match sent {
            Ok(Ok(reply)) => Ok(self.hear(reply, started)),
            Ok(Err(failure)) => {
                let status = if let SendFailure::Network { status, .. } = &failure { *status } else { None };
                self.close(status, None);
                match gives_way.and_then(|purpose| self.still_wanted(purpose).err()) {
                    Some(cut) => Err(cut_short(cut, !matches!(failure, SendFailure::NotSent { .. }))),
                    None => Err(lost(failure, self.link)),
                }
            }
            Err(cut) => {
                self.close(None, None);
                Err(cut_short(cut, true))
            }
        }
    }

    /// Takes in the answer to a request.
    fn hear(&self, reply: Reply, started: f64) -> Answer {
        self.close(Some(reply.status), reply.request_id());
        let (now, places) = (self.now(), &self.link.platform().facts().extras.errors);
        let answer = Answer::read(reply, places, now);
        if let Some(pace) = self.pace {
            pace.heard(&Heard { status: answer.status, started, wait: answer.wait }, now);
        }
        answer
    }

    /// Adds the exchange under way, if there is one, to the receipt, and tells of it.
    fn close(&self, status: Option<u16>, request_id: Option<&str>) {
        let Some(Exchange { purpose, method, path, attempt, started }) = self.open.take() else { return };
        let step = Step {
            purpose,
            method: method.as_str(),
            path,
            status,
            attempt,
            duration_ms: (self.now() - started).max(0.0),
            request_id: request_id.map(|id| self.hide(id)),
        };
        if let Some(on_step) = &self.link.options.on_step {
            (on_step.0)(&step);
        }
        self.steps.borrow_mut().push(step);
    }
}

/// An attempt that was cut short before its request left.
fn unsent(cut: Cut) -> Error {
    cut_short(cut, false)
}

/// A length of time in milliseconds.
pub(super) fn millis(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1000.0
}
