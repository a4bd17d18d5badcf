//! `auth.sign`: the caller signs every attempt, and nothing leaves unsigned.

use crate::support::*;
use agent_delete::{Auth, Backend, Cause, ClientOptions, ErrorCode, Sign, Signer, ToSign};
use std::cell::RefCell;
use std::future::pending;
use std::rc::Rc;

const OF: Backend = Backend::Bedrock;

fn signed_by(sign: Sign) -> ClientOptions {
    ClientOptions { auth: Some(Auth::Sign(Signer(sign))), ..World::options(OF) }
}

/// A function that gives these headers.
fn giving(headers: &[(&str, &str)]) -> Sign {
    let headers: Vec<_> =
        headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    Rc::new(move |_| {
        let headers = headers.clone();
        Box::pin(async move { Ok(headers) })
    })
}

#[test]
fn every_attempt_is_signed_anew_with_all_that_is_sent() {
    let seen = Rc::new(RefCell::new(Vec::<ToSign>::new()));
    let noted = Rc::clone(&seen);
    let sign: Sign = Rc::new(move |request| {
        noted.borrow_mut().push(request);
        let number = noted.borrow().len();
        Box::pin(
            async move { Ok(vec![("Authorization".to_owned(), format!("V4 Signature=signature-{number}"))]) },
        )
    });
    let world = World::with([
        empty(500),
        json(202, &format!(r#"{{"agentId":"{}","agentStatus":"DELETING"}}"#, id_of(OF))),
    ]);
    world.run(world.client_with(signed_by(sign)).delete_agent(id_of(OF), forced())).unwrap();
    let sent = world.sent();
    for (at, (request, signed)) in sent.iter().zip(seen.borrow().iter()).enumerate() {
        assert_eq!((signed.method, &signed.url, &signed.body), (request.method, &request.url, &request.body));
        let number = at + 1;
        assert_eq!(
            request.header("authorization"),
            Some(format!("V4 Signature=signature-{number}").as_str())
        );
        let unsigned: Vec<_> =
            request.headers.iter().filter(|(name, _)| name != "Authorization").cloned().collect();
        assert_eq!(signed.headers, unsigned);
    }
    assert_eq!((sent.len(), seen.borrow().len()), (2, 2));
    // What is sent in a body is there to be signed.
    let world = World::with([json(200, r#"{"agentSummaries":[]}"#)]);
    let body = Rc::new(RefCell::new(None));
    let noted = Rc::clone(&body);
    let sign: Sign = Rc::new(move |request| {
        noted.replace(request.body);
        Box::pin(async { Ok(vec![("authorization".to_owned(), "V4 x".to_owned())]) })
    });
    let client = world.client_with(signed_by(sign));
    assert!(world.run(async { client.list_agents(Default::default()).unwrap().next().await }).is_none());
    assert_eq!(body.borrow().as_deref(), Some("{}"));
}

#[test]
fn what_is_signed_takes_the_place_of_what_was_there() {
    let sign = giving(&[
        ("Authorization", "V4 x"),
        ("ACCEPT", "text/plain"),
        ("X-Amz-Date", "20240306T000000Z"),
        ("host", "elsewhere.example.com"),
        ("content-length", "7"),
    ]);
    let world = World::with([empty(403)]);
    let _ = world.run(world.client_with(signed_by(sign)).delete_agent(id_of(OF), once()));
    let sent = world.sent().remove(0);
    assert_eq!(sent.header("accept"), Some("text/plain"));
    assert_eq!(sent.header("x-amz-date"), Some("20240306T000000Z"));
    assert_eq!((sent.header("host"), sent.header("content-length")), (None, None));
}

#[test]
fn a_header_that_is_given_back_as_it_was_is_no_secret() {
    let sign = giving(&[("authorization", "V4 Signature=hunter2-x"), ("accept", "application/json")]);
    let world = World::with([json(403, r#"{"message":"send application/json and not hunter2-x"}"#)]);
    let error = world.run(world.client_with(signed_by(sign)).delete_agent(id_of(OF), once())).unwrap_err();
    let said = error.backend_message.as_deref().unwrap();
    assert!(said.starts_with("send application/json and not ") && !said.contains("hunter2"), "{said}");
    assert_eq!(world.sent()[0].header("accept"), Some("application/json"));
}

#[test]
fn a_function_that_throws_or_gives_rubbish_sends_nothing() {
    let failing: Sign = Rc::new(|_| Box::pin(async { Err(Cause::new("no credentials")) }));
    for (sign, code, words) in [
        (failing, ErrorCode::Unauthenticated, "no credentials"),
        (giving(&[]), ErrorCode::InvalidInput, "no headers"),
        (giving(&[("author ization", "x")]), ErrorCode::InvalidInput, "name"),
        (giving(&[("", "x")]), ErrorCode::InvalidInput, "name"),
        (giving(&[("authorization", "a\r\nb: c")]), ErrorCode::InvalidInput, "line break"),
        (giving(&[("authorization", "\u{2713}")]), ErrorCode::InvalidInput, "Latin-1"),
    ] {
        let world = World::new();
        let error =
            world.run(world.client_with(signed_by(sign)).delete_agent(id_of(OF), forced())).unwrap_err();
        assert_eq!((error.code, error.outcome_unknown), (code, false), "{}", error.message);
        assert!(error.message.contains(words), "{}", error.message);
        assert!(world.sent().is_empty());
    }
}

#[test]
fn a_function_that_never_settles_is_not_waited_for() {
    let never: Sign = Rc::new(|_| Box::pin(pending()));
    let world = World::new();
    let error = world.run(world.client_with(signed_by(never)).delete_agent(id_of(OF), once())).unwrap_err();
    assert_eq!((error.code, error.outcome_unknown), (ErrorCode::Timeout, false));
    assert!(world.sent().is_empty());
}

#[test]
fn a_signature_is_shown_nowhere() {
    let sign = giving(&[
        ("Authorization", "V4 Credential=AKIAHUNTER2/x, SignedHeaders=host, Signature=0123456789abcdef"),
        ("X-Amz-Security-Token", "session-token-hunter2"),
    ]);
    let said = r#"{"message":"0123456789abcdef with session-token-hunter2 by AKIAHUNTER2/x, AKIAHUNTER2"}"#;
    let world = World::with([json(403, said)]);
    let error = world.run(world.client_with(signed_by(sign)).delete_agent(id_of(OF), once())).unwrap_err();
    let shown = format!("{error:?} {} {}", js(&error), error.message);
    for secret in ["0123456789abcdef", "session-token-hunter2", "AKIAHUNTER2"] {
        assert!(!shown.contains(secret), "{shown}");
    }
    assert!(!format!("{:?}", signed_by(giving(&[("a", "b")]))).contains("AKIA"));
}

#[test]
fn where_requests_are_signed_no_other_credential_is_taken() {
    for (auth, name) in [(Auth::Bearer(KEY.into()), "auth.bearer"), (Auth::ApiKey(KEY.into()), "auth.apiKey")]
    {
        let options = ClientOptions { auth: Some(auth), ..World::options(OF) };
        let error = World::new().try_client_with(options).unwrap_err();
        assert_eq!(error.code, ErrorCode::InvalidInput);
        assert!(error.message.contains("auth.sign") && error.message.contains(name), "{}", error.message);
    }
    // Elsewhere a gateway may want a signature.
    let options = ClientOptions {
        auth: Some(Auth::Sign(Signer(giving(&[("x-sig", "abcdef")])))),
        ..World::options(Backend::Charm)
    };
    let world = World::with([empty(204)]);
    world.run(world.client_with(options).delete_agent("agent_123", forced())).unwrap();
    assert_eq!(world.sent()[0].header("x-sig"), Some("abcdef"));
}
