//! Searching a value of any making for a text: everything in it that an inspector, a log or whoever reads it may come upon.
//! Nothing here throws, and nothing is changed.

use super::value::tag_of;
use js_sys::{Reflect, Symbol, try_iter};
use wasm_bindgen::prelude::*;

/// So many values are looked at. What holds more, such as a whole page, may say anything.
const MOST: usize = 2000;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = ArrayBuffer, js_name = isView)]
    fn is_view(value: &JsValue) -> Result<bool, JsValue>;

    /// A `Set`, which may have been replaced.
    type Seen;

    #[wasm_bindgen(catch, constructor, js_class = "Set")]
    fn new() -> Result<Seen, JsValue>;

    #[wasm_bindgen(catch, method)]
    fn has(this: &Seen, value: &JsValue) -> Result<bool, JsValue>;

    #[wasm_bindgen(catch, method)]
    fn add(this: &Seen, value: &JsValue) -> Result<(), JsValue>;
}

/// Whether a value says what is meant: in its own members and those of its classes, whether they show in a list or not, in what
/// lies behind it, in what a collection holds. What can't be searched to its end is taken to say it.
pub(super) fn says(value: &JsValue, is_meant: &dyn Fn(&str) -> bool) -> bool {
    let Ok(seen) = Seen::new() else { return true };
    // A request of Node's and an event of a page lead there, and so does everything else.
    let _ = seen.add(&js_sys::global());
    let mut left = vec![value.clone()];
    let mut looked_at = 0;
    while let Some(value) = left.pop() {
        looked_at += 1;
        if looked_at > MOST {
            return true;
        }
        if let Some(text) = value.as_string() {
            if is_meant(&text) {
                return true;
            }
        } else if value.is_object() || value.is_function() {
            if seen.has(&value).unwrap_or_default() {
                continue;
            }
            // Should it not be remembered, the number of values is what ends the search.
            let _ = seen.add(&value);
            if !is_view(&value).unwrap_or_default() && !look_into(&value, is_meant, &mut left) {
                return true;
            }
        } else if let Some(text) = value.dyn_ref::<Symbol>().and_then(description) {
            left.push(text);
        }
    }
    false
}

/// Adds what is in an object to what is left to look at. `false` where a name in it says what is meant.
fn look_into(object: &JsValue, is_meant: &dyn Fn(&str) -> bool, left: &mut Vec<JsValue>) -> bool {
    let mut holder = object.clone();
    loop {
        let prototype = Reflect::get_prototype_of(&holder).map(JsValue::from).unwrap_or(JsValue::NULL);
        let is_root = prototype.is_null() && holder != *object;
        // What every object has says nothing of this one.
        if is_root {
            break;
        }
        for name in Reflect::own_keys(&holder).unwrap_or_default().iter().take(MOST) {
            if name.as_string().is_some_and(|name| is_meant(&name)) {
                return false;
            }
            // A getter of a class is asked for this object, as whoever reads the member would. What all of a class can do says
            // nothing of this one.
            let is_own = holder == *object;
            match Reflect::get(object, &name) {
                Ok(value) if is_own || !value.is_function() => left.push(value),
                _ => {}
            }
            left.push(name);
        }
        if prototype.is_null() || object.is_function() {
            break;
        }
        holder = prototype;
    }
    if let Some("Map" | "Set" | "Headers" | "URLSearchParams" | "FormData") = tag_of(object).as_deref() {
        let items = try_iter(object).ok().flatten();
        left.extend(items.into_iter().flatten().take(MOST).map_while(Result::ok));
    }
    true
}

/// What a symbol is called.
fn description(symbol: &Symbol) -> Option<JsValue> {
    symbol.description()?.as_string().map(JsValue::from)
}
