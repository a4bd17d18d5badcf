//! Replies that no text file can hold: long, broken and nameless ones.

use crate::support::*;
use agent_delete::{Backend, Body, Deletion, Error, ErrorCode, Outcome, Reply};

fn delete(backend: Backend, reply: Reply) -> Result<Deletion, Error> {
    let world = World::with([reply]);
    let mut options = once();
    options.force = true;
    if backend == Backend::Kortix {
        options.force = false;
    }
    world.run(world.client(backend).delete_agent(id_of(backend), options))
}

fn bytes(status: u16, body: Vec<u8>) -> Reply {
    Reply { body: Body::Bytes(body), ..json(status, "") }
}

#[test]
fn a_redirect_that_a_browser_hides_is_a_wrong_endpoint() {
    for (backend, _) in BASES {
        let error = delete(backend, empty(0)).unwrap_err();
        assert_eq!(error.code, ErrorCode::WrongEndpoint, "{backend}");
        assert_eq!((error.status, error.outcome_unknown), (None, true), "{backend}");
    }
}

#[test]
fn a_status_that_http_does_not_know_proves_nothing() {
    for (backend, _) in BASES {
        for status in [1, 99, 100, 101, 199, 600, 999] {
            let error = delete(backend, empty(status)).unwrap_err();
            assert_eq!(error.code, ErrorCode::UnexpectedResponse, "{backend} {status}");
            assert!(error.outcome_unknown, "{backend} {status}");
        }
    }
}

#[test]
fn a_body_past_the_limit_is_unexpected_whatever_the_status() {
    for (backend, _) in BASES {
        for status in [200, 201, 202, 204, 206, 400, 401, 404, 408, 409, 429, 500, 503] {
            let error = delete(backend, too_long(status)).unwrap_err();
            assert_eq!(error.code, ErrorCode::UnexpectedResponse, "{backend} {status}");
            // A page in place of a 404 may be that long.
            let refused = (400..500).contains(&status) && !matches!(status, 404 | 408);
            assert_eq!(error.outcome_unknown, !refused, "{backend} {status}");
        }
    }
}

#[test]
fn a_body_past_the_limit_is_asked_for_again_where_its_status_is_worth_it() {
    for (backend, _) in BASES {
        for (status, tries) in
            [(408, 3), (429, 3), (500, 3), (503, 3), (200, 1), (401, 1), (404, 1), (501, 1)]
        {
            let world = World::answering(move |_| too_long(status).into());
            let call = agent_delete::CallOptions::default();
            world.run(world.client(backend).get_agent(id_of(backend), call)).unwrap_err();
            assert_eq!(world.sent().len(), tries, "{backend} {status}");
        }
    }
}

#[test]
fn an_answer_to_a_change_is_read_to_one_mebibyte_and_one_that_feeds_a_backup_to_64() {
    let world = World::with([json(200, &agent_json(Backend::Charm)), json(200, "[]"), empty(204)]);
    let options = agent_delete::DeleteOptions { backup: agent_delete::BackupWish::Keep, ..once() };
    world.run(world.client(Backend::Charm).delete_agent("agent_123", options)).unwrap();
    let limits: Vec<_> = world.sent().iter().map(|sent| sent.max_reply_bytes).collect();
    assert_eq!(limits, [64 << 20, 64 << 20, 1 << 20]);

    let default = agent_json_with(Backend::Kortix, id_of(Backend::Kortix), r#""is_default":true,"#);
    let world = World::with([json(200, &default), empty(200), empty(403), empty(200)]);
    world.run(world.client(Backend::Kortix).delete_agent(id_of(Backend::Kortix), forced())).unwrap_err();
    assert!(world.sent().iter().all(|sent| sent.max_reply_bytes == 1 << 20));
}

#[test]
fn a_mebibyte_of_proof_is_read() {
    let pad = "x".repeat((1 << 20) - 100);
    let body = format!(r#"{{"object":"agent.deleted","name":"support-bot","deleted":true,"pad":"{pad}"}}"#);
    assert_eq!(delete(Backend::Foundry, json(200, &body)).unwrap().outcome, Outcome::Deleted);
}

#[test]
fn bytes_that_are_no_text_never_panic_and_never_prove() {
    for (backend, _) in BASES {
        for body in [
            vec![0xff, 0xfe],
            vec![0],
            vec![0xef, 0xbb],
            vec![0xef, 0xbb, 0xbf],
            b"{\"success\":true\xff}".to_vec(),
            b"\xff{\"success\":true}".to_vec(),
            vec![0x80; 1 << 20],
        ] {
            let error = delete(backend, bytes(200, body.clone())).unwrap_err();
            assert_eq!(error.code, ErrorCode::UnexpectedResponse, "{backend} {body:?}");
            let error = delete(backend, bytes(404, body)).unwrap_err();
            assert_eq!(error.code, ErrorCode::WrongEndpoint, "{backend}");
        }
    }
}

#[test]
fn a_document_that_nests_without_end_is_not_read() {
    for (backend, _) in BASES {
        for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
            let deep = open.repeat(200_000) + "1" + &close.repeat(200_000);
            assert_eq!(delete(backend, json(200, &deep)).unwrap_err().code, ErrorCode::UnexpectedResponse);
            assert_eq!(delete(backend, json(500, &deep)).unwrap_err().code, ErrorCode::BackendFailure);
        }
    }
}

#[test]
fn what_is_no_response_is_unexpected_and_is_not_sent_again() {
    for (backend, _) in BASES {
        let world = World::with([Act::NotAResponse]);
        let mut options = once();
        options.call.max_retries = Some(2);
        options.force = backend == Backend::Eliza;
        let error = world.run(world.client(backend).delete_agent(id_of(backend), options)).unwrap_err();
        assert_eq!(error.code, ErrorCode::UnexpectedResponse, "{backend}");
        assert!(error.outcome_unknown && error.hint.is_some() && error.status.is_none(), "{backend}");
    }
}
