//! Many deletions at once: every agent once, every id given with exactly one result, at a pace that the platform can bear.

use crate::support::*;
use agent_delete::{
    Auth, Backend, BackupWish, Bulk, CancelToken, Cause, ClientOptions, DeleteManyOptions, DeleteOptions,
    DeletionResult, ErrorCode, Force, GivenId, OnProgress, Outcome, Progress, Secret,
};
use std::cell::{Cell, RefCell};
use std::collections::{HashMap, HashSet};
use std::rc::Rc;
use std::time::Duration;

/// Of a Kortix agent.
const IS_DEFAULT: &str = r#""is_default":true,"#;

fn options(concurrency: usize) -> DeleteManyOptions {
    DeleteManyOptions { concurrency, ..DeleteManyOptions::default() }
}

fn start(world: &World, backend: Backend, ids: &Ids, options: DeleteManyOptions) -> Bulk {
    let bulk = world.client(backend).delete_agents(ids.clone(), options).unwrap();
    world.spawn(bulk.drive().unwrap());
    assert!(bulk.drive().is_none(), "the work is given out once");
    bulk
}

fn read(world: &World, bulk: &Bulk) -> Vec<DeletionResult> {
    world.run(async {
        let mut results = Vec::new();
        while let Some(result) = bulk.next().await {
            results.push(result.unwrap());
        }
        assert!(bulk.next().await.is_none());
        results
    })
}

fn run(world: &World, backend: Backend, ids: &Ids, options: DeleteManyOptions) -> Vec<DeletionResult> {
    let bulk = start(world, backend, ids, options);
    read(world, &bulk)
}

fn names(results: &[DeletionResult]) -> Vec<&str> {
    results.iter().map(|result| result.agent_id.as_str()).collect()
}

fn duplicates(results: &[DeletionResult]) -> Vec<bool> {
    results.iter().map(|result| result.duplicate).collect()
}

fn code(result: &DeletionResult) -> Option<ErrorCode> {
    result.result.as_ref().err().map(|error| error.code)
}

fn numbered(count: usize) -> Ids {
    Ids::new((0..count).map(|n| format!("a{n}")))
}

/// The number in `…/a17`.
fn number(path: &str) -> usize {
    path.rsplit_once('a').unwrap().1.parse().unwrap()
}

#[test]
fn every_platform_deletes_many() {
    for (backend, _) in BASES {
        let world = World::answering(|_| empty(204).into());
        let mut wanted = options(2);
        wanted.each.force = backend == Backend::Eliza;
        let results = run(&world, backend, &Ids::new([id_of(backend), other_id(backend)]), wanted);
        assert_eq!(names(&results), [id_of(backend), other_id(backend)], "{backend}");
        assert!(results.iter().all(|result| result.result.as_ref().unwrap().outcome == Outcome::Deleted));
    }
}

#[test]
fn no_id_is_no_result() {
    let world = World::new();
    assert!(run(&world, Backend::Charm, &numbered(0), options(4)).is_empty());
}

#[test]
fn results_come_as_they_settle() {
    let world = World::answering(|sent| Act::from(empty(204)).after([300, 100, 200][number(sent.path())]));
    let results = run(&world, Backend::Charm, &numbered(3), options(4));
    assert_eq!(names(&results), ["a1", "a2", "a0"]);
}

#[test]
fn no_more_run_at_once_than_allowed() {
    for (concurrency, count) in [(1, 5), (4, 20), (64, 200)] {
        let world = World::answering(|_| Act::from(empty(204)).after(10));
        assert_eq!(run(&world, Backend::Charm, &numbered(count), options(concurrency)).len(), count);
        assert_eq!(world.most_under_way(), concurrency);
    }
    assert_eq!(DeleteManyOptions::default().concurrency, 4);
}

#[test]
fn one_failure_does_not_stop_the_rest() {
    let world = World::answering(|sent| empty(if number(sent.path()) == 1 { 403 } else { 204 }).into());
    let results = run(&world, Backend::Charm, &numbered(5), options(2));
    assert_eq!(results.iter().filter_map(code).collect::<Vec<_>>(), [ErrorCode::Forbidden]);
    assert_eq!(results.len(), 5);
}

