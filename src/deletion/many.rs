//! Many deletions at once: every id once, a bounded number at a time, each with exactly one result.

use super::connection::shown;
use super::flights::Flights;
use super::flow::run;
use super::pace::Pace;
use super::seen::Seen;
use super::{
    CallOptions, Connection, DeleteManyOptions, Deletion, DeletionResult, Link, Outcome, Progress, Session,
    delete_agent,
};
use crate::error::Error;
use crate::error_code::ErrorCode;
use crate::http::{AgentId, CancelToken, Cause, Limits, Transport};
use crate::text::concat;
use alloc::borrow::ToOwned;
use alloc::boxed::Box;
use alloc::collections::VecDeque;
use alloc::rc::Rc;
use alloc::string::String;
use alloc::vec::Vec;
use core::cell::{Cell, RefCell};
use core::fmt;
use core::future::poll_fn;
use core::pin::Pin;
use core::task::{Context, Poll, Waker};
use futures_util::future::LocalBoxFuture;

/// Where the ids come from, one at a time, asked only when there is room for another.
pub trait IdSource: 'static {
    /// The next id; `None` after the last. An error is the source's own.
    fn next(&self) -> impl Future<Output = Option<Result<GivenId, Cause>>>;

    /// No more will be asked for.
    fn close(&self);

    /// How many there are, duplicates included, where that is known beforehand.
    fn total(&self) -> Option<u32>;

    /// Whether `next` never has to wait. After an abort such a source is read to its end, so that every id gets its
    /// result; another is closed, for it might never go on.
    fn is_immediate(&self) -> bool;
}

/// What a source gave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GivenId {
    /// A text, perhaps an id.
    Text(String),
    /// Something else, in words: "a number".
    NotText(String),
}

/// A bulk deletion. Clones share it. [`drive`](Self::drive) does the work, [`next`](Self::next) takes the results.
///
/// At most `concurrency` ids are under way or waiting to be taken, so a slow reader slows it down and its memory does
/// not grow, but for 16 bytes an id by which duplicates are known.
#[derive(Clone)]
pub struct Bulk(Rc<Shared>);

struct Shared {
    driver: RefCell<Option<LocalBoxFuture<'static, ()>>>,
    results: RefCell<VecDeque<Result<DeletionResult, Error>>>,
    ended: Cell<bool>,
    closed: Cell<bool>,
    readers: RefCell<Vec<Waker>>,
    worker: RefCell<Option<Waker>>,
}

impl Bulk {
    pub(crate) fn new<T: Transport + 'static, S: IdSource>(
        link: Rc<Connection<T>>,
        source: S,
        options: DeleteManyOptions,
    ) -> Result<Self, Error> {
        let link: Rc<Link<'static>> = link;
        if options.concurrency == 0 {
            return Err(link.input_error(None, "concurrency must be a whole number from 1"));
        }
        let shared = Rc::new(Shared {
            driver: RefCell::new(None),
            results: RefCell::default(),
            ended: Cell::new(false),
            closed: Cell::new(false),
            readers: RefCell::default(),
            worker: RefCell::new(None),
        });
        let driver = Driver {
            shared: Rc::clone(&shared),
            pace: Rc::new(Pace::new(options.concurrency)),
            seen: Seen::new(link.transport.random()),
            stop: None,
            halt: CancelToken::new(),
            abort: Limits::cancel(options.each.call.cancel.as_ref()),
            progress: Progress { total: source.total(), ..Progress::default() },
            flights: Flights::default(),
            pull: None,
            more: true,
            failure: None,
            source: Rc::new(source),
            options: Rc::new(options),
            link,
        };
        shared.driver.replace(Some(Box::pin(driver)));
        Ok(Self(shared))
    }

    /// The future that does the work; `None` when it was taken before. Nothing happens until it runs.
    pub fn drive(&self) -> Option<LocalBoxFuture<'static, ()>> {
        self.0.driver.take()
    }

    /// The next result, as it settles; `None` after the last. An error here is the source's own, and the last thing.
    pub async fn next(&self) -> Option<Result<DeletionResult, Error>> {
        poll_fn(|context| self.0.poll_next(context)).await
    }

    /// Starts nothing more, and waits for what is under way. Results not yet taken are dropped.
    pub async fn close(&self) {
        self.0.closed.set(true);
        if self.0.driver.take().is_some() {
            self.0.end();
        }
        self.0.wake_worker();
        poll_fn(|context| {
            self.0.results.borrow_mut().clear();
            if self.0.ended.get() {
                return Poll::Ready(());
            }
            self.0.wake_worker();
            self.0.readers.borrow_mut().push(context.waker().clone());
            Poll::Pending
        })
        .await;
    }
}

