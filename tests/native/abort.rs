//! An abort ends a call at once, at whatever step it comes, and says what may have happened.

use crate::support::*;
use agent_delete::{
    Auth, Backend, BackupOptions, BackupWish, CallOptions, CancelToken, Cause, ClientOptions, Confirm,
    DeleteManyOptions, DeleteOptions, Error, ErrorCode, ListOptions, OnStep, Purpose, Secret,
};
use std::rc::Rc;
use std::time::Duration;

fn token_at(world: &World, millis: u64) -> CancelToken {
    let token = CancelToken::new();
    let switch = token.clone();
    world.clock().at(millis, move || switch.cancel(Cause::new("the user left")));
    token
}

fn is_aborted(error: &Error) {
    assert_eq!(error.code, ErrorCode::Aborted);
    assert_eq!(error.cause.as_ref().unwrap().text(), "the user left");
    assert!(!error.retryable);
}

#[test]
fn a_call_that_was_aborted_before_it_began_sends_nothing() {
    for (backend, _) in BASES {
        let world = World::new();
        let token = CancelToken::new();
        token.cancel(Cause::new("the user left"));
        let client = world.client(backend);
        let call = || CallOptions { cancel: Some(token.clone()), ..CallOptions::default() };
        let id = id_of(backend);
        for force in [false, true] {
            let full = DeleteOptions {
                force,
                confirm: if force { confirm(|_| panic!("asked")) } else { None },
                backup: if force { BackupWish::Keep } else { BackupWish::No },
                verify: true,
                call: call(),
                ..DeleteOptions::default()
            };
            is_aborted(&world.run(client.delete_agent(id, full)).unwrap_err());
        }
        is_aborted(&world.run(client.get_agent(id, call())).unwrap_err());
        is_aborted(&world.run(client.plan_deletion(id, cancelled_by(&token))).unwrap_err());
        is_aborted(
            &world
                .run(client.backup_agent(id, BackupOptions { call: call(), ..Default::default() }))
                .unwrap_err(),
        );
        let mut list = client.list_agents(ListOptions { call: call(), ..ListOptions::default() }).unwrap();
        is_aborted(&world.run(list.next()).unwrap().unwrap_err());
        assert!(world.run(list.next()).is_none());
        if client.capabilities().stop {
            is_aborted(&world.run(client.stop_agent(id, call())).unwrap_err());
        }
        assert!(world.sent().is_empty(), "{backend}");
        assert_eq!(world.clock().elapsed(), 0.0);
    }
}

#[test]
fn in_flight_the_request_is_aborted_and_the_agent_may_be_gone() {
    for (backend, _) in BASES {
        let world = World::with([Act::Hang]);
        let token = token_at(&world, 70);
        let options = DeleteOptions { force: backend == Backend::Eliza, ..cancelled_by(&token) };
        let error = world.run(world.client(backend).delete_agent(id_of(backend), options)).unwrap_err();
        is_aborted(&error);
        assert!(error.outcome_unknown && error.hint.is_some(), "{backend}");
        assert!(world.sent()[0].aborted);
        assert_eq!((error.steps.len(), error.steps[0].status, error.steps[0].duration_ms), (1, None, 70.0));
        assert_eq!(world.clock().elapsed(), 70.0);
        assert_eq!(world.clock().waiting(), 0);
    }
}

#[test]
fn a_transport_that_fails_because_of_the_abort_is_an_abort() {
    let token = CancelToken::new();
    let switch = token.clone();
    let world = World::answering(move |_| {
        switch.cancel(Cause::new("the user left"));
        reset()
    });
    let error = world.run(world.client(Backend::Charm).delete_agent("a", cancelled_by(&token))).unwrap_err();
    is_aborted(&error);
    assert!(error.outcome_unknown);
    assert_eq!(world.sent().len(), 1);
}

#[test]
fn an_answer_that_came_in_the_same_moment_counts() {
    let token = CancelToken::new();
    let switch = token.clone();
    let world = World::answering(move |_| {
        switch.cancel(Cause::new("the user left"));
        empty(204).into()
    });
    let deletion = world.run(world.client(Backend::Charm).delete_agent("a", cancelled_by(&token))).unwrap();
    assert_eq!(deletion.outcome, agent_delete::Outcome::Deleted);
}

#[test]
fn during_auth_nothing_was_sent() {
    let world = World::new();
    let token = token_at(&world, 40);
    let secret = Secret::Asked(Rc::new(|| Box::pin(std::future::pending())));
    let client = world
        .client_with(ClientOptions { auth: Some(Auth::Bearer(secret)), ..World::options(Backend::Charm) });
    let error = world.run(client.delete_agent("a", cancelled_by(&token))).unwrap_err();
    is_aborted(&error);
    assert!(!error.outcome_unknown && error.steps.is_empty() && world.sent().is_empty());
    assert_eq!(world.clock().elapsed(), 40.0);
}