#[test]
fn an_id_that_comes_again_is_deleted_once_and_each_has_a_result() {
    let world = World::answering(|_| empty(204).into());
    let ids = Ids::new(["a", "b", "a", "..", "", "A", "..", "a"]);
    let results = run(&world, Backend::Charm, &ids, options(1));
    assert_eq!(names(&results), ["a", "b", "a", "..", "", "A", "..", "a"]);
    assert_eq!(duplicates(&results), [false, false, true, false, false, false, true, true]);
    assert_eq!(world.sent().len(), 3);
    let message = |at: usize| results[at].result.as_ref().unwrap_err().message.clone();
    assert_eq!(message(6), message(3), "what is wrong with it is said in full again");

    let world = World::answering(|_| Act::from(empty(204)).after(10));
    let id = id_of(Backend::Kortix);
    let ids = Ids::new([id.to_uppercase(), id.to_owned(), id.to_uppercase()]);
    let results = run(&world, Backend::Kortix, &ids, options(3));
    assert_eq!(names(&results), [&id.to_uppercase(), id, &id.to_uppercase()], "the id as it was given");
    assert_eq!(duplicates(&results), [false, true, true]);
    assert!(results.iter().all(|result| result.result.as_ref().unwrap().agent_id == id));
    assert_eq!(world.lines(), [format!("DELETE /v1/agents/{id}")]);
}

#[test]
fn a_repetition_has_the_outcome_of_the_first_and_no_receipt() {
    // While the first is under way, and after it; with a deletion, an absence, a failure and a doubt.
    for concurrency in [4, 1] {
        for (act, wanted) in [
            (Act::from(empty(204)), Ok(Outcome::Deleted)),
            (empty(202).into(), Ok(Outcome::Accepted)),
            (missing(Backend::Charm).into(), Ok(Outcome::Absent)),
            (empty(403).into(), Err((ErrorCode::Forbidden, false))),
            (empty(500).into(), Err((ErrorCode::BackendFailure, true))),
        ] {
            let world = World::with([act.after(50)]);
            let mut wish = options(concurrency);
            wish.each.if_missing = agent_delete::IfMissing::Ignore;
            wish.each.call.max_retries = Some(0);
            let results = run(&world, Backend::Charm, &Ids::new(["a", "a", "a"]), wish);
            assert_eq!((world.sent().len(), duplicates(&results)), (1, vec![false, true, true]));
            for result in &results {
                let ended = match &result.result {
                    Ok(deletion) => Ok(deletion.outcome),
                    Err(error) => Err((error.code, error.outcome_unknown)),
                };
                assert_eq!(ended, wanted, "{result:?}");
            }
            let known = |result: &DeletionResult| match &result.result {
                Ok(deletion) => (deletion.existed, None, false, deletion.steps.len()),
                Err(error) => (None, error.status, error.retryable, error.steps.len()),
            };
            let (existed, status, retryable, steps) = known(&results[0]);
            assert_eq!(steps, 1);
            assert!(results[1..].iter().all(|again| known(again) == (existed, status, retryable, 0)));
        }
    }
}

#[test]
fn a_repetition_says_what_was_forced_and_verified_and_that_it_was_not_sent_again() {
    let backend = Backend::Foundry;
    let world = World::with([empty(204), missing(backend)]);
    let mut wish = options(1);
    wish.each = DeleteOptions { force: true, verify: true, ..once() };
    let results = run(&world, backend, &Ids::new([id_of(backend), id_of(backend)]), wish);
    let [first, again] = &results[..] else { panic!("{results:?}") };
    let (first, again) = (first.result.as_ref().unwrap(), again.result.as_ref().unwrap());
    assert_eq!((first.force, first.verified), (Force::Applied, true));
    assert_eq!((again.force, again.verified), (Force::Applied, true));
    assert!(again.message.as_deref().unwrap().starts_with("Not sent again: "), "{:?}", again.message);
}

#[test]
fn ids_that_wait_for_their_first_take_room() {
    let world = World::answering(|_| Act::from(empty(204)).after(100));
    let ids = Ids::new(std::iter::repeat_n("a", 1000));
    let bulk = start(&world, Backend::Charm, &ids, options(4));
    world.run(world.clock().sleep(Duration::from_millis(50)));
    assert_eq!(ids.asked(), 4);
    assert_eq!((read(&world, &bulk).len(), world.sent().len()), (1000, 1));
}

#[test]
fn what_is_no_id_has_its_result_too() {
    let world = World::answering(|_| empty(204).into());
    let given = [
        GivenId::NotText("a number".into()),
        GivenId::Text("a".into()),
        GivenId::NotText("null".into()),
        GivenId::Text("a\n".into()),
        GivenId::NotText("null".into()),
    ];
    let results = run(&world, Backend::Charm, &Ids::given(given), options(2));
    let codes: Vec<_> = results.iter().map(code).collect();
    assert_eq!(codes.iter().filter(|code| **code == Some(ErrorCode::InvalidInput)).count(), 4);
    assert_eq!((results.len(), world.sent().len()), (5, 1));
    assert!(results[0].result.as_ref().unwrap_err().message.contains("a number"));
}

