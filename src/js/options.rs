//! Option objects, as the core's options. All of one is checked before anything is done with it.

use super::callback;
use super::described::described;
use super::given::{Given, Plain, function, read_options, texts, wrong};
use super::nearest::option_meant;
use super::signal::Signal;
use crate::nearest::{nearest, shown_name, unknown_name};
use crate::transport::{Fetch, is_array};
use crate::{
    Auth, Backend, BackupOptions, BackupWish, CallOptions, Cascade, ClientOptions, DeleteManyOptions,
    DeleteOptions, Error, IfMissing, ListOptions, Secret,
};
use js_sys::Reflect;
use wasm_bindgen::prelude::*;

const CLIENT: &[&str] = &[
    "backend",
    "baseUrl",
    "auth",
    "apiVersion",
    "headers",
    "timeoutMs",
    "maxRetries",
    "allowInsecureHttp",
    "onStep",
    "fetch",
];
const CALL: &[&str] = &["signal", "timeoutMs", "maxRetries"];
const DELETE: &[&str] = &["force", "ifMissing", "backup", "cascade", "confirm", "waitMs", "verify"];
const MANY: &[&str] = &["concurrency", "stopOnError", "onProgress", "confirmAll"];
const LIST: &[&str] = &["pageSize", "search"];
const BACKUP: &[&str] = &["includeSecrets"];
/// The kinds of credential in `auth`.
const KINDS: &[&str] = &["bearer", "apiKey", "sign"];
const ONE_KIND: &str = "auth must hold one of bearer, apiKey and sign, and nothing else";

/// The options of a client, and what it sends with.
pub(super) fn client(given: &JsValue) -> Result<(ClientOptions, Fetch), Error> {
    // Its own defaults follow from the platform, which may come last.
    let mut members = Vec::new();
    let mut backend = None;
    read_options(given, &[CLIENT], &mut |option| {
        if option.name == "backend" {
            backend = Some(self::backend(&option.value)?);
        } else {
            members.push((option.name.to_owned(), option.value));
        }
        Ok(())
    })?;
    let backend = backend.ok_or_else(|| Error::input(known_backends("backend must be given", None)))?;
    let mut options = ClientOptions::new(backend);
    let mut fetch = Fetch::default();
    for (name, value) in members {
        set_client(&mut options, &mut fetch, &Given { name: &name, value })
            .map_err(|error| error.of_backend(backend))?;
    }
    Ok((options, fetch))
}

fn set_client(options: &mut ClientOptions, fetch: &mut Fetch, option: &Given<'_>) -> Result<(), Error> {
    match option.name {
        "baseUrl" => options.base_url = Some(option.read("a string or a URL", url)?),
        "auth" => options.auth = Some(auth(&option.value)?),
        "apiVersion" => options.api_version = Some(option.text()?),
        "headers" => options.headers = texts(&option.value, "headers")?,
        "timeoutMs" => options.timeout = option.some_millis()?,
        "maxRetries" => options.max_retries = option.count(0)?,
        "allowInsecureHttp" => options.allow_insecure_http = option.flag()?,
        "onStep" => options.on_step = Some(callback::on_step(option.function()?)),
        "fetch" => *fetch = Fetch::with(option.function()?),
        _ => {}
    }
    Ok(())
}

/// The options of a deletion or a plan, with the call's signal.
pub(super) fn delete(given: &JsValue) -> Result<(DeleteOptions, Option<Signal>), Error> {
    let (mut options, mut signal) = (DeleteOptions::default(), None);
    read_options(given, &[DELETE, CALL], &mut |option| set_delete(&mut options, &mut signal, &option))?;
    listen(&mut options.call, &signal);
    Ok((options, signal))
}

