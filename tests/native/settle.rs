//! What happens after the deletion: asking after an accepted one, and reading a deleted agent back.

use crate::support::*;
use agent_delete::{Backend, CancelToken, Cause, DeleteOptions, Deletion, ErrorCode, Outcome, Purpose};
use std::time::Duration;

fn delete(world: &World, backend: Backend, options: DeleteOptions) -> Deletion {
    let options = DeleteOptions { force: backend == Backend::Eliza, ..options };
    world.run(world.client(backend).delete_agent(id_of(backend), options)).unwrap()
}

fn wait(seconds: u64) -> DeleteOptions {
    DeleteOptions { wait: Duration::from_secs(seconds), ..once() }
}

fn alive(backend: Backend) -> agent_delete::Reply {
    json(200, &agent_json(backend))
}

/// Where "not found" proves that the agent is gone.
const SURE: [Backend; 4] = [Backend::Charm, Backend::Langchain, Backend::Foundry, Backend::Eliza];

#[test]
fn without_wait_nobody_asks() {
    for (backend, _) in BASES {
        let world = World::with([empty(202)]);
        let deletion = delete(&world, backend, DeleteOptions::default());
        assert_eq!(
            (deletion.outcome, deletion.verified, deletion.steps.len()),
            (Outcome::Accepted, false, 1)
        );
        assert_eq!(world.clock().elapsed(), 0.0);
    }
}

#[test]
fn an_accepted_deletion_is_asked_after_with_growing_pauses_until_it_is_proved() {
    for backend in SURE {
        let world = World::with([empty(202), alive(backend), empty(503), alive(backend), missing(backend)]);
        let deletion = delete(&world, backend, wait(60));
        assert_eq!((deletion.outcome, deletion.verified), (Outcome::Deleted, true), "{backend}");
        assert_eq!(world.times(), [0.0, 500.0, 1500.0, 3500.0, 7500.0]);
        let purposes: Vec<_> = deletion.steps.iter().map(|step| step.purpose).collect();
        assert_eq!(purposes[0], Purpose::Delete);
        assert!(purposes[1..].iter().all(|purpose| *purpose == Purpose::Verify));
    }
}

#[test]
fn accepted_stays_accepted_when_the_time_is_over() {
    for backend in SURE {
        for answer in [alive(backend), empty(500), empty(401), html(404), html(200), empty(204)] {
            let world = World::with([empty(202)]);
            world.net.answer(move |_| answer.clone().into());
            let deletion = delete(&world, backend, wait(20));
            assert_eq!((deletion.outcome, deletion.verified), (Outcome::Accepted, false), "{backend}");
            assert_eq!(world.times(), [0.0, 500.0, 1500.0, 3500.0, 7500.0, 15_500.0, 20_000.0]);
            assert_eq!(deletion.steps.len(), 7);
        }
    }
}

#[test]
fn a_read_that_hangs_does_not_outlast_the_wait() {
    let world = World::with([empty(202)]);
    world.net.answer(|_| Act::Hang);
    let deletion = delete(&world, Backend::Eliza, wait(10));
    assert_eq!(deletion.outcome, Outcome::Accepted);
    assert_eq!(deletion.steps.len(), world.sent().len(), "what was given up stands in the receipt");
    assert_eq!((deletion.steps[1].purpose, deletion.steps[1].status), (Purpose::Verify, None));
    // The last question may be asked at the very end, and has as long again as was left before the pause.
    assert!((10_000.0..=18_000.0).contains(&world.clock().elapsed()));
    assert_eq!(world.clock().waiting(), 0);
}

#[test]
fn a_slow_read_is_heard_out_while_there_is_time() {
    for backend in SURE {
        let world = World::with([empty(202).into(), Act::from(missing(backend)).after(3000)]);
        let deletion = delete(&world, backend, wait(10));
        assert_eq!((deletion.outcome, deletion.verified), (Outcome::Deleted, true), "{backend}");
        assert_eq!(world.sent().len(), 2);
    }
}

#[test]
fn a_wait_shorter_than_the_first_pause_still_asks_once() {
    let world = World::with([empty(202), missing(Backend::Eliza)]);
    let options = DeleteOptions { wait: Duration::from_millis(100), ..once() };
    let deletion = delete(&world, Backend::Eliza, options);
    assert_eq!((deletion.outcome, world.times()), (Outcome::Deleted, vec![0.0, 100.0]));
}

#[test]
fn the_longest_wait_there_is_ends_with_the_proof() {
    let world = World::with([empty(202), json(200, &agent_json(Backend::Eliza)), missing(Backend::Eliza)]);
    let options = DeleteOptions { wait: Duration::MAX, ..once() };
    let deletion = delete(&world, Backend::Eliza, options);
    assert_eq!((deletion.outcome, world.times()), (Outcome::Deleted, vec![0.0, 500.0, 1500.0]));
}

