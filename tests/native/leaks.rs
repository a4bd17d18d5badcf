//! The corpora in `tests/leaks/`: whatever a platform, a thrown error or an id repeats of the credential, in whatever disguise,
//! no result, error, step or plan holds it. The package's tests play the same ones in Node and in Chromium.

use crate::support::*;
use agent_delete::{
    Auth, Backend, BackupOptions, CallOptions, Cause, ClientOptions, DeleteManyOptions, DeleteOptions,
    Deletion, DeletionPlan, Description, Error, ErrorCode, ListOptions, OnStep, Secret, Signer,
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fmt::Debug;
use std::future::ready;
use std::rc::Rc;
use std::time::Duration;

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
    /// What is asked is answered by the first of these that it is meant for, and else by the answer itself.
    #[serde(default)]
    others: Vec<Other>,
    #[serde(flatten)]
    itself: Said,
}

/// An answer to the requests whose line holds this.
#[derive(Deserialize)]
struct Other {
    to: String,
    #[serde(flatten)]
    said: Said,
}

#[derive(Deserialize)]
struct Said {
    status: u16,
    #[serde(default)]
    headers: BTreeMap<String, String>,
    body: Value,
}

/// A world of this platform, which answers so.
fn world_of(answer: &Rc<Answer>, form: &str, id: &str) -> World {
    let (answer, form, id) = (Rc::clone(answer), form.to_owned(), id.to_owned());
    World::answering(move |sent| {
        let line = sent.line();
        let other = answer.others.iter().find(|other| line.contains(&other.to));
        reply_of(other.map_or(&answer.itself, |other| &other.said), &form, &id)
    })
}

/// The answers in their corpus.
fn answers() -> impl Iterator<Item = Rc<Answer>> {
    corpus::<Vec<Answer>>("answers").into_iter().map(Rc::new)
}

/// A platform on which the corpora are played: those of this crate, and some that are described.
#[derive(Clone, Copy)]
struct Played {
    backend: Backend,
    /// Whose answers are played on it: its own name, or that of the platform of which it is a twin.
    of: &'static str,
    id: &'static str,
}

impl Played {
    /// The options of a client that has a base URL.
    fn options(self) -> ClientOptions {
        // One that is like no other, and has its base URL in its description.
        if self.of == "acme" { ClientOptions::new(self.backend) } else { World::options(self.backend) }
    }

    /// Whether it takes signed requests alone.
    fn is_signed(self) -> bool {
        matches!(self.backend, Backend::Bedrock | Backend::Agentcore)
    }

    fn is_twin(self) -> bool {
        self.of != self.backend.name()
    }
}

