//! The ids that a caller gives: one, or those of many, read from an iterable one by one. Many may also be given as agents.

use super::given::{function, wrong};
use crate::transport::{cause_of, ignore, is_array, kind_of, settle};
use crate::{Cause, Error, GivenId, IdSource};
use js_sys::{Function, JsString, Reflect, Set, Symbol};
use std::cell::Cell;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// What an iterator's `next` gives.
    type Item;

    #[wasm_bindgen(catch, method, getter)]
    fn done(this: &Item) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(catch, method, getter)]
    fn value(this: &Item) -> Result<JsValue, JsValue>;

    /// A string in an object, as `Object("a")` makes it.
    #[wasm_bindgen(js_name = String)]
    type Boxed;
}

/// The id, if it is a string that is whole. A lone surrogate would be sent as U+FFFD, which names another agent.
pub(super) fn given_id(value: &JsValue) -> GivenId {
    match value.as_string() {
        Some(text) if text.contains('\u{fffd}') && !value.unchecked_ref::<JsString>().is_valid_utf16() => {
            GivenId::NotText("a string with half a surrogate pair".into())
        }
        Some(text) => GivenId::Text(text),
        None => GivenId::NotText(kind_of(value).into()),
    }
}

/// One of many: an id, or an object that has one, as agents do.
fn given_id_or_agent(value: &JsValue) -> GivenId {
    if !value.is_object() {
        return given_id(value);
    }
    match Reflect::get(value, &JsValue::from_str("id")) {
        Ok(id) if id.is_string() => given_id(&id),
        Ok(_) => GivenId::NotText(kind_of(value).into()),
        Err(_) => GivenId::NotText("an object whose id can't be read".into()),
    }
}

/// An iterator over ids or agents, sync or async.
#[derive(Debug)]
pub(super) struct Ids {
    iterator: JsValue,
    next: Function,
    is_async: bool,
    total: Option<u32>,
    at_end: Cell<bool>,
}

impl Ids {
    /// Begins to iterate. One string is refused, an object of it too: it would be taken for ids of one letter each.
    pub(super) fn of(ids: &JsValue) -> Result<Self, Error> {
        let wrong = || wrong("ids", "an iterable or async iterable of ids or agents", ids);
        // A proxy that refuses to tell its prototype can't be told from an object of a string.
        let is_readable = (ids.is_object() || ids.is_function()) && Reflect::get_prototype_of(ids).is_ok();
        if !is_readable || ids.is_instance_of::<Boxed>() {
            return Err(wrong());
        }
        let method = |symbol: &Symbol| Reflect::get(ids, symbol).ok().and_then(|method| function(&method));
        let (start, is_async) = match method(&Symbol::async_iterator()) {
            Some(start) => (start, true),
            None => (method(&Symbol::iterator()).ok_or_else(wrong)?, false),
        };
        let iterator = start.call0(ids).map_err(|_| wrong())?;
        let next = method_of(&iterator, "next").ok_or_else(wrong)?;
        Ok(Self { iterator, next, is_async, total: total(ids), at_end: Cell::new(false) })
    }

    async fn advance(&self) -> Result<Option<JsValue>, JsValue> {
        let mut item = self.next.call0(&self.iterator)?;
        if self.is_async {
            item = settle(item).await?;
        }
        if !(item.is_object() || item.is_function()) {
            return Err(JsValue::from_str(kind_of(&item)));
        }
        let item: &Item = item.unchecked_ref();
        if item.done()?.is_truthy() { Ok(None) } else { item.value().map(Some) }
    }
}

impl IdSource for Ids {
    async fn next(&self) -> Option<Result<GivenId, Cause>> {
        if self.at_end.get() {
            return None;
        }
        let item = self.advance().await.map_err(cause_of);
        if !matches!(item, Ok(Some(_))) {
            self.at_end.set(true);
        }
        Some(item.transpose()?.map(|value| given_id_or_agent(&value)))
    }

    fn close(&self) {
        if self.at_end.replace(true) {
            return;
        }
        // An iterator that fails to end has nothing more to tell.
        if let Some(end) = method_of(&self.iterator, "return")
            && let Ok(ended) = end.call0(&self.iterator)
        {
            ignore(ended);
        }
    }

    fn total(&self) -> Option<u32> {
        self.total
    }

    fn is_immediate(&self) -> bool {
        !self.is_async
    }
}

fn method_of(object: &JsValue, name: &str) -> Option<Function> {
    if !(object.is_object() || object.is_function()) {
        return None;
    }
    function(&Reflect::get(object, &JsValue::from_str(name)).ok()?)
}

/// How many ids an array or a set holds; of anything else that is not known before its end.
fn total(ids: &JsValue) -> Option<u32> {
    let name = if is_array(ids) {
        "length"
    } else if ids.is_instance_of::<Set>() {
        "size"
    } else {
        return None;
    };
    Some(Reflect::get(ids, &JsValue::from_str(name)).ok()?.as_f64()? as u32)
}
