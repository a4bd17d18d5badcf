//! How the credential is asked for, how it travels, and what happens when there is none.

use crate::support::*;
use agent_delete::{Auth, Backend, Cause, Client, ClientOptions, DeleteOptions, ErrorCode, Outcome, Secret};
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;
use std::time::Duration;

type Answer = Result<&'static str, &'static str>;

/// An auth function that gives these answers in turn.
fn asked(answers: impl IntoIterator<Item = Answer>) -> (Secret, Rc<Cell<usize>>) {
    let answers = RefCell::new(answers.into_iter().collect::<VecDeque<_>>());
    let count = Rc::new(Cell::new(0));
    let counted = Rc::clone(&count);
    let secret = Secret::Asked(Rc::new(move || {
        counted.set(counted.get() + 1);
        let answer = answers.borrow_mut().pop_front().expect("asked too often");
        Box::pin(async move { answer.map(str::to_owned).map_err(Cause::new) })
    }));
    (secret, count)
}

fn bearer(world: &World, backend: Backend, secret: Secret) -> Client {
    world.client_with(ClientOptions { auth: Some(Auth::Bearer(secret)), ..World::options(backend) })
}

fn plain(backend: Backend) -> DeleteOptions {
    DeleteOptions { force: backend == Backend::Eliza, ..DeleteOptions::default() }
}

#[test]
fn each_platform_has_its_own_header() {
    let rows = [
        (Backend::Charm, ("Authorization", "Bearer k"), ("X-API-Key", "k")),
        (Backend::Langchain, ("Authorization", "Bearer k"), ("X-Api-Key", "k")),
        (Backend::Foundry, ("Authorization", "Bearer k"), ("api-key", "k")),
        (Backend::Eliza, ("Authorization", "Bearer k"), ("X-API-KEY", "k")),
        (Backend::Kortix, ("Authorization", "Bearer k"), ("X-API-Key", "k")),
        (Backend::Openai, ("Authorization", "Bearer k"), ("Authorization", "Bearer k")),
        (Backend::Flowise, ("Authorization", "Bearer k"), ("Authorization", "Bearer k")),
        (Backend::Langgraph, ("Authorization", "Bearer k"), ("X-Api-Key", "k")),
        (Backend::Letta, ("Authorization", "Bearer k"), ("Authorization", "Bearer k")),
        (Backend::Vertex, ("Authorization", "Bearer k"), ("x-goog-api-key", "k")),
        (Backend::Retell, ("Authorization", "Bearer k"), ("Authorization", "Bearer k")),
        (Backend::Elevenlabs, ("Authorization", "Bearer k"), ("xi-api-key", "k")),
        (Backend::Vapi, ("Authorization", "Bearer k"), ("Authorization", "Bearer k")),
        (Backend::Mistral, ("Authorization", "Bearer k"), ("Authorization", "Bearer k")),
    ];
    // The two of Amazon take signatures alone.
    let takes_texts = |backend: &&Backend| !matches!(World::options(**backend).auth, Some(Auth::Sign(_)));
    let all: Vec<_> = Backend::ALL.iter().filter(takes_texts).collect();
    assert_eq!(
        rows.iter().map(|(backend, ..)| backend).collect::<Vec<_>>(),
        all,
        "a row for each, in their order"
    );
    for (backend, bearer, key) in rows {
        for (auth, expected) in [(Auth::Bearer("k".into()), bearer), (Auth::ApiKey("k".into()), key)] {
            let world = World::with([empty(500)]);
            let client = world.client_with(ClientOptions { auth: Some(auth), ..World::options(backend) });
            let options = DeleteOptions { force: true, ..once() };
            world.run(client.delete_agent(id_of(backend), options)).unwrap_err();
            let headers = &world.sent()[0].headers;
            let (own, others): (Vec<_>, Vec<_>) = headers.iter().partition(|(name, _)| name == expected.0);
            assert_eq!(
                own.iter().map(|(_, value)| value.as_str()).collect::<Vec<_>>(),
                [expected.1],
                "{backend}"
            );
            assert!(others.iter().all(|(_, value)| !value.ends_with('k')), "{backend}: {headers:?}");
        }
    }
}

#[test]
fn without_a_credential_none_is_sent() {
    for (backend, _) in BASES {
        let world = World::with([empty(401)]);
        let client = world.client_with(ClientOptions { auth: None, ..World::options(backend) });
        let error = world.run(client.delete_agent(id_of(backend), plain(backend))).unwrap_err();
        assert_eq!(world.sent()[0].headers.len(), 1);
        assert!(error.hint.is_some(), "{backend}");
    }
}

