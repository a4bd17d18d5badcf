//! Results that come one by one, as an async iterator.

use super::promise::{Work, promise};
use super::result::{of_many, to_js};
use super::signal::Watch;
use crate::transport::Fetch;
use crate::{AgentList, Bulk};
use alloc::boxed::Box;
use alloc::rc::Rc;
use core::cell::RefCell;
use js_sys::Promise;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;

#[wasm_bindgen(module = "/src/js/stream.js")]
extern "C" {
    fn stream(more: &JsValue) -> JsValue;
}

#[wasm_bindgen(typescript_custom_section)]
const STREAM: &str = "
/** Results one by one. */
export interface Stream<T> extends AsyncIterable<T> {
  next(): Promise<IteratorResult<T, undefined>>;
  /** Begins nothing more, and waits for what is under way. */
  return(): Promise<IteratorResult<T, undefined>>;
}
";

/// An iterator over what the work gives, as `more` in stream.js says.
fn of(work: impl Fn(bool) -> Work + 'static) -> JsValue {
    let more: Box<dyn Fn(bool) -> Promise> = Box::new(move |ending| promise(work(ending)));
    stream(&Closure::wrap(more).into_js_value())
}

/// The agents of a list.
pub(super) fn of_agents(list: AgentList<Fetch>, watch: Option<Watch>) -> JsValue {
    let open = Rc::new(RefCell::new(Some((list, watch))));
    of(move |ending| {
        let open = Rc::clone(&open);
        Box::pin(async move {
            // Taken out for the wait, so that nothing is borrowed meanwhile; put back only if there may be more.
            let taken = open.borrow_mut().take();
            let Some((mut list, watch)) = taken.filter(|_| !ending) else { return Ok(JsValue::UNDEFINED) };
            let Some(page) = list.next_page().await else { return Ok(JsValue::UNDEFINED) };
            let agents = to_js(&page?);
            open.replace(Some((list, watch)));
            Ok(agents)
        })
    })
}

/// The results of a bulk deletion.
pub(super) fn of_results(bulk: Bulk, watch: Option<Watch>) -> JsValue {
    let watch = Rc::new(RefCell::new(watch));
    of(move |ending| {
        let (bulk, watch) = (bulk.clone(), Rc::clone(&watch));
        if !ending && let Some(driver) = bulk.drive() {
            spawn_local(driver);
        }
        Box::pin(async move {
            if ending {
                bulk.close().await;
            } else if let Some(settled) = bulk.next().await {
                return Ok(of_many(&settled?));
            }
            watch.replace(None);
            Ok(JsValue::UNDEFINED)
        })
    })
}
