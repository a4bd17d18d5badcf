//! Ids, as JavaScript gives them: one, or many of them one by one.

use super::fault::fault;
use crate::transport::{Fetch, Handle, Job, cause_in, flag, number, text};
use crate::{Cause, Client, Error, GivenId, IdSource};
use alloc::string::String;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/js/options.js")]
extern "C" {
    #[wasm_bindgen(js_name = readId)]
    fn read_id(value: &JsValue) -> JsValue;
}

#[wasm_bindgen(module = "/src/js/ids.js")]
extern "C" {
    /// An iterator over ids, sync or async.
    #[derive(Debug)]
    pub(super) type Ids;

    #[wasm_bindgen(catch)]
    fn iterate(given: &JsValue) -> Result<Ids, JsValue>;

    #[wasm_bindgen(method, js_name = next)]
    fn begin_next(this: &Ids) -> Handle;

    #[wasm_bindgen(method, js_name = close)]
    fn end(this: &Ids);
}

impl Ids {
    /// Begins to iterate.
    pub(super) fn of(given: &JsValue) -> Result<Self, Error> {
        iterate(given).map_err(fault)
    }
}

impl IdSource for Ids {
    async fn next(&self) -> Option<Result<GivenId, Cause>> {
        let outcome = Job::of(self.begin_next()).await;
        match cause_in(&outcome) {
            Some(cause) => Some(Err(cause)),
            None => given(&outcome).map(Ok),
        }
    }

    fn close(&self) {
        self.end();
    }

    fn total(&self) -> Option<u32> {
        Some(number(self, "total")).filter(|total| !total.is_nan()).map(|total| total as u32)
    }

    fn is_immediate(&self) -> bool {
        !flag(self, "isAsync")
    }
}

/// What `readId` gave.
fn given(read: &JsValue) -> Option<GivenId> {
    match text(read, "id") {
        Some(id) => Some(GivenId::Text(id)),
        None => text(read, "kind").map(GivenId::NotText),
    }
}

/// The id of a call about one agent.
pub(super) fn agent_id(client: &Client<Fetch>, value: &JsValue) -> Result<String, Error> {
    let kind = match given(&read_id(value)) {
        Some(GivenId::Text(text)) => return Ok(text),
        Some(GivenId::NotText(kind)) => kind,
        None => String::new(),
    };
    let platform = client.backend().platform();
    let message = [
        platform.facts().title,
        " can't have such an agent: id must be ",
        platform.facts().id.words,
        ", not ",
        &kind,
    ];
    Err(client.input_error(None, message.concat()))
}