impl Shared {
    fn poll_next(&self, context: &mut Context<'_>) -> Poll<Option<Result<DeletionResult, Error>>> {
        let next = self.results.borrow_mut().pop_front();
        if next.is_some() {
            self.wake_worker();
            return Poll::Ready(next);
        }
        if self.ended.get() {
            return Poll::Ready(None);
        }
        self.readers.borrow_mut().push(context.waker().clone());
        Poll::Pending
    }

    fn put(&self, result: Result<DeletionResult, Error>) {
        if !self.closed.get() {
            self.results.borrow_mut().push_back(result);
        }
        self.wake_readers();
    }

    fn end(&self) {
        self.ended.set(true);
        self.wake_readers();
    }

    fn wake_readers(&self) {
        for waker in self.readers.take() {
            waker.wake();
        }
    }

    fn wake_worker(&self) {
        if let Some(waker) = self.worker.take() {
            waker.wake();
        }
    }
}

impl fmt::Debug for Bulk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Bulk")
            .field("waiting", &self.0.results.borrow().len())
            .field("ended", &self.0.ended.get())
            .finish()
    }
}

/// Why ids that are left get no deletion.
#[derive(Clone)]
enum Stop {
    Aborted(Cause),
    AfterError,
}

type Pull = LocalBoxFuture<'static, Option<Result<GivenId, Cause>>>;

struct Driver<S> {
    shared: Rc<Shared>,
    link: Rc<Link<'static>>,
    source: Rc<S>,
    options: Rc<DeleteManyOptions>,
    pace: Rc<Pace>,
    seen: Seen,
    stop: Option<Stop>,
    /// Tells the deletions under way to end with the answer they wait for.
    halt: CancelToken,
    /// The caller's abort.
    abort: Limits<'static>,
    progress: Progress,
    flights: Flights,
    pull: Option<Pull>,
    /// Whether the source may have more.
    more: bool,
    /// The source's own.
    failure: Option<Error>,
}

impl<S: IdSource> Future for Driver<S> {
    type Output = ();

    /// Whatever woke it (a deletion, the source, a reader, the caller's abort), all of it is looked at anew.
    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let this = &mut *self;
        loop {
            this.notice_stop();
            this.ask_source();
            if !this.more && this.flights.len() == 0 {
                if let Some(error) = this.failure.take() {
                    this.shared.put(Err(error));
                }
                this.shared.end();
                return Poll::Ready(());
            }
            if let Poll::Ready(result) = this.flights.poll_next(context) {
                this.settle(result);
            } else if let Some(Poll::Ready(given)) =
                this.pull.as_mut().map(|pull| pull.as_mut().poll(context))
            {
                this.pull = None;
                this.take(given);
            } else if matches!(this.stop, Some(Stop::Aborted(_))) || this.abort.poll(context).is_pending() {
                this.shared.worker.replace(Some(context.waker().clone()));
                return Poll::Pending;
            }
        }
    }
}

impl<S: IdSource> Driver<S> {
    /// Asks for another id if there is room for it, and for no more if they could be waited for in vain.
    fn ask_source(&mut self) {
        if !self.more {
            return;
        }
        if self.shared.closed.get() || (self.stop.is_some() && !self.source.is_immediate()) {
            // What the source is about to give is given, and gets its result, if it comes while others are under way.
            if self.pull.is_none() || self.flights.len() == 0 {
                self.pull = None;
                self.more = false;
                self.source.close();
            }
        } else if self.pull.is_none()
            && self.flights.len() + self.shared.results.borrow().len() < self.pace.limit()
        {
            let source = Rc::clone(&self.source);
            self.pull = Some(Box::pin(async move { source.next().await }));
        }
    }

