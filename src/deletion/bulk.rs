//! Many deletions at once: every id once, a bounded number at a time, each with exactly one result.
//!
//! One future does the work, and any number of readers take the results. At most `concurrency` ids are under way, waiting to
//! be taken, or in the reader's hands until it asks for the next. So whoever breaks off has begun no other unseen, a slow
//! reader slows it down, and its memory does not grow, but for 16 bytes an id by which duplicates are known.

use super::connection::shown;
use super::errors::{LONGEST_REASON, whole_millis};
use super::ids::Source;
use super::pace::Pace;
use super::{
    Connection, DeleteManyOptions, DeletionResult, GivenId, IdSource, Progress, Session, delete_agent,
};
use crate::error::Error;
use crate::error_code::ErrorCode;
use crate::http::{AgentId, CancelToken, Cancels, Cause, cut};
use futures_util::StreamExt;
use futures_util::future::LocalBoxFuture;
use futures_util::stream::FuturesUnordered;
use std::cell::{Cell, RefCell};
use std::collections::{HashSet, VecDeque};
use std::fmt;
use std::future::poll_fn;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::pin::pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

/// A bulk deletion. Clones share it. [`drive`](Self::drive) does the work, [`next`](Self::next) takes the results.
#[derive(Clone)]
pub struct Bulk {
    driver: Rc<RefCell<Option<LocalBoxFuture<'static, ()>>>>,
    shared: Rc<Shared>,
}

/// What the work and the readers share.
#[derive(Default)]
struct Shared {
    results: RefCell<VecDeque<Result<DeletionResult, Error>>>,
    /// A result was given, and nobody has come back for another yet.
    in_hand: Cell<bool>,
    ended: Cell<bool>,
    /// Thrown when nobody reads the results any more.
    closed: CancelToken,
    readers: RefCell<Vec<Waker>>,
    worker: RefCell<Option<Waker>>,
}

impl Bulk {
    pub(crate) fn new<S: IdSource>(
        link: Rc<Connection>,
        source: S,
        options: DeleteManyOptions,
    ) -> Result<Self, Error> {
        if options.concurrency == 0 {
            return Err(link.input_error(None, "concurrency must be a whole number from 1"));
        }
        let shared = Rc::<Shared>::default();
        let driver: LocalBoxFuture<'_, ()> = Box::pin(work(Rc::clone(&shared), link, source, options));
        Ok(Self { driver: Rc::new(RefCell::new(Some(driver))), shared })
    }

    /// The future that does the work; `None` when it was taken before. Nothing happens until it runs.
    pub fn drive(&self) -> Option<LocalBoxFuture<'static, ()>> {
        self.driver.take()
    }

    /// The next result, as it settles; `None` after the last. An error here is the source's own, and the last thing.
    pub async fn next(&self) -> Option<Result<DeletionResult, Error>> {
        poll_fn(|context| self.shared.poll_next(context)).await
    }

    /// Starts nothing more, and waits for what is under way. Results not yet taken are dropped.
    pub async fn close(&self) {
        self.shared.closed.cancel(Cause::new("the results are no longer read"));
        if self.driver.take().is_some() {
            self.shared.end();
        }
        self.shared.wake_worker();
        poll_fn(|context| {
            self.shared.results.borrow_mut().clear();
            if self.shared.ended.get() {
                return Poll::Ready(());
            }
            self.shared.readers.borrow_mut().push(context.waker().clone());
            Poll::Pending
        })
        .await;
    }
}

impl fmt::Debug for Bulk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Bulk")
            .field("waiting", &self.shared.results.borrow().len())
            .field("ended", &self.shared.ended.get())
            .finish()
    }
}

impl Shared {
    fn poll_next(&self, context: &mut Context<'_>) -> Poll<Option<Result<DeletionResult, Error>>> {
        // Room for another deletion is made when the next result is asked for: who breaks off has begun none unseen.
        if self.in_hand.take() {
            self.wake_worker();
        }
        let next = self.results.borrow_mut().pop_front();
        if next.is_some() {
            self.in_hand.set(true);
            return Poll::Ready(next);
        }
        if self.ended.get() {
            return Poll::Ready(None);
        }
        self.readers.borrow_mut().push(context.waker().clone());
        Poll::Pending
    }

    /// How many results nobody is done with.
    fn unread(&self) -> usize {
        self.results.borrow().len() + usize::from(self.in_hand.get())
    }