#[test]
fn each_has_the_options_of_one() {
    let world = World::answering(|sent| match sent.method {
        "DELETE" => empty(204).into(),
        _ => json(200, &agent_json_with(Backend::Charm, sent.path().rsplit('/').next().unwrap(), "")).into(),
    });
    let asked = Rc::new(Cell::new(0));
    let count = Rc::clone(&asked);
    let each = DeleteOptions {
        confirm: confirm(move |plan| {
            count.set(count.get() + 1);
            Ok(plan.agent_id != "a1")
        }),
        backup: keep(|_| Ok(())),
        ..DeleteOptions::default()
    };
    let results = run(&world, Backend::Charm, &numbered(3), DeleteManyOptions { each, ..options(1) });
    assert_eq!(results.iter().map(code).collect::<Vec<_>>(), [None, Some(ErrorCode::Cancelled), None]);
    assert!(results[0].result.as_ref().unwrap().backup.is_some());
    assert_eq!(asked.get(), 3);
}

// The source.

#[test]
fn the_source_is_asked_only_when_there_is_room() {
    let world = World::answering(|_| Act::from(empty(204)).after(100));
    let ids = numbered(100);
    let bulk = start(&world, Backend::Charm, &ids, options(3));
    assert_eq!(ids.asked(), 0);
    world.run(bulk.next()).unwrap().unwrap();
    assert!(ids.asked() <= 4, "{}", ids.asked());
    world.settle();
    assert!(ids.asked() <= 4, "a reader that does not read holds it up: {}", ids.asked());
    assert_eq!(read(&world, &bulk).len(), 99);
}

#[test]
fn a_slow_reader_slows_it_down() {
    let world = World::answering(|_| Act::from(empty(204)).after(1));
    let ids = numbered(200);
    let bulk = start(&world, Backend::Charm, &ids, options(5));
    for taken in 1..=200 {
        world.run(bulk.next()).unwrap().unwrap();
        world.settle();
        assert!(world.sent().len() <= taken + 5, "{} sent, {taken} taken", world.sent().len());
    }
    assert!(world.run(bulk.next()).is_none());
}

#[test]
fn a_slow_source_is_waited_for() {
    let world = World::answering(|_| Act::from(empty(204)).after(10));
    let ids = numbered(5).slow(world.clock(), 1000);
    let results = run(&world, Backend::Charm, &ids, options(4));
    assert_eq!(results.len(), 5);
    assert_eq!(world.times(), [1000.0, 2000.0, 3000.0, 4000.0, 5000.0]);
}

#[test]
fn a_source_that_fails_is_told_last_and_what_was_begun_is_finished() {
    let world = World::answering(|_| Act::from(empty(204)).after(10));
    let bulk = start(&world, Backend::Charm, &numbered(3).failing(), options(4));
    world.run(async {
        for _ in 0..3 {
            assert!(bulk.next().await.unwrap().unwrap().result.is_ok());
        }
        let error = bulk.next().await.unwrap().unwrap_err();
        assert_eq!(error.code, ErrorCode::InvalidInput);
        assert_eq!(error.cause.as_ref().unwrap().text(), "the file ended too soon");
        assert!(bulk.next().await.is_none());
    });
}

// Progress.