    fn take(&mut self, given: Option<Result<GivenId, Cause>>) {
        match given {
            Some(Ok(given)) => self.take_id(given),
            Some(Err(cause)) => {
                self.more = false;
                let message = concat(&["ids failed while it was read (", cause.text(), ")"]);
                self.failure = Some(self.link.input_error(None, message).with_cause(Some(cause)));
            }
            None => {
                self.more = false;
                self.progress.total = Some(self.progress.settled + self.flights.len() as u32);
            }
        }
    }

    fn notice_stop(&mut self) {
        let cancel = self.options.each.call.cancel.as_ref();
        let aborted = cancel.and_then(|cancel| cancel.reason());
        let left = || self.shared.closed.get().then(|| Cause::new("the results are no longer read"));
        let Some(reason) = aborted.or_else(left) else { return };
        if !matches!(self.stop, Some(Stop::Aborted(_))) {
            self.halt.cancel(reason.clone());
            self.stop = Some(Stop::Aborted(reason));
        }
    }

    /// Starts a deletion, or settles the id at once where there is nothing to start.
    fn take_id(&mut self, given: GivenId) {
        let (text, id) = match given {
            GivenId::NotText(kind) => {
                let error = self.link.input_error(None, concat(&["an id must be a string, not ", &kind]));
                return self.settle(DeletionResult { agent_id: String::new(), result: Err(error) });
            }
            GivenId::Text(text) => {
                let id = self.link.options.backend.agent_id(&text);
                (text, id)
            }
        };
        if !self.seen.is_new(id.as_ref().map_or(text.as_str(), AgentId::as_str)) {
            return;
        }
        let refused = match (&self.stop, &id) {
            (Some(Stop::Aborted(reason)), _) => Some(
                self.unstarted(ErrorCode::Aborted, &text, "the call was aborted before its turn")
                    .with_cause(Some(reason.clone())),
            ),
            (Some(Stop::AfterError), _) => {
                Some(self.unstarted(ErrorCode::Cancelled, &text, "an earlier failure stopped the rest"))
            }
            (None, None) => Some(self.link.id_error(&text)),
            (None, Some(_)) => self.pace.refusal_at(self.link.transport.now()).map(|wait| {
                let mut error =
                    self.unstarted(ErrorCode::RateLimited, &text, "the platform asked for a long pause");
                error.retry_after = Some(wait);
                error
            }),
        };
        match (refused, id) {
            (None, Some(id)) => {
                let flight = self.flight(text, id);
                self.flights.push(flight);
            }
            (Some(error), _) => self.settle(DeletionResult { agent_id: text, result: Err(error) }),
            (None, None) => {}
        }
    }

    fn unstarted(&self, code: ErrorCode, agent_id: &str, reason: &str) -> Error {
        let title = self.link.platform().facts().title;
        let words = [title, " was not asked to delete agent ", &shown(agent_id), ": ", reason];
        let mut error = Error::new(code, concat(&words)).of_backend(self.link.options.backend);
        error.agent_id = Some(agent_id.to_owned());
        error
    }

    fn flight(&self, agent_id: String, id: AgentId) -> LocalBoxFuture<'static, DeletionResult> {
        let (link, options, pace) = (Rc::clone(&self.link), Rc::clone(&self.options), Rc::clone(&self.pace));
        let call = CallOptions { cancel: Some(self.halt.clone()), ..options.each.call.clone() };
        Box::pin(async move {
            let session = Session::new(&link, &call, Some(&id)).paced(&pace);
            let result = run(&session, &id, |flow| delete_agent(flow, &options.each)).await;
            DeletionResult { agent_id, result: result.map(|deletion| *deletion) }
        })
    }

    fn settle(&mut self, result: DeletionResult) {
        let counter = match &result.result {
            Ok(Deletion { outcome: Outcome::Deleted, .. }) => &mut self.progress.deleted,
            Ok(Deletion { outcome: Outcome::Accepted, .. }) => &mut self.progress.accepted,
            Ok(Deletion { outcome: Outcome::Absent, .. }) => &mut self.progress.absent,
            Err(_) => &mut self.progress.failed,
        };
        *counter += 1;
        self.progress.settled += 1;
        if result.result.is_err() && self.options.stop_on_error && self.stop.is_none() {
            self.stop = Some(Stop::AfterError);
        }
        if let Some(tell) = &self.options.on_progress {
            (tell.0)(self.progress);
        }
        self.shared.put(Ok(result));
    }
}
