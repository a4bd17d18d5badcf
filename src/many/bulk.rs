//! Many deletions at once: every id once, a bounded number at a time, each with exactly one result.
//!
//! One future does the work ([`work`](super::work)), and any number of readers take the results. At most `concurrency` ids are
//! under way, waiting to be taken, or in the reader's hands until it asks for the next. So whoever breaks off has begun no other
//! unseen, a slow reader slows it down, and its memory does not grow, but for what is kept of an id to know it again.
//!
//! With `confirm_all`, all ids are read and planned first, and what the caller agrees to is deleted by that plan.

use super::ids::{Asked, Planned, Source};
use super::queue::Queue;
use super::work::work;
use super::{DeleteManyOptions, DeletionResult, DeletionsSummary, IdSource, PlannedId};
use crate::deletion::Connection;
use crate::error::Error;
use crate::http::Cause;
use futures_util::future::{LocalBoxFuture, join};
use std::cell::RefCell;
use std::fmt;
use std::future::poll_fn;
use std::rc::Rc;

/// A bulk deletion. Clones share it. [`drive`](Self::drive) does the work, [`next`](Self::next) takes the results.
///
/// All results together; what became of an agent is a result, whatever it is:
///
/// ```
/// # use agent_delete::{Client, DeleteManyOptions, Error, IdSource};
/// # async fn clean_up(client: &Client, ids: impl IdSource) -> Result<(), Error> {
/// let summary = client.delete_agents(ids, DeleteManyOptions::default())?.summary().await;
/// println!("{} deleted, {} failed", summary.deleted, summary.failed);
/// # Ok(())
/// # }
/// ```
///
/// One by one, as they settle. The work is a task of its own, for polled by its reader alone, a slow one would turn good answers
/// into timeouts:
///
/// ```
/// # use agent_delete::{Client, DeleteManyOptions, Error, IdSource};
/// # fn spawn(task: impl Future<Output = ()> + 'static) {}
/// # async fn clean_up(client: &Client, ids: impl IdSource) -> Result<(), Error> {
/// let bulk = client.delete_agents(ids, DeleteManyOptions::default())?;
/// if let Some(work) = bulk.drive() {
///     spawn(work); // in WebAssembly by `wasm_bindgen_futures::spawn_local`
/// }
/// while let Some(settled) = bulk.next().await {
///     let settled = settled?;
///     match settled.result {
///         Ok(deletion) => println!("{}: {:?}", settled.agent_id, deletion.outcome),
///         Err(error) => println!("{}: {error}", settled.agent_id),
///     }
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Bulk {
    driver: Rc<RefCell<Option<LocalBoxFuture<'static, ()>>>>,
    queue: Rc<Queue>,
}

impl Bulk {
    pub(crate) fn new(
        link: Rc<Connection>,
        source: impl IdSource,
        options: DeleteManyOptions,
    ) -> Result<Self, Error> {
        if options.confirm_all.is_some() && options.each.confirm.is_some() {
            let fault =
                "confirm and confirmAll can't both be given: confirm asks for each agent, confirmAll once";
            return Err(link.input_error(None, fault));
        }
        Self::of(link, Box::new(source), options)
    }

    pub(crate) fn planned(
        link: Rc<Connection>,
        ids: Vec<PlannedId>,
        options: DeleteManyOptions,
    ) -> Result<Self, Error> {
        if options.confirm_all.is_some() {
            let fault = "confirmAll can't be given with a plan, which is what it would be shown";
            return Err(link.input_error(None, fault));
        }
        Self::of(link, Box::new(Planned::of(ids.into_iter().map(Asked::Planned))), options)
    }

    fn of(link: Rc<Connection>, source: Box<dyn Source>, options: DeleteManyOptions) -> Result<Self, Error> {
        options.check(&link)?;
        let queue = Rc::<Queue>::default();
        let driver: LocalBoxFuture<'_, ()> = Box::pin(work(Rc::clone(&queue), link, source, options));
        Ok(Self { driver: Rc::new(RefCell::new(Some(driver))), queue })
    }

    /// The future that does the work; `None` when it was taken before. Nothing happens until it runs.
    pub fn drive(&self) -> Option<LocalBoxFuture<'static, ()>> {
        self.driver.take()
    }

    /// The next result, as it settles; `None` after the last. An error here is the source's own, and the last thing.
    pub async fn next(&self) -> Option<Result<DeletionResult, Error>> {
        poll_fn(|context| self.queue.poll_next(context)).await
    }

    /// Reads all results that are still to come, and adds them up. Does the work, too, unless that was taken before.
    pub async fn summary(&self) -> DeletionsSummary {
        let reading = async {
            let mut results = Vec::new();
            while let Some(result) = self.next().await {
                match result {
                    Ok(result) => results.push(result),
                    Err(error) => return DeletionsSummary::of(results, Some(error)),
                }
            }
            DeletionsSummary::of(results, None)
        };
        match self.drive() {
            Some(work) => join(work, reading).await.1,
            None => reading.await,
        }
    }

    /// Starts nothing more, and waits for what is under way. Results not yet taken are dropped.
    pub async fn close(&self) {
        self.queue.closed.cancel(Cause::new("the results are no longer read"));
        if self.driver.take().is_some() {
            self.queue.end();
        }
        self.queue.wake_worker();
        poll_fn(|context| self.queue.poll_end(context)).await;
    }
}

impl fmt::Debug for Bulk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Bulk")
            .field("waiting", &self.queue.waiting())
            .field("ended", &self.queue.has_ended())
            .finish()
    }
}
