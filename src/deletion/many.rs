//! Many deletions at once: every id once, a bounded number at a time, each with exactly one result.

use super::connection::shown;
use super::pace::Pace;
use super::seen::Seen;
use super::{
    CallOptions, Connection, DeleteManyOptions, Deletion, DeletionResult, Link, Outcome, Progress, Session,
    delete_agent,
};
use crate::error::Error;
use crate::error_code::ErrorCode;
use crate::http::{AgentId, CancelToken, Cause, Transport};
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
use core::task::{Context, Poll, Waker};
use futures_util::future::LocalBoxFuture;
use futures_util::stream::{FuturesUnordered, StreamExt};

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
    NotText(&'static str),
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
            source: Rc::new(source),
            pace: Rc::new(Pace::new(options.concurrency)),
            seen: Seen::new(link.transport.random()),
            stop: None,
            halt: CancelToken::new(),
            progress: Progress::default(),
            options: Rc::new(options),
            link,
        };
        shared.driver.replace(Some(Box::pin(driver.run())));
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
type Flight = LocalBoxFuture<'static, DeletionResult>;

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
    progress: Progress,
}

#[allow(clippy::large_enum_variant, reason = "one lives at a time, for one poll")]
enum Event {
    Given(Option<Result<GivenId, Cause>>),
    Settled(DeletionResult),
    /// A result was taken, or the bulk was closed or aborted.
    Nudged,
}

impl<S: IdSource> Driver<S> {
    async fn run(mut self) {
        self.progress.total = self.source.total();
        let mut flights: FuturesUnordered<Flight> = FuturesUnordered::new();
        let mut pull: Option<Pull> = None;
        let mut more = true;
        let mut failure: Option<Error> = None;
        loop {
            self.notice_stop();
            if more && self.must_not_wait_for_source() {
                // What the source is about to give is given, and gets its result, if it comes while others are under way.
                if pull.is_none() || flights.is_empty() {
                    pull = None;
                    more = false;
                    self.source.close();
                }
            }
            let under_way = flights.len() + self.shared.results.borrow().len();
            if more && pull.is_none() && under_way < self.pace.limit() && !self.must_not_wait_for_source() {
                let source = Rc::clone(&self.source);
                pull = Some(Box::pin(async move { source.next().await }));
            }
            if !more && flights.is_empty() {
                break;
            }
            match self.event(&mut pull, &mut flights).await {
                Event::Nudged => {}
                Event::Settled(result) => self.settle(result),
                Event::Given(given) => {
                    pull = None;
                    match given {
                        Some(Ok(given)) => self.take(given, &flights),
                        Some(Err(cause)) => {
                            more = false;
                            let message = concat(&["ids failed while it was read (", cause.text(), ")"]);
                            failure = Some(self.link.input_error(None, message).with_cause(Some(cause)));
                        }
                        None => {
                            more = false;
                            self.progress.total = Some(self.progress.settled + flights.len() as u32);
                        }
                    }
                }
            }
        }
        if let Some(error) = failure {
            self.shared.put(Err(error));
        }
        self.shared.end();
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

    fn must_not_wait_for_source(&self) -> bool {
        self.shared.closed.get() || (self.stop.is_some() && !self.source.is_immediate())
    }

    /// Starts a deletion, or settles the id at once where there is nothing to start.
    fn take(&mut self, given: GivenId, flights: &FuturesUnordered<Flight>) {
        let (text, id) = match given {
            GivenId::NotText(kind) => {
                let error = self.link.input_error(None, concat(&["an id must be a string, not ", kind]));
                return self.settle(DeletionResult { agent_id: String::new(), result: Err(error) });
            }
            GivenId::Text(text) => {
                let id = self.link.backend.agent_id(&text);
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
            (None, Some(id)) => flights.push(self.flight(text, id)),
            (Some(error), _) => self.settle(DeletionResult { agent_id: text, result: Err(error) }),
            (None, None) => {}
        }
    }

    fn unstarted(&self, code: ErrorCode, agent_id: &str, reason: &str) -> Error {
        let title = self.link.platform().facts().title;
        let words = [title, " was not asked to delete agent ", &shown(agent_id), ": ", reason];
        let mut error = Error::new(code, concat(&words)).of_backend(self.link.backend);
        error.agent_id = Some(agent_id.to_owned());
        error
    }

    fn flight(&self, agent_id: String, id: AgentId) -> Flight {
        let (link, options, pace) = (Rc::clone(&self.link), Rc::clone(&self.options), Rc::clone(&self.pace));
        let call = CallOptions { cancel: Some(self.halt.clone()), ..options.each.call.clone() };
        Box::pin(async move {
            let session = Session::new(&link, &call, Some(&id)).paced(&pace);
            let result = delete_agent(&session, &id, &options.each).await;
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

    /// Waits for whatever comes first.
    async fn event(&self, pull: &mut Option<Pull>, flights: &mut FuturesUnordered<Flight>) -> Event {
        let unaborted =
            self.options.each.call.cancel.as_ref().filter(|_| !matches!(self.stop, Some(Stop::Aborted(_))));
        let mut aborted = unaborted.map(|cancel| Box::pin(cancel.cancelled()));
        let mut first = true;
        poll_fn(|context| {
            if let Poll::Ready(Some(result)) = flights.poll_next_unpin(context) {
                return Poll::Ready(Event::Settled(result));
            }
            if let Some(Poll::Ready(given)) = pull.as_mut().map(|pull| pull.as_mut().poll(context)) {
                return Poll::Ready(Event::Given(given));
            }
            if aborted.as_mut().is_some_and(|aborted| aborted.as_mut().poll(context).is_ready()) {
                return Poll::Ready(Event::Nudged);
            }
            // A wake that neither a flight nor the pull explains came from a reader.
            let nudged = !first && self.shared.worker.borrow().is_none();
            first = false;
            self.shared.worker.replace(Some(context.waker().clone()));
            if nudged { Poll::Ready(Event::Nudged) } else { Poll::Pending }
        })
        .await
    }
}