#[test]
fn a_credential_that_is_no_credential_is_named() {
    for text in ["", "undefined", "null"] {
        for (auth, name) in
            [(Auth::Bearer(text.into()), "auth.bearer"), (Auth::ApiKey(text.into()), "auth.apiKey")]
        {
            let options = ClientOptions { auth: Some(auth), ..World::options(Backend::Charm) };
            let error = World::new().try_client_with(options).unwrap_err();
            assert_eq!(error.code, ErrorCode::InvalidInput);
            assert!(error.message.starts_with(&format!("{name} is ")), "{}", error.message);
            assert!(error.message.ends_with("is the environment variable set?"), "{}", error.message);
        }
    }
}

#[test]
fn the_function_is_asked_before_every_attempt() {
    for (backend, _) in BASES {
        let (secret, count) = asked([Ok("one"), Ok("two"), Ok("three")]);
        let world = World::with([empty(503).into(), reset(), empty(204).into()]);
        let client = bearer(&world, backend, secret);
        world.run(client.delete_agent(id_of(backend), plain(backend))).unwrap();
        let sent = world.sent();
        let tokens: Vec<_> = sent.iter().map(|sent| sent.header("authorization").unwrap()).collect();
        assert_eq!(tokens, ["Bearer one", "Bearer two", "Bearer three"], "{backend}");
        assert_eq!(count.get(), 3);
    }
}

#[test]
fn a_function_that_throws_is_unauthenticated_with_its_cause_and_nothing_is_sent() {
    for (backend, _) in BASES {
        for force in [false, true] {
            let (secret, count) = asked([Err("the vault is locked")]);
            let world = World::new();
            let client = bearer(&world, backend, secret);
            let options = DeleteOptions { force, ..DeleteOptions::default() };
            let error = world.run(client.delete_agent(id_of(backend), options)).unwrap_err();
            assert_eq!((error.code, error.outcome_unknown), (ErrorCode::Unauthenticated, false), "{backend}");
            assert_eq!(error.cause.as_ref().unwrap().text(), "the vault is locked");
            assert!(error.message.contains("the vault is locked") && !error.retryable);
            assert!(error.hint.as_deref().unwrap().contains("function in auth"), "{:?}", error.hint);
            assert!(world.sent().is_empty() && error.steps.is_empty());
            assert_eq!(count.get(), 1);
        }
    }
}

#[test]
fn a_function_that_throws_later_leaves_the_doubt_of_the_attempt_before() {
    let (secret, _) = asked([Ok("one"), Err("expired")]);
    let world = World::with([empty(500)]);
    let client = bearer(&world, Backend::Charm, secret);
    let error = world.run(client.delete_agent("a", DeleteOptions::default())).unwrap_err();
    assert_eq!((error.code, error.outcome_unknown), (ErrorCode::Unauthenticated, true));
    let (secret, _) = asked([Ok("one"), Err("expired")]);
    let world = World::with([empty(429)]);
    let client = bearer(&world, Backend::Charm, secret);
    let error = world.run(client.delete_agent("a", DeleteOptions::default())).unwrap_err();
    assert_eq!((error.code, error.outcome_unknown), (ErrorCode::Unauthenticated, false));
}

#[test]
fn a_credential_that_comes_when_the_time_is_over_is_sent_nowhere() {
    let world = World::new();
    let clock = world.clock().clone();
    let secret = Secret::Asked(Rc::new(move || {
        let clock = clock.clone();
        Box::pin(async move {
            clock.sleep(Duration::from_millis(500)).await;
            Ok(KEY.to_owned())
        })
    }));
    let mut options = once();
    options.call.timeout = Some(Duration::from_millis(500));
    let client = bearer(&world, Backend::Charm, secret);
    let error = world.run(client.delete_agent(id_of(Backend::Charm), options)).unwrap_err();
    assert_eq!((error.code, error.outcome_unknown), (ErrorCode::Timeout, false));
    assert!(error.message.ends_with("the auth function gave no credential in time"), "{}", error.message);
    assert!(world.sent().is_empty() && error.steps.is_empty());
}

#[test]
fn a_clock_that_is_set_back_gives_no_request_more_time() {
    let world = World::with([Act::Hang]);
    let clock = world.clock().clone();
    let secret = Secret::Asked(Rc::new(move || {
        clock.set_back(3_600_000.0);
        Box::pin(async { Ok(KEY.to_owned()) })
    }));
    let mut options = once();
    options.call.timeout = Some(Duration::from_millis(500));
    let client = bearer(&world, Backend::Charm, secret);
    let error = world.run(client.delete_agent(id_of(Backend::Charm), options)).unwrap_err();
    assert_eq!((error.code, error.outcome_unknown), (ErrorCode::Timeout, true));
    assert_eq!(world.clock().elapsed(), 500.0);
    assert_eq!(error.steps.first().unwrap().duration_ms, 0.0, "no time is less than none");
}