/// The options of many deletions.
pub(super) fn many(given: &JsValue) -> Result<(DeleteManyOptions, Option<Signal>), Error> {
    let (mut options, mut signal) = (DeleteManyOptions::default(), None);
    read_options(given, &[MANY, DELETE, CALL], &mut |option| {
        match option.name {
            "concurrency" => options.concurrency = option.count(1)? as usize,
            "stopOnError" => options.stop_on_error = option.flag()?,
            "onProgress" => options.on_progress = Some(callback::on_progress(option.function()?)),
            "confirmAll" => options.confirm_all = Some(callback::confirm_all(option.function()?)),
            _ => set_delete(&mut options.each, &mut signal, &option)?,
        }
        Ok(())
    })?;
    listen(&mut options.each.call, &signal);
    Ok((options, signal))
}

/// The options of a list.
pub(super) fn list(given: &JsValue) -> Result<(ListOptions, Option<Signal>), Error> {
    let (mut options, mut signal) = (ListOptions::default(), None);
    read_options(given, &[LIST, CALL], &mut |option| {
        match option.name {
            "pageSize" => options.page_size = Some(option.count(1)?),
            "search" => options.search = Some(option.text()?),
            _ => set_call(&mut options.call, &mut signal, &option)?,
        }
        Ok(())
    })?;
    listen(&mut options.call, &signal);
    Ok((options, signal))
}

/// The options of a backup.
pub(super) fn backup(given: &JsValue) -> Result<(BackupOptions, Option<Signal>), Error> {
    let (mut options, mut signal) = (BackupOptions::default(), None);
    read_options(given, &[BACKUP, CALL], &mut |option| {
        match option.name {
            "includeSecrets" => options.include_secrets = option.flag()?,
            _ => set_call(&mut options.call, &mut signal, &option)?,
        }
        Ok(())
    })?;
    listen(&mut options.call, &signal);
    Ok((options, signal))
}

/// The options of any other call.
pub(super) fn call(given: &JsValue) -> Result<(CallOptions, Option<Signal>), Error> {
    let (mut options, mut signal) = (CallOptions::default(), None);
    read_options(given, &[CALL], &mut |option| set_call(&mut options, &mut signal, &option))?;
    listen(&mut options, &signal);
    Ok((options, signal))
}

fn listen(options: &mut CallOptions, signal: &Option<Signal>) {
    options.cancel = signal.as_ref().map(Signal::token);
}

fn set_delete(
    options: &mut DeleteOptions,
    signal: &mut Option<Signal>,
    option: &Given<'_>,
) -> Result<(), Error> {
    match option.name {
        "force" => options.force = option.flag()?,
        "ifMissing" => options.if_missing = option.read("\"error\" or \"ignore\"", if_missing)?,
        "backup" => options.backup = option.read("true, false or a function", backup_wish)?,
        "cascade" => options.cascade = option.read("an array of \"threads\"", cascade)?,
        "confirm" => options.confirm = Some(callback::confirm(option.function()?)),
        "waitMs" => options.wait = option.millis()?,
        "verify" => options.verify = option.flag()?,
        _ => set_call(&mut options.call, signal, option)?,
    }
    Ok(())
}

fn set_call(options: &mut CallOptions, signal: &mut Option<Signal>, option: &Given<'_>) -> Result<(), Error> {
    match option.name {
        "signal" => *signal = Some(Signal::of(&option.value)?),
        "timeoutMs" => options.timeout = Some(option.some_millis()?),
        "maxRetries" => options.max_retries = Some(option.count(0)?),
        _ => {}
    }
    Ok(())
}

fn if_missing(value: &JsValue) -> Option<IfMissing> {
    match value.as_string()?.as_str() {
        "error" => Some(IfMissing::Error),
        "ignore" => Some(IfMissing::Ignore),
        _ => None,
    }
}

fn backup_wish(value: &JsValue) -> Option<BackupWish> {
    match value.as_bool() {
        Some(true) => Some(BackupWish::Keep),
        Some(false) => Some(BackupWish::No),
        None => function(value).map(|function| BackupWish::HandTo(callback::keep_backup(function))),
    }
}

fn cascade(value: &JsValue) -> Option<Vec<Cascade>> {
    if !is_array(value) {
        return None;
    }
    let length = Reflect::get(value, &JsValue::from_str("length")).ok()?.as_f64()? as u32;
    let is_threads = |place| Reflect::get_u32(value, place).is_ok_and(|item| item == "threads");
    (0..length).map(|place| is_threads(place).then_some(Cascade::Threads)).collect()
}

