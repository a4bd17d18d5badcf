//! Results one by one, as an async iterator: those of many deletions, and the agents of a list.
//!
//! Those of many deletions can be awaited instead: whoever forgot to iterate would else have deleted nothing.

use super::result::to_js;
use super::sources::{Deletions, Source};
use js_sys::Promise;
use serde::Serialize;
use std::fmt;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::future_to_promise;

/// Results one by one. Nothing happens before the first is asked for. Signatures call it `Stream`.
#[wasm_bindgen(skip_typescript)]
#[derive(Clone)]
pub struct ResultReader(Rc<dyn Source>);

impl ResultReader {
    pub(super) fn of(source: impl Source + 'static) -> Self {
        Self(Rc::new(source))
    }
}

#[wasm_bindgen]
impl ResultReader {
    /// The next result.
    pub fn next(&self) -> Promise {
        let next = Rc::clone(&self.0).next();
        future_to_promise(async { Ok(step(next.await?)) })
    }

    /// Begins nothing more, and waits for what is under way.
    #[wasm_bindgen(js_name = return)]
    pub fn end(&self) -> Promise {
        let closed = Rc::clone(&self.0).close();
        future_to_promise(async {
            closed.await;
            Ok(step(None))
        })
    }

    /// For `for await`.
    #[wasm_bindgen(js_name = "[Symbol.asyncIterator]")]
    pub fn iterate(&self) -> ResultReader {
        self.clone()
    }

    /// For `await using`.
    #[wasm_bindgen(js_name = "[Symbol.asyncDispose]")]
    pub fn dispose(&self) -> Promise {
        let closed = Rc::clone(&self.0).close();
        future_to_promise(async {
            closed.await;
            Ok(JsValue::UNDEFINED)
        })
    }
}

impl fmt::Debug for ResultReader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ResultReader")
    }
}

#[wasm_bindgen]
extern "C" {
    /// A promise as a caller uses it, with whatever functions.
    type AnyPromise;

    #[wasm_bindgen(method)]
    fn then(this: &AnyPromise, fulfilled: &JsValue, rejected: &JsValue) -> Promise;

    #[wasm_bindgen(method)]
    fn finally(this: &AnyPromise, settled: &JsValue) -> Promise;
}

/// The results of many deletions: one by one, or awaited all together. Signatures call it `DeletionStream`.
#[wasm_bindgen(skip_typescript)]
#[derive(Clone, Debug)]
pub struct DeletionReader {
    results: ResultReader,
    deletions: Rc<Deletions>,
}

impl DeletionReader {
    pub(super) fn of(deletions: Deletions) -> Self {
        let deletions = Rc::new(deletions);
        Self { results: ResultReader(Rc::<Deletions>::clone(&deletions)), deletions }
    }
}

#[wasm_bindgen]
impl DeletionReader {
    /// The next result.
    pub fn next(&self) -> Promise {
        self.results.next()
    }

    /// Begins nothing more, and waits for what is under way.
    #[wasm_bindgen(js_name = return)]
    pub fn end(&self) -> Promise {
        self.results.end()
    }

    /// For `for await`.
    #[wasm_bindgen(js_name = "[Symbol.asyncIterator]")]
    pub fn iterate(&self) -> DeletionReader {
        self.clone()
    }

    /// For `await using`.
    #[wasm_bindgen(js_name = "[Symbol.asyncDispose]")]
    pub fn dispose(&self) -> Promise {
        self.results.dispose()
    }

    /// For `await`: deletes all, and gives what became of them.
    pub fn then(&self, fulfilled: &JsValue, rejected: &JsValue) -> Promise {
        self.whole().then(fulfilled, rejected)
    }

    /// As a promise's.
    pub fn catch(&self, rejected: &JsValue) -> Promise {
        self.whole().then(&JsValue::UNDEFINED, rejected)
    }

    /// As a promise's.
    pub fn finally(&self, settled: &JsValue) -> Promise {
        self.whole().finally(settled)
    }

    fn whole(&self) -> AnyPromise {
        Rc::clone(&self.deletions).whole().unchecked_into()
    }
}

/// What an async iterator's `next` resolves to.
#[derive(Serialize)]
struct Step {
    #[serde(with = "serde_wasm_bindgen::preserve")]
    value: JsValue,
    done: bool,
}

fn step(value: Option<JsValue>) -> JsValue {
    let done = value.is_none();
    to_js(&Step { value: value.unwrap_or_default(), done })
}