#[test]
fn progress_is_told_after_every_result() {
    let told: Rc<RefCell<Vec<Progress>>> = Rc::default();
    let tell = Rc::clone(&told);
    let world = World::answering(|sent| match number(sent.path()) {
        0 => empty(204).into(),
        1 => empty(202).into(),
        2 => json(404, r#"{"detail":"Agent not found"}"#).into(),
        _ => empty(400).into(),
    });
    let mut wanted = options(1);
    wanted.on_progress = Some(OnProgress(Rc::new(move |progress| tell.borrow_mut().push(progress))));
    wanted.each.if_missing = agent_delete::IfMissing::Ignore;
    run(&world, Backend::Charm, &Ids::new(["a0", "a1", "a2", "a3", "a0"]), wanted);
    let told = told.borrow();
    let last =
        Progress { settled: 5, deleted: 1, accepted: 1, absent: 1, failed: 1, duplicates: 1, total: Some(5) };
    assert_eq!((told.len(), told[4]), (5, last));
    assert_eq!(told.iter().map(|progress| progress.settled).collect::<Vec<_>>(), [1, 2, 3, 4, 5]);
    assert_eq!(told[0].total, Some(5));
}

#[test]
fn the_total_is_unknown_until_a_lazy_source_ends() {
    let told: Rc<RefCell<Vec<Progress>>> = Rc::default();
    let tell = Rc::clone(&told);
    let world = World::answering(|_| Act::from(empty(204)).after(10));
    let ids = numbered(3).slow(world.clock(), 5);
    let mut wanted = options(4);
    wanted.on_progress = Some(OnProgress(Rc::new(move |progress| tell.borrow_mut().push(progress))));
    run(&world, Backend::Charm, &ids, wanted);
    let totals: Vec<_> = told.borrow().iter().map(|progress| progress.total).collect();
    assert_eq!(totals[0], None);
    assert_eq!(totals[2], Some(3));
}

// Stopping.

#[test]
fn stop_on_error_begins_nothing_more_and_finishes_what_is_under_way() {
    let world = World::answering(|sent| match number(sent.path()) {
        1 => Act::from(empty(403)).after(10),
        _ => Act::from(empty(204)).after(50),
    });
    let results =
        run(&world, Backend::Charm, &numbered(10), DeleteManyOptions { stop_on_error: true, ..options(3) });
    assert_eq!(results.len(), 10);
    assert_eq!(world.sent().len(), 3);
    let of = |name: &str| results.iter().find(|result| result.agent_id == name).unwrap();
    assert_eq!((code(of("a0")), code(of("a1")), code(of("a2"))), (None, Some(ErrorCode::Forbidden), None));
    for n in 3..10 {
        let error = of(&format!("a{n}")).result.as_ref().unwrap_err();
        assert_eq!((error.code, error.outcome_unknown), (ErrorCode::Cancelled, false));
        assert_eq!(error.agent_id.as_deref(), Some(format!("a{n}").as_str()));
    }
    assert!(world.sent().iter().all(|sent| !sent.aborted));
}

#[test]
fn an_abort_lets_what_is_in_flight_finish_its_answer() {
    let world = World::answering(|sent| Act::from(empty(204)).after(100 + number(sent.path()) as u64));
    let token = CancelToken::new();
    let switch = token.clone();
    world.clock().at(50, move || switch.cancel(Cause::new("enough")));
    let results = run(
        &world,
        Backend::Charm,
        &numbered(10),
        DeleteManyOptions { each: cancelled_by(&token), ..options(3) },
    );
    assert_eq!((results.len(), world.sent().len()), (10, 3));
    assert!(world.sent().iter().all(|sent| !sent.aborted));
    for result in &results {
        let begun = ["a0", "a1", "a2"].contains(&result.agent_id.as_str());
        match &result.result {
            Ok(deletion) => assert!(begun && deletion.outcome == Outcome::Deleted),
            Err(error) => {
                assert!(!begun);
                assert_eq!((error.code, error.outcome_unknown), (ErrorCode::Aborted, false));
                assert_eq!(error.cause.as_ref().unwrap().text(), "enough");
            }
        }
    }
}

#[test]
fn an_accepted_deletion_stays_accepted_when_the_wait_for_it_is_aborted() {
    for (during, requests) in
        [(Act::Hang, 2), (Act::from(json(200, &agent_json(Backend::Charm))).after(1), 3)]
    {
        let world = World::with([empty(202)]);
        world.net.answer(move |_| during.clone());
        let token = CancelToken::new();
        let switch = token.clone();
        world.clock().at(1800, move || switch.cancel(Cause::new("enough")));
        let each = DeleteOptions { wait: Duration::from_secs(60), ..cancelled_by(&token) };
        let results = run(&world, Backend::Charm, &Ids::new(["a"]), DeleteManyOptions { each, ..options(1) });
        let deletion = results[0].result.as_ref().unwrap();
        assert_eq!((deletion.outcome, deletion.verified), (Outcome::Accepted, false));
        assert!(deletion.message.as_deref().unwrap().contains("the call was aborted"), "{deletion:?}");
        // A read that has left is heard out, and none follows.
        assert_eq!(world.sent().len(), requests);
    }
}

#[test]
fn whoever_breaks_off_has_begun_no_other_unseen() {
    let world = World::answering(|_| empty(204).into());
    let bulk = start(&world, Backend::Charm, &numbered(3), options(1));
    assert!(world.run(bulk.next()).unwrap().is_ok());
    world.settle();
    assert_eq!(world.sent().len(), 1);
    world.run(bulk.close());
    assert_eq!(world.sent().len(), 1);
}

#[test]
fn a_look_at_an_accepted_deletion_waits_for_no_turn_longer_than_it_may_wait_at_all() {
    // The other id brings a shared pause; or the one place that is left, for long.
    for (other, later) in [(busy("50"), empty(204)), (empty(429), json(404, ""))] {
        let world = World::answering(move |sent| match (sent.method, sent.path().contains("/b")) {
            ("DELETE", true) if sent.at < 200.0 => Act::from(other.clone()).after(100),
            ("DELETE", true) => Act::from(later.clone()).after(25_000),
            ("DELETE", false) => Act::from(empty(202)).after(50),
            _ => Act::from(json(200, &agent_json_with(Backend::Charm, "a", ""))).after(300),
        });
        let each = DeleteOptions { wait: Duration::from_secs(5), ..DeleteOptions::default() };
        let bulk =
            start(&world, Backend::Charm, &Ids::new(["a", "b"]), DeleteManyOptions { each, ..options(2) });
        let first = world.run(bulk.next()).unwrap().unwrap();
        let settled = world.clock().elapsed();
        let deletion = first.result.unwrap();
        assert_eq!((deletion.agent_id.as_str(), deletion.outcome), ("a", Outcome::Accepted));
        assert!((5_000.0..6_000.0).contains(&settled), "settled after {settled} ms");
        assert!(deletion.steps.iter().all(|step| step.status.is_some()), "{:?}", deletion.steps);
        read(&world, &bulk);
        assert_eq!(world.clock().waiting(), 0);
    }
}

#[test]
fn a_look_that_is_given_up_gives_its_place_up_too() {
    let world = World::answering(|sent| match (sent.method, sent.path().contains("/b")) {
        ("DELETE", true) => empty(204).into(),
        ("DELETE", false) => empty(202).into(),
        _ => Act::Hang,
    });
    let each = DeleteOptions { wait: Duration::from_secs(5), ..DeleteOptions::default() };
    let ids = Ids::new(["a", "b"]);
    let results = run(&world, Backend::Charm, &ids, DeleteManyOptions { each, ..options(1) });
    let outcomes: Vec<_> = results.into_iter().map(|settled| settled.result.unwrap().outcome).collect();
    assert_eq!(outcomes, [Outcome::Accepted, Outcome::Deleted]);
}

#[test]
fn a_default_agent_is_made_the_default_again_though_the_bulk_was_aborted_or_left() {
    const UNSET: &str = r#"{"is_default":false}"#;
    const RESTORE: &str = r#"{"is_default":true}"#;
    // During the unset, during the deletion; and once more where the way back is barred for a while.
    for (at, tries) in [(150, 1), (250, 1), (150, 3), (250, 3)] {
        for left in [false, true] {
            let restores = Cell::new(0);
            let world = World::answering(move |sent| {
                let reply = match (sent.method, sent.body.as_deref()) {
                    ("GET", _) => {
                        json(200, &agent_json_with(Backend::Kortix, id_of(Backend::Kortix), IS_DEFAULT))
                    }
                    (_, Some(RESTORE)) => {
                        restores.set(restores.get() + 1);
                        match restores.get() {
                            all if all == tries => json(200, "{}"),
                            1 => busy("2"),
                            _ => empty(503),
                        }
                    }
                    (_, Some(_)) => json(200, "{}"),
                    _ => json(500, r#"{"detail":"no"}"#),
                };
                Act::from(reply).after(100)
            });
            let token = CancelToken::new();
            let each = DeleteOptions { force: true, ..cancelled_by(&token) };
            let ids = Ids::new([id_of(Backend::Kortix)]);
            let bulk = start(&world, Backend::Kortix, &ids, DeleteManyOptions { each, ..options(1) });
            if left {
                let (clock, leaving) = (world.clock().clone(), bulk.clone());
                world.spawn(async move {
                    clock.sleep(Duration::from_millis(at)).await;
                    leaving.close().await;
                });
                world.settle();
            } else {
                world.clock().at(at, move || token.cancel(Cause::new("enough")));
                let results = read(&world, &bulk);
                let error = results[0].result.as_ref().unwrap_err();
                assert!(error.hint.as_deref().unwrap().contains("default agent again"), "{:?}", error.hint);
            }
            let bodies: Vec<_> = world.sent().iter().filter_map(|sent| sent.body.clone()).collect();
            assert_eq!(bodies, [vec![UNSET], vec![RESTORE; tries]].concat(), "{at} {left}");
            assert!(world.sent().iter().all(|sent| !sent.aborted));
        }
    }
}

#[test]
fn an_abort_during_a_back_off_ends_it_and_tells_the_doubt() {
    let world = World::answering(|sent| match number(sent.path()) {
        0 => empty(500).into(),
        1 => empty(429).into(),
        _ => reset(),
    });
    let token = CancelToken::new();
    let switch = token.clone();
    world.clock().at(100, move || switch.cancel(Cause::new("enough")));
    let results = run(
        &world,
        Backend::Charm,
        &numbered(3),
        DeleteManyOptions { each: cancelled_by(&token), ..options(3) },
    );
    let doubts: HashMap<_, _> = results
        .iter()
        .map(|result| {
            let error = result.result.as_ref().unwrap_err();
            assert_eq!(error.code, ErrorCode::Aborted);
            (result.agent_id.as_str(), error.outcome_unknown)
        })
        .collect();
    assert_eq!(doubts, HashMap::from([("a0", true), ("a1", false), ("a2", true)]));
    assert_eq!(world.clock().elapsed(), 100.0);
}

#[test]
fn an_abort_while_the_credential_is_asked_for_ends_it_and_sends_nothing() {
    for late in [70, 3_600_000] {
        let world = World::new();
        let clock = world.clock().clone();
        let secret = Secret::Asked(Rc::new(move || {
            let clock = clock.clone();
            Box::pin(async move {
                clock.sleep(Duration::from_millis(late)).await;
                Ok(KEY.to_owned())
            })
        }));
        let client = world.client_with(ClientOptions {
            auth: Some(Auth::Bearer(secret)),
            ..World::options(Backend::Charm)
        });
        let token = CancelToken::new();
        let switch = token.clone();
        world.clock().at(50, move || switch.cancel(Cause::new("enough")));
        let many = DeleteManyOptions { each: cancelled_by(&token), ..options(2) };
        let bulk = client.delete_agents(numbered(3), many).unwrap();
        world.spawn(bulk.drive().unwrap());
        let results = read(&world, &bulk);
        assert_eq!(results.len(), 3);
        assert!(results.iter().all(|result| code(result) == Some(ErrorCode::Aborted)));
        assert!(world.sent().is_empty());
        assert_eq!((world.clock().elapsed(), world.clock().waiting()), (50.0, 0));
    }
}

#[test]
fn an_abort_does_not_wait_for_a_source_that_must_be_waited_for() {
    let world = World::answering(|_| Act::from(empty(204)).after(10));
    let ids = numbered(1000).slow(world.clock(), 100);
    let token = CancelToken::new();
    let switch = token.clone();
    world.clock().at(1005, move || switch.cancel(Cause::new("enough")));
    let results =
        run(&world, Backend::Charm, &ids, DeleteManyOptions { each: cancelled_by(&token), ..options(4) });
    assert_eq!(results.len(), 10);
    assert!(results.iter().all(|result| result.result.is_ok()) && ids.is_closed());
}

#[test]
fn an_abort_before_it_began_settles_every_id_and_sends_nothing() {
    let world = World::new();
    let token = CancelToken::new();
    token.cancel(Cause::new("enough"));
    let results = run(
        &world,
        Backend::Charm,
        &numbered(50),
        DeleteManyOptions { each: cancelled_by(&token), ..options(4) },
    );
    assert_eq!(results.len(), 50);
    assert!(results.iter().all(|result| code(result) == Some(ErrorCode::Aborted)));
}

#[test]
fn closing_begins_nothing_more_and_waits_for_what_is_under_way() {
    let world = World::answering(|_| Act::from(empty(204)).after(100));
    let ids = numbered(100);
    let bulk = start(&world, Backend::Charm, &ids, options(4));
    world.run(bulk.next()).unwrap().unwrap();
    let begun = world.sent().len();
    world.run(bulk.close());
    assert!(world.sent().len() <= begun + 1 && ids.is_closed());
    assert!(world.sent().iter().all(|sent| !sent.aborted));
    assert!(world.run(bulk.next()).is_none());
    world.run(bulk.close());

    // One that was never begun.
    let bulk = world.client(Backend::Charm).delete_agents(numbered(3), options(2)).unwrap();
    let before = world.sent().len();
    world.run(bulk.close());
    assert!(world.run(bulk.next()).is_none() && bulk.drive().is_none());
    assert_eq!(world.sent().len(), before);
}

#[test]
fn a_bulk_that_was_aborted_can_still_be_left() {
    for (at, concurrency) in [(0, 1), (0, 2), (50, 1), (150, 1), (150, 2)] {
        let world = World::answering(|_| Act::from(empty(204)).after(100));
        let token = CancelToken::new();
        let switch = token.clone();
        world.clock().at(at, move || switch.cancel(Cause::new("enough")));
        let ids = numbered(10);
        let many = DeleteManyOptions { each: cancelled_by(&token), ..options(concurrency) };
        let bulk = start(&world, Backend::Charm, &ids, many);
        world.run(world.clock().sleep(Duration::from_millis(120)));
        world.run(bulk.next()).unwrap().unwrap();
        world.settle();
        // The work stands still, for this result is the reader's until it comes back for another.
        world.run(bulk.close());
        assert!(world.run(bulk.next()).is_none() && ids.is_closed(), "{at} {concurrency}");
    }
}

#[test]
fn closing_ends_a_back_off_and_deletes_nothing_behind_the_callers_back() {
    let world = World::answering(|_| Act::from(empty(503)));
    let each = DeleteOptions::default();
    let bulk = start(&world, Backend::Charm, &numbered(2), DeleteManyOptions { each, ..options(2) });
    world.spawn({
        let bulk = bulk.clone();
        async move { drop(bulk.next().await) }
    });
    world.run(world.clock().sleep(Duration::from_millis(100)));
    let begun = world.sent().len();
    world.run(bulk.close());
    assert_eq!(world.sent().len(), begun);
}

// The pace.

#[test]
fn too_many_halves_how_many_run_at_once() {
    // The platform bears 8 at once; 32 are tried.
    let world = World::new();
    let under_way = Rc::new(Cell::new(0_usize));
    let (count, clock) = (Rc::clone(&under_way), world.clock().clone());
    world.net.answer(move |_| {
        count.set(count.get() + 1);
        let refused = count.get() > 8;
        let done = Rc::clone(&count);
        clock.at(clock.elapsed() as u64 + 100, move || done.set(done.get() - 1));
        Act::from(if refused { with(empty(429), "retry-after", "1") } else { empty(204) }).after(100)
    });
    let results = run(&world, Backend::Charm, &numbered(400), options(32));
    assert_eq!(results.len(), 400);
    assert!(results.iter().all(|result| result.result.is_ok()), "none fails for the pace alone");
}

#[test]
fn after_a_burst_of_refusals_half_as_many_run() {
    let first = Cell::new(16);
    let world = World::answering(move |_| {
        let left = first.get();
        first.set(left.max(1) - 1);
        Act::from(if left > 0 { busy("1") } else { empty(204) }).after(100)
    });
    let results = run(&world, Backend::Charm, &numbered(100), options(16));
    assert!(results.iter().all(|result| result.result.is_ok()));
    let sent = world.sent();
    assert!(sent[..16].iter().all(|sent| sent.at == 0.0));
    let resumed = sent[16..].iter().filter(|request| request.at < sent[16].at + 100.0).count();
    assert!(resumed <= 8, "{resumed} at once after the burst");
    // It grows back by one for each round of answers.
    let mut rounds: Vec<(f64, usize)> = Vec::new();
    for request in &sent[16..] {
        match rounds.last_mut() {
            Some((at, count)) if *at == request.at => *count += 1,
            _ => rounds.push((request.at, 1)),
        }
    }
    assert!(rounds.iter().any(|(_, count)| *count > 8), "{rounds:?}");
    assert!(rounds.iter().all(|(_, count)| *count <= 16));
}

#[test]
fn room_that_the_pace_gives_back_is_used_while_deletions_go_on() {
    let world = World::answering(|sent| match (sent.method, number(sent.path())) {
        (_, 0) => Act::from(empty(429)).after(10),
        ("GET", n) if !sent.path().contains("/versions") => {
            Act::from(json(200, &agent_json_with(Backend::Charm, &format!("a{n}"), ""))).after(100)
        }
        ("GET", _) => Act::from(json(200, "[]")).after(100),
        _ => Act::from(empty(204)).after(100),
    });
    let each = DeleteOptions { backup: BackupWish::Keep, ..once() };
    let results = run(&world, Backend::Charm, &numbered(3), DeleteManyOptions { each, ..options(2) });
    assert_eq!(results.len(), 3);
    // One place is left after the 429; the first answer gives the other back, while that deletion has two more to send.
    let begun = |name: &str| world.sent().iter().find(|sent| sent.path().ends_with(name)).map(|sent| sent.at);
    assert_eq!((begun("a0"), begun("a1"), begun("a2")), (Some(0.0), Some(0.0), Some(100.0)));
}

#[test]
fn a_servers_wait_is_one_pause_for_all_and_the_longest_counts() {
    for (first, second, until) in [("10", "20", 20_049.0), ("20", "10", 20_043.0)] {
        let count = Cell::new(0);
        let world = World::answering(move |_| {
            count.set(count.get() + 1);
            match count.get() {
                3 => Act::from(busy(first)).after(43),
                5 => Act::from(busy(second)).after(49),
                n => Act::from(empty(204)).after(40 + n),
            }
        });
        let results = run(&world, Backend::Charm, &numbered(40), options(8));
        assert!(results.iter().all(|result| result.result.is_ok()));
        let during: Vec<_> = world.times().into_iter().filter(|at| *at > 43.0 && *at < until).collect();
        assert!(during.is_empty(), "sent while all were to wait: {during:?}");
        assert!(world.times().contains(&until));
    }
}

#[test]
fn a_pause_that_begins_while_some_wait_for_their_turn_holds_them_too() {
    let count = Cell::new(0);
    let world = World::answering(move |_| {
        count.set(count.get() + 1);
        match count.get() {
            // Eight come back together, of which four may go on and four wait for a turn.
            1..=8 => Act::from(empty(429)).after(1),
            9 => Act::from(busy("10")).after(20),
            _ => Act::from(empty(204)).after(50),
        }
    });
    let results = run(&world, Backend::Charm, &numbered(20), options(8));
    let failed: Vec<_> = results.iter().filter_map(|result| result.result.as_ref().err()).collect();
    assert!(failed.is_empty(), "{failed:?}");
    let times = world.times();
    assert_eq!(times[8..12], [501.0; 4]);
    assert_eq!(times[12], 10_521.0, "{times:?}");
}

#[test]
fn after_a_wait_that_is_too_long_to_be_waited_for_nothing_more_is_asked() {
    let world = World::answering(|sent| match number(sent.path()) {
        1 => Act::from(busy("890")).after(10),
        _ => Act::from(empty(204)).after(20),
    });
    let results = run(&world, Backend::Charm, &numbered(20), options(4));
    assert_eq!(results.len(), 20);
    assert!(world.times().iter().all(|at| *at <= 10.0) && world.clock().elapsed() < 1000.0);
    for result in &results {
        let begun = number(&result.agent_id) < 4;
        match &result.result {
            Ok(_) => assert!(begun),
            Err(error) => {
                assert_eq!((error.code, error.outcome_unknown), (ErrorCode::RateLimited, false));
                assert!(error.retryable && error.retry_after.unwrap().as_secs() >= 889);
                assert_eq!(error.steps.len(), usize::from(result.agent_id == "a1"));
            }
        }
    }
}

// Ten thousand.

#[test]
fn ten_thousand_with_refusals_and_resets_are_each_settled_once() {
    let tries: Rc<RefCell<HashMap<String, u32>>> = Rc::default();
    let (seen, dice) = (Rc::clone(&tries), Dice::new(7));
    let world = World::answering(move |sent| {
        *seen.borrow_mut().entry(sent.path().to_owned()).or_default() += 1;
        let act = match dice.roll(100) {
            0..=2 => Act::from(busy(if dice.roll(2) == 0 { "1" } else { "2" })),
            3..=5 => reset(),
            6..=7 => empty(503).into(),
            8 => empty(403).into(),
            _ => empty(204).into(),
        };
        act.after(1 + dice.roll(50))
    });
    let ids = numbered(10_000);
    let results = run(&world, Backend::Charm, &ids, options(64));
    assert_eq!(results.len(), 10_000);
    assert_eq!(names(&results).into_iter().collect::<HashSet<_>>().len(), 10_000);
    assert!(world.most_under_way() <= 64);
    assert!(tries.borrow().values().all(|tries| (1..=3).contains(tries)));
    assert_eq!(tries.borrow().len(), 10_000);
    let deleted = results.iter().filter(|result| result.result.is_ok()).count();
    assert!(deleted > 9000, "{deleted}");
    for result in &results {
        let steps = match &result.result {
            Ok(deletion) => &deletion.steps,
            Err(error) => &error.steps,
        };
        let last = steps.last().unwrap();
        if result.result.is_ok() {
            assert_eq!(last.status, Some(204));
        }
        assert_eq!(tries.borrow()[last.path.as_str()], steps.len() as u32);
    }
    assert_eq!(world.clock().waiting(), 0);
}

#[test]
fn ten_thousand_aborted_half_way_are_each_settled_once() {
    let dice = Dice::new(11);
    let world = World::answering(move |_| {
        let act = match dice.roll(20) {
            0 => Act::from(busy("1")),
            1 => reset(),
            2 => empty(500).into(),
            _ => empty(204).into(),
        };
        act.after(1 + dice.roll(50))
    });
    let token = CancelToken::new();
    let switch = token.clone();
    world.clock().at(20_000, move || switch.cancel(Cause::new("enough")));
    let results = run(
        &world,
        Backend::Charm,
        &numbered(10_000),
        DeleteManyOptions { each: cancelled_by(&token), ..options(32) },
    );
    assert_eq!(results.len(), 10_000);
    assert_eq!(names(&results).into_iter().collect::<HashSet<_>>().len(), 10_000);
    let sent = world.sent();
    assert!(sent.iter().all(|sent| sent.at <= 20_000.0 && !sent.aborted));
    let left: HashSet<_> =
        sent.iter().map(|sent| sent.path().rsplit('/').next().unwrap().to_owned()).collect();
    let mut aborted = 0;
    for result in &results {
        match &result.result {
            Ok(_) => assert!(left.contains(result.agent_id.as_str())),
            Err(error) if error.code == ErrorCode::Aborted => {
                aborted += 1;
                let doubtful = error.steps.iter().any(|step| step.status != Some(429));
                assert_eq!(
                    error.outcome_unknown, doubtful,
                    "unknown only if its request had left: {error:?}"
                );
                assert_eq!(error.steps.is_empty(), !left.contains(result.agent_id.as_str()));
            }
            Err(error) => assert!(error.outcome_unknown || error.code == ErrorCode::RateLimited),
        }
    }
    assert!(aborted > 1000 && aborted < 9900, "{aborted}");
}
