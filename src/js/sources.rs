//! Where the results of a reader come from: a bulk deletion, or a list of agents.

use super::result::{agent_to_js, error_to_js, failure_to_js, settled_to_js, summary_to_js};
use super::signal::Signal;
use crate::transport::settle;
use crate::{AgentList, Bulk, Client};
use futures_util::future::{AbortHandle, LocalBoxFuture, abortable};
use js_sys::Promise;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{future_to_promise, spawn_local};

/// Where results come from.
pub(super) trait Source {
    /// The next result; `None` after the last and after an error.
    fn next(self: Rc<Self>) -> LocalBoxFuture<'static, Result<Option<JsValue>, JsValue>>;

    /// Begins nothing more, and waits for what is under way.
    fn close(self: Rc<Self>) -> LocalBoxFuture<'static, ()>;
}

/// The results of many deletions. The work is a task of its own, so that a slow reader makes no good answer late.
#[derive(Debug)]
pub(super) struct Deletions {
    client: Client,
    bulk: Bulk,
    signal: RefCell<Option<Signal>>,
    /// Whether they were read one by one, or left.
    is_read: Cell<bool>,
    /// All together, once they are awaited.
    whole: RefCell<Option<Promise>>,
}

impl Deletions {
    pub(super) fn new(client: Client, bulk: Bulk, signal: Option<Signal>) -> Self {
        leave(&signal);
        Self {
            client,
            bulk,
            signal: RefCell::new(signal),
            is_read: Cell::new(false),
            whole: RefCell::default(),
        }
    }

    fn begin(&self) {
        if let Some(work) = self.bulk.drive() {
            let signal = self.signal.take();
            spawn_local(async move {
                listen(&signal);
                work.await;
            });
        }
    }

    /// What becomes of all, the same however often it is asked for.
    pub(super) fn whole(self: Rc<Self>) -> Promise {
        if self.is_read.get() {
            return Promise::reject(&self.refused("were read one by one, or left, before they were awaited"));
        }
        let this = Rc::clone(&self);
        let begin = || {
            future_to_promise(async move {
                this.begin();
                let summary = this.bulk.summary().await;
                match &summary.failure {
                    None => Ok(summary_to_js(&summary)),
                    Some(error) => Err(failure_to_js(error, &summary)),
                }
            })
        };
        self.whole.borrow_mut().get_or_insert_with(begin).clone()
    }

    fn refused(&self, why: &str) -> JsValue {
        let fault =
            format!("the results of deleteAgents must be awaited or read one by one, not both: they {why}");
        error_to_js(&self.client.input_error(None, fault))
    }
}

impl Source for Deletions {
    fn next(self: Rc<Self>) -> LocalBoxFuture<'static, Result<Option<JsValue>, JsValue>> {
        if self.whole.borrow().is_some() {
            let refused = self.refused("were awaited before");
            return Box::pin(async { Err(refused) });
        }
        self.is_read.set(true);
        self.begin();
        Box::pin(async move {
            let settled = self.bulk.next().await.transpose();
            settled.map(|settled| settled.as_ref().map(settled_to_js)).map_err(|error| error_to_js(&error))
        })
    }

    fn close(self: Rc<Self>) -> LocalBoxFuture<'static, ()> {
        self.is_read.set(self.whole.borrow().is_none());
        Box::pin(async move { self.bulk.close().await })
    }
}

/// The agents of a list, in order, however many are asked for at once.
pub(super) struct Agents {
    /// `None` at its end, and while one is waited for.
    list: RefCell<Option<AgentList>>,
    signal: Option<Signal>,
    /// Gives up the wait for one.
    waiting: RefCell<Option<AbortHandle>>,
    /// Settles when all that were asked for before are there.
    before: RefCell<JsValue>,
}

impl Agents {
    pub(super) fn new(list: AgentList, signal: Option<Signal>) -> Self {
        leave(&signal);
        Self {
            list: RefCell::new(Some(list)),
            signal,
            waiting: RefCell::default(),
            before: RefCell::default(),
        }
    }

    async fn advance(&self) -> Result<Option<JsValue>, JsValue> {
        // Taken out for the wait, so that nothing is borrowed meanwhile; put back only if there may be more.
        let Some(mut list) = self.list.take() else { return Ok(None) };
        let (next, handle) = abortable(list.next());
        self.waiting.replace(Some(handle));
        listen(&self.signal);
        let next = next.await;
        leave(&self.signal);
        let agent = match next {
            Ok(Some(agent)) => agent.map_err(|error| error_to_js(&error))?,
            Ok(None) | Err(_) => return Ok(None),
        };
        if self.waiting.take().is_some() {
            self.list.replace(Some(list));
        }
        Ok(Some(agent_to_js(&agent)))
    }
}

impl Source for Agents {
    fn next(self: Rc<Self>) -> LocalBoxFuture<'static, Result<Option<JsValue>, JsValue>> {
        let this = Rc::clone(&self);
        let before = self.before.take();
        let turn = future_to_promise(async move {
            // How that ended is its own caller's affair.
            let _ = settle(before).await;
            this.advance().await.map(Option::unwrap_or_default)
        });
        self.before.replace(turn.clone().into());
        Box::pin(async move { settle(turn.into()).await.map(|agent| Some(agent).filter(JsValue::is_object)) })
    }

    fn close(self: Rc<Self>) -> LocalBoxFuture<'static, ()> {
        self.list.take();
        if let Some(handle) = self.waiting.take() {
            handle.abort();
        }
        Box::pin(async {})
    }
}

fn listen(signal: &Option<Signal>) {
    if let Some(signal) = signal {
        signal.listen();
    }
}

fn leave(signal: &Option<Signal>) {
    if let Some(signal) = signal {
        signal.leave();
    }
}
