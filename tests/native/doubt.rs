//! What is said when an attempt may or may not have deleted the agent.

use crate::support::*;
use agent_delete::{Backend, CancelToken, Cause, DeleteOptions, ErrorCode, IfMissing, Outcome};

fn plain(backend: Backend) -> DeleteOptions {
    DeleteOptions { force: backend == Backend::Eliza, ..DeleteOptions::default() }
}

/// Ends of an attempt after which the agent may be gone.
fn doubts() -> Vec<Act> {
    let mut doubts: Vec<Act> = [408, 500, 502, 503, 504].map(|status| empty(status).into()).into();
    doubts.extend([reset(), Act::Network(Some(200), "cut".to_owned()), Act::Hang]);
    doubts
}

#[test]
fn missing_after_a_doubtful_attempt_is_absent_and_nobody_knows_who_did_it() {
    for (backend, _) in BASES {
        for doubt in doubts() {
            let world = World::with([doubt.clone(), missing(backend).into()]);
            let deletion =
                world.run(world.client(backend).delete_agent(id_of(backend), plain(backend))).unwrap();
            assert_eq!(deletion.outcome, Outcome::Absent, "{backend} {doubt:?}");
            assert_eq!(deletion.existed, None);
            assert!(!deletion.verified);
        }
    }
}