/// The platform of a name, or of a description.
pub(super) fn backend(given: &JsValue) -> Result<Backend, Error> {
    let Some(name) = given.as_string() else {
        if given.is_object() {
            return described(given);
        }
        return Err(wrong("backend", "a platform's name or a description", given));
    };
    Backend::from_name(&name).ok_or_else(|| {
        let meant = meant_backend(&name).map(Backend::name);
        Error::input(known_backends(&format!("unknown backend `{}`", shown_name(&name)), meant))
    })
}

/// The platform whose name, or another name of it, is like this one.
fn meant_backend(name: &str) -> Option<Backend> {
    let names = |backend: &Backend| {
        let facts = backend.facts();
        [backend.name(), facts.title].into_iter().chain(facts.aliases.iter().copied())
    };
    let meant = nearest(name, &mut Backend::ALL.iter().flat_map(names))?;
    Backend::ALL.iter().copied().find(|backend| names(backend).any(|name| name == meant))
}

fn known_backends(fault: &str, meant: Option<&str>) -> String {
    let names: Vec<_> = Backend::ALL.iter().map(|backend| backend.name()).collect();
    unknown_name(fault, meant, &names)
}

/// The text of a string or of a `URL`, of whatever realm.
fn url(value: &JsValue) -> Option<String> {
    value.as_string().or_else(|| Reflect::get(value, &JsValue::from_str("href")).ok()?.as_string())
}

fn auth(given: &JsValue) -> Result<Auth, Error> {
    let object =
        Plain::of(given, "auth").map_err(|_| wrong("auth", "{ bearer }, { apiKey } or { sign }", given))?;
    let names = object.names()?;
    // An unknown name is not repeated: it might be the credential itself.
    if let Some(unknown) = names.iter().find(|name| !KINDS.contains(&name.as_str())) {
        return Err(match option_meant(unknown, KINDS) {
            Some(meant) => Error::input(format!("{ONE_KIND}: did you mean `{meant}`?")),
            None => Error::input(ONE_KIND),
        });
    }
    let bearer = secret(&object, "bearer", "auth.bearer")?.map(Auth::Bearer);
    let key = secret(&object, "apiKey", "auth.apiKey")?.map(Auth::ApiKey);
    let mut given = [bearer, key, signer(&object)?].into_iter().flatten();
    match (given.next(), given.next()) {
        (Some(auth), None) => Ok(auth),
        (None, None) if names == ["sign"] => {
            Err(Error::input("auth.sign is undefined: give a function that signs a request"))
        }
        (None, None) if names.len() == 1 => Err(not_set(&format!("auth.{}", names.concat()), "undefined")),
        _ => Err(Error::input(ONE_KIND)),
    }
}

fn signer(object: &Plain<'_>) -> Result<Option<Auth>, Error> {
    let Some(value) = object.get("sign", "auth.sign")? else { return Ok(None) };
    let function =
        function(&value).ok_or_else(|| wrong("auth.sign", "a function that gives headers", &value))?;
    Ok(Some(Auth::Sign(callback::signer(function))))
}

/// The commonest mistake of all: a variable of the environment that is not set.
fn not_set(name: &str, what: &str) -> Error {
    Error::input(format!("{name} is {what}: is the environment variable set?"))
}

fn secret(object: &Plain<'_>, name: &str, shown: &'static str) -> Result<Option<Secret>, Error> {
    let Some(value) = object.get(name, shown)? else { return Ok(None) };
    if value.is_null() {
        return Err(not_set(shown, "null"));
    }
    if let Some(function) = function(&value) {
        return Ok(Some(Secret::Asked(callback::secret(function, name))));
    }
    let fixed =
        value.as_string().ok_or_else(|| wrong(shown, "a string or a function that gives one", &value))?;
    Ok(Some(Secret::Fixed(fixed)))
}