#[test]
fn kortix_proves_nothing_by_not_finding() {
    let world = World::with([empty(202)]);
    let deletion = delete(&world, Backend::Kortix, wait(60));
    assert_eq!((deletion.outcome, deletion.verified), (Outcome::Accepted, false));
    assert_eq!(world.clock().elapsed(), 0.0, "there is nothing worth waiting for");

    let gone = format!(r#"{{"detail":"Failed to fetch agent: Agent {} not found"}}"#, id_of(Backend::Kortix));
    for read in [json(500, &gone), json(404, r#"{"detail":"Worker not found"}"#), empty(404), empty(500)] {
        let world = World::with([json(200, r#"{"message":"Worker deleted successfully"}"#), read]);
        let deletion = delete(&world, Backend::Kortix, DeleteOptions { verify: true, ..once() });
        assert_eq!((deletion.outcome, deletion.verified), (Outcome::Deleted, false));
    }
}

#[test]
fn verify_is_true_only_where_the_read_proved_it() {
    for backend in SURE {
        for (read, verified) in [
            (missing(backend), true),
            (with(missing(backend), "age", "0"), true),
            // A shared cache's is not of now.
            (with(missing(backend), "age", "7"), false),
            (json(404, r#"{"error":{"code":"not_found","message":"Project proj doesn't exist"}}"#), false),
            (
                json(404, r#"{"success":false,"error":{"code":"NOT_FOUND","message":"Route not found"}}"#),
                false,
            ),
            (json(404, r#"{"detail":"Thread not found"}"#), false),
            (html(404), false),
            (empty(404), false),
            (empty(410), false),
            (empty(500), false),
            (empty(401), false),
            (empty(403), false),
            (html(200), false),
            (empty(200), false),
            (empty(204), false),
            (json(200, "{}"), false),
            (json(200, &agent_json_with(backend, other_id(backend), "")), false),
        ] {
            let world = World::with([empty(204), read.clone()]);
            let deletion = delete(&world, backend, DeleteOptions { verify: true, ..once() });
            assert_eq!(
                (deletion.outcome, deletion.verified),
                (Outcome::Deleted, verified),
                "{backend} {read:?}"
            );
            assert_eq!(deletion.steps[1].purpose, Purpose::Verify);
        }
        let world = World::with([empty(204)]);
        assert!(!delete(&world, backend, once()).verified, "nobody looked");
    }
}

#[test]
fn an_agent_that_can_still_be_read_was_not_deleted() {
    for (backend, _) in BASES {
        let world = World::with([empty(204), alive(backend)]);
        let deletion = delete(&world, backend, DeleteOptions { verify: true, ..once() });
        assert_eq!((deletion.outcome, deletion.verified), (Outcome::Accepted, false), "{backend}");
        assert!(deletion.message.is_some());
    }
}

/// What a deletion says that was answered so and then read back so.
fn told(
    backend: Backend,
    deleted: agent_delete::Reply,
    read: impl Into<Act>,
    options: DeleteOptions,
) -> String {
    let world = World::with([deleted]);
    let read = read.into();
    world.net.answer(move |_| read.clone());
    let deletion = delete(&world, backend, options);
    assert!(!deletion.verified, "{backend}");
    deletion.message.unwrap_or_default()
}

#[test]
fn a_deletion_that_was_not_verified_says_why() {
    let verify = || DeleteOptions { verify: true, ..once() };
    let project = r#"{"error":{"code":"not_found","message":"Project proj doesn't exist"}}"#;
    for backend in SURE {
        for (read, says) in [
            (Act::from(empty(404)), "404 from a gateway"),
            (html(404).into(), "404 from a gateway"),
            (json(404, project).into(), "Project proj doesn't exist"),
            (empty(204).into(), "204 to a read"),
            (empty(200).into(), "200 to a read"),
            (html(200).into(), "200: a web page"),
            (json(200, &agent_json_with(backend, other_id(backend), "")).into(), "200 to a read"),
            (with(missing(backend), "age", "7").into(), "404 to a read: a shared cache"),
            (empty(401).into(), "401: the credential was not accepted"),
            (json(403, r#"{"error":{"code":"x","message":"not yours."}}"#).into(), "403: not yours."),
            (empty(500).into(), "500: the server failed"),
            (empty(302).into(), "302: the server answered with a redirect"),
            (reset(), "no answer came (connection reset)"),
            (Act::Hang, "no answer came in time"),
        ] {
            let message = told(backend, empty(204), read, verify());
            assert!(
                message.starts_with("The agent could not be read back: ") && message.contains(says),
                "{backend}: {message}"
            );
            assert!(
                message.ends_with('.') && !message.ends_with("..") && !message.contains(KEY),
                "{message}"
            );
        }
        let message = told(backend, empty(204), alive(backend), verify());
        assert!(message.contains("said that it deleted") && message.contains("still be read"), "{message}");
        for options in [verify(), wait(5)] {
            assert!(told(backend, empty(202), alive(backend), options).contains("could still be read"));
        }
        assert!(told(backend, empty(202), empty(404), wait(5)).contains("404 from a gateway"));
        // Where nobody asked, nothing is said.
        assert_eq!(told(backend, empty(204), empty(404), once()), "");
    }
}

#[test]
fn what_the_platform_said_stays_before_it() {
    let worker = || json(200, r#"{"message":"Worker deleted successfully"}"#);
    let verify = || DeleteOptions { verify: true, ..once() };
    let gone = format!(r#"{{"detail":"Failed to fetch agent: Agent {} not found"}}"#, id_of(Backend::Kortix));
    for (read, says) in [
        (json(500, &gone), "This platform's \"not found\" does not prove"),
        (missing(Backend::Kortix), "This platform's \"not found\" does not prove"),
        (empty(404), "The agent could not be read back: 404 from a gateway"),
        (alive(Backend::Kortix), "The platform said that it deleted the agent, and yet"),
    ] {
        let message = told(Backend::Kortix, worker(), read, verify());
        assert!(message.starts_with("Worker deleted successfully. "), "{message}");
        assert!(message.contains(says), "{message}");
    }
    let taking = json(202, r#"{"success":true,"partial":true,"message":"Taking longer than expected."}"#);
    let message = told(Backend::Eliza, taking, alive(Backend::Eliza), wait(2));
    assert_eq!(message, "Taking longer than expected. The agent could still be read.");
    assert!(told(Backend::Kortix, empty(202), empty(404), wait(2)).contains("does not prove"));
}

#[test]
fn why_it_could_not_be_read_back_holds_no_credential() {
    let read = json(403, &format!(r#"{{"error":{{"code":"x","message":"{KEY} may not"}}}}"#));
    let message = told(Backend::Charm, empty(204), read, DeleteOptions { verify: true, ..once() });
    assert!(message.contains("403: [credential] may not"), "{message}");
}

#[test]
fn verify_looks_at_an_accepted_deletion_too_and_only_once() {
    for backend in SURE {
        for (read, outcome) in [
            (missing(backend), Outcome::Deleted),
            (alive(backend), Outcome::Accepted),
            (empty(500), Outcome::Accepted),
        ] {
            let world = World::with([empty(202), read]);
            let deletion = delete(&world, backend, DeleteOptions { verify: true, ..once() });
            assert_eq!(
                (deletion.outcome, deletion.verified),
                (outcome, outcome == Outcome::Deleted),
                "{backend}"
            );
            assert_eq!(deletion.steps.len(), 2);
        }
        // What the wait proved is not looked at again.
        let world = World::with([empty(202), missing(backend)]);
        assert_eq!(delete(&world, backend, DeleteOptions { verify: true, ..wait(5) }).steps.len(), 2);
    }
}

#[test]
fn an_absent_agent_is_not_read_back() {
    let world = World::with([missing(Backend::Charm)]);
    let options = DeleteOptions { verify: true, if_missing: agent_delete::IfMissing::Ignore, ..once() };
    let deletion = delete(&world, Backend::Charm, options);
    assert_eq!(deletion.steps.len(), 1);
    assert!(deletion.message.unwrap().contains("not read back"));
}

#[test]
fn once_it_was_read_after_its_deletion_no_failure_to_read_it_makes_it_deleted() {
    for (backend, _) in BASES {
        for failure in
            [empty(500).into(), empty(401).into(), html(200).into(), Act::Network(None, "reset".into())]
        {
            let world = World::with([empty(204), alive(backend)]);
            world.net.answer(move |_| failure.clone());
            let options = DeleteOptions { verify: true, ..wait(4) };
            let deletion = delete(&world, backend, options);
            assert_eq!((deletion.outcome, deletion.verified), (Outcome::Accepted, false), "{backend}");
            assert!(deletion.message.unwrap().contains("could still be read"), "{backend}");
        }
    }
}

/// Where an operation deletes the agent: its answer to the deletion, or to a read of it.
fn operation(rest: &str) -> agent_delete::Reply {
    numbered(200, 77, rest)
}

fn numbered(status: u16, number: u32, rest: &str) -> agent_delete::Reply {
    let metadata = r#"{"@type":"type.googleapis.com/google.cloud.aiplatform.v1.DeleteOperationMetadata"}"#;
    let name = format!("projects/1/locations/us-central1/operations/{number}");
    json(status, &format!(r#"{{"name":"{name}","metadata":{metadata}{rest}}}"#))
}

/// What a done operation has besides.
const DONE: &str = r#","done":true,"response":{"@type":"type.googleapis.com/google.protobuf.Empty"}"#;

#[test]
fn a_read_of_the_operation_that_says_nothing_is_made_again() {
    for act in [
        Act::Network(None, "reset".into()),
        empty(500).into(),
        empty(404).into(),
        html(200).into(),
        with(operation(DONE), "age", "5").into(),
        numbered(200, 78, DONE).into(),
        numbered(201, 77, DONE).into(),
        // Done, and neither well nor badly.
        operation(r#","done":true"#).into(),
    ] {
        let shown = format!("{act:?}");
        for (last, outcome) in [(operation(DONE).into(), Outcome::Deleted), (act.clone(), Outcome::Accepted)]
        {
            let world = World::with([operation("").into(), act.clone()]);
            world.net.answer(move |_| last.clone());
            let deletion = delete(&world, Backend::Vertex, wait(4));
            assert_eq!((deletion.outcome, deletion.verified), (outcome, false), "{shown}");
            let says_why = deletion.message.unwrap_or_default().contains("could not be read back");
            assert_eq!(says_why, outcome == Outcome::Accepted, "{shown}");
        }
    }
}

#[test]
fn what_an_operation_failed_of_is_told_by_its_code() {
    for (code, wanted, unknown) in [
        ("3", ErrorCode::InvalidRequest, false),
        ("5", ErrorCode::NotFound, false),
        ("7", ErrorCode::Forbidden, false),
        ("8", ErrorCode::RateLimited, false),
        ("9", ErrorCode::Conflict, false),
        ("10", ErrorCode::Conflict, false),
        ("16", ErrorCode::Unauthenticated, false),
        // What these mean here is not documented.
        ("1", ErrorCode::BackendFailure, true),
        ("6", ErrorCode::BackendFailure, true),
        ("13", ErrorCode::BackendFailure, true),
        ("14", ErrorCode::BackendFailure, true),
        ("99", ErrorCode::BackendFailure, true),
        ("null", ErrorCode::BackendFailure, true),
        (r#""7""#, ErrorCode::BackendFailure, true),
    ] {
        let failed = || operation(&format!(r#","done":true,"error":{{"code":{code},"message":"it broke"}}"#));
        // At once, and when it is asked after.
        for world in [World::with([failed()]), World::with([operation(""), failed()])] {
            let client = world.client(Backend::Vertex);
            let error = world.run(client.delete_agent(id_of(Backend::Vertex), wait(4))).unwrap_err();
            assert_eq!((error.code, error.outcome_unknown), (wanted, unknown), "{code}");
            assert_eq!(world.net.unused(), 0);
        }
    }
}

#[test]
fn an_abort_while_the_operation_is_read_leaves_the_outcome_unknown() {
    for act in [Act::Hang, Act::from(operation("")).after(5000)] {
        let world = World::with([operation("").into(), act]);
        let token = CancelToken::new();
        let switch = token.clone();
        world.clock().at(600, move || switch.cancel(Cause::new("enough")));
        let mut options = wait(20);
        options.call.cancel = Some(token);
        let client = world.client(Backend::Vertex);
        let error = world.run(client.delete_agent(id_of(Backend::Vertex), options)).unwrap_err();
        assert_eq!((error.code, error.outcome_unknown), (ErrorCode::Aborted, true));
        assert_eq!((world.sent().len(), world.clock().elapsed()), (2, 600.0));
    }
}

#[test]
fn a_read_that_lags_behind_is_asked_again_while_there_is_time() {
    for (backend, _) in BASES {
        for (lag, wait, ends) in [(2, 4000, true), (2, 0, false), (200, 4000, false)] {
            let reads = std::cell::Cell::new(0);
            let world = World::answering(move |sent| match sent.method {
                "DELETE" if backend == Backend::Foundry => empty(200).into(),
                "DELETE" => empty(204).into(),
                _ => {
                    reads.set(reads.get() + 1);
                    if reads.get() > lag {
                        missing(backend).into()
                    } else {
                        json(200, &agent_json(backend)).into()
                    }
                }
            });
            let options = DeleteOptions {
                force: backend == Backend::Eliza,
                verify: true,
                wait: std::time::Duration::from_millis(wait),
                ..once()
            };
            let deletion = world.run(world.client(backend).delete_agent(id_of(backend), options)).unwrap();
            let outcome = if ends { Outcome::Deleted } else { Outcome::Accepted };
            // Not to find it proves nothing on kortix, but contradicts its word no longer.
            let verified = ends && backend != Backend::Kortix;
            assert_eq!((deletion.outcome, deletion.verified), (outcome, verified), "{backend} {lag} {wait}");
            assert!(world.clock().elapsed() <= wait as f64 + 500.0, "{backend}");
            if ends {
                assert_eq!(world.times()[1..], [0.0, 500.0, 1500.0], "{backend}: the pauses grow");
            }
        }
    }
}
