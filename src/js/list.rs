//! The agents of a platform, as an async iterator.

use super::promise::Turns;
use super::result::{finished, to_js, yielded};
use super::signal::Watch;
use crate::transport::Fetch;
use crate::{AgentList as List, Client, Error, ListOptions};
use alloc::boxed::Box;
use alloc::rc::Rc;
use core::cell::RefCell;
use js_sys::Promise;
use wasm_bindgen::prelude::*;

/// The agents of a platform, one for every call of `next`.
#[wasm_bindgen]
#[derive(Debug)]
pub struct AgentList {
    turns: Turns,
    open: Rc<RefCell<Option<Open>>>,
}

/// A list that may have more, and what watches its signal.
#[derive(Debug)]
struct Open {
    list: List<Fetch>,
    _watch: Option<Watch>,
}

impl AgentList {
    pub(super) fn start(
        client: &Client<Fetch>,
        (options, watch): (ListOptions, Option<Watch>),
    ) -> Result<Self, Error> {
        let open = Open { list: client.list_agents(options)?, _watch: watch };
        Ok(Self { turns: Turns::default(), open: Rc::new(RefCell::new(Some(open))) })
    }
}

#[wasm_bindgen]
impl AgentList {
    /// The next agent.
    #[wasm_bindgen(unchecked_return_type = "Promise<IteratorResult<Agent, undefined>>")]
    pub fn next(&self) -> Promise {
        let cell = Rc::clone(&self.open);
        self.turns.take(Box::pin(async move {
            // Taken out for the wait, so that nothing is borrowed meanwhile; put back only if there may be more.
            let taken = cell.borrow_mut().take();
            let Some(mut open) = taken else { return Ok(finished()) };
            let Some(agent) = open.list.next().await else { return Ok(finished()) };
            let value = to_js(&agent?);
            cell.replace(Some(open));
            Ok(yielded(&value))
        }))
    }

    /// Ends the list: no further page is fetched.
    #[wasm_bindgen(js_name = return, unchecked_return_type = "Promise<IteratorResult<Agent, undefined>>")]
    pub fn end(&self) -> Promise {
        let cell = Rc::clone(&self.open);
        self.turns.take(Box::pin(async move {
            cell.replace(None);
            Ok(finished())
        }))
    }
}