#[test]
fn a_credential_that_can_be_no_header_is_refused_and_never_repeated() {
    for garbage in [
        "",
        "hunter2\n",
        "hunter2\r\nX-Evil: 1",
        "hunter2\u{0}",
        "hunter2\u{7f}",
        "hunter2 ключ",
        "hunter2 😀",
    ] {
        let (secret, _) = asked([Ok(garbage)]);
        let world = World::new();
        let client = bearer(&world, Backend::Charm, secret);
        let error = world.run(client.delete_agent("a", DeleteOptions::default())).unwrap_err();
        assert_eq!(error.code, ErrorCode::InvalidInput, "{garbage:?}");
        assert!(world.sent().is_empty());
        assert!(!format!("{error:?} {error} {}", js(&error)).contains("hunter2"));

        let options =
            ClientOptions { auth: Some(Auth::Bearer(garbage.into())), ..World::options(Backend::Charm) };
        let error = Client::with_transport(options, world.net.clone()).unwrap_err();
        assert_eq!(error.code, ErrorCode::InvalidInput);
        assert!(!format!("{error:?} {error} {}", js(&error)).contains("hunter2"));
    }
}

#[test]
fn a_latin_1_credential_is_sent_as_it_is() {
    let world = World::with([empty(204)]);
    let client = bearer(&world, Backend::Charm, "clé~ü".into());
    assert_eq!(
        world.run(client.delete_agent("a", DeleteOptions::default())).unwrap().outcome,
        Outcome::Deleted
    );
    assert_eq!(world.sent()[0].header("Authorization"), Some("Bearer clé~ü"));
}

#[test]
fn extra_headers_never_replace_the_clients_own() {
    let headers = [
        ("authorization", "Bearer evil"),
        ("AUTHORIZATION", "Bearer evil"),
        ("accept", "text/html"),
        ("Content-Type", "text/plain"),
        ("X-Trace", "t1"),
    ];
    let headers = headers.map(|(name, value)| (name.to_owned(), value.to_owned())).into();
    let agent = agent_json_with(Backend::Kortix, id_of(Backend::Kortix), r#""is_default":true,"#);
    let world = World::with([json(200, &agent), json(200, "{}"), empty(204)]);
    let client = world.client_with(ClientOptions { headers, ..World::options(Backend::Kortix) });
    world.run(client.delete_agent(id_of(Backend::Kortix), forced())).unwrap();
    for sent in world.sent() {
        assert_eq!(sent.header("authorization"), Some(format!("Bearer {KEY}").as_str()));
        assert_eq!(sent.header("accept"), Some("application/json"));
        assert_eq!(sent.header("x-trace"), Some("t1"));
        assert_eq!(sent.header("content-type"), sent.body.as_ref().map(|_| "application/json"));
    }
    assert!(world.sent().iter().any(|sent| sent.body.is_some()));
}

#[test]
fn a_function_that_hangs_later_does_not_undo_the_doubt() {
    let asked = Cell::new(0);
    let secret = Secret::Asked(Rc::new(move || {
        asked.set(asked.get() + 1);
        let hangs = asked.get() == 2;
        Box::pin(async move { if hangs { std::future::pending().await } else { Ok(KEY.to_owned()) } })
    }));
    let world = World::with([empty(500), empty(401)]);
    let client = bearer(&world, Backend::Charm, secret);
    let error = world.run(client.delete_agent("a", DeleteOptions::default())).unwrap_err();
    assert_eq!((error.code, error.outcome_unknown), (ErrorCode::Unauthenticated, true));
    assert_eq!(error.steps.iter().map(|step| step.attempt).collect::<Vec<_>>(), [1, 3]);
}

#[test]
fn a_bearer_token_is_given_without_its_scheme() {
    for given in ["Bearer hunter2", "bearer hunter2"] {
        let world = World::new();
        let fixed =
            ClientOptions { auth: Some(Auth::Bearer(given.into())), ..World::options(Backend::Foundry) };
        let error = Client::with_transport(fixed, world.net.clone()).unwrap_err();
        assert_eq!(error.code, ErrorCode::InvalidInput);
        assert!(error.message.contains("Bearer") && !error.message.contains("hunter2"), "{}", error.message);
        let asked = Secret::Asked(Rc::new(move || Box::pin(async move { Ok(given.to_owned()) })));
        let error = world.run(bearer(&world, Backend::Foundry, asked).delete_agent("a", once())).unwrap_err();
        assert_eq!((error.code, error.outcome_unknown), (ErrorCode::InvalidInput, false));
        assert!(world.sent().is_empty() && !error.message.contains("hunter2"), "{}", error.message);
    }
}
