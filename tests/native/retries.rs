//! What is tried again, how often, and how long is waited before it: to the millisecond.

use crate::support::*;
use agent_delete::{Auth, Backend, Client, ClientOptions, DeleteOptions, Error, ErrorCode, Outcome, Secret};
use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

/// eliza reads the agent first unless it is forced.
fn plain(backend: Backend) -> DeleteOptions {
    DeleteOptions { force: backend == Backend::Eliza, ..DeleteOptions::default() }
}

fn with_retries(backend: Backend, retries: u32) -> DeleteOptions {
    let mut options = plain(backend);
    options.call.max_retries = Some(retries);
    options
}

/// Every deletion is answered so; gives the error.
fn fails(world: &World, backend: Backend, options: DeleteOptions) -> Error {
    world.run(world.client(backend).delete_agent(id_of(backend), options)).unwrap_err()
}

#[test]
fn a_transient_status_is_tried_three_times_with_growing_pauses() {
    for (backend, _) in BASES {
        for status in [408, 429, 500, 502, 503, 504] {
            let world = World::answering(move |_| empty(status).into());
            let error = fails(&world, backend, plain(backend));
            assert_eq!(world.times(), [0.0, 500.0, 1500.0], "{backend} {status}");
            assert_eq!(error.steps.iter().map(|step| step.attempt).collect::<Vec<_>>(), [1, 2, 3]);
            assert_eq!(error.status, Some(status));
            assert!(error.retryable);
            let lines = world.lines();
            assert!(lines.iter().all(|line| line == &lines[0]), "{lines:?}");
        }
    }
}

#[test]
fn a_broken_connection_is_tried_three_times() {
    for (backend, _) in BASES {
        for status in [None, Some(200), Some(204)] {
            let world = World::answering(move |_| Act::Network(status, "reset".to_owned()));
            let error = fails(&world, backend, plain(backend));
            assert_eq!(world.times(), [0.0, 500.0, 1500.0], "{backend}");
            assert_eq!(error.code, ErrorCode::Network);
            assert!(error.outcome_unknown && error.retryable);
            assert_eq!(error.cause.as_ref().unwrap().text(), "reset");
            assert_eq!(error.steps[2].status, status);
        }
    }
}

#[test]
fn an_attempt_that_takes_too_long_is_given_up_and_tried_again() {
    for (backend, _) in BASES {
        let world = World::answering(|_| Act::Hang);
        let error = fails(&world, backend, plain(backend));
        assert_eq!(world.times(), [0.0, 30_500.0, 61_500.0], "{backend}");
        assert_eq!(error.code, ErrorCode::Timeout);
        assert!(error.outcome_unknown && error.retryable);
        assert!(world.sent().iter().all(|sent| sent.aborted), "each request is aborted");
        assert!(error.steps.iter().all(|step| step.status.is_none() && step.duration_ms == 30_000.0));
        assert_eq!(world.clock().waiting(), 0, "no timer is left behind");
    }
}

#[test]
fn the_timeout_is_the_calls_or_else_the_clients() {
    let options = ClientOptions {
        timeout: Duration::from_millis(1000),
        max_retries: 1,
        ..World::options(Backend::Charm)
    };
    let world = World::answering(|_| Act::Hang);
    let client = world.client_with(options);
    world.run(client.delete_agent("a", DeleteOptions::default())).unwrap_err();
    assert_eq!(world.times(), [0.0, 1500.0]);
    let mut options = DeleteOptions::default();
    options.call.timeout = Some(Duration::from_millis(10));
    options.call.max_retries = Some(2);
    world.run(client.delete_agent("a", options)).unwrap_err();
    assert_eq!(world.times()[2..], [2500.0, 3010.0, 4020.0]);
}

#[test]
fn an_answer_just_in_time_counts() {
    let world = World::with([Act::from(empty(204)).after(29_999)]);
    let deletion =
        world.run(world.client(Backend::Charm).delete_agent("a", DeleteOptions::default())).unwrap();
    assert_eq!(deletion.steps[0].duration_ms, 29_999.0);
    let world = World::with([Act::from(empty(204)).after(30_001), empty(204).into()]);
    let deletion =
        world.run(world.client(Backend::Charm).delete_agent("a", DeleteOptions::default())).unwrap();
    assert_eq!(deletion.steps.iter().map(|step| step.status).collect::<Vec<_>>(), [None, Some(204)]);
}

#[test]
fn pauses_double_up_to_eight_seconds() {
    let world = World::answering(|_| reset());
    fails(&world, Backend::Charm, with_retries(Backend::Charm, 7));
    assert_eq!(world.times(), [0.0, 500.0, 1500.0, 3500.0, 7500.0, 15_500.0, 23_500.0, 31_500.0]);
}

#[test]
fn jitter_shortens_a_pause_by_up_to_a_quarter_in_whole_milliseconds() {
    for (random, pause) in [(0.0, 500.0), (0.5, 437.0), (1.0, 375.0)] {
        let world = World::answering(|_| reset());
        world.set_random(random);
        fails(&world, Backend::Charm, with_retries(Backend::Charm, 1));
        assert_eq!(world.times(), [0.0, pause]);
    }
}

