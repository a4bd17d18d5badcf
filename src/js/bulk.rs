//! Many deletions, as an async iterator over their results.

use super::ids::Ids;
use super::promise::promise;
use super::result::{finished, of_many, yielded};
use super::signal::Watch;
use crate::transport::Fetch;
use crate::{Bulk, Client, DeleteManyOptions, Error};
use alloc::boxed::Box;
use alloc::rc::Rc;
use core::cell::RefCell;
use js_sys::Promise;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;

/// The results of many deletions, one for every call of `next`. Nothing is sent before the first.
#[wasm_bindgen]
#[derive(Debug)]
pub struct DeletionStream {
    bulk: Bulk,
    watch: Rc<RefCell<Option<Watch>>>,
}

impl DeletionStream {
    pub(super) fn start(
        client: &Client<Fetch>,
        ids: &JsValue,
        (options, watch): (DeleteManyOptions, Option<Watch>),
    ) -> Result<Self, Error> {
        let ids = Ids::of(ids).map_err(|error| error.of_backend(client.backend()))?;
        let bulk = client.delete_agents(ids, options)?;
        Ok(Self { bulk, watch: Rc::new(RefCell::new(watch)) })
    }
}

#[wasm_bindgen]
impl DeletionStream {
    /// The next result, as it settles.
    #[wasm_bindgen(unchecked_return_type = "Promise<IteratorResult<DeletionResult, undefined>>")]
    pub fn next(&self) -> Promise {
        let (bulk, watch) = (self.bulk.clone(), Rc::clone(&self.watch));
        if let Some(driver) = bulk.drive() {
            spawn_local(driver);
        }
        promise(Box::pin(async move {
            let next = bulk.next().await;
            if let Some(Ok(settled)) = &next {
                return Ok(yielded(&of_many(settled)));
            }
            watch.replace(None);
            next.transpose().map(|_| finished())
        }))
    }

    /// Starts no further deletion, and waits for those under way.
    #[wasm_bindgen(js_name = return, unchecked_return_type = "Promise<IteratorResult<DeletionResult, undefined>>")]
    pub fn end(&self) -> Promise {
        let (bulk, watch) = (self.bulk.clone(), Rc::clone(&self.watch));
        promise(Box::pin(async move {
            bulk.close().await;
            watch.replace(None);
            Ok(finished())
        }))
    }
}
