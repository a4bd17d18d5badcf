//! Option objects, as the core's options. All of one is checked before anything is done with it.

use super::callback;
use super::fields::{Fields, function, names, wrong};
use super::signal::SignalWatch;
use crate::text::concat;
use crate::transport::{Fetch, is_array};
use crate::{
    Auth, Backend, BackupWish, CallOptions, Cascade, ClientOptions, DeleteManyOptions, DeleteOptions, Error,
    IfMissing, ListOptions, Secret,
};
use alloc::borrow::ToOwned;
use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use js_sys::{Array, Reflect};
use wasm_bindgen::prelude::*;

const CLIENT: &[&str] = &[
    "backend",
    "baseUrl",
    "auth",
    "apiVersion",
    "headers",
    "fetch",
    "timeoutMs",
    "maxRetries",
    "allowInsecureHttp",
    "onStep",
];
const CALL: &[&str] = &["signal", "timeoutMs", "maxRetries"];
const DELETE: &[&str] = &["force", "ifMissing", "backup", "cascade", "confirm", "waitMs", "verify"];
const MANY: &[&str] = &["concurrency", "stopOnError", "onProgress"];
const LIST: &[&str] = &["pageSize", "search"];
const BACKUP: &[&str] = &["includeSecrets"];
const OPTIONS: &str = "options";

/// The watch over a call's signal, to be kept until the call ends.
pub(super) type Watch = Option<SignalWatch>;

/// The options of a client, and what it sends with.
pub(super) fn client(given: &JsValue) -> Result<(Box<ClientOptions>, Fetch), Error> {
    let mut fields = Fields::of(given, OPTIONS, &[CLIENT]);
    let Some(backend) = backend(&mut fields) else {
        return Err(fields.finish().err().unwrap_or_else(|| Error::input(known_backends(None))));
    };
    let mut options = Box::new(ClientOptions::new(backend));
    let fetch = fill_client(&mut fields, &mut options);
    fields.finish().map_err(|error| error.of_backend(backend))?;
    Ok((options, fetch))
}

fn fill_client(fields: &mut Fields<'_>, options: &mut ClientOptions) -> Fetch {
    options.base_url = fields.read("baseUrl", "a string or a URL", url);
    options.auth = auth(fields);
    options.api_version = fields.text("apiVersion");
    options.headers = headers(fields);
    options.timeout = timeout(fields).unwrap_or(options.timeout);
    options.max_retries = fields.count("maxRetries", 0).unwrap_or(options.max_retries);
    options.allow_insecure_http = fields.flag("allowInsecureHttp");
    options.on_step = fields.function("onStep").map(callback::on_step);
    fields.function("fetch").map(Fetch::with).unwrap_or_default()
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
    _watch: Watch,
}

/// The options of a call about one agent.
pub(super) fn one(task: Task, given: &JsValue) -> Result<Box<OneOptions>, Error> {
    let mut options = Box::<OneOptions>::default();
    let own = match task {
        Task::Delete | Task::Plan => DELETE,
        Task::Backup => BACKUP,
        Task::Get | Task::Stop => &[],
    };
    let mut fields = Fields::of(given, OPTIONS, &[own, CALL]);
    match task {
        Task::Delete | Task::Plan => fill_delete(&mut fields, &mut options.delete),
        Task::Backup => options.include_secrets = fields.flag("includeSecrets"),
        Task::Get | Task::Stop => {}
    }
    options._watch = fill_call(&mut fields, &mut options.delete.call);
    fields.finish()?;
    Ok(options)
}

/// The options of many deletions.
pub(super) fn many(given: &JsValue) -> Result<(DeleteManyOptions, Watch), Error> {
    let mut fields = Fields::of(given, OPTIONS, &[MANY, DELETE, CALL]);
    let mut options = DeleteManyOptions::default();
    options.concurrency = fields.count("concurrency", 1).map_or(options.concurrency, |count| count as usize);
    options.stop_on_error = fields.flag("stopOnError");
    options.on_progress = fields.function("onProgress").map(callback::on_progress);
    fill_delete(&mut fields, &mut options.each);
    let watch = fill_call(&mut fields, &mut options.each.call);
    fields.finish()?;
    Ok((options, watch))
}

/// The options of a list.
pub(super) fn list(given: &JsValue) -> Result<(ListOptions, Watch), Error> {
    let mut fields = Fields::of(given, OPTIONS, &[LIST, CALL]);
    let (page_size, search) = (fields.count("pageSize", 1), fields.text("search"));
    let mut options = ListOptions { page_size, search, call: CallOptions::default() };
    let watch = fill_call(&mut fields, &mut options.call);
    fields.finish()?;
    Ok((options, watch))
}

fn fill_call(fields: &mut Fields<'_>, options: &mut CallOptions) -> Watch {
    options.timeout = timeout(fields);
    options.max_retries = fields.count("maxRetries", 0);
    // Last, so that a signal is not listened to in vain.
    let started = SignalWatch::start(fields.get("signal")?);
    let (token, watch) = fields.take(started)?;
    options.cancel = Some(token);
    watch
}