#[test]
fn a_definite_answer_is_never_tried_again() {
    for (backend, _) in BASES {
        for status in
            [301, 400, 401, 403, 404, 405, 406, 409, 410, 418, 422, 451, 501, 505, 511, 200, 201, 206]
        {
            let world = World::with([html(status)]);
            if backend == Backend::Foundry {
                // A 409 is looked into.
                world.net.answer(|sent| {
                    assert_eq!(sent.method, "GET");
                    json(200, r#"{"data":[]}"#).into()
                });
            }
            fails(&world, backend, plain(backend));
            assert_eq!(world.lines().iter().filter(|line| line.starts_with("DELETE")).count(), 1, "{status}");
        }
    }
}

#[test]
fn retries_can_be_turned_off_or_up_by_client_and_by_call() {
    for (client, call, sent) in
        [(0, None, 1), (2, Some(0), 1), (0, Some(1), 2), (3, None, 4), (0, Some(5), 6)]
    {
        let world = World::answering(|_| empty(503).into());
        let options = ClientOptions { max_retries: client, ..World::options(Backend::Charm) };
        let mut each = DeleteOptions::default();
        each.call.max_retries = call;
        world.run(world.client_with(options).delete_agent("a", each)).unwrap_err();
        assert_eq!(world.sent().len(), sent);
    }
}

#[test]
fn a_servers_wait_is_honoured_up_to_a_minute() {
    for (name, value, millis) in [
        ("retry-after", "7", 7000.0),
        ("retry-after", "60", 60_000.0),
        ("retry-after", "2.9", 2900.0),
        ("retry-after", "7, 7", 7000.0),
        ("retry-after", "Tue, 14 Nov 2023 22:13:50 GMT", 30_000.0),
        // No pause is shorter than our own.
        ("retry-after", "0", 500.0),
        ("retry-after", "0.1", 500.0),
        ("retry-after-ms", "0", 500.0),
        ("retry-after", "Tue, 14 Nov 2023 22:00:00 GMT", 500.0),
        ("retry-after-ms", "1234", 1234.0),
        ("x-ms-retry-after-ms", "1234", 1234.0),
        ("retry-after", "soon", 500.0),
        ("retry-after", "-5", 500.0),
    ] {
        for status in [429, 503, 500, 408] {
            let world = World::with([with(empty(status), name, value), empty(204)]);
            let deletion =
                world.run(world.client(Backend::Charm).delete_agent("a", DeleteOptions::default()));
            assert_eq!(deletion.unwrap().outcome, Outcome::Deleted);
            assert_eq!(world.times(), [0.0, millis], "{name}: {value}");
        }
    }
}

#[test]
fn a_longer_wait_fails_at_once_and_is_told() {
    for (name, value, millis) in [
        ("retry-after", "61", 61_000),
        ("retry-after", "890", 890_000),
        ("retry-after-ms", "60001", 60_001),
        ("retry-after", "Tue, 14 Nov 2023 22:14:21 GMT", 61_000),
    ] {
        let world = World::with([with(empty(429), name, value)]);
        let error = fails(&world, Backend::Charm, DeleteOptions::default());
        assert_eq!(error.code, ErrorCode::RateLimited);
        assert_eq!(error.retry_after, Some(Duration::from_millis(millis)), "{name}: {value}");
        assert!(error.retryable && !error.outcome_unknown);
        assert_eq!(world.clock().elapsed(), 0.0);
    }
}

#[test]
fn only_foundrys_concurrent_change_is_tried_again_among_conflicts() {
    let body = r#"{"error":{"code":"conflict","message":"modified concurrently. Please retry."}}"#;
    let world = World::with([json(409, body), json(409, body), empty(204)]);
    let client = world.client(Backend::Foundry);
    let deletion = world.run(client.delete_agent("support-bot", DeleteOptions::default())).unwrap();
    assert_eq!(deletion.outcome, Outcome::Deleted);
    assert_eq!(world.times(), [0.0, 500.0, 1500.0]);

    let world = World::answering(move |_| json(409, body).into());
    let error = fails(&world, Backend::Foundry, DeleteOptions::default());
    assert_eq!((error.code, error.retryable, error.outcome_unknown), (ErrorCode::Conflict, true, false));
    assert_eq!(world.lines().iter().filter(|line| line.starts_with("DELETE")).count(), 3);

    for backend in [Backend::Charm, Backend::Langchain, Backend::Eliza, Backend::Kortix] {
        let world = World::with([json(409, body)]);
        assert!(!fails(&world, backend, plain(backend)).retryable);
    }
}

#[test]
fn a_wait_is_told_even_when_retries_are_off() {
    let world = World::with([busy("2")]);
    let error = fails(&world, Backend::Charm, once());
    assert_eq!(error.retry_after, Some(Duration::from_secs(2)));
}

#[test]
fn a_step_is_told_as_it_happens() {
    let told = Rc::new(Cell::new(0));
    let count = Rc::clone(&told);
    let options = ClientOptions {
        on_step: Some(agent_delete::OnStep(Rc::new(move |step| {
            count.set(count.get() + 1);
            assert_eq!(step.attempt, count.get());
        }))),
        ..World::options(Backend::Charm)
    };
    let world = World::with([empty(500).into(), reset(), empty(204).into()]);
    let deletion = world.run(world.client_with(options).delete_agent("a", DeleteOptions::default())).unwrap();
    assert_eq!((told.get(), deletion.steps.len()), (3, 3));
}

#[test]
fn a_hanging_auth_function_is_a_timeout_without_a_request() {
    let asked = Rc::new(Cell::new(0));
    let count = Rc::clone(&asked);
    let secret = Secret::Asked(Rc::new(move || {
        count.set(count.get() + 1);
        Box::pin(std::future::pending())
    }));
    let world = World::new();
    let client: Client = world
        .client_with(ClientOptions { auth: Some(Auth::Bearer(secret)), ..World::options(Backend::Charm) });
    let error = world.run(client.delete_agent("a", DeleteOptions::default())).unwrap_err();
    assert_eq!((error.code, error.outcome_unknown), (ErrorCode::Timeout, false));
    assert_eq!(asked.get(), 3);
    assert_eq!(world.clock().elapsed(), 91_500.0);
    assert!(world.sent().is_empty() && error.steps.is_empty());
}