    fn put(&self, result: Result<DeletionResult, Error>) {
        if !self.closed.is_cancelled() {
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

/// What a bulk waits for.
enum Event {
    /// A deletion has ended.
    Ended(Box<DeletionResult>),
    /// The source has given what it was asked for.
    Given(Option<Result<GivenId, Cause>>),
    /// The caller aborts, nobody reads any more, or there is room again.
    Changed,
}

/// Does the work.
async fn work<S: IdSource>(shared: Rc<Shared>, link: Rc<Connection>, source: S, options: DeleteManyOptions) {
    let mut many = Many {
        link: &link,
        pace: &Pace::new(options.concurrency),
        cancels: options.each.call.cancel.iter().chain([&shared.closed]).cloned().collect(),
        seen: Seen::new(link.transport.random()),
        failed: false,
        progress: Progress { total: source.total(), ..Progress::default() },
        under_way: FuturesUnordered::new(),
        pulling: None,
        more: true,
        shared: &shared,
        source: &source,
        is_immediate: source.is_immediate(),
        options: &options,
    };
    let failure = many.run().await;
    drop(many);
    if let Some(error) = failure {
        shared.put(Err(error));
    }
    shared.end();
}

/// A bulk deletion under way.
struct Many<'b> {
    link: &'b Connection,
    options: &'b DeleteManyOptions,
    shared: &'b Shared,
    source: &'b dyn Source,
    is_immediate: bool,
    pace: &'b Pace,
    /// The caller's switch, and that of readers who are gone.
    cancels: Cancels,
    seen: Seen,
    /// Whether a failure stops the rest.
    failed: bool,
    progress: Progress,
    under_way: FuturesUnordered<LocalBoxFuture<'b, Box<DeletionResult>>>,
    /// What the source was asked for.
    pulling: Option<LocalBoxFuture<'b, Option<Result<GivenId, Cause>>>>,
    /// Whether the source may have more.
    more: bool,
}

impl<'b> Many<'b> {
    /// Works to the end. Gives the source's own failure, if it had one.
    async fn run(&mut self) -> Option<Error> {
        let mut failure = None;
        loop {
            self.ask_source();
            if !self.more && self.under_way.is_empty() {
                return failure;
            }
            match self.event().await {
                Event::Ended(result) => self.settle(*result),
                Event::Given(Some(Ok(given))) => self.take_id(given),
                Event::Given(None) => {
                    self.more = false;
                    self.progress.total = Some(self.progress.settled + self.under_way.len() as u32);
                }
                Event::Given(Some(Err(cause))) => {
                    self.more = false;
                    let message =
                        format!("ids failed while it was read ({})", cut(cause.text(), LONGEST_REASON));
                    failure = Some(self.link.input_error(None, message).with_cause(Some(cause)));
                }
                Event::Changed => {}
            }
        }
    }

    /// What happens next. Deletions that end go first.
    async fn event(&mut self) -> Event {
        let cancels = self.cancels.clone();
        let mut cancelled = pin!(cancels.cancelled());
        let was_cancelled = cancels.reason().is_some();
        let was_closed = self.shared.closed.is_cancelled();
        let room = self.room();
        poll_fn(|context| {
            if let Poll::Ready(Some(result)) = self.under_way.poll_next_unpin(context) {
                return Poll::Ready(Event::Ended(result));
            }
            if let Some(pulling) = &mut self.pulling
                && let Poll::Ready(given) = pulling.as_mut().poll(context)
            {
                self.pulling = None;
                return Poll::Ready(Event::Given(given));
            }
            // By a reader that came back, or by a pace that grew while deletions go on.
            let has_room = self.room() > room;
            // Readers may leave after an abort, too, which the one wait for either switch would not tell again.
            let is_left = !was_closed && self.shared.closed.is_cancelled();
            if has_room || is_left || (!was_cancelled && cancelled.as_mut().poll(context).is_ready()) {
                return Poll::Ready(Event::Changed);
            }
            self.shared.worker.replace(Some(context.waker().clone()));
            Poll::Pending
        })
        .await
    }

    /// How many more ids may be taken now.
    fn room(&self) -> usize {
        self.pace.limit().saturating_sub(self.under_way.len() + self.shared.unread())
    }

    /// Asks for another id if there is room for it, and for no more if they could be waited for in vain.
    fn ask_source(&mut self) {
        if !self.more {
            return;
        }
        let is_closed = self.shared.closed.is_cancelled();
        let is_stopped = self.failed || self.cancels.reason().is_some();
        if is_closed || (is_stopped && !self.is_immediate) {
            // What the source is about to give is given, and gets its result, if it comes while others are under way.
            if self.pulling.is_none() || self.under_way.is_empty() {
                self.pulling = None;
                self.more = false;
                self.source.close();
            }
        } else if self.pulling.is_none() && self.room() > 0 {
            self.pulling = Some(self.source.pull());
        }
    }

    /// Starts a deletion, or settles the id at once where there is nothing to start.
    fn take_id(&mut self, given: GivenId) {
        let text = match given {
            GivenId::Text(text) => text,
            GivenId::NotText(kind) => {
                let error = self.link.input_error(None, format!("an id must be a string, not {kind}"));
                return self.settle(DeletionResult { agent_id: String::new(), result: Err(error) });
            }
        };
        let id = self.link.agent_id(&text);
        if !self.seen.is_new(id.as_ref().map_or(&text, AgentId::as_str)) {
            return;
        }
        match id.and_then(|id| self.may_start(&text).map(|()| id)) {
            Ok(id) => self.start(text, id),
            Err(error) => self.settle(DeletionResult { agent_id: text, result: Err(error) }),
        }
    }

    /// What keeps a deletion from being started, if anything does.
    fn may_start(&self, agent_id: &str) -> Result<(), Error> {
        if let Some(cause) = self.cancels.reason() {
            let error = self.unstarted(ErrorCode::Aborted, agent_id, "the call was aborted before its turn");
            return Err(error.with_cause(Some(cause)));
        }
        if self.failed {
            return Err(self.unstarted(
                ErrorCode::Cancelled,
                agent_id,
                "an earlier failure stopped the rest",
            ));
        }
        match self.pace.refusal_at(self.link.transport.now()) {
            None => Ok(()),
            Some(pause) => {
                let reason = "the platform asked for a long pause";
                let mut error = self.unstarted(ErrorCode::RateLimited, agent_id, reason);
                error.retry_after = Some(whole_millis(pause));
                Err(error)
            }
        }
    }

    fn unstarted(&self, code: ErrorCode, agent_id: &str, reason: &str) -> Error {
        let title = self.link.platform().facts().title;
        let message = format!("{title} was not asked to delete agent {}: {reason}", shown(agent_id));
        let mut error = Error::new(code, message).of_backend(self.link.backend());
        error.agent_id = Some(agent_id.to_owned());
        error
    }

    fn start(&mut self, agent_id: String, id: AgentId) {
        let each = &self.options.each;
        let session = Session::new(self.link, Some(id.clone()), &each.call);
        let session = session.among(self.pace, self.cancels.clone());
        self.under_way.push(Box::pin(async move {
            let result = delete_agent(&session, &id, each).await.map_err(|mut error| {
                error.steps = session.receipt();
                error
            });
            Box::new(DeletionResult { agent_id, result })
        }));
    }

    fn settle(&mut self, ended: DeletionResult) {
        self.progress.count(&ended.result);
        self.failed |= ended.result.is_err() && self.options.stop_on_error;
        if let Some(on_progress) = &self.options.on_progress {
            (on_progress.0)(self.progress);
        }
        self.shared.put(Ok(ended));
    }
}

/// Which ids came before: 128 bits of hash each, so that two are never taken for one.
struct Seen {
    /// So that nobody can choose ids whose hashes are the same.
    seed: u64,
    fingerprints: HashSet<u128>,
}

impl Seen {
    fn new(random: f64) -> Self {
        Self { seed: random.to_bits(), fingerprints: HashSet::new() }
    }

    /// Notes an id; whether it had not come before.
    fn is_new(&mut self, id: &str) -> bool {
        let half = |number: u8| {
            let mut hasher = DefaultHasher::new();
            (self.seed, number, id).hash(&mut hasher);
            u128::from(hasher.finish())
        };
        let fingerprint = half(0) << 64 | half(1);
        self.fingerprints.insert(fingerprint)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_every_id_again() {
        let mut seen = Seen::new(0.5);
        let ids = || (0..1000).map(|n| format!("id-{n}"));
        assert!(ids().all(|id| seen.is_new(&id)));
        assert!(ids().all(|id| !seen.is_new(&id)));
        assert!(seen.is_new(""));
    }
}