fn everyone() -> Vec<Played> {
    let own = Backend::ALL.iter().map(|backend| Played {
        backend: *backend,
        of: backend.name(),
        id: id_of(*backend),
    });
    let twins =
        TWINS.iter().map(|twin| Played { backend: twin.backend, of: twin.kind(), id: id_of(twin.backend) });
    let acme = Description::from_json(&corpus("acme")).unwrap();
    own.chain(twins).chain([Played { backend: acme.into(), of: "acme", id: "agent_7f3k" }]).collect()
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

fn reply_of(answer: &Said, form: &str, id: &str) -> Act {
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
fn options(platform: Played, auth: Auth, shown: &Shown) -> ClientOptions {
    let steps = shown.clone();
    ClientOptions {
        auth: Some(auth),
        on_step: Some(OnStep(Rc::new(move |step| steps.value(step)))),
        max_retries: 0,
        ..platform.options()
    }
}

/// The credential as a platform takes it, in one way or another.
fn auth_of(platform: Played, credential: &str, turn: usize) -> Auth {
    match (platform.is_signed(), turn.is_multiple_of(2)) {
        (true, of_signature) => signing(credential, of_signature),
        (false, true) => Auth::Bearer(asked(credential)),
        (false, false) => Auth::ApiKey(credential.into()),
    }
}

/// What AWS calls a signature: the credential is the signature itself, or a token beside it.
fn signing(credential: &str, is_signature: bool) -> Auth {
    let signature = if is_signature { credential } else { "0a1b2c3d4e5f" };
    let authorization = format!(
        "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20240306/us-east-1/bedrock/aws4_request, SignedHeaders=host;x-amz-date, Signature={signature}"
    );
    let mut headers = vec![
        ("Authorization".to_owned(), authorization),
        ("X-Amz-Date".to_owned(), "20240306T000000Z".to_owned()),
    ];
    if !is_signature {
        headers.push(("X-Amz-Security-Token".to_owned(), credential.to_owned()));
    }
    Auth::Sign(Signer(Rc::new(move |_| {
        let headers = headers.clone();
        Box::pin(async move { Ok(headers) })
    })))
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
    let cascade = client.backend().capabilities().cascade.to_vec();
    let settled =
        DeleteOptions { force: true, verify: true, wait: Duration::from_secs(2), cascade, ..once() };
    shown.result(world.run(client.delete_agent(id, settled)));
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
    let answers: Vec<_> = answers().collect();
    let all: Vec<Echoes> = corpus("echoes");
    let everyone = everyone();
    let mut played = 0;
    for (number, answer) in answers.iter().enumerate() {
        for (which, echoes) in all.iter().enumerate() {
            for (at, (form, text)) in echoes.forms.iter().enumerate() {
                // What one platform alone says is played with every fourth of them, and on its twin with every other fourth.
                let turn = (number + at) % 4;
                let is_its = |it: &&Played| {
                    Some(it.of) == answer.of.as_deref() && turn == which + 2 * usize::from(it.is_twin())
                };
                // What every platform may answer is played on one after the other.
                let platform = match &answer.of {
                    Some(_) => everyone.iter().find(is_its),
                    None => everyone.get((played + 1) % everyone.len()),
                };
                let Some(platform) = platform.copied() else { continue };
                played += 1;
                let shown = Shown::default();
                let world = world_of(answer, text, platform.id);
                let auth = auth_of(platform, &echoes.credential, played);
                call_all(&world, options(platform, auth, &shown), platform.id, &shown);
                let name = platform.backend.name();
                assert!(world.sent().len() >= 8, "{name}, {}, {form}", answer.name);
                if let Some(shown) = shown.holds(echoes) {
                    panic!("{name}, {}, {form}: {shown}", answer.name);
                }
            }
        }
    }
    println!("{played} exchanges");
    let counts: Value = corpus("counts");
    assert_eq!(counts["answers"], played, "tests/leaks/counts.json says how many are played");
}

#[test]
fn what_the_corpus_calls_an_agent_or_a_list_is_read_as_one() {
    let mut read = 0;
    let everyone = everyone();
    for answer in answers() {
        for platform in everyone.iter().filter(|it| Some(it.of) == answer.of.as_deref()) {
            let (name, id) = (platform.backend.name(), platform.id);
            let world = world_of(&answer, "x", id);
            let client = world.client_with(platform.options());
            let found = match answer.name.as_str() {
                "an agent" => world.run(client.get_agent(id, CallOptions::default())).map(drop),
                "a list" => {
                    let page = world.run(client.list_agents(ListOptions::default()).unwrap().next_page());
                    page.unwrap().map(|page| assert_eq!(page.len(), 1, "{name}"))
                }
                _ => continue,
            };
            // A list that names the same next page for ever has been read, too.
            let is_read =
                found.as_ref().map_or_else(|error| error.message.contains("in a circle"), |()| true);
            assert!(is_read, "{name}, {}: {found:?}", answer.name);
            read += 1;
        }
    }
    assert_eq!(read, 2 * everyone.len(), "tests/leaks/answers.json has an agent and a list of each platform");
}

#[test]
fn whatever_is_thrown_nothing_shows_the_credential() {
    for echoes in corpus::<Vec<Echoes>>("echoes") {
        for (number, platform) in everyone().into_iter().enumerate() {
            for (turn, (form, text)) in echoes.forms.iter().enumerate() {
                if (number + turn) % 3 > 0 {
                    continue;
                }
                let shown = Shown::default();
                let thrown = text.clone();
                let world = World::answering(move |_| Act::Network(None, format!("could not send {thrown}")));
                let auth = auth_of(platform, &echoes.credential, turn);
                call_all(&world, options(platform, auth, &shown), platform.id, &shown);
                let thrown = text.clone();
                let cause = move || Cause::new(format!("renewing {thrown} failed"));
                let failing = if platform.is_signed() {
                    Auth::Sign(Signer(Rc::new(move |_| Box::pin(ready(Err(cause()))))))
                } else {
                    Auth::Bearer(Secret::Asked(Rc::new(move || Box::pin(ready(Err(cause()))))))
                };
                let mut known = options(platform, failing, &shown);
                known.headers = vec![("X-Old-Key".to_owned(), echoes.credential.clone())];
                call_all(&World::new(), known, platform.id, &shown);
                if let Some(shown) = shown.holds(&echoes) {
                    panic!("{}, {form}: {shown}", platform.backend);
                }
            }
        }
    }
}

#[test]
fn an_id_that_holds_the_credential_is_refused_and_nothing_is_sent() {
    for echoes in corpus::<Vec<Echoes>>("echoes") {
        // A signature is not known before it is made.
        for platform in everyone().into_iter().filter(|platform| !platform.is_signed()) {
            for (form, text) in &echoes.forms {
                for (is_fixed, secret) in
                    [(false, asked(&echoes.credential)), (true, echoes.credential.as_str().into())]
                {
                    let shown = Shown::default();
                    let world = World::answering(|_| empty(204).into());
                    call_all(&world, options(platform, Auth::ApiKey(secret), &shown), text, &shown);
                    // A function is not asked before a list's first page.
                    let sent: Vec<_> =
                        world.sent().iter().filter(|sent| sent.line().contains(text)).cloned().collect();
                    assert!(sent.is_empty(), "{}, {form}", platform.backend);
                    // One that a function gives is not known before it was asked.
                    shown.0.borrow_mut().retain(|text| is_fixed || text.contains("mixed up"));
                    if let Some(shown) = shown.holds(&echoes) {
                        panic!("{}, {form}: {shown}", platform.backend);
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

#[test]
fn what_a_platform_has_shortened_itself_is_told_as_it_says_it() {
    let said = r#"{"error":{"message":"Incorrect API key provided: sk-hunte*****7f3a.","type":"invalid_request_error","code":"invalid_api_key"}}"#;
    let world = World::with([json(401, said)]);
    let error = world.run(world.client(Backend::Openai).delete_agent(id_of(Backend::Openai), once()));
    let error = error.unwrap_err();
    assert_eq!(error.backend_message.as_deref(), Some("Incorrect API key provided: sk-hunte*****7f3a."));
}

#[test]
fn a_description_that_holds_the_credential_by_mistake_does_not_repeat_it() {
    let acme: Value = corpus("acme");
    for echoes in corpus::<Vec<Echoes>>("echoes") {
        let secret = &echoes.credential;
        for (place, mistake) in [
            ("", json!({ secret: 1 })),
            ("/auth", json!({ secret: "x" })),
            ("/auth", json!({ "header": "Authorization", "scheme": format!("Bearer {secret}") })),
            ("/headers", json!({ secret: 1 })),
            ("/headers", json!({ "X-Api-Key": secret })),
            ("/headers", json!({ "X-Team": format!("{secret}\n") })),
            ("/baseUrl", json!(format!("https://{secret}@acme.test"))),
            ("/baseUrl", json!(format!("https://acme.test/?key={secret}"))),
            ("/baseUrl", json!(secret)),
            ("/delete", json!({ "path": format!("/agents/{{id}}?token={secret}") })),
            ("/delete", json!({ "path": secret })),
            ("/list/body", json!({ "accessToken": secret })),
            ("/list/next", json!({ "by": secret })),
            ("/proof/0", json!({ "status": 204, secret: 1 })),
            ("/missing/0", json!({ "status": 404, "body": { secret: [1] } })),
            ("/failures/0", json!({ "status": 400, "code": secret })),
        ] {
            let mut given = acme.clone();
            match (given.pointer_mut(place).unwrap_or(&mut Value::Null), mistake) {
                (Value::Object(members), Value::Object(mistake)) if place != "/auth" => {
                    members.extend(mistake)
                }
                (Value::Null, mistake) => given["list"]["body"] = mistake,
                (part, mistake) => *part = mistake,
            }
            let error = Description::from_json(&given).expect_err(place);
            assert_eq!(error.code, ErrorCode::InvalidInput);
            let shown = Shown::default();
            shown.error(&error);
            assert_eq!(shown.holds(&echoes), None, "{place}");
        }
    }
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
    for platform in everyone().into_iter().filter(|platform| platform.of != "acme") {
        let backend = platform.backend;
        for row in settings.iter().filter(|row| row.of.as_deref().is_none_or(|of| of == platform.of)) {
            let agent = agent_json_with(backend, id_of(backend), &format!("\"setting\":{},", row.setting));
            let world = World::answering(move |sent| match sent.line() {
                line if line.contains("/export") => json(500, "{}").into(),
                _ => json(200, &agent).into(),
            });
            let backup =
                world.run(world.client(backend).backup_agent(id_of(backend), BackupOptions::default()));
            let backup = js(&backup.unwrap());
            // langchain and kortix have an export, which is the agent's own document here; some have an envelope.
            let further = Further::all().find(|further| further.backend == backend);
            let envelope = further.and_then(Further::envelope).unwrap_or("agent");
            let places = ["/agent/setting", "/export/setting", &format!("/agent/{envelope}/setting")];
            let has_setting = |place: &&str| backup["content"].pointer(place).is_some();
            let Some(place) = places.into_iter().find(has_setting) else {
                panic!("{backend}: the backup has no setting at any of {places:?}");
            };
            let pointers =
                backup["redacted"].as_array().unwrap().iter().map(|pointer| pointer.as_str().unwrap());
            // What else an agent has may go as well.
            let found: Vec<_> = pointers.filter(|pointer| pointer.starts_with(place)).collect();
            let expected: Vec<_> = row.goes.iter().map(|pointer| format!("{place}{pointer}")).collect();
            let mut left = row.setting.clone();
            for pointer in &row.goes {
                let text = row.becomes.get(pointer).map_or("[redacted]", String::as_str);
                *left.pointer_mut(pointer).unwrap() = text.into();
            }
            let kept = backup["content"].pointer(place).unwrap();
            if found != expected || *kept != left {
                faults.push(format!("{backend}, {}: {found:?}, {kept}", row.why));
            }
            *if row.goes.is_empty() { &mut stays } else { &mut goes } += 1;
        }
    }
    println!("{} settings; played on each platform: {goes} with secrets, {stays} without", settings.len());
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}
