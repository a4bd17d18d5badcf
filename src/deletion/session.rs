//! One call to a platform: what all its questions share, and the receipt.

use super::errors::no_credential;
use super::pace::Pace;
use super::secrets::Secrets;
use super::{CallOptions, Link, PlannedRequest};
use crate::backend::{Answer, fault};
use crate::backup::AgentBackup;
use crate::error::Error;
use crate::error_code::ErrorCode;
use crate::http::{
    AgentId, Auth, Carrier, Cause, Held, Limits, Route, Target, credential_fault, is_credential_header,
};
use crate::step::{Purpose, Step};
use crate::text::{concat, pieces, replaced};
use alloc::borrow::ToOwned;
use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use core::cell::{Cell, RefCell};
use core::time::Duration;
use futures_util::future::LocalBoxFuture;

/// A shorter text in an extra header is no secret: hiding it would only garble messages.
const SHORTEST_SECRET: usize = 6;

/// One call to a platform.
pub(crate) struct Session<'a> {
    pub(crate) link: &'a Link<'a>,
    pub(crate) transport: &'a (dyn Carrier + 'a),
    pub(super) agent: Option<&'a AgentId>,
    /// The credentials sent.
    pub(super) secrets: Secrets,
    /// What was saved of the agent.
    pub(super) backup: RefCell<Option<AgentBackup>>,
    pub(super) call: &'a CallOptions,
    pub(super) patience: Patience,
    pub(super) pace: Option<&'a Pace>,
    steps: RefCell<Vec<Step>>,
    /// The exchange under way, and when it began.
    pub(super) open: Cell<Option<(Step, f64)>>,
}

/// When a cancelled call ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd)]
pub(crate) enum Patience {
    /// At once; a request under way is aborted.
    None,
    /// When the request under way has been answered.
    UntilAnswered,
    /// Not at all: what is asked must be tried whatever happens.
    Endless,
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
            open: Cell::default(),
        }
    }

    /// A session among many that share a pace. A cancelled one still waits for its answer.
    pub(crate) fn paced(self, pace: &'a Pace) -> Self {
        Self { pace: Some(pace), patience: Patience::UntilAnswered, ..self }
    }

    /// Hands the receipt over, when the call ends.
    pub(super) fn receipt(&self) -> Vec<Step> {
        self.steps.take()
    }

    /// Whether the receipt has a step of this kind.
    pub(super) fn has(&self, kind: impl Fn(&Step) -> bool) -> bool {
        self.steps.borrow().iter().any(kind)
    }

    /// Whether a cancelled call still waits for its answer.
    pub(crate) fn is_patient(&self) -> bool {
        self.patience != Patience::None
    }

    /// Attempts after the first.
    pub(crate) fn max_retries(&self) -> u32 {
        self.call.max_retries.unwrap_or(self.link.options.max_retries)
    }

    /// Fails where the answer is a failure.
    pub(crate) fn check(&self, purpose: Purpose, answer: &Answer) -> Result<(), Error> {
        match fault(self.link.platform(), purpose, answer) {
            Some(fault) => Err(self.fault(purpose, answer, fault)),
            None => Ok(()),
        }
    }

    /// Sleeps, unless the call is cancelled.
    pub(super) fn rest(&self, pause: Duration) -> Held<'_, ()> {
        self.unless_cancelled(self.transport.sleep(pause))
    }

    /// Waits for something while nothing is under way, unless the call is cancelled.
    pub(super) fn unless_cancelled<'s, O>(&self, work: LocalBoxFuture<'s, O>) -> Held<'s, O> {
        Limits::cancel(self.call.cancel.as_ref()).hold(work)
    }

    /// Notes a request under way that is waited for no longer.
    pub(super) fn give_up(&self) {
        self.note(None, None);
    }

    /// The request that a route would become, for a plan.
    pub(crate) fn planned(&self, purpose: Purpose, route: Route) -> Option<PlannedRequest> {
        let Target { path, .. } = route.below(&self.link.base, self.link.options.api_version.as_deref())?;
        Some(PlannedRequest { purpose, method: route.method.as_str(), path })
    }

    /// Every header but the credential's.
    pub(super) fn headers(&self, has_body: bool) -> Vec<(String, String)> {
        let json = |name: &str| (name.to_owned(), "application/json".to_owned());
        let mut headers = vec![json("Accept")];
        if has_body {
            headers.push(json("Content-Type"));
        }
        for (name, value) in &self.link.options.headers {
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
    pub(super) fn credential_header(
        &self,
        auth: &Auth,
        given: Result<String, Cause>,
    ) -> Result<(String, String), Error> {
        let secret = given.map_err(no_credential)?;
        if let Some(fault) = credential_fault(&secret) {
            return Err(Error::new(ErrorCode::InvalidInput, concat(&["the credential ", fault])));
        }
        self.secrets.remember(&secret);
        let (name, prefix) = self.link.platform().facts().credential_header(auth);
        Ok((name.to_owned(), concat(&[prefix, &secret])))
    }

    /// Adds the exchange under way, if one is, to the receipt, and tells the observer.
    pub(super) fn note(&self, status: Option<u16>, request_id: Option<&str>) {
        let Some((mut step, started)) = self.open.take() else { return };
        step.status = status;
        step.duration_ms = (self.transport.now() - started).max(0.0);
        step.request_id = request_id.map(|id| self.secrets.hide(id));
        if let Some(observer) = &self.link.options.on_step {
            (observer.0)(&step);
        }
        self.steps.borrow_mut().push(step);
    }
}