#[test]
fn an_abort_in_the_same_moment_as_the_credential_sends_nothing() {
    for (backend, _) in BASES {
        let world = World::new();
        let token = CancelToken::new();
        let switch = token.clone();
        let secret = Secret::Asked(Rc::new(move || {
            switch.cancel(Cause::new("the user left"));
            Box::pin(async { Ok(KEY.to_owned()) })
        }));
        let client =
            world.client_with(ClientOptions { auth: Some(Auth::Bearer(secret)), ..World::options(backend) });
        let options = DeleteOptions { force: backend == Backend::Eliza, ..cancelled_by(&token) };
        let error = world.run(client.delete_agent(id_of(backend), options)).unwrap_err();
        is_aborted(&error);
        assert!(!error.outcome_unknown && error.steps.is_empty() && world.sent().is_empty(), "{backend}");
    }
}

#[test]
fn during_confirm_and_during_the_backup_function_nothing_was_changed() {
    for (backend, _) in BASES {
        let never = || DeleteOptions {
            confirm: Some(Confirm(Rc::new(|_| Box::pin(std::future::pending())))),
            ..DeleteOptions::default()
        };
        let keep = || DeleteOptions {
            force: backend == Backend::Eliza,
            backup: BackupWish::HandTo(Rc::new(|_| Box::pin(std::future::pending()))),
            ..DeleteOptions::default()
        };
        for options in [never(), keep()] {
            let world = World::answering(move |sent| {
                assert_eq!(sent.method, "GET");
                json(200, &agent_json(backend)).into()
            });
            let token = token_at(&world, 60_000);
            let options = DeleteOptions {
                call: CallOptions { cancel: Some(token), ..CallOptions::default() },
                ..options
            };
            let error = world.run(world.client(backend).delete_agent(id_of(backend), options)).unwrap_err();
            is_aborted(&error);
            assert!(!error.outcome_unknown, "{backend}");
            assert_eq!(error.steps.len(), world.sent().len());
        }
    }
}

#[test]
fn an_abort_in_the_same_moment_as_the_answer_of_a_callers_function_goes_first() {
    let answers = || [Ok(true), Ok(false), Err(Cause::new("no"))];
    for (backend, _) in BASES {
        for (answer, confirms) in
            answers().into_iter().flat_map(|answer| [(answer.clone(), true), (answer, false)])
        {
            let world = World::answering(move |sent| {
                assert_eq!(sent.method, "GET", "nothing may be changed");
                json(200, &agent_json(backend)).into()
            });
            let token = CancelToken::new();
            let switch = token.clone();
            let mut options = DeleteOptions { force: backend == Backend::Eliza, ..cancelled_by(&token) };
            if confirms {
                options.confirm = confirm(move |_| {
                    switch.cancel(Cause::new("the user left"));
                    answer.clone()
                });
            } else {
                options.backup = keep(move |_| {
                    switch.cancel(Cause::new("the user left"));
                    answer.clone().map(drop)
                });
            }
            let error = world.run(world.client(backend).delete_agent(id_of(backend), options)).unwrap_err();
            is_aborted(&error);
            assert!(!error.outcome_unknown && error.message.contains("did not delete"), "{}", error.message);
        }
    }
}

#[test]
fn after_an_abort_by_the_observer_of_an_exchange_nothing_more_is_sent() {
    for (backend, _) in BASES {
        for many in [false, true] {
            let world = World::answering(move |sent| {
                assert_eq!(sent.method, "GET", "nothing may be changed");
                json(200, &agent_json(backend)).into()
            });
            let token = CancelToken::new();
            let switch = token.clone();
            let on_step = OnStep(Rc::new(move |_| switch.cancel(Cause::new("the user left"))));
            let client =
                world.client_with(ClientOptions { on_step: Some(on_step), ..World::options(backend) });
            let options = DeleteOptions { force: true, backup: BackupWish::Keep, ..cancelled_by(&token) };
            let error = if many {
                let each = DeleteManyOptions { each: options, ..DeleteManyOptions::default() };
                let bulk = client.delete_agents(Ids::new([id_of(backend)]), each).unwrap();
                world.spawn(bulk.drive().unwrap());
                world.run(bulk.next()).unwrap().unwrap().result.unwrap_err()
            } else {
                world.run(client.delete_agent(id_of(backend), options)).unwrap_err()
            };
            is_aborted(&error);
            assert_eq!(
                (error.outcome_unknown, world.sent().len(), error.steps.len()),
                (false, 1, 1),
                "{backend}"
            );
        }
    }
}

