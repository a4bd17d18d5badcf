//! One question to a platform, with all its attempts.

use super::Credential;
use super::action::{Event, Work};
use super::errors::{Cut, cut_short, lost, no_credential};
use super::pace::Heard;
use super::session::{Answered, Session};
use super::wanted::{Patience, Want};
use crate::backend::{Answer, fault};
use crate::error::Error;
use crate::error_code::ErrorCode;
use crate::http::{Method, Reply, Request, RetryPolicy, Route, SendFailure, Target};
use crate::step::{Purpose, Step};
use crate::text::Text;
use alloc::boxed::Box;

/// An answer to a change is short.
const MAX_REPLY_BYTES: usize = 1 << 20;
/// An answer that feeds a backup may be long.
const MAX_BACKUP_BYTES: usize = 64 << 20;

/// All attempts of one question, until there is an answer that is not worth another.
pub(super) struct Attempts {
    purpose: Purpose,
    method: Method,
    /// Without a URL where the request would go elsewhere than to its own path.
    target: Target,
    body: Option<&'static str>,
    max_retries: u32,
    attempt: u32,
    /// When the attempt began, in milliseconds since 1970.
    started: f64,
    /// An earlier attempt may have taken effect.
    maybe_applied: bool,
    /// Between two attempts.
    pausing: bool,
}

impl Session {
    /// A question that is repeated as often as the retry policy allows.
    pub(super) fn question(&self, purpose: Purpose, route: Route) -> Box<Attempts> {
        self.question_up_to(self.max_retries(purpose), purpose, route)
    }

    /// A question that is repeated so often at most.
    pub(super) fn question_up_to(&self, max_retries: u32, purpose: Purpose, route: Route) -> Box<Attempts> {
        Box::new(Attempts {
            purpose,
            method: route.method(),
            target: self.target(&route).unwrap_or_default(),
            body: route.body(),
            max_retries,
            attempt: 0,
            started: 0.0,
            maybe_applied: false,
            pausing: false,
        })
    }
}

impl Attempts {
    /// Takes an event in. The last answer, unless it goes on. Until the end, an error's `outcome_unknown` says whether
    /// the request had left.
    pub(super) fn next(&mut self, session: &mut Session, event: Event) -> Option<Answered> {
        let ended = self.advance(session, event).transpose()?;
        session.has_turn = false;
        match ended {
            Ok(mut answer) => {
                let applied = answer.status >= 500 || answer.status == 408;
                if self.is_worth_repeating(session, &answer) && self.pauses(session, answer.wait, applied) {
                    return None;
                }
                answer.maybe_applied = self.maybe_applied;
                Some(Ok(answer))
            }
            Err(mut error) => {
                if matches!(error.code, ErrorCode::Timeout | ErrorCode::Network)
                    && self.pauses(session, None, error.outcome_unknown)
                {
                    return None;
                }
                error.outcome_unknown =
                    self.purpose.changes() && (error.outcome_unknown || self.maybe_applied);
                session.finish(self.purpose, &mut error);
                Some(Err(error))
            }
        }
    }

    /// Goes on to what is next; an answer, when there is one, is the last.
    fn advance(&mut self, session: &mut Session, event: Event) -> Result<Option<Box<Answer>>, Error> {
        match event {
            Event::Aborted(cause) => return Err(self.cut(session, Cut::Cancelled(cause))),
            Event::TimedOut if !self.pausing => return Err(self.cut(session, Cut::TimedOut)),
            Event::Begin | Event::TimedOut if session.paced => {
                self.pausing = false;
                session.want(Want::Turn, f64::INFINITY, self.patience(Patience::None));
            }
            Event::Begin | Event::TimedOut | Event::Turn => self.start(session)?,
            Event::Secret(secret) => self.send(session, Some(secret))?,
            Event::Threw(cause) => return Err(no_credential(cause)),
            Event::Replied(reply) => return Ok(Some(self.hear(session, *reply))),
            Event::Lost(failure) => return Err(self.lose(session, *failure)),
            _ => {}
        }
        Ok(None)
    }

