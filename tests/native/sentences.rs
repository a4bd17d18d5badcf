//! Every sentence and hint for the usual answers, side by side in `tests/sentences.txt`: to be read as people will, and so that none
//! changes unseen. `SENTENCES=write cargo test --test native sentences` writes the file anew; look at the difference.

use crate::support::*;
use agent_delete::{
    Auth, Backend, BackupOptions, CallOptions, ClientOptions, DeleteOptions, Error, ListOptions, Reply,
};
use std::fmt::Write;
use std::{env, fs};

/// What a program asks for.
const CALLS: [&str; 6] = ["delete", "force", "get", "list", "stop", "backup"];

/// The answers that are tried with every call; the others with deletions alone.
const TRIED_WITH_ALL: [(u16, &str); 3] = [(401, "nothing"), (404, "missing"), (500, "words")];

/// The answers that any platform may give, each to whatever was asked.
fn answers(backend: Backend) -> Vec<(&'static str, Reply)> {
    let says = |status, code: &str, message: &str| {
        json(status, &format!(r#"{{"error":{{"code":"{code}","message":"{message}"}}}}"#))
    };
    vec![
        ("nothing", empty(400)),
        ("nothing", empty(401)),
        ("words", says(401, "nope", "The token is wrong")),
        ("nothing", empty(403)),
        ("words", says(403, "nope", "Not yours")),
        ("nothing", empty(404)),
        ("missing", missing(backend)),
        ("page", html(405)),
        ("nothing", empty(409)),
        ("running", says(409, "running", "Agent is running, stop it first")),
        ("list", json(422, r#"{"detail":[{"loc":["path","id"],"msg":"not an id","type":"uuid"}]}"#)),
        ("list", json(422, r#"{"detail":[{"loc":["path","id"],"msg":"","type":"uuid"}]}"#)),
        ("nothing", empty(429)),
        ("words", says(500, "oops", "It broke")),
        ("words", json(200, r#"{"hello":"world"}"#)),
        ("nothing", empty(200)),
        ("page", html(200)),
    ]
}

/// How the call ends when every request gets this answer.
fn ask(options: ClientOptions, call: &str, reply: &Reply) -> Result<(), Error> {
    let backend = options.backend;
    let reply = reply.clone();
    let world = World::answering(move |_| reply.clone().into());
    let client = world.client_with(options);
    let (id, once_only) = (id_of(backend), CallOptions { max_retries: Some(0), ..CallOptions::default() });
    world.run(async {
        match call {
            "delete" => client.delete_agent(id, once()).await.map(drop),
            "force" => client.delete_agent(id, DeleteOptions { force: true, ..once() }).await.map(drop),
            "get" => client.get_agent(id, once_only).await.map(drop),
            "stop" => client.stop_agent(id, once_only).await,
            "backup" => {
                let options = BackupOptions { call: once_only, ..BackupOptions::default() };
                client.backup_agent(id, options).await.map(drop)
            }
            _ => {
                let options = ListOptions { call: once_only, ..ListOptions::default() };
                client.list_agents(options)?.next().await.transpose().map(drop)
            }
        }
    })
}

fn tell(told: &mut String, options: ClientOptions, call: &str, name: &str, reply: &Reply) {
    let Err(error) = ask(options, call, reply) else { return };
    let (code, message, hint) = (error.code, &error.message, &error.hint);
    let sent = error.steps.last().map_or("nothing sent".to_owned(), |step| step.method.to_string());
    writeln!(told, "{call}, {} {name} to {sent}: {code:?}\n  {message}", reply.status).unwrap();
    if let Some(hint) = hint {
        writeln!(told, "  → {hint}").unwrap();
    }
}

#[test]
fn every_sentence_is_as_it_was_read() {
    let mut told = String::new();
    for (backend, _) in BASES {
        writeln!(told, "\n# {backend}\n").unwrap();
        for (name, reply) in answers(backend) {
            let calls = if TRIED_WITH_ALL.contains(&(reply.status, name)) { &CALLS[..] } else { &CALLS[..2] };
            for call in calls {
                tell(&mut told, World::options(backend), call, name, &reply);
            }
        }
        let auths = [None, Some(Auth::ApiKey(KEY.into())), Some(Auth::Bearer(KEY.into()))];
        for (auth, kind) in auths.into_iter().zip(["no credential", "an API key", "a bearer token"]) {
            let options = ClientOptions { auth, ..World::options(backend) };
            for reply in [empty(401), empty(403)] {
                tell(&mut told, options.clone(), "delete", kind, &reply);
            }
        }
    }
    for Further { backend, .. } in FURTHER.iter() {
        writeln!(told, "\n# {backend}\n").unwrap();
        for (name, reply) in answers(*backend) {
            let calls = if reply.status == 409 { &CALLS[..2] } else { &CALLS[..1] };
            for call in calls {
                tell(&mut told, World::options(*backend), call, name, &reply);
            }
        }
    }
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/sentences.txt");
    if env::var("SENTENCES").is_ok_and(|wish| wish == "write") {
        fs::write(file, &told).unwrap();
    }
    for (is, was) in told.lines().zip(fs::read_to_string(file).unwrap().lines()) {
        assert_eq!(
            is, was,
            "a sentence has changed, or a platform is new: SENTENCES=write cargo test --test native sentences, and read the difference"
        );
    }
    assert_eq!(told, fs::read_to_string(file).unwrap());
}