fn fill_delete(fields: &mut Fields<'_>, options: &mut DeleteOptions) {
    options.if_missing = fields.read("ifMissing", "\"error\" or \"ignore\"", if_missing).unwrap_or_default();
    options.backup = fields.read("backup", "true, false or a function", backup).unwrap_or_default();
    options.force = fields.flag("force");
    options.cascade = fields.read("cascade", "an array of \"threads\"", cascade).unwrap_or_default();
    options.confirm = fields.function("confirm").map(callback::confirm);
    options.wait = fields.millis("waitMs").unwrap_or_default();
    options.verify = fields.flag("verify");
}

fn if_missing(value: &JsValue) -> Option<IfMissing> {
    match value.as_string()?.as_str() {
        "error" => Some(IfMissing::Error),
        "ignore" => Some(IfMissing::Ignore),
        _ => None,
    }
}

fn backup(value: &JsValue) -> Option<BackupWish> {
    match value.as_bool() {
        Some(true) => Some(BackupWish::Keep),
        Some(false) => Some(BackupWish::No),
        None => function(value).map(|function| BackupWish::HandTo(callback::keep_backup(function))),
    }
}

fn timeout(fields: &mut Fields<'_>) -> Option<core::time::Duration> {
    let timeout = fields.millis("timeoutMs");
    if timeout.is_some_and(|timeout| timeout.is_zero()) {
        fields.fail(Error::input("timeoutMs must be more than 0"));
    }
    timeout
}

fn backend(fields: &mut Fields<'_>) -> Option<Backend> {
    let name = fields.text("backend")?;
    let backend = Backend::from_name(&name);
    if backend.is_none() {
        fields.fail(Error::input(known_backends(Some(&name))));
    }
    backend
}

fn known_backends(unknown: Option<&str>) -> String {
    let mut message = match unknown {
        Some(name) => concat(&["unknown backend `", name, "`; known are"]),
        None => "backend must be given; known are".to_owned(),
    };
    for (place, backend) in Backend::ALL.iter().enumerate() {
        message.push_str(if place == 0 { " " } else { ", " });
        message.push_str(backend.name());
    }
    message
}

/// The text of a string or of a `URL`, of whatever realm.
fn url(value: &JsValue) -> Option<String> {
    value.as_string().or_else(|| Reflect::get(value, &JsValue::from_str("href")).ok()?.as_string())
}

fn auth(fields: &mut Fields<'_>) -> Option<Auth> {
    let given = fields.get("auth")?;
    let names = names(&given, "auth");
    let names = fields.take(names)?;
    let mut inner = Fields::any_of(&given);
    let (bearer, api_key) =
        (secret(&mut inner, "bearer", "auth.bearer"), secret(&mut inner, "apiKey", "auth.apiKey"));
    // An unknown name is not repeated: it might be the credential itself.
    let is_known = names.iter().all(|name| matches!(name.as_str(), "bearer" | "apiKey"));
    if is_known {
        let read = inner.finish();
        fields.take(read)?;
    }
    match (bearer, api_key) {
        (Some(secret), None) if is_known => Some(Auth::Bearer(secret)),
        (None, Some(secret)) if is_known => Some(Auth::ApiKey(secret)),
        _ => {
            fields.fail(Error::input("auth must hold either bearer or apiKey, and nothing else"));
            None
        }
    }
}

fn secret(fields: &mut Fields<'_>, name: &str, path: &'static str) -> Option<Secret> {
    let value = fields.get(name)?;
    if let Some(function) = function(&value) {
        return Some(Secret::Asked(callback::secret(function, path)));
    }
    let fixed = value.as_string();
    if fixed.is_none() {
        fields.fail(wrong(path, "a string or a function that gives one", &value));
    }
    fixed.map(Secret::Fixed)
}

fn headers(fields: &mut Fields<'_>) -> Vec<(String, String)> {
    let mut headers = Vec::new();
    let Some(given) = fields.get("headers") else { return headers };
    let names = names(&given, "headers");
    let mut inner = Fields::any_of(&given);
    for name in fields.take(names).unwrap_or_default() {
        let Some(value) = inner.get(&name) else { continue };
        match value.as_string() {
            Some(text) => headers.push((name, text)),
            None => inner.fail(wrong(&concat(&["headers: the value of ", &name]), "a string", &value)),
        }
    }
    let read = inner.finish();
    fields.take(read);
    headers
}

fn cascade(value: &JsValue) -> Option<Vec<Cascade>> {
    if !is_array(value) {
        return None;
    }
    let array: &Array = value.unchecked_ref();
    let only_threads = array.iter().all(|item| item == "threads");
    only_threads.then(|| array.iter().map(|_| Cascade::Threads).collect())
}