#[test]
fn missing_after_a_definite_refusal_is_not_found() {
    for (backend, _) in BASES {
        let world = World::with([empty(429), missing(backend)]);
        let error =
            world.run(world.client(backend).delete_agent(id_of(backend), plain(backend))).unwrap_err();
        assert_eq!((error.code, error.outcome_unknown), (ErrorCode::NotFound, false), "{backend}");
    }
    let conflict = json(409, r#"{"error":{"code":"conflict","message":"modified concurrently"}}"#);
    let world = World::with([conflict, missing(Backend::Foundry)]);
    let error = world.run(world.client(Backend::Foundry).delete_agent("a", DeleteOptions::default()));
    assert_eq!(error.unwrap_err().code, ErrorCode::NotFound);
}

#[test]
fn a_doubt_in_one_attempt_outlives_a_definite_answer_to_a_later_one() {
    for (backend, _) in BASES {
        for doubt in doubts() {
            for (status, code) in [
                (301, ErrorCode::WrongEndpoint),
                (400, ErrorCode::InvalidRequest),
                (401, ErrorCode::Unauthenticated),
                (403, ErrorCode::Forbidden),
                (404, ErrorCode::WrongEndpoint),
                (405, ErrorCode::WrongEndpoint),
                (409, ErrorCode::Conflict),
                (410, ErrorCode::InvalidRequest),
                (422, ErrorCode::InvalidRequest),
                (200, ErrorCode::WrongEndpoint),
            ] {
                let world = World::with([doubt.clone(), html(status).into()]);
                world.net.answer(|_| json(200, r#"{"data":[]}"#).into());
                let error = world
                    .run(world.client(backend).delete_agent(id_of(backend), plain(backend)))
                    .unwrap_err();
                assert_eq!(error.code, code, "{backend} {doubt:?} {status}");
                assert!(error.outcome_unknown, "{backend} {doubt:?} {status}");
            }
            let world = World::with([doubt.clone(), busy("61").into()]);
            let error =
                world.run(world.client(backend).delete_agent(id_of(backend), plain(backend))).unwrap_err();
            assert_eq!((error.code, error.outcome_unknown), (ErrorCode::RateLimited, true));
            // A second refusal in between does not undo the doubt.
            let world = World::with([doubt.clone(), empty(429).into(), html(401).into()]);
            let error =
                world.run(world.client(backend).delete_agent(id_of(backend), plain(backend))).unwrap_err();
            assert_eq!((error.code, error.outcome_unknown), (ErrorCode::Unauthenticated, true));
        }
    }
}

#[test]
fn a_definite_answer_alone_leaves_no_doubt() {
    for (backend, _) in BASES {
        let world = World::with([empty(429), empty(429), html(401)]);
        let error =
            world.run(world.client(backend).delete_agent(id_of(backend), plain(backend))).unwrap_err();
        assert_eq!((error.code, error.outcome_unknown), (ErrorCode::Unauthenticated, false), "{backend}");
    }
}

#[test]
fn a_proof_after_a_doubt_is_a_proof() {
    for (backend, _) in BASES {
        for doubt in doubts() {
            let world = World::with([doubt, empty(204).into()]);
            let deletion =
                world.run(world.client(backend).delete_agent(id_of(backend), plain(backend))).unwrap();
            assert_eq!(deletion.outcome, Outcome::Deleted);
        }
    }
}

#[test]
fn an_abort_during_the_back_off_tells_doubt_from_refusal() {
    for (backend, _) in BASES {
        for (first, unknown) in [(Act::from(empty(500)), true), (reset(), true), (empty(429).into(), false)] {
            let world = World::with([first]);
            let token = CancelToken::new();
            let (options, switch) = (plain(backend), token.clone());
            world.clock().at(200, move || switch.cancel(Cause::new("enough")));
            let options = DeleteOptions {
                call: agent_delete::CallOptions { cancel: Some(token), ..options.call.clone() },
                ..options
            };
            let error = world.run(world.client(backend).delete_agent(id_of(backend), options)).unwrap_err();
            assert_eq!((error.code, error.outcome_unknown), (ErrorCode::Aborted, unknown), "{backend}");
            assert_eq!(world.clock().elapsed(), 200.0, "it stops at once");
            assert_eq!(world.sent().len(), 1);
            assert_eq!(world.clock().waiting(), 0);
        }
    }
}

#[test]
fn if_missing_ignore_makes_a_missing_agent_a_result() {
    for (backend, _) in BASES {
        let world = World::with([missing(backend)]);
        let options = DeleteOptions { if_missing: IfMissing::Ignore, ..plain(backend) };
        let deletion = world.run(world.client(backend).delete_agent(id_of(backend), options)).unwrap();
        assert_eq!(deletion.outcome, Outcome::Absent);
        let certain = backend != Backend::Kortix;
        assert_eq!(deletion.existed, certain.then_some(false), "{backend}");
        assert_eq!(deletion.message.is_some(), !certain);
        assert_eq!(deletion.steps.len(), 1);
    }
}

#[test]
fn if_missing_ignore_excuses_nothing_but_the_platforms_own_word() {
    for (backend, _) in BASES {
        for reply in [html(404), empty(404), json(404, r#"{"detail":"Not Found"}"#), empty(410)] {
            let world = World::with([reply]);
            let options = DeleteOptions { if_missing: IfMissing::Ignore, ..plain(backend) };
            let error = world.run(world.client(backend).delete_agent(id_of(backend), options)).unwrap_err();
            assert!(matches!(error.code, ErrorCode::WrongEndpoint | ErrorCode::InvalidRequest), "{backend}");
        }
    }
}

#[test]
fn a_stop_in_between_does_not_undo_the_doubt() {
    let running =
        || json(409, r#"{"success":false,"error":"Cannot delete a running agent. Stop the agent first."}"#);
    let id = id_of(Backend::Eliza);
    for (end, code) in [(empty(403), ErrorCode::Forbidden), (html(200), ErrorCode::WrongEndpoint)] {
        let world = World::with([reset(), running().into(), empty(200).into(), end.into()]);
        let error =
            world.run(world.client(Backend::Eliza).delete_agent(id, plain(Backend::Eliza))).unwrap_err();
        assert_eq!((error.code, error.outcome_unknown), (code, true));
    }
    let world = World::with([reset(), running().into(), empty(200).into(), missing(Backend::Eliza).into()]);
    let deletion = world.run(world.client(Backend::Eliza).delete_agent(id, plain(Backend::Eliza))).unwrap();
    assert_eq!((deletion.outcome, deletion.existed), (Outcome::Absent, None));

    let token = CancelToken::new();
    let switch = token.clone();
    let world = World::with([reset(), running().into(), Act::Hang]);
    world.clock().at(900, move || switch.cancel(Cause::new("enough")));
    let options = DeleteOptions { force: true, ..cancelled_by(&token) };
    let error = world.run(world.client(Backend::Eliza).delete_agent(id, options)).unwrap_err();
    assert_eq!((error.code, error.outcome_unknown, error.steps.len()), (ErrorCode::Aborted, true, 3));
}
