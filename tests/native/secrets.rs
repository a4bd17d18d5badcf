//! A credential is nowhere to be seen, even where the platform repeats it.

use crate::support::*;
use agent_delete::{
    Auth, Backend, CallOptions, CancelToken, Cause, ClientOptions, DeleteManyOptions, DeleteOptions,
    ListOptions, OnStep, Secret,
};
use std::cell::{Cell, RefCell};
use std::rc::Rc;

/// Replies that repeat the credential wherever a reply has words.
fn echoes() -> Vec<Act> {
    let mut echoes: Vec<Act> = Vec::new();
    let bodies = [
        format!(
            r#"{{"error":{{"code":"{KEY}","message":"bad key {KEY}","details":[{{"param":"{KEY}","message":"{KEY}","code":"{KEY}"}}],"additionalInfo":{{"request_id":"{KEY}"}}}}}}"#
        ),
        format!(r#"{{"detail":[{{"loc":["header","{KEY}"],"msg":"{KEY}","type":"{KEY}"}}]}}"#),
        format!(r#"{{"detail":"Bearer {KEY} is not valid"}}"#),
        format!(r#"{{"success":false,"error":"{KEY}"}}"#),
        format!(r#"{{"success":true,"message":"{KEY}","data":null}}"#),
        format!(r#"{{"message":"{KEY}"}}"#),
        format!("plain words with {KEY} in them"),
    ];
    for body in &bodies {
        for status in [200, 202, 400, 401, 403, 404, 409, 422, 429, 500, 503] {
            let reply = with(json(status, body), "x-request-id", &format!("id-{KEY}"));
            echoes.push(reply.clone().into());
            echoes.push(with(typed(status, "text/plain", body), "apim-request-id", KEY).into());
        }
    }
    echoes.push(Act::Network(None, format!("could not send {KEY}")));
    echoes.push(with(empty(204), "x-request-id", KEY).into());
    echoes
}

#[test]
fn whatever_the_platform_repeats_the_credential_is_not_shown() {
    for (backend, _) in BASES {
        for (number, echo) in echoes().into_iter().enumerate() {
            let seen = Rc::new(RefCell::new(String::new()));
            let steps = Rc::clone(&seen);
            let on_step = OnStep(Rc::new(move |step| {
                steps.borrow_mut().push_str(&format!("{step:?} {}", js(step)));
            }));
            let world = World::with([echo.clone()]);
            world.net.answer(move |_| echo.clone());
            let client =
                world.client_with(ClientOptions { on_step: Some(on_step), ..World::options(backend) });
            let options = DeleteOptions { force: backend == Backend::Eliza, ..once() };
            let mut shown = match world.run(client.delete_agent(id_of(backend), options)) {
                Ok(deletion) => format!("{deletion:?} {}", js(&deletion)),
                Err(error) => {
                    let cause = error.cause.as_ref().map(|cause| format!("{cause:?} {cause}"));
                    format!("{error:?} {error} {} {cause:?}", js(&error))
                }
            };
            shown.push_str(&seen.borrow());
            shown.push_str(&format!("{client:?}"));
            assert!(!shown.contains(KEY), "{backend}, echo {number}: {shown}");
            assert!(!shown.contains("hunter2"));
        }
    }
}

/// Base64, as a test needs it: of the key alone and behind one to three other bytes.
const DISGUISES: [&str; 12] = [
    "c2staHVudGVyMi03ZjNh",
    "eHNrLWh1bnRlcjItN2YzYQ==",
    "eHhzay1odW50ZXIyLTdmM2E",
    "QmVhcmVyIHNrLWh1bnRlcjItN2YzYQ==",
    "QmVhcmVyIHNrLWh1bnRlcjItN2YzYQ%3D%3D",
    "dXNlcjpzay1odW50ZXIyLTdmM2E=",
    "c2staHVudGVyMi03ZjNhOg==",
    "%73k-hunter2-7f3a",
    "sk%2Dhunter2%2d7f3a",
    "sk%252Dhunter2-7f3a",
    "%73%6b%2d%68%75%6e%74%65%72%32%2d%37%66%33%61",
    "sk-hunter\u{200b}2-7f3a",
];

#[test]
fn a_credential_in_disguise_is_hidden_too() {
    for (backend, _) in BASES {
        for disguise in DISGUISES {
            for body in [
                format!(r#"{{"error":{{"code":"{disguise}","message":"no match {disguise}."}}}}"#),
                format!(r#"{{"success":false,"error":"no match {disguise}."}}"#),
                format!(r#"{{"detail":[{{"loc":["{disguise}"],"msg":"{disguise}","type":"{disguise}"}}]}}"#),
                format!("no match {disguise}."),
            ] {
                let world = World::with([with(json(501, &body), "x-request-id", disguise)]);
                let error =
                    world.run(world.client(backend).delete_agent(id_of(backend), once())).unwrap_err();
                let shown = format!("{error:?} {}", js(&error));
                // What only the sentence pulls together is apart in the platform's own words.
                let shown = if disguise.contains('\u{200b}') { error.message.clone() } else { shown };
                assert!(!shown.contains(disguise) && !shown.contains(KEY), "{backend} {disguise}: {shown}");
                if body.contains("no match") {
                    assert!(error.message.contains("no match [credential]."), "{}", error.message);
                }
            }
        }
    }
}

#[test]
fn what_a_basic_header_says_in_base64_is_hidden_as_it_is() {
    for said in ["pia:hunter2-is-long", "hunter2-is-long", "cGlhOmh1bnRlcjItaXMtbG9uZw"] {
        let world = World::with([json(401, &format!(r#"{{"detail":"{said} is unknown"}}"#))]);
        let options = ClientOptions {
            auth: None,
            headers: vec![("Authorization".to_owned(), "Basic cGlhOmh1bnRlcjItaXMtbG9uZw==".to_owned())],
            ..World::options(Backend::Charm)
        };
        let error = world.run(world.client_with(options).delete_agent("a", once())).unwrap_err();
        let shown = format!("{error:?} {}", js(&error));
        assert!(!shown.contains("hunter2") && !shown.contains("cGlhOm"), "{shown}");
    }
}

#[test]
fn a_credential_renewed_between_attempts_is_hidden_old_and_new() {
    let tokens = RefCell::new(vec!["second-hunter2", "first-hunter2"]);
    let secret = Secret::Asked(Rc::new(move || {
        let token = tokens.borrow_mut().pop().unwrap().to_owned();
        Box::pin(async move { Ok(token) })
    }));
    let world = World::with([
        empty(503),
        with(
            json(401, r#"{"detail":"first-hunter2 expired, second-hunter2 not yet valid"}"#),
            "x-request-id",
            "r",
        ),
    ]);
    let client = world
        .client_with(ClientOptions { auth: Some(Auth::Bearer(secret)), ..World::options(Backend::Charm) });
    let error = world.run(client.delete_agent("a", DeleteOptions::default())).unwrap_err();
    let shown = format!("{error:?} {}", js(&error));
    assert!(!shown.contains("hunter2"), "{shown}");
}

#[test]
fn a_short_credential_garbles_none_of_our_own_words() {
    let world = World::with([json(503, r#"{"detail":"k is not known"}"#)]);
    let client = world.client_with(ClientOptions {
        auth: Some(Auth::Bearer("k".into())),
        ..World::options(Backend::Charm)
    });
    let error = world.run(client.delete_agent("a", once())).unwrap_err();
    assert_eq!(
        error.message,
        "Charm Cloud Runner may or may not have deleted agent a: [credential] is not known"
    );
    let hint = error.hint.as_deref().unwrap();
    assert!(hint.contains("The request may have taken effect"), "{hint}");
}

#[test]
fn a_credential_given_as_a_header_is_hidden_too() {
    let world = World::with([json(401, r#"{"detail":"pk_1:hunter2 is unknown"}"#)]);
    let options = ClientOptions {
        auth: None,
        headers: vec![("X-API-Key".to_owned(), "pk_1:hunter2".to_owned())],
        ..World::options(Backend::Kortix)
    };
    assert!(!format!("{options:?}").contains("hunter2"), "{options:?}");
    let client = world.client_with(options);
    let error = world.run(client.delete_agent(id_of(Backend::Kortix), once())).unwrap_err();
    let shown = format!("{error:?} {}", js(&error));
    assert!(!shown.contains("hunter2"), "{shown}");
}

#[test]
fn debug_shows_no_credential() {
    for auth in [Auth::Bearer("hunter2".into()), Auth::ApiKey("hunter2".into())] {
        let options = ClientOptions { auth: Some(auth.clone()), ..World::options(Backend::Charm) };
        assert!(!format!("{auth:?} {options:?}").contains("hunter2"));
        let world = World::with([empty(204)]);
        let client = world.client_with(options);
        world.run(client.delete_agent("a", DeleteOptions::default())).unwrap();
        assert!(!format!("{client:?}").contains("hunter2"));
    }
    let request = agent_delete::Request {
        method: agent_delete::Method::Get,
        url: "https://e.com".into(),
        headers: vec![("Authorization".into(), "Bearer hunter2".into())],
        body: None,
        read_headers: &[],
        max_reply_bytes: 1,
    };
    assert!(!format!("{request:?}").contains("hunter2"));
}

#[test]
fn an_abort_reason_that_holds_the_credential_does_not_give_it_away() {
    let world = World::with([Act::Hang]);
    let token = CancelToken::new();
    let switch = token.clone();
    world.clock().at(10, move || switch.cancel(Cause::new(format!("stop {KEY}"))));
    let call = CallOptions { cancel: Some(token), ..CallOptions::default() };
    let error = world.run(world.client(Backend::Charm).get_agent("a", call)).unwrap_err();
    assert!(!format!("{error:?} {} {:?}", js(&error), error.cause).contains(KEY));
}

/// Gives one credential after another.
fn one_after_another(tokens: &'static [&'static str]) -> Auth {
    let given = Cell::new(0);
    Auth::Bearer(Secret::Asked(Rc::new(move || {
        let token = tokens[given.replace(given.get() + 1).min(tokens.len() - 1)];
        Box::pin(async move { Ok(token.to_owned()) })
    })))
}

#[test]
fn the_credential_of_an_earlier_page_is_hidden_in_a_later_one() {
    const TOKENS: [&str; 2] = ["first-0123456789abcdef", "second-0123456789abcdef"];
    let page = |name: &str, next: &str| {
        json(200, &format!(r#"{{"items":[{{"id":"{name}","name":"by {name}"}}],"next_cursor":{next}}}"#))
    };
    let world = World::with([page("a", r#""c""#), page(TOKENS[0], "null")]);
    let auth = Some(one_after_another(&TOKENS));
    let client = world.client_with(ClientOptions { auth, ..World::options(Backend::Langchain) });
    let shown = world.run(async {
        let mut list = client.list_agents(ListOptions::default()).unwrap();
        let mut shown = Vec::new();
        while let Some(agent) = list.next().await {
            shown.push(js(&agent.unwrap()).to_string());
        }
        shown
    });
    assert_eq!((shown.len(), world.sent().len()), (2, 2));
    assert!(world.sent()[1].headers.iter().any(|(_, value)| value.ends_with(TOKENS[1])));
    assert!(!shown.concat().contains(TOKENS[0]), "{shown:?}");
}

#[test]
fn an_id_that_is_what_a_function_gives_as_the_credential_is_in_no_result_of_a_bulk() {
    const TOKEN: &str = "agent_0123456789abcdef";
    let world = World::answering(|_| empty(204).into());
    let auth = Some(one_after_another(&[TOKEN]));
    let client = world.client_with(ClientOptions { auth, ..World::options(Backend::Charm) });
    let options = DeleteManyOptions { concurrency: 1, ..DeleteManyOptions::default() };
    let bulk = client.delete_agents(Ids::new(["a", TOKEN, TOKEN, "b"]), options).unwrap();
    let results = world.run(bulk.summary()).results;
    let deleted = results.iter().filter(|result| result.result.is_ok()).count();
    assert_eq!((results.len(), deleted, world.sent().len()), (4, 2, 2));
    let shown = format!("{results:?}");
    assert!(!shown.contains(TOKEN), "{shown}");
}

#[test]
fn of_a_credential_given_as_a_header_what_stands_behind_the_scheme_is_hidden_alone() {
    for (value, token) in [
        ("Token 0123456789-hunter2", "0123456789-hunter2"),
        ("Key id=abcdefgh; secret=0123456789-hunter2", "0123456789-hunter2"),
    ] {
        let options = ClientOptions {
            auth: None,
            headers: vec![("Authorization".to_owned(), value.to_owned())],
            ..World::options(Backend::Charm)
        };
        let world = World::with([json(401, &format!(r#"{{"detail":"no such token: {token}"}}"#))]);
        let error = world.run(world.client_with(options).delete_agent("a", once())).unwrap_err();
        assert!(world.sent()[0].header("authorization").unwrap().ends_with(token));
        let shown = format!("{error:?} {}", js(&error));
        assert!(shown.contains("no such token") && !shown.contains(token), "{shown}");
    }
}

#[test]
fn what_was_thrown_and_holds_no_credential_is_handed_on_as_it_is() {
    let secret = Secret::Asked(Rc::new(|| Box::pin(async { Err(Cause::with_value("not now", 7_u8)) })));
    let options = ClientOptions { auth: Some(Auth::Bearer(secret)), ..World::options(Backend::Charm) };
    let world = World::new();
    let error = world.run(world.client_with(options).delete_agent("a", once())).unwrap_err();
    assert_eq!(error.cause.as_ref().and_then(Cause::value::<u8>), Some(&7));
}
