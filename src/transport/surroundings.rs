//! What the place has in which the module runs. Looked up once.

use super::value::member;
use js_sys::Reflect;
use wasm_bindgen::prelude::*;

thread_local! {
    static KNOWS_CACHE: bool = prototype_has("Request", "cache");
}

/// Whether `fetch` knows the member `cache`. Old workers know none, and refuse it.
pub(super) fn knows_cache() -> bool {
    KNOWS_CACHE.with(|knows| *knows)
}

fn prototype_has(class: &str, name: &str) -> bool {
    let prototype = member(&js_sys::global(), class).and_then(|class| member(&class, "prototype"));
    prototype.is_some_and(|prototype| Reflect::has(&prototype, &JsValue::from_str(name)).unwrap_or_default())
}

/// Whether this is a browser: it has a page, or is a worker of one. The workers of other runtimes call themselves so too.
pub(super) fn is_browser() -> bool {
    let global = js_sys::global();
    let has = |name: &str| member(&global, name).is_some();
    has("document")
        || (has("WorkerGlobalScope") && !["Deno", "Bun", "WebSocketPair", "EdgeRuntime"].into_iter().any(has))
}