#[test]
fn reading_leaves_no_doubt() {
    for (backend, _) in BASES {
        let world = World::answering(|_| Act::Hang);
        let call = CallOptions { cancel: Some(token_at(&world, 9)), ..CallOptions::default() };
        let error = world.run(world.client(backend).get_agent(id_of(backend), call)).unwrap_err();
        is_aborted(&error);
        assert!(!error.outcome_unknown, "{backend}");
    }
}

#[test]
fn while_an_accepted_deletion_settles_it_stays_unknown() {
    for at in [200, 700, 800] {
        let world = World::answering(|sent| match sent.method {
            "DELETE" => empty(202).into(),
            _ => Act::from(json(200, &agent_json(Backend::Eliza))).after(250),
        });
        let token = token_at(&world, at);
        let options = DeleteOptions { force: true, wait: Duration::from_secs(60), ..cancelled_by(&token) };
        let error =
            world.run(world.client(Backend::Eliza).delete_agent(id_of(Backend::Eliza), options)).unwrap_err();
        is_aborted(&error);
        assert!(error.outcome_unknown && error.hint.as_deref().unwrap().contains("accepted"));
        assert_eq!(world.clock().elapsed(), at as f64);
    }
}

#[test]
fn a_read_back_that_is_aborted_does_not_undo_the_proof() {
    let world = World::answering(|sent| if sent.method == "DELETE" { empty(204).into() } else { Act::Hang });
    let token = token_at(&world, 100);
    let options = DeleteOptions { verify: true, ..cancelled_by(&token) };
    let deletion = world.run(world.client(Backend::Charm).delete_agent("a", options)).unwrap();
    assert_eq!((deletion.outcome, deletion.verified), (agent_delete::Outcome::Deleted, false));
    assert_eq!(world.clock().elapsed(), 100.0);
}

/// The whole flow with every answer 100 ms late, aborted at one moment after the other.
#[test]
fn at_every_step_the_rest_is_left_undone_and_the_doubt_is_told() {
    for (backend, _) in BASES {
        let mut ends = Vec::new();
        for at in (0..1500).step_by(25) {
            let world = World::answering(move |sent| {
                let default = if backend == Backend::Kortix { r#""is_default":true,"# } else { "" };
                let reply = match (backend, sent.method) {
                    (Backend::Kortix, "DELETE") => json(200, r#"{"message":"Worker deleted successfully"}"#),
                    (_, "DELETE") => empty(204),
                    (_, "PUT") => empty(200),
                    (_, _) if sent.path().contains("agent_id=00000000-") => json(200, r#"{"threads":[]}"#),
                    (_, _) if sent.path().contains("/threads") => json(200, r#"{"threads":[{"id":"t1"}]}"#),
                    _ => json(200, &agent_json_with(backend, id_of(backend), default)),
                };
                Act::from(reply).after(100)
            });
            let token = token_at(&world, at);
            let options = DeleteOptions {
                force: true,
                confirm: confirm(|_| Ok(true)),
                backup: BackupWish::Keep,
                verify: true,
                cascade: if backend == Backend::Langchain {
                    vec![agent_delete::Cascade::Threads]
                } else {
                    vec![]
                },
                ..cancelled_by(&token)
            };
            let ended = world.run(world.client(backend).delete_agent(id_of(backend), options));
            let sent = world.sent();
            let late: Vec<_> = sent.iter().filter(|sent| sent.at > at as f64).collect();
            let left = sent.iter().any(|sent| {
                sent.method == "DELETE" && sent.path().contains(&format!("agents/{}", id_of(backend)))
            });
            match &ended {
                Ok(deletion) => {
                    assert_eq!(deletion.steps.len(), sent.len());
                    ends.push(true);
                }
                Err(error) => {
                    is_aborted(error);
                    assert!(
                        late.iter().all(|sent| sent.body.as_deref() == Some(r#"{"is_default":true}"#)),
                        "{backend} {at}: {late:?}"
                    );
                    assert_eq!(error.outcome_unknown, left, "{backend} {at}");
                    assert_eq!(error.steps.len(), sent.len());
                    let unset = error.steps.iter().any(|step| step.purpose == Purpose::UnsetDefault);
                    let restored = error.steps.iter().any(|step| step.purpose == Purpose::RestoreDefault);
                    assert_eq!(unset, restored, "{backend} {at}");
                    ends.push(false);
                }
            }
            assert_eq!(
                world.clock().waiting(),
                usize::from(!token.is_cancelled()),
                "no timer is left behind"
            );
        }
        assert!(ends.contains(&true) && ends.contains(&false), "{backend}");
        assert!(ends.is_sorted(), "once it is done it is done");
    }
}