    /// Starts another attempt.
    fn start(&mut self, session: &mut Session) -> Result<(), Error> {
        if self.target.url.is_empty() {
            return Err(Error::new(ErrorCode::InvalidInput, "the request would have left its own path"));
        }
        self.pausing = false;
        self.attempt += 1;
        self.started = session.now();
        let secret = match &session.link.setup.auth {
            Some(Credential { fixed: None, .. }) => {
                self.want(session, Work::Secret, Patience::None);
                return Ok(());
            }
            Some(Credential { fixed, .. }) => fixed.clone(),
            None => None,
        };
        self.send(session, secret)
    }

    fn send(&mut self, session: &mut Session, secret: Option<Text>) -> Result<(), Error> {
        if session.now() - self.started >= session.timeout {
            // The credential came too late for a request in the same time.
            return Err(cut_short(Cut::TimedOut, false));
        }
        let mut headers = session.headers(self.body.is_some());
        if let Some(secret) = secret
            && let Some(scheme) = session.link.scheme()
        {
            headers.push(session.credential_header(scheme, &secret)?);
        }
        let request = Box::new(Request {
            method: self.method,
            url: self.target.url.clone(),
            headers,
            body: self.body,
            max_reply_bytes: if self.purpose == Purpose::Backup { MAX_BACKUP_BYTES } else { MAX_REPLY_BYTES },
        });
        session.is_open = true;
        // Among many, a request that has left is waited for, so that no outcome is lost.
        let usual = if session.paced { Patience::OnceBegun } else { Patience::None };
        self.want(session, Work::Send(request), usual);
        Ok(())
    }

    /// Asks for some work within the time that the attempt has.
    fn want(&self, session: &mut Session, work: Work, usual: Patience) {
        // Should the clock have been set back, the attempt has no more time for that.
        let started = self.started.min(session.now());
        session.want(Want::Work(work), started + session.timeout, self.patience(usual));
    }

    fn patience(&self, usual: Patience) -> Patience {
        if self.purpose == Purpose::RestoreDefault { Patience::Endless } else { usual }
    }

    /// Notes the answer to a request.
    fn hear(&self, session: &mut Session, reply: Reply) -> Box<Answer> {
        self.note(session, Some(reply.status), reply.request_id());
        let answer = Answer::read(reply, session.now());
        session.heard = Some(Heard { status: answer.status, started: self.started, wait: answer.wait });
        answer
    }

    /// Notes that no answer came.
    fn lose(&self, session: &mut Session, failure: SendFailure) -> Error {
        let status = if let SendFailure::Network { status, .. } = &failure { *status } else { None };
        self.note(session, status, None);
        lost(failure)
    }

    /// Gives the attempt up, and notes that it was cut short.
    fn cut(&self, session: &mut Session, cut: Cut) -> Error {
        cut_short(cut, self.note(session, None, None))
    }

    /// Adds the exchange under way to the receipt. Whether there is one.
    pub(super) fn note(&self, session: &mut Session, status: Option<u16>, request_id: Option<&Text>) -> bool {
        let is_open = core::mem::take(&mut session.is_open);
        if is_open {
            session.steps.push(Step {
                purpose: self.purpose,
                method: self.method.as_str(),
                path: self.target.path.clone(),
                status,
                attempt: self.attempt,
                duration_ms: (session.now() - self.started).max(0.0),
                request_id: request_id.map(|id| session.secrets.hide(id.clone())),
            });
        }
        is_open
    }

    fn is_worth_repeating(&self, session: &Session, answer: &Answer) -> bool {
        let (platform, id) = (session.link.platform(), session.agent.as_ref());
        fault(platform, self.purpose, id, answer).is_some_and(|fault| fault.retry)
    }

    /// Waits before another attempt, if there is to be one. A cancelled call does not wait it out. `asked` is how long
    /// the platform asks to wait, `applied` whether the last attempt may have taken effect.
    fn pauses(&mut self, session: &mut Session, asked: Option<f64>, applied: bool) -> bool {
        let policy = RetryPolicy { max_retries: self.max_retries };
        let Some(pause) = policy.pause(self.attempt, asked, session.moment.random) else { return false };
        self.maybe_applied |= applied;
        self.pausing = true;
        session.rest(pause, self.patience(Patience::None));
        true
    }
}
