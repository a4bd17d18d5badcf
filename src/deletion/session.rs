//! One call to a platform: what all its questions share, and the receipt.

use super::action::{Moment, Work};
use super::pace::Heard;
use super::secrets::Secrets;
use super::wanted::{Patience, UnderWay, Want, Wanted};
use super::{Connection, PlannedRequest, Terms};
use crate::backend::{Answer, fault};
use crate::backup::AgentBackup;
use crate::error::Error;
use crate::error_code::ErrorCode;
use crate::http::{AgentId, Route, Scheme, Target, credential_fault, is_credential_header};
use crate::step::{Purpose, Step};
use crate::text::{Text, concat, fill, pieces, replaced};
use alloc::boxed::Box;
use alloc::rc::Rc;
use alloc::vec::Vec;
use core::cell::Cell;

/// A shorter text in an extra header is no secret: hiding it would only garble messages.
const SHORTEST_SECRET: usize = 6;

/// One call to a platform.
pub(crate) struct Session {
    pub(super) link: Rc<Connection>,
    pub(super) agent: Option<AgentId>,
    /// How many milliseconds an attempt may take.
    pub(super) timeout: f64,
    max_retries: u32,
    /// Whether the call shares its pace with others.
    pub(super) paced: bool,
    /// The credentials sent.
    pub(super) secrets: Secrets,
    /// What was saved of the agent.
    pub(super) backup: Cell<Option<Box<AgentBackup>>>,
    /// Of the event that is taken in.
    pub(super) moment: Moment,
    /// Work to be done for the call.
    pub(super) wanted: Option<Wanted>,
    pub(super) under_way: UnderWay,
    /// Nothing may last longer than until then, in milliseconds since 1970.
    pub(super) until: f64,
    /// Whether it is that which limits what is wanted.
    pub(super) ends_by_until: bool,
    /// The last answer, for the pace.
    pub(super) heard: Option<Heard>,
    /// Whether the call has a place among those that may have a request under way.
    pub(super) has_turn: bool,
    /// Whether an exchange is under way.
    pub(super) is_open: bool,
    /// The exchanges that have ended.
    pub(super) steps: Vec<Step>,
    /// How many of them were told.
    pub(super) told: usize,
}

/// An answer that may be long, or why there is none.
pub(super) type Answered = Result<Box<Answer>, Error>;

impl Session {
    pub(super) fn new(link: Rc<Connection>, agent: Option<AgentId>, terms: Terms) -> Self {
        Self {
            timeout: terms.timeout.unwrap_or(link.setup.timeout),
            max_retries: terms.max_retries.unwrap_or(link.setup.max_retries),
            link,
            agent,
            paced: false,
            secrets: Secrets::default(),
            backup: Cell::default(),
            moment: Moment::default(),
            wanted: None,
            under_way: UnderWay::default(),
            until: f64::INFINITY,
            ends_by_until: false,
            heard: None,
            has_turn: false,
            is_open: false,
            steps: Vec::new(),
            told: 0,
        }
    }

    /// Milliseconds since 1970.
    pub(super) fn now(&self) -> f64 {
        self.moment.now
    }

    /// Asks for some work, which may last until `end`.
    pub(super) fn want(&mut self, want: Want, end: f64, patience: Patience) {
        self.ends_by_until = end >= self.until;
        let limit = (end.min(self.until) - self.now()).max(0.0);
        self.wanted = Some(Wanted { want, limit, patience });
    }

    /// Asks for a pause of so many milliseconds.
    pub(super) fn rest(&mut self, millis: f64, patience: Patience) {
        self.want(Want::Work(Work::Rest), self.now() + millis, patience);
    }

    /// Hands the receipt over, when the call ends.
    pub(super) fn receipt(&mut self) -> Vec<Step> {
        self.told = 0;
        core::mem::take(&mut self.steps)
    }

    /// Whether a request of this purpose has left.
    pub(super) fn sent(&self, purpose: Purpose) -> bool {
        self.steps.iter().any(|step| step.purpose == purpose)
    }

    /// Attempts after the first. What makes an agent the default one again is tried as often as the client may.
    pub(super) fn max_retries(&self, purpose: Purpose) -> u32 {
        if purpose == Purpose::RestoreDefault { self.link.setup.max_retries } else { self.max_retries }
    }

    /// Fails where the answer is a failure.
    pub(super) fn check(&self, purpose: Purpose, answer: &Answer) -> Result<(), Error> {
        match fault(self.link.platform(), purpose, self.agent.as_ref(), answer) {
            Some(fault) => Err(self.fault(purpose, answer, fault)),
            None => Ok(()),
        }
    }

    /// The request that a route would become, for a plan.
    pub(super) fn planned(&self, purpose: Purpose, route: Route) -> Option<PlannedRequest> {
        let Target { path, .. } = self.target(&route)?;
        Some(PlannedRequest { purpose, method: route.method().as_str(), path })
    }

    /// Where a route leads.
    pub(super) fn target(&self, route: &Route) -> Option<Target> {
        route.below(&self.link.base, self.link.setup.api_version.as_deref())
    }

    /// Every header but the credential's.
    pub(super) fn headers(&mut self, has_body: bool) -> Vec<(Text, Text)> {
        let json = |name: &str| (Text::from(name), Text::from("application/json"));
        let mut headers = vec![json("Accept")];
        if has_body {
            headers.push(json("Content-Type"));
        }
        for (name, value) in &self.link.setup.headers {
            // Any of them may be secret.
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
    pub(super) fn credential_header(&mut self, scheme: Scheme, secret: &str) -> Result<(Text, Text), Error> {
        if let Some(fault) = credential_fault(secret) {
            return Err(Error::new(ErrorCode::InvalidInput, fill("the credential {}", &[fault])));
        }
        self.secrets.remember(secret);
        let (name, prefix) = self.link.platform().facts().credential_header(scheme);
        Ok((Text::from(name), concat(&[prefix, secret])))
    }
}
