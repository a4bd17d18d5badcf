//! A bulk deletion: one future does the work, and any number of readers take the results.

use super::engine::Engine;
use super::hands::Hands;
use super::ids::IdSource;
use super::means::Means;
use super::options::DeleteManyOptions;
use super::transport::Transport;
use crate::deletion::{DeletionResult, Event, Item, Many};
use crate::error::Error;
use alloc::boxed::Box;
use alloc::collections::VecDeque;
use alloc::rc::Rc;
use alloc::vec::Vec;
use core::cell::{Cell, RefCell};
use core::fmt;
use core::future::poll_fn;
use core::task::{Context, Poll, Waker, ready};
use futures_util::future::LocalBoxFuture;

/// A bulk deletion. Clones share it. [`drive`](Self::drive) does the work, [`next`](Self::next) takes the results.
///
/// At most `concurrency` ids are under way, waiting to be taken, or in the reader's hands until it asks for the next. So
/// whoever breaks off has begun no other unseen, a slow reader slows it down, and its memory does not grow, but for 16
/// bytes an id by which duplicates are known.
#[derive(Clone)]
pub struct Bulk {
    driver: Rc<RefCell<Option<LocalBoxFuture<'static, ()>>>>,
    shared: Rc<Shared>,
}

/// What the work and the readers share.
#[derive(Default)]
struct Shared {
    results: RefCell<VecDeque<Result<DeletionResult, Error>>>,
    /// Results that were given, and for which nobody has come back yet.
    given: Cell<u32>,
    /// Results that were taken, and of which the machine does not know yet.
    taken: Cell<u32>,
    ended: Cell<bool>,
    closed: Cell<bool>,
    readers: RefCell<Vec<Waker>>,
    worker: RefCell<Option<Waker>>,
}

impl Bulk {
    pub(super) fn new<T: Transport + 'static, S: IdSource>(
        means: Rc<Means<T>>,
        source: S,
        options: DeleteManyOptions,
    ) -> Result<Self, Error> {
        let wishes = options.wishes(source.total(), source.is_immediate());
        let many = Many::new(Rc::clone(&means.link), wishes)?;
        let shared = Rc::<Shared>::default();
        let driver: LocalBoxFuture<'_, ()> = Box::pin(work(Rc::clone(&shared), many, means, source, options));
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
        self.shared.closed.set(true);
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

impl Shared {
    fn poll_next(&self, context: &mut Context<'_>) -> Poll<Option<Result<DeletionResult, Error>>> {
        // Room for another deletion is made when the next result is asked for: who breaks off has begun none unseen.
        let given = self.given.take();
        if given > 0 {
            self.taken.set(self.taken.get() + given);
            self.wake_worker();
        }
        let next = self.results.borrow_mut().pop_front();
        if next.is_some() {
            self.given.set(1);
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
            .field("waiting", &self.shared.results.borrow().len())
            .field("ended", &self.shared.ended.get())
            .finish()
    }
}

/// Does the work.
async fn work<T: Transport, S: IdSource>(
    shared: Rc<Shared>,
    mut many: Box<Many>,
    means: Rc<Means<T>>,
    source: S,
    options: DeleteManyOptions,
) {
    let hands = Hands {
        on_progress: options.on_progress.as_ref(),
        source: Some(&source),
        ..means.hands_for(&options.each)
    };
    let mut engine = Engine::new(&mut *many, hands, options.each.call.cancel.as_ref());
    engine.tell(Event::Begin);
    let mut closed = false;
    let failure = poll_fn(|context| {
        shared.worker.replace(Some(context.waker().clone()));
        loop {
            for _ in 0..shared.taken.take() {
                engine.tell(Event::Taken);
            }
            if shared.closed.get() && !closed {
                closed = true;
                engine.tell(Event::Closed);
            }
            match ready!(engine.poll(context)) {
                Ok(Some(Item::Settled(result))) => shared.put(Ok(*result)),
                Ok(Some(_)) => {}
                Ok(None) => return Poll::Ready(None),
                Err(error) => return Poll::Ready(Some(error)),
            }
        }
    })
    .await;
    if let Some(error) = failure {
        shared.put(Err(error));
    }
    shared.end();
}
