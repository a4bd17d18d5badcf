//! Option objects, as the core's options. All of one is checked before anything is done with it.

use super::callback;
use super::fields::{Fault, Fields, function, names};
use super::signal::SignalWatch;
use crate::transport::{Fetch, is_array};
use crate::{
    Auth, Backend, BackupOptions, BackupWish, CallOptions, Cascade, ClientOptions, DeleteManyOptions,
    DeleteOptions, Error, IfMissing, ListOptions, Secret,
};
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

/// Options, and the watch over their signal, to be kept until the call ends.
pub(super) type Watched<T> = (T, Option<SignalWatch>);

/// The options of a client, and what it sends with.
pub(super) fn client(given: &JsValue) -> Result<(ClientOptions, Fetch), Error> {
    let fields = Fields::of(given, OPTIONS, &[CLIENT]).map_err(|fault| fault.into_error(Error::input))?;
    let backend = backend(&fields).map_err(|fault| fault.into_error(Error::input))?;
    of_client(&fields, backend).map_err(|fault| fault.into_error(Error::input).of_backend(backend))
}

fn of_client(fields: &Fields<'_>, backend: Backend) -> Result<(ClientOptions, Fetch), Fault> {
    let mut options = ClientOptions::new(backend);
    options.base_url = fields.read("baseUrl", "a string or a URL", url)?;
    options.auth = fields.get("auth")?.map(|given| auth(&given)).transpose()?;
    options.api_version = fields.text("apiVersion")?;
    options.headers = fields.get("headers")?.map(|given| headers(&given)).transpose()?.unwrap_or_default();
    options.timeout = timeout(fields)?.unwrap_or(options.timeout);
    options.max_retries = fields.count("maxRetries", 0)?.unwrap_or(options.max_retries);
    options.allow_insecure_http = fields.flag("allowInsecureHttp")?;
    options.on_step = fields.function("onStep")?.map(callback::on_step);
    let fetch = fields.function("fetch")?.map(Fetch::with).unwrap_or_default();
    Ok((options, fetch))
}

/// The options of a call that has none of its own.
pub(super) fn call(given: &JsValue) -> Result<Watched<CallOptions>, Fault> {
    of_call(&Fields::of(given, OPTIONS, &[CALL])?)
}

/// The options of a deletion or of its plan.
pub(super) fn delete(given: &JsValue) -> Result<Watched<DeleteOptions>, Fault> {
    of_delete(&Fields::of(given, OPTIONS, &[DELETE, CALL])?)
}

/// The options of many deletions.
pub(super) fn delete_many(given: &JsValue) -> Result<Watched<DeleteManyOptions>, Fault> {
    let fields = Fields::of(given, OPTIONS, &[MANY, DELETE, CALL])?;
    let mut options = DeleteManyOptions::default();
    options.concurrency = fields.count("concurrency", 1)?.map_or(options.concurrency, |count| count as usize);
    options.stop_on_error = fields.flag("stopOnError")?;
    options.on_progress = fields.function("onProgress")?.map(callback::on_progress);
    let (each, watch) = of_delete(&fields)?;
    options.each = each;
    Ok((options, watch))
}

/// The options of a list.
pub(super) fn list(given: &JsValue) -> Result<Watched<ListOptions>, Fault> {
    let fields = Fields::of(given, OPTIONS, &[LIST, CALL])?;
    let (page_size, search) = (fields.count("pageSize", 1)?, fields.text("search")?);
    let (call, watch) = of_call(&fields)?;
    Ok((ListOptions { page_size, search, call }, watch))
}

/// The options of a backup.
pub(super) fn backup(given: &JsValue) -> Result<Watched<BackupOptions>, Fault> {
    let fields = Fields::of(given, OPTIONS, &[BACKUP, CALL])?;
    let include_secrets = fields.flag("includeSecrets")?;
    let (call, watch) = of_call(&fields)?;
    Ok((BackupOptions { include_secrets, call }, watch))
}

fn of_call(fields: &Fields<'_>) -> Result<Watched<CallOptions>, Fault> {
    let (timeout, max_retries) = (timeout(fields)?, fields.count("maxRetries", 0)?);
    // Last, so that a signal is not listened to in vain.
    let (cancel, watch) = match fields.get("signal")? {
        Some(signal) => {
            let (token, watch) = SignalWatch::start(signal)?;
            (Some(token), watch)
        }
        None => (None, None),
    };
    Ok((CallOptions { cancel, timeout, max_retries }, watch))
}

