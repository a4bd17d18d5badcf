//! One call's dealings with a platform: every question with all its attempts, and the receipt.
//!
//! An attempt asks for the credential, sends and reads, all within one limit of time. It is repeated as the retry policy
//! allows. What may have taken effect is remembered, so that no later answer is taken for the whole truth.

use super::connection::CREDENTIAL_IN_ID;
use super::errors::{Cut, cut_short, lost, no_credential, not_signed};
use super::{CallOptions, Connection, PlannedRequest};
use crate::agent::Agent;
use crate::backend::{Answer, fault};
use crate::backup::AgentBackup;
use crate::error::Error;
use crate::error_code::ErrorCode;
use crate::http::{
    AgentId, Auth, Cancels, Cause, Heard, Method, Pace, Reply, Request, RetryPolicy, Route, Scheme, Secret,
    SendFailure, Target, ToSign, Turn, Turns, header_fault, is_header_name,
};
use crate::secrecy::{SHORTEST_SECRET, Secrets};
use crate::step::{Purpose, Step};
use futures_util::future::{Either, select};
use std::cell::{Cell, Ref, RefCell};
use std::pin::pin;
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

    /// What became of it, and the credentials to keep out of its id, if they stand there.
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

    /// Asks for so many milliseconds at most. `None` where there was no answer by then.
    pub(super) async fn at_most<O>(&self, limit: f64, asking: impl Future<Output = O>) -> Option<O> {
        match select(pin!(asking), pin!(self.sleep(limit))).await {
            Either::Left((answered, _)) => Some(answered),
            Either::Right(_) => {
                self.close(None, None);
                None
            }
        }
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
            let again = self.is_worth_repeating(purpose, &ended).and_then(|(asked, applied)| {
                Some((policy.pause(attempt, asked, self.link.transport.random())?, applied))
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

    /// How long the platform asks to wait before another attempt, and whether this one may have taken effect; `None`
    /// where another is not worth it.
    fn is_worth_repeating(
        &self,
        purpose: Purpose,
        ended: &Result<Answer, Error>,
    ) -> Option<(Option<f64>, bool)> {
        match ended {
            Ok(answer) => {
                let fault = fault(self.link.platform(), purpose, self.agent.as_ref(), answer)?;
                fault.retry.then_some((answer.wait, fault.outcome_unknown))
            }
            Err(error)
                if error.retryable && matches!(error.code, ErrorCode::Timeout | ErrorCode::Network) =>
            {
                Some((None, error.outcome_unknown))
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
        // Should the clock have been set back, the attempt has no more time for that.
        let left = || {
            let now = self.now();
            (started.min(now) + self.timeout - now).max(0.0)
        };
        let mut headers = self.headers(route.body.is_some());
        match &self.link.options.auth {
            Some(Auth::Sign(signer)) => {
                let (method, url) = (route.method.as_str(), target.url.clone());
                let signing =
                    (signer.0)(ToSign { method, url, headers: headers.clone(), body: route.body.clone() });
                let given = self.within(left(), Some(purpose), signing).await.map_err(unsent)?;
                self.still_wanted(purpose).map_err(unsent)?;
                self.take_signature(&mut headers, given.map_err(not_signed)?)?;
            }
            Some(auth @ (Auth::Bearer(secret) | Auth::ApiKey(secret))) => {
                let secret = match secret {
                    Secret::Fixed(secret) => secret.clone(),
                    Secret::Asked(ask) => {
                        let given = self.within(left(), Some(purpose), ask()).await.map_err(unsent)?;
                        self.still_wanted(purpose).map_err(unsent)?;
                        given.map_err(no_credential)?
                    }
                };
                headers.push(self.credential_header(auth, &secret)?);
            }
            None => {}
        }
        if self.now() - started >= self.timeout {
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
        let sent = self.within(left(), gives_way, self.link.transport.send(request)).await;
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
        let places = &self.link.platform().facts().extras.errors;
        let answer = Answer::read(reply, places, self.now());
        if let Some(pace) = self.pace {
            pace.heard(&Heard { status: answer.status, started, wait: answer.wait }, self.now());
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

    /// Every header but the credential's.
    fn headers(&self, has_body: bool) -> Vec<(String, String)> {
        let json = |name: &str| (name.to_owned(), "application/json".to_owned());
        let mut headers = vec![json("Accept")];
        if has_body {
            headers.push(json("Content-Type"));
        }
        let given = &self.link.options.headers;
        for (name, value) in self.link.platform().facts().extras.headers {
            if !given.iter().any(|(given, _)| given.eq_ignore_ascii_case(name)) {
                headers.push(((*name).to_owned(), (*value).to_owned()));
            }
        }
        for (name, value) in given {
            headers.push((name.clone(), value.clone()));
        }
        headers
    }

    /// The header of a credential that was asked for.
    fn credential_header(&self, auth: &Auth, secret: &str) -> Result<(String, String), Error> {
        if let Some(fault) = auth.fault(secret) {
            return Err(Error::new(ErrorCode::InvalidInput, format!("the credential {fault}")));
        }
        if let Some(Secret::Asked(_)) = auth.secret() {
            self.secrets.borrow_mut().remember_credential(secret);
            if let Some(id) = &self.agent
                && self.secrets.borrow().are_in(id.as_str())
            {
                return Err(Error::new(ErrorCode::InvalidInput, CREDENTIAL_IN_ID));
            }
        }
        let scheme: Scheme = auth.scheme();
        let (name, prefix) = self.link.platform().facts().credential_header(scheme);
        Ok((name.to_owned(), format!("{prefix}{secret}")))
    }

    /// Puts the headers with which the caller signed a request among its own.
    fn take_signature(
        &self,
        headers: &mut Vec<(String, String)>,
        signature: Vec<(String, String)>,
    ) -> Result<(), Error> {
        let fault = |fault: String| Error::new(ErrorCode::InvalidInput, format!("auth.sign {fault}"));
        if signature.is_empty() {
            return Err(fault("gave no headers".to_owned()));
        }
        let mut secrets = self.secrets.borrow_mut();
        for (name, value) in signature {
            if !is_header_name(&name) {
                return Err(fault("gave a header whose name is none".to_owned()));
            }
            if let Some(why) = header_fault(&value) {
                return Err(fault(format!("gave a value of {name} that {why}")));
            }
            let is = |other: &str| name.eq_ignore_ascii_case(other);
            // Whoever sends sets these by the URL and the body.
            if is("host") || is("content-length") {
                continue;
            }
            if headers.iter().any(|(own, same)| is(own) && *same == value) {
                continue;
            }
            // Any of them may be secret; of a signature's parts, such as "Signature=…", what stands behind the name.
            // Whose it is, in "Credential=AKIA…/20240306/…", is told by none either.
            let parts = value.split([' ', ',', ';']).filter_map(|part| Some(part.split_once('=')?.1));
            let keys = parts.clone().filter_map(|part| Some(part.split_once('/')?.0));
            for secret in
                parts.chain(keys).chain([value.as_str()]).filter(|text| text.len() >= SHORTEST_SECRET)
            {
                secrets.remember(secret);
            }
            headers.retain(|(own, _)| !is(own));
            headers.push((name, value));
        }
        Ok(())
    }

    /// Waits for a place among the requests of a bulk, where it is one of many.
    async fn turn(&self, purpose: Purpose) -> Result<Option<Turn<'c>>, Cut> {
        self.still_wanted(purpose)?;
        let Some(pace) = self.pace else { return Ok(None) };
        loop {
            let Some(pause) = pace.pause_at(self.now()) else {
                let turn = self.unless_cancelled(Some(purpose), pace.turn()).await?;
                self.still_wanted(purpose)?;
                // Meanwhile somebody may have been told to wait.
                if pace.pause_at(self.now()).is_none() {
                    return Ok(Some(turn));
                }
                continue;
            };
            self.rest(purpose, pause).await?;
        }
    }

    /// Waits until no other of a bulk asks its caller something.
    pub(super) async fn turn_to_ask(&self) -> Result<Option<Turn<'c>>, Cut> {
        let Some(questions) = self.questions else { return Ok(None) };
        self.unless_cancelled(Some(Purpose::Delete), questions.turn()).await.map(Some)
    }

    /// Waits so many milliseconds, or until the caller cancels.
    pub(super) async fn rest(&self, purpose: Purpose, pause: f64) -> Result<(), Cut> {
        self.still_wanted(purpose)?;
        self.unless_cancelled(Some(purpose), self.sleep(pause)).await
    }

    async fn sleep(&self, millis: f64) {
        let duration = Duration::try_from_secs_f64(millis.max(0.0) / 1000.0).unwrap_or(Duration::MAX);
        self.link.transport.sleep(duration).await;
    }

    /// The caller's abort, unless what is asked must be tried whatever happens.
    pub(super) fn still_wanted(&self, purpose: Purpose) -> Result<(), Cut> {
        match self.cancels.reason() {
            Some(cause) if purpose != Purpose::RestoreDefault => Err(Cut::Cancelled(cause)),
            _ => Ok(()),
        }
    }

    /// Waits for some work, for so many milliseconds at most. Where both have ended, the work wins.
    async fn within<O>(
        &self,
        limit: f64,
        gives_way: Option<Purpose>,
        work: impl Future<Output = O>,
    ) -> Result<O, Cut> {
        match select(pin!(self.unless_cancelled(gives_way, work)), pin!(self.sleep(limit))).await {
            Either::Left((ended, _)) => ended,
            Either::Right(_) => Err(Cut::TimedOut),
        }
    }

    /// Waits for some work; where it gives way, only until the caller cancels. Where both have happened, the work wins.
    pub(super) async fn unless_cancelled<O>(
        &self,
        gives_way: Option<Purpose>,
        work: impl Future<Output = O>,
    ) -> Result<O, Cut> {
        if gives_way.is_none_or(|purpose| purpose == Purpose::RestoreDefault) {
            return Ok(work.await);
        }
        match select(pin!(work), pin!(self.cancels.cancelled())).await {
            Either::Left((done, _)) => Ok(done),
            Either::Right((cause, _)) => Err(Cut::Cancelled(cause)),
        }
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
