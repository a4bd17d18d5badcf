//! The corpora in `tests/leaks/`: whatever a platform, a thrown error or an id repeats of the credential, in whatever disguise,
//! no result, error, step or plan holds it. The package's tests play the same ones in Node and in Chromium.

use crate::support::*;
use agent_delete::{
    Auth, Backend, BackupOptions, CallOptions, Cause, ClientOptions, DeleteManyOptions, DeleteOptions,
    Deletion, DeletionPlan, Error, ErrorCode, ListOptions, OnStep, Secret,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fmt::Debug;
use std::rc::Rc;

/// A credential, what it looks like in each disguise, and what nothing that is shown may hold.
#[derive(Deserialize)]
struct Echoes {
    credential: String,
    forms: BTreeMap<String, String>,
    never: Vec<String>,
}

/// An answer; `{}` in it stands for the credential in some disguise, and `{id}` for the agent's id.
#[derive(Deserialize)]
struct Answer {
    name: String,
    of: Option<String>,
    status: u16,
    #[serde(default)]
    headers: BTreeMap<String, String>,
    body: Value,
}

fn corpus<T: for<'de> Deserialize<'de>>(name: &str) -> T {
    let path = format!("{}/tests/leaks/{name}.json", env!("CARGO_MANIFEST_DIR"));
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

/// The text with the form in its place, everywhere in a document.
fn filled(value: &Value, form: &str, id: &str) -> Value {
    let text = |text: &str| text.replace("{id}", id).replace("{}", form);
    match value {
        Value::String(found) => Value::String(text(found)),
        Value::Array(items) => items.iter().map(|item| filled(item, form, id)).collect(),
        Value::Object(members) => {
            members.iter().map(|(name, value)| (text(name), filled(value, form, id))).collect()
        }
        other => other.clone(),
    }
}

fn reply_of(answer: &Answer, form: &str, id: &str) -> Act {
    let body = filled(&answer.body, form, id);
    let body = body.as_str().map_or_else(|| body.to_string(), str::to_owned);
    let mut reply = if answer.headers.contains_key("content-type") {
        empty(answer.status)
    } else {
        json(answer.status, "")
    };
    reply.body = agent_delete::Body::Bytes(body.into_bytes());
    for (name, value) in &answer.headers {
        // A header's value has one line.
        reply = with(reply, name, &value.replace("{}", form));
    }
    reply.into()
}

/// Everything that was shown to somebody.
#[derive(Default, Clone)]
struct Shown(Rc<RefCell<Vec<String>>>);

impl Shown {
    fn text(&self, text: impl Into<String>) {
        self.0.borrow_mut().push(text.into());
    }

    fn value(&self, value: &(impl Serialize + Debug)) {
        self.text(format!("{value:?}"));
        self.json(&js(value));
    }

    fn json(&self, value: &Value) {
        match value {
            Value::String(text) => self.text(text),
            Value::Array(items) => items.iter().for_each(|item| self.json(item)),
            Value::Object(members) => members.iter().for_each(|(name, value)| {
                self.text(name);
                self.json(value);
            }),
            _ => {}
        }
    }

    fn error(&self, error: &Error) {
        self.value(error);
        self.text(error.to_string());
        if let Some(cause) = &error.cause {
            self.text(format!("{cause} {cause:?}"));
        }
        if let Some(backup) = &error.backup {
            self.value(backup);
        }
    }

    fn result<T: Serialize + Debug>(&self, result: Result<T, Error>) {
        match result {
            Ok(value) => self.value(&value),
            Err(error) => self.error(&error),
        }
    }

    /// The first text that holds the credential.
    fn holds(&self, echoes: &Echoes) -> Option<String> {
        let holds = |text: &&String| {
            let text = text.to_lowercase();
            echoes.never.iter().any(|needle| text.contains(&needle.to_lowercase()))
        };
        self.0.borrow().iter().find(holds).cloned()
    }
}

/// The options of a client that sends this credential, and shows its steps.
fn options(backend: Backend, secret: Secret, shown: &Shown) -> ClientOptions {
    let steps = shown.clone();
    ClientOptions {
        auth: Some(Auth::ApiKey(secret)),
        on_step: Some(OnStep(Rc::new(move |step| steps.value(step)))),
        max_retries: 0,
        ..World::options(backend)
    }
}

fn asked(credential: &str) -> Secret {
    let credential = credential.to_owned();
    Secret::Asked(Rc::new(move || {
        let credential = credential.clone();
        Box::pin(async move { Ok(credential) })
    }))
}

/// Makes every call there is, and shows what comes of each.
fn call_all(world: &World, options: ClientOptions, id: &str, shown: &Shown) {
    let client = world.client_with(options);
    shown.text(format!("{client:?}"));
    for force in [false, true] {
        let all = DeleteOptions { force, verify: true, ..once() };
        shown.result::<Deletion>(world.run(client.delete_agent(id, all)));
    }
    shown.result::<DeletionPlan>(world.run(client.plan_deletion(id, once())));
    shown.result(world.run(client.get_agent(id, CallOptions::default())));
    shown.result(world.run(client.backup_agent(id, BackupOptions::default())));
    shown.result(world.run(client.stop_agent(id, CallOptions::default())));
    let mut list = client.list_agents(ListOptions::default()).unwrap();
    for _ in 0..3 {
        if let Some(page) = world.run(list.next_page()) {
            shown.result(page);
        }
    }
    let many = || DeleteManyOptions { each: once(), ..DeleteManyOptions::default() };
    match world.run(client.plan_deletions(Ids::new([id, id]), many())) {
        Ok(plan) => {
            plan.plans.iter().for_each(|plan| shown.value(plan));
            plan.failed.iter().for_each(|failed| {
                shown.text(&failed.agent_id);
                shown.error(&failed.error);
            });
        }
        Err(error) => shown.error(&error),
    }
    let bulk = client.delete_agents(Ids::new([id, id]), many()).unwrap();
    world.spawn(bulk.drive().unwrap());
    let summary = world.run(bulk.summary());
    for ended in summary.results {
        shown.text(ended.agent_id);
        shown.result(ended.result);
    }
}

#[test]
fn whatever_a_platform_repeats_in_whatever_disguise_nothing_shows_the_credential() {
    let answers: Vec<Answer> = corpus("answers");
    let all: Vec<Echoes> = corpus("echoes");
    let mut played = 0;
    for echoes in &all {
        for answer in &answers {
            for (form, text) in &echoes.forms {
                played += 1;
                // What every platform may answer is played on one after the other.
                let of = |backend: &&(Backend, &str)| answer.of.as_deref() == Some(backend.0.name());
                let (backend, _) = *BASES.iter().find(of).unwrap_or(&BASES[played % BASES.len()]);
                let shown = Shown::default();
                let act = reply_of(answer, text, id_of(backend));
                let world = World::answering(move |_| act.clone());
                // Either way of giving it, in turn.
                let secret = if played % 2 == 0 {
                    asked(&echoes.credential)
                } else {
                    echoes.credential.as_str().into()
                };
                call_all(&world, options(backend, secret, &shown), id_of(backend), &shown);
                if let Some(shown) = shown.holds(echoes) {
                    panic!("{backend}, {}, {form}: {shown}", answer.name);
                }
            }
        }
    }
    println!("{played} exchanges");
    assert_eq!(played, 1782);
}

#[test]
fn what_the_corpus_calls_an_agent_or_a_list_is_read_as_one() {
    for answer in corpus::<Vec<Answer>>("answers") {
        let Some(backend) =
            Backend::ALL.iter().copied().find(|backend| answer.of.as_deref() == Some(backend.name()))
        else {
            continue;
        };
        let act = reply_of(&answer, "x", id_of(backend));
        let world = World::answering(move |_| act.clone());
        let client = world.client(backend);
        let read = match answer.name.as_str() {
            "an agent" => world.run(client.get_agent(id_of(backend), CallOptions::default())).map(drop),
            _ => {
                world.run(client.list_agents(ListOptions::default()).unwrap().next_page()).unwrap().map(drop)
            }
        };
        assert!(read.is_ok(), "{backend}, {}: {read:?}", answer.name);
    }
}

#[test]
fn whatever_is_thrown_nothing_shows_the_credential() {
    for echoes in corpus::<Vec<Echoes>>("echoes") {
        for (backend, _) in BASES {
            for (form, text) in &echoes.forms {
                let shown = Shown::default();
                let thrown = text.clone();
                let world = World::answering(move |_| Act::Network(None, format!("could not send {thrown}")));
                call_all(&world, options(backend, asked(&echoes.credential), &shown), id_of(backend), &shown);
                let thrown = text.clone();
                let failing = Secret::Asked(Rc::new(move || {
                    let cause = Cause::new(format!("renewing {thrown} failed"));
                    Box::pin(async move { Err(cause) })
                }));
                let mut known = options(backend, failing, &shown);
                known.headers = vec![("X-Old-Key".to_owned(), echoes.credential.clone())];
                call_all(&World::new(), known, id_of(backend), &shown);
                if let Some(shown) = shown.holds(&echoes) {
                    panic!("{backend}, {form}: {shown}");
                }
            }
        }
    }
}

#[test]
fn an_id_that_holds_the_credential_is_refused_and_nothing_is_sent() {
    for echoes in corpus::<Vec<Echoes>>("echoes") {
        for (backend, _) in BASES {
            for (form, text) in &echoes.forms {
                for secret in [asked(&echoes.credential), echoes.credential.as_str().into()] {
                    let shown = Shown::default();
                    let world = World::answering(|_| empty(204).into());
                    call_all(&world, options(backend, secret, &shown), text, &shown);
                    // A function is not asked before a list's first page.
                    let sent: Vec<_> =
                        world.sent().iter().filter(|sent| sent.line().contains(text)).cloned().collect();
                    assert!(sent.is_empty(), "{backend}, {form}");
                    let is_fixed = shown.0.borrow().iter().any(|shown| shown.contains("mixed up"));
                    if is_fixed && let Some(shown) = shown.holds(&echoes) {
                        panic!("{backend}, {form}: {shown}");
                    }
                }
            }
        }
    }
    let world = World::new();
    let error = world.run(world.client(Backend::Charm).delete_agent(KEY, once())).unwrap_err();
    assert_eq!((error.code, error.agent_id.as_deref()), (ErrorCode::InvalidInput, None));
    assert_eq!(
        error.message,
        "Charm Cloud Runner was asked nothing: the id holds the credential that would be sent with it. Were the two mixed up?"
    );
}

/// A setting of an agent, and where in it secrets are. All else stays as it is.
#[derive(Deserialize)]
struct Setting {
    of: Option<String>,
    why: String,
    setting: Value,
    goes: Vec<String>,
    /// What is left of a text of which only a piece goes.
    #[serde(default)]
    becomes: BTreeMap<String, String>,
}

#[test]
fn a_backup_loses_the_secrets_in_an_agents_settings_and_nothing_else() {
    let settings: Vec<Setting> = corpus("settings");
    let mut faults = Vec::new();
    let (mut goes, mut stays) = (0, 0);
    for (backend, _) in BASES {
        for row in settings.iter().filter(|row| row.of.as_deref().is_none_or(|of| of == backend.name())) {
            let agent = agent_json_with(backend, id_of(backend), &format!("\"setting\":{},", row.setting));
            let world = World::answering(move |sent| match sent.line() {
                line if line.contains("/export") => json(500, "{}").into(),
                _ => json(200, &agent).into(),
            });
            let backup =
                world.run(world.client(backend).backup_agent(id_of(backend), BackupOptions::default()));
            let backup = js(&backup.unwrap());
            let found: Vec<_> = backup["redacted"]
                .as_array()
                .unwrap()
                .iter()
                .map(|pointer| pointer.as_str().unwrap())
                .collect();
            // langchain and kortix have an export, which is the agent's own document here.
            let has_setting = |part: &&str| !backup["content"][part]["setting"].is_null();
            let part = ["agent", "export"].into_iter().find(has_setting).unwrap();
            let expected: Vec<_> =
                row.goes.iter().map(|pointer| format!("/{part}/setting{pointer}")).collect();
            let mut left = row.setting.clone();
            for pointer in &row.goes {
                let text = row.becomes.get(pointer).map_or("[redacted]", String::as_str);
                *left.pointer_mut(pointer).unwrap() = text.into();
            }
            let kept = &backup["content"][part]["setting"];
            if found != expected || *kept != left {
                faults.push(format!("{backend}, {}: {found:?}, {kept}", row.why));
            }
            *if row.goes.is_empty() { &mut stays } else { &mut goes } += 1;
        }
    }
    println!("{} settings; played on each platform: {goes} with secrets, {stays} without", settings.len());
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}
