//! Option objects, as the core's options. All of one is checked before anything is done with it.

use super::callback;
use super::fault::fault;
use super::signal::Watch;
use crate::text::join;
use crate::transport::{Fetch, flag, number, text, value};
use crate::{
    Auth, Backend, BackupWish, CallOptions, Cascade, ClientOptions, DeleteManyOptions, DeleteOptions, Error,
    IfMissing, Json, ListOptions, Secret,
};
use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use core::time::Duration;
use js_sys::Function;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/js/options.js")]
extern "C" {
    #[wasm_bindgen(catch, js_name = readClient)]
    fn read_client(given: &JsValue, backends: &str) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(catch, js_name = readCall)]
    fn read_call(given: &JsValue, call: &str) -> Result<JsValue, JsValue>;
}

/// The options of a client, and what it sends with.
pub(super) fn client(given: &JsValue) -> Result<(ClientOptions, Fetch), Error> {
    let known: Vec<_> = Backend::ALL.iter().map(|backend| backend.name()).collect();
    let read = read_client(given, &join(&known, ", ")).map_err(fault)?;
    let backend = text(&read, "backend").as_deref().and_then(Backend::from_name);
    // The reader accepts no other name.
    let mut options = ClientOptions::new(backend.unwrap_or(Backend::Charm));
    options.base_url = text(&read, "baseUrl");
    options.auth = auth(&value(&read, "auth"));
    options.api_version = text(&read, "apiVersion");
    options.headers = headers(&read).unwrap_or_default();
    options.timeout = millis(&read, "timeoutMs").unwrap_or(options.timeout);
    options.max_retries = count(&read, "maxRetries").unwrap_or(options.max_retries);
    options.allow_insecure_http = flag(&read, "allowInsecureHttp");
    options.on_step = function(&read, "onStep").map(callback::on_step);
    Ok((options, function(&read, "fetch").map(Fetch::with).unwrap_or_default()))
}

fn auth(read: &JsValue) -> Option<Auth> {
    match secret(read, "bearer") {
        Some(bearer) => Some(Auth::Bearer(bearer)),
        None => secret(read, "apiKey").map(Auth::ApiKey),
    }
}

fn secret(read: &JsValue, name: &'static str) -> Option<Secret> {
    match function(read, name) {
        Some(function) => Some(Secret::Asked(callback::secret(function, name))),
        None => text(read, name).map(Secret::Fixed),
    }
}

fn headers(read: &JsValue) -> Option<Vec<(String, String)>> {
    match Json::parse(&text(read, "headers")?)? {
        Json::Object(members) => Some(
            members
                .into_iter()
                .filter_map(|(name, value)| match value {
                    Json::String(value) => Some((name, value)),
                    _ => None,
                })
                .collect(),
        ),
        _ => None,
    }
}

/// What a call about one agent may be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Task {
    Delete,
    Plan,
    Get,
    Backup,
    Stop,
}

/// The options of a call about one agent. What its task has no option for is as it is where nothing is given.
#[derive(Debug, Default)]
pub(super) struct OneOptions {
    pub(super) delete: DeleteOptions,
    pub(super) include_secrets: bool,
    _watch: Option<Watch>,
}

/// The options of a call about one agent.
pub(super) fn one(task: Task, given: &JsValue) -> Result<Box<OneOptions>, Error> {
    let call = match task {
        Task::Delete | Task::Plan => "delete",
        Task::Backup => "backup",
        Task::Get | Task::Stop => "call",
    };
    let read = read_call(given, call).map_err(fault)?;
    if read.is_undefined() {
        return Ok(Box::default());
    }
    let (delete, _watch) = delete(&read)?;
    Ok(Box::new(OneOptions { delete, include_secrets: flag(&read, "includeSecrets"), _watch }))
}

/// The options of many deletions.
pub(super) fn many(given: &JsValue) -> Result<(DeleteManyOptions, Option<Watch>), Error> {
    let read = read_call(given, "many").map_err(fault)?;
    let (each, watch) = delete(&read)?;
    let mut options = DeleteManyOptions { each, ..DeleteManyOptions::default() };
    options.concurrency = count(&read, "concurrency").map_or(options.concurrency, |count| count as usize);
    options.stop_on_error = flag(&read, "stopOnError");
    options.on_progress = function(&read, "onProgress").map(callback::on_progress);
    Ok((options, watch))
}

/// The options of a list.
pub(super) fn list(given: &JsValue) -> Result<(ListOptions, Option<Watch>), Error> {
    let read = read_call(given, "list").map_err(fault)?;
    let (call, watch) = call(&read)?;
    Ok((ListOptions { page_size: count(&read, "pageSize"), search: text(&read, "search"), call }, watch))
}

fn call(read: &JsValue) -> Result<(CallOptions, Option<Watch>), Error> {
    let watch = Watch::start(&value(read, "signal"))?;
    let options = CallOptions {
        cancel: watch.as_ref().map(Watch::token),
        timeout: millis(read, "timeoutMs"),
        max_retries: count(read, "maxRetries"),
    };
    Ok((options, watch))
}

fn delete(read: &JsValue) -> Result<(DeleteOptions, Option<Watch>), Error> {
    let (call, watch) = call(read)?;
    let missing = text(read, "ifMissing");
    let options = DeleteOptions {
        force: flag(read, "force"),
        if_missing: if missing.as_deref() == Some("ignore") { IfMissing::Ignore } else { IfMissing::Error },
        backup: match function(read, "backup") {
            Some(keep) => BackupWish::HandTo(callback::keep_backup(keep)),
            None if flag(read, "backup") => BackupWish::Keep,
            None => BackupWish::No,
        },
        cascade: flag(read, "cascade").then_some(Cascade::Threads).into_iter().collect(),
        confirm: function(read, "confirm").map(callback::confirm),
        wait: millis(read, "waitMs").unwrap_or_default(),
        verify: flag(read, "verify"),
        call,
    };
    Ok((options, watch))
}

fn function(read: &JsValue, name: &str) -> Option<Function> {
    value(read, name).dyn_into().ok()
}

fn given(read: &JsValue, name: &str) -> Option<f64> {
    Some(number(read, name)).filter(|number| !number.is_nan())
}

fn count(read: &JsValue, name: &str) -> Option<u32> {
    given(read, name).map(|count| count as u32)
}

fn millis(read: &JsValue, name: &str) -> Option<Duration> {
    given(read, name).map(|millis| Duration::from_micros((millis * 1000.0) as u64))
}
