//! One question to a platform, with all its attempts. It is a future by hand: the compiler's own state machine for the
//! same took twice the bytes.

use super::Session;
use super::errors::{cut_short, lost, unsent};
use super::pace::Turn;
use super::session::{Answered, Patience};
use crate::backend::Answer;
use crate::error::Error;
use crate::error_code::ErrorCode;
use crate::http::{
    CancelToken, Cause, Cut, Held, Limits, Method, Reply, Request, RetryPolicy, Route, SendFailure, Target,
    is_transient,
};
use crate::step::{Purpose, Step};
use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use core::pin::Pin;
use core::task::{Context, Poll, ready};
use core::time::Duration;
use futures_util::future::LocalBoxFuture;

/// An answer to a change is short.
const MAX_REPLY_BYTES: usize = 1 << 20;
/// An answer that feeds a backup may be long.
const MAX_BACKUP_BYTES: usize = 64 << 20;

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

impl<'a> Session<'a> {
    /// Sends a request, as often as the retry policy allows, and gives the last answer. What makes an agent the default
    /// one again is sent even when the call was cancelled.
    pub(crate) fn ask(&'a self, purpose: Purpose, route: Route) -> Attempts<'a> {
        self.ask_up_to(self.max_retries(), purpose, route)
    }

    /// Sends a request, and repeats it so often at most.
    pub(crate) fn ask_up_to(&'a self, max_retries: u32, purpose: Purpose, route: Route) -> Attempts<'a> {
        let target = route.below(&self.link.base, self.link.options.api_version.as_deref());
        let (method, body) = (route.method, route.body);
        let (max_retries, patience) = match purpose {
            Purpose::RestoreDefault => (self.link.options.max_retries, Patience::Endless),
            _ => (max_retries, self.patience),
        };
        Attempts::new(self, Question { purpose, method, target, body, max_retries, patience })
    }

    /// Waits for an answer at most so long.
    pub(super) fn within<'s>(&'s self, limit: Duration, asked: Attempts<'s>) -> Held<'s, Answered> {
        Limits::default().timer(self.transport.sleep(limit)).hold(Box::pin(asked))
    }
}

/// All attempts of one question, until there is an answer that is not worth another.
pub(crate) struct Attempts<'s> {
    session: &'s Session<'s>,
    question: Question,
    attempt: u32,
    /// When the attempt began.
    started: f64,
    /// An earlier attempt may have taken effect.
    maybe_applied: bool,
    stage: Stage<'s>,
    /// What may end the stage early.
    limits: Limits<'s>,
    turn: Option<Turn<'s>>,
}

/// What an attempt waits for.
enum Stage<'s> {
    /// The end of a pause, and a place among those that may run at once.
    Turn(Option<LocalBoxFuture<'s, ()>>),
    Credential(LocalBoxFuture<'s, Result<String, Cause>>),
    Reply(LocalBoxFuture<'s, Result<Reply, SendFailure>>),
}

impl Future for Attempts<'_> {
    type Output = Answered;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Answered> {
        loop {
            let ended = match self.advance(context) {
                Poll::Ready(Ok(None)) => continue,
                Poll::Ready(Ok(Some(answer))) => Ok(answer),
                Poll::Ready(Err(error)) => Err(error),
                Poll::Pending => {
                    let cut = ready!(self.limits.poll(context));
                    Err(self.cut(cut))
                }
            };
            match self.pause_after(&ended) {
                Some(pause) => self.wait(pause, &ended),
                None => return Poll::Ready(self.conclude(ended)),
            }
        }
    }
}

impl<'s> Attempts<'s> {
    fn new(session: &'s Session<'s>, question: Question) -> Self {
        Self {
            limits: Limits::cancel(cancel(session, &question, Patience::UntilAnswered)),
            session,
            question,
            attempt: 0,
            started: 0.0,
            maybe_applied: false,
            stage: Stage::Turn(None),
            turn: None,
        }
    }

    /// Goes on to the next stage; an answer, when there is one, is the last. Until the end, an error's `outcome_unknown`
    /// says whether the request had left.
    fn advance(&mut self, context: &mut Context<'_>) -> Poll<Result<Option<Box<Answer>>, Error>> {
        match &mut self.stage {
            Stage::Turn(timer) => {
                self.turn = ready!(turn(self.session, timer, context));
                self.start()?;
            }
            Stage::Credential(asked) => {
                let given = ready!(asked.as_mut().poll(context));
                self.send(Some(given))?;
            }
            Stage::Reply(sent) => {
                let sent = ready!(sent.as_mut().poll(context));
                return Poll::Ready(self.hear(sent).map(Some));
            }
        }
        Poll::Ready(Ok(None))
    }

    /// Starts another attempt.
    fn start(&mut self) -> Result<(), Error> {
        let session = self.session;
        self.attempt += 1;
        self.started = session.transport.now();
        self.check_cancelled()?;
        self.target()?;
        let timeout = session.call.timeout.unwrap_or(session.link.options.timeout);
        let timer = session.transport.sleep(timeout);
        self.limits = Limits::cancel(cancel(session, &self.question, Patience::UntilAnswered)).timer(timer);
        match &session.link.options.auth {
            Some(auth) => self.stage = Stage::Credential(auth.secret().reveal()),
            None => self.send(None)?,
        }
        Ok(())
    }

    fn check_cancelled(&self) -> Result<(), Error> {
        match cancel(self.session, &self.question, Patience::UntilAnswered).and_then(CancelToken::reason) {
            Some(reason) => Err(unsent(Cut::Cancelled(reason))),
            None => Ok(()),
        }
    }

    fn target(&self) -> Result<&Target, Error> {
        let astray = || Error::new(ErrorCode::InvalidInput, "the request would have left its own path");
        self.question.target.as_ref().ok_or_else(astray)
    }

    fn send(&mut self, given: Option<Result<String, Cause>>) -> Result<(), Error> {
        // The credential may have come in the moment of the abort.
        self.check_cancelled()?;
        if self.question.patience != Patience::None {
            self.limits.ignore_cancel();
        }
        let (session, question) = (self.session, &self.question);
        let target = self.target()?;
        let mut headers = session.headers(question.body.is_some());
        if let Some((auth, given)) = session.link.options.auth.as_ref().zip(given) {
            headers.push(session.credential_header(auth, given)?);
        }
        session.open.replace(Some((step_of(question, target, self.attempt), self.started)));
        self.stage = Stage::Reply(session.transport.send(request_of(question, target, headers)));
        Ok(())
    }

    /// Notes what came of a request that was sent.
    fn hear(&mut self, sent: Result<Reply, SendFailure>) -> Answered {
        let session = self.session;
        match sent {
            Ok(reply) => {
                session.note(Some(reply.status), reply.request_id());
                let now = session.transport.now();
                let answer = Box::new(Answer::read(reply, now));
                if let Some(pace) = session.pace {
                    pace.heard(answer.status, self.started, now, answer.wait);
                }
                Ok(answer)
            }
            Err(failure) => {
                // A fetch that heard of the abort by itself fails in the same moment.
                let cancel = cancel(session, &self.question, Patience::None);
                if let Some(reason) = cancel.and_then(CancelToken::reason) {
                    return Err(self.cut(Cut::Cancelled(reason)));
                }
                let status = if let SendFailure::Network { status, .. } = &failure { *status } else { None };
                session.note(status, None);
                Err(lost(failure))
            }
        }
    }

    /// Gives the attempt up: aborts its request, and notes that it was cut short.
    fn cut(&mut self, cut: Cut) -> Error {
        let sent = matches!(self.stage, Stage::Reply(_));
        self.stage = Stage::Turn(None);
        if sent {
            self.session.note(None, None);
        }
        cut_short(cut, sent)
    }

    /// How long to wait before another attempt, if there is to be one.
    fn pause_after(&self, ended: &Answered) -> Option<Duration> {
        let (repeatable, wait) = match ended {
            Ok(answer) => (self.is_worth_repeating(answer), answer.wait),
            Err(error) => (matches!(error.code, ErrorCode::Timeout | ErrorCode::Network), None),
        };
        let policy = RetryPolicy { max_retries: self.question.max_retries };
        if repeatable { policy.pause(self.attempt, wait, self.session.transport.random()) } else { None }
    }

    fn is_worth_repeating(&self, answer: &Answer) -> bool {
        let platform = self.session.link.platform();
        platform.is_transient(answer)
            || (is_transient(answer.status) && !platform.is_missing(self.question.purpose, answer))
    }

    /// Gives the place up for a pause, which a cancelled call does not wait out.
    fn wait(&mut self, pause: Duration, ended: &Answered) {
        self.maybe_applied |= match ended {
            Ok(answer) => answer.status >= 500 || answer.status == 408,
            Err(error) => error.outcome_unknown,
        };
        self.turn = None;
        self.limits = Limits::cancel(cancel(self.session, &self.question, Patience::UntilAnswered));
        self.stage = Stage::Turn(Some(self.session.transport.sleep(pause)));
    }

    fn conclude(&self, mut ended: Answered) -> Answered {
        match &mut ended {
            Ok(answer) => answer.maybe_applied = self.maybe_applied,
            Err(error) => {
                let purpose = self.question.purpose;
                error.outcome_unknown = purpose.changes() && (error.outcome_unknown || self.maybe_applied);
                self.session.finish(purpose, error);
            }
        }
        ended
    }
}

/// The switch that ends a wait of calls that have no more patience than this.
fn cancel<'s>(session: &Session<'s>, question: &Question, most: Patience) -> Option<&'s CancelToken> {
    session.call.cancel.as_ref().filter(|_| question.patience <= most)
}

/// Waits for a pause to end, and until the pace that many calls share allows another request.
fn turn<'s>(
    session: &'s Session<'s>,
    timer: &mut Option<LocalBoxFuture<'s, ()>>,
    context: &mut Context<'_>,
) -> Poll<Option<Turn<'s>>> {
    loop {
        if let Some(timer) = timer {
            ready!(timer.as_mut().poll(context));
        }
        let Some(pace) = session.pace else { return Poll::Ready(None) };
        // Another pause may have begun, or grown, during the wait.
        *timer = pace.pause_at(session.transport.now()).map(|pause| session.transport.sleep(pause));
        if timer.is_none() {
            return pace.poll_turn(context).map(Some);
        }
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