fn of_delete(fields: &Fields<'_>) -> Result<Watched<DeleteOptions>, Fault> {
    let if_missing =
        fields.read("ifMissing", "\"error\" or \"ignore\"", |value| match value.as_string()?.as_str() {
            "error" => Some(IfMissing::Error),
            "ignore" => Some(IfMissing::Ignore),
            _ => None,
        })?;
    let wish = fields.read("backup", "true, false or a function", |value| match value.as_bool() {
        Some(true) => Some(BackupWish::Keep),
        Some(false) => Some(BackupWish::No),
        None => function(value).map(|function| BackupWish::HandTo(callback::keep_backup(function))),
    })?;
    let mut options = DeleteOptions {
        force: fields.flag("force")?,
        if_missing: if_missing.unwrap_or_default(),
        backup: wish.unwrap_or_default(),
        cascade: fields.read("cascade", "an array of \"threads\"", cascade)?.unwrap_or_default(),
        confirm: fields.function("confirm")?.map(callback::confirm),
        wait: fields.millis("waitMs")?.unwrap_or_default(),
        verify: fields.flag("verify")?,
        call: CallOptions::default(),
    };
    let (call, watch) = of_call(fields)?;
    options.call = call;
    Ok((options, watch))
}

fn timeout(fields: &Fields<'_>) -> Result<Option<std::time::Duration>, Fault> {
    let timeout = fields.millis("timeoutMs")?;
    if timeout.is_some_and(|timeout| timeout.is_zero()) {
        return Err(Fault::new(&["timeoutMs must be more than 0"]));
    }
    Ok(timeout)
}

fn backend(fields: &Fields<'_>) -> Result<Backend, Fault> {
    let name = fields.text("backend")?;
    if let Some(backend) = name.as_deref().and_then(Backend::from_name) {
        return Ok(backend);
    }
    let mut message = match &name {
        Some(name) => ["unknown backend `", name, "`; known are"].concat(),
        None => "backend must be given; known are".to_owned(),
    };
    for (place, backend) in Backend::ALL.iter().enumerate() {
        message.push_str(if place == 0 { " " } else { ", " });
        message.push_str(backend.name());
    }
    Err(Fault::new(&[&message]))
}

/// The text of a string or of a `URL`, of whatever realm.
fn url(value: &JsValue) -> Option<String> {
    value.as_string().or_else(|| Reflect::get(value, &JsValue::from_str("href")).ok()?.as_string())
}

fn auth(given: &JsValue) -> Result<Auth, Fault> {
    // An unknown name is not repeated: it might be the credential itself.
    let only = || Fault::new(&["auth must hold either bearer or apiKey, and nothing else"]);
    if names(given, "auth")?.iter().any(|name| !matches!(name.as_str(), "bearer" | "apiKey")) {
        return Err(only());
    }
    let fields = Fields::of(given, "auth", &[&["bearer", "apiKey"]])?;
    match (secret(&fields, "bearer", "auth.bearer")?, secret(&fields, "apiKey", "auth.apiKey")?) {
        (Some(secret), None) => Ok(Auth::Bearer(secret)),
        (None, Some(secret)) => Ok(Auth::ApiKey(secret)),
        _ => Err(only()),
    }
}

fn secret(fields: &Fields<'_>, name: &str, path: &'static str) -> Result<Option<Secret>, Fault> {
    let Some(value) = fields.get(name)? else { return Ok(None) };
    let read = match function(&value) {
        Some(function) => Some(Secret::Asked(callback::secret(function, path))),
        None => value.as_string().map(Secret::Fixed),
    };
    read.map(Some).ok_or_else(|| Fault::wrong(path, "a string or a function that gives one", &value))
}

fn headers(given: &JsValue) -> Result<Vec<(String, String)>, Fault> {
    let names = names(given, "headers")?;
    let fields = Fields::of(given, "headers", &[&names.iter().map(String::as_str).collect::<Vec<_>>()])?;
    let read = |name: String| {
        let Some(value) = fields.get(&name)? else { return Ok(None) };
        match value.as_string() {
            Some(text) => Ok(Some((name, text))),
            None => Err(Fault::wrong(&["headers: the value of ", &name].concat(), "a string", &value)),
        }
    };
    names.into_iter().filter_map(|name| read(name).transpose()).collect()
}

fn cascade(value: &JsValue) -> Option<Vec<Cascade>> {
    if !is_array(value) {
        return None;
    }
    let array: &Array = value.unchecked_ref();
    array.iter().map(|item| (item == "threads").then_some(Cascade::Threads)).collect()
}
