//! One plan for many: what it says, what is deleted by it, and how its caller is asked.

use crate::support::*;
use agent_delete::{
    Backend, Bulk, CancelToken, Cause, Confirm, ConfirmAll, DeleteManyOptions, DeleteOptions, DeletionResult,
    DeletionsPlan, ErrorCode, GivenId, IfMissing, LiftedBy, OnProgress, Outcome,
};
use std::cell::{Cell, RefCell};
use std::collections::HashSet;
use std::rc::Rc;
use std::time::Duration;

/// Ids of elizaOS agents: the last digit says what becomes of each.
fn id(digit: u32) -> String {
    format!("3f2504e0-4f89-41d3-9a0c-0305e82c330{digit}")
}

const IDLE: u32 = 0;
const RUNNING: u32 = 1;
const MISSING: u32 = 2;
const BROKEN: u32 = 3;

/// What elizaOS answers, where 0 and every number from 4 is an idle agent.
fn eliza(sent: &Sent) -> Act {
    let path = sent.path().split('?').next().unwrap();
    let digit = path.chars().last().unwrap().to_digit(10).unwrap();
    let agent = |status: &str| {
        json(
            200,
            &format!(r#"{{"success":true,"data":{{"id":"{}","name":"A","status":"{status}"}}}}"#, id(digit)),
        )
    };
    match (sent.method, digit) {
        ("DELETE", _) => empty(204),
        (_, RUNNING) => agent("active"),
        (_, MISSING) => missing(Backend::Eliza),
        (_, BROKEN) => empty(500),
        _ => agent("inactive"),
    }
    .into()
}

fn ids(digits: &[u32]) -> Ids {
    Ids::new(digits.iter().map(|digit| id(*digit)))
}

fn quick(each: DeleteOptions) -> DeleteManyOptions {
    DeleteManyOptions { each: DeleteOptions { call: once().call, ..each }, ..DeleteManyOptions::default() }
}

fn plan(world: &World, source: &Ids, options: DeleteManyOptions) -> DeletionsPlan {
    world.run(world.client(Backend::Eliza).plan_deletions(source.clone(), options)).unwrap()
}

fn read(world: &World, bulk: &Bulk) -> Vec<DeletionResult> {
    let summary = world.run(bulk.summary());
    assert!(summary.failure.is_none());
    summary.results
}

fn run(world: &World, source: &Ids, options: DeleteManyOptions) -> Vec<DeletionResult> {
    read(world, &world.client(Backend::Eliza).delete_agents(source.clone(), options).unwrap())
}

/// How each id ended, by its last digit, in the order of the digits; one given again is left out.
fn ends(results: &[DeletionResult]) -> Vec<(u32, Result<Outcome, ErrorCode>)> {
    let mut ends: Vec<_> = results
        .iter()
        .filter(|result| !result.duplicate)
        .map(|result| {
            let digit = result.agent_id.chars().last().and_then(|char| char.to_digit(10)).unwrap_or(99);
            let ended = result.result.as_ref().map(|deletion| deletion.outcome);
            (digit, ended.map_err(|error| error.code))
        })
        .collect();
    ends.sort_by_key(|(digit, _)| *digit);
    ends
}

fn deletions(world: &World) -> usize {
    world.sent().iter().filter(|sent| sent.method == "DELETE").count()
}

/// A `confirm_all` that answers at once, and counts how often it was asked.
fn confirm_all(
    answer: impl Fn(&DeletionsPlan) -> Result<Option<bool>, Cause> + 'static,
) -> (Option<ConfirmAll>, Rc<Cell<u32>>) {
    let asked = Rc::new(Cell::new(0));
    let count = Rc::clone(&asked);
    let confirm = ConfirmAll(Rc::new(move |plan| {
        count.set(count.get() + 1);
        let answer = answer(plan);
        Box::pin(async move { answer })
    }));
    (Some(confirm), asked)
}

// The plan.

#[test]
fn a_plan_sorts_the_agents_by_what_would_become_of_them() {
    let world = World::answering(eliza);
    let given = [5, RUNNING, MISSING, BROKEN, IDLE, RUNNING].map(|digit| GivenId::Text(id(digit)));
    let other =
        [GivenId::Text("..".into()), GivenId::NotText("null".into()), GivenId::Text(id(5).to_uppercase())];
    let plan = plan(&world, &Ids::given(given.into_iter().chain(other)), quick(DeleteOptions::default()));
    assert_eq!((plan.backend, plan.total, plan.duplicates), (Backend::Eliza, 9, 2));
    let planned: Vec<_> = plan.plans.iter().map(|plan| plan.agent_id.clone()).collect();
    assert_eq!(planned, [5, RUNNING, MISSING, IDLE].map(id), "in the order given");
    assert_eq!((plan.deletable, plan.unknown), (vec![id(5), id(IDLE)], vec![]));
    let blocked: Vec<_> = plan
        .blocked
        .iter()
        .map(|blocked| (blocked.agent_id.clone(), blocked.blockers[0].lifted_by))
        .collect();
    assert_eq!(blocked, [(id(RUNNING), Some(LiftedBy::Force)), (id(MISSING), None)]);
    let failed: Vec<_> =
        plan.failed.iter().map(|failed| (failed.agent_id.clone(), failed.error.code)).collect();
    assert_eq!(
        failed,
        [
            (id(BROKEN), ErrorCode::BackendFailure),
            ("..".into(), ErrorCode::InvalidInput),
            (String::new(), ErrorCode::InvalidInput),
        ]
    );
    assert_eq!(plan.failed[0].error.steps.len(), 1);
    assert!(world.sent().iter().all(|sent| sent.method == "GET"));
}

#[test]
fn what_only_the_deletion_tells_is_unknown_and_no_id_is_no_plan() {
    let world = World::answering(|_| json(200, &agent_json_with(Backend::Charm, "a", "")).into());
    let client = world.client(Backend::Charm);
    let plan = world.run(client.plan_deletions(Ids::new(["a"]), DeleteManyOptions::default())).unwrap();
    assert_eq!((plan.unknown, plan.deletable.len(), plan.total), (vec!["a".to_owned()], 0, 1));
    let plan = world.run(client.plan_deletions(Ids::default(), DeleteManyOptions::default())).unwrap();
    assert_eq!((plan.plans.len(), plan.total), (0, 0));
}

#[test]
fn no_more_are_planned_at_once_than_allowed_and_the_order_stays() {
    let world = World::answering(|sent| {
        let act = eliza(sent);
        act.after(10 + 100 * u64::from(sent.path().ends_with('4')))
    });
    let options = DeleteManyOptions { concurrency: 2, ..quick(DeleteOptions::default()) };
    let plan = plan(&world, &ids(&[4, 5, 6, 7, 8]), options);
    assert_eq!(plan.deletable, [4, 5, 6, 7, 8].map(id));
    assert_eq!(world.most_under_way(), 2);
}

#[test]
fn an_abort_ends_planning_at_once_and_so_do_ids_that_fail() {
    let world = World::answering(|sent| eliza(sent).after(100));
    let token = CancelToken::new();
    let switch = token.clone();
    world.clock().at(150, move || switch.cancel(Cause::new("enough")));
    let options =
        DeleteManyOptions { each: cancelled_by(&token), concurrency: 1, ..DeleteManyOptions::default() };
    let client = world.client(Backend::Eliza);
    let error = world.run(client.plan_deletions(ids(&[4, 5, 6, 7]), options)).unwrap_err();
    assert_eq!((error.code, error.outcome_unknown), (ErrorCode::Aborted, false));
    assert_eq!(error.cause.as_ref().unwrap().text(), "enough");
    assert_eq!((world.clock().elapsed(), world.sent().len()), (150.0, 2));

    // While ids are still waited for, and between two of them.
    for at in [120, 150] {
        let world = World::answering(eliza);
        let token = CancelToken::new();
        let switch = token.clone();
        world.clock().at(at, move || switch.cancel(Cause::new("enough")));
        let options = DeleteManyOptions { each: cancelled_by(&token), ..DeleteManyOptions::default() };
        let slow = ids(&[4, 5, 6, 7]).slow(world.clock(), 50);
        let error =
            world.run(world.client(Backend::Eliza).plan_deletions(slow.clone(), options)).unwrap_err();
        assert_eq!((error.code, error.outcome_unknown), (ErrorCode::Aborted, false));
        assert!(slow.is_closed() && slow.asked() <= 4, "{}", slow.asked());
        assert_eq!((world.clock().elapsed(), world.sent().len()), (at as f64, 0));
    }

    let world = World::answering(eliza);
    let failing = ids(&[4]).failing();
    let client = world.client(Backend::Eliza);
    let error = world.run(client.plan_deletions(failing, DeleteManyOptions::default())).unwrap_err();
    assert_eq!((error.code, world.sent().len()), (ErrorCode::InvalidInput, 0));
}

#[test]
fn planning_heeds_a_wait_that_is_too_long() {
    let world =
        World::answering(|sent| if sent.path().ends_with('4') { busy("890").into() } else { eliza(sent) });
    let options = DeleteManyOptions { concurrency: 1, ..quick(DeleteOptions::default()) };
    let plan = plan(&world, &ids(&[4, 5, 6]), options);
    assert!(plan.failed.iter().all(|failed| failed.error.code == ErrorCode::RateLimited));
    assert_eq!((plan.failed.len(), world.sent().len()), (3, 1));
}

// By a plan.

#[test]
fn what_a_plan_showed_is_looked_at_again_and_deleted() {
    let started = Rc::new(Cell::new(false));
    let starts = Rc::clone(&started);
    let world = World::answering(move |sent| {
        let runs = starts.get() && sent.path().ends_with('5') && sent.method == "GET";
        let reply =
            r#"{"success":true,"data":{"id":"3f2504e0-4f89-41d3-9a0c-0305e82c3305","status":"active"}}"#;
        if runs { json(200, reply).into() } else { eliza(sent) }
    });
    let plan = plan(&world, &ids(&[IDLE, 5, RUNNING, MISSING, BROKEN]), quick(DeleteOptions::default()));
    assert_eq!(plan.deletable, [IDLE, 5].map(id));
    started.set(true);
    let before = world.sent().len();
    let told: Rc<RefCell<Vec<_>>> = Rc::default();
    let tell = Rc::clone(&told);
    let bulk = world.client(Backend::Eliza).delete_planned(
        plan.into_ids(),
        DeleteManyOptions {
            concurrency: 1,
            on_progress: Some(OnProgress(Rc::new(move |progress| tell.borrow_mut().push(progress.total)))),
            ..quick(forced())
        },
    );
    // Force lifts nothing that the plan did not show as lifted.
    let results = read(&world, &bulk.unwrap());
    assert_eq!(
        ends(&results),
        [
            (IDLE, Ok(Outcome::Deleted)),
            (RUNNING, Err(ErrorCode::Conflict)),
            (MISSING, Err(ErrorCode::NotFound)),
            (BROKEN, Err(ErrorCode::BackendFailure)),
            (5, Ok(Outcome::Deleted)),
        ]
    );
    assert_eq!(told.take(), [Some(5); 5], "the total is known from the first on");
    let conflict = results.iter().find_map(|result| result.result.as_ref().err()).unwrap();
    assert!(conflict.hint.as_deref().unwrap().contains("plan with force: true"), "{:?}", conflict.hint);
    assert_eq!(
        world.lines()[before..],
        [IDLE, 5]
            .map(id)
            .map(|id| [format!("GET /api/agents/{id}"), format!("DELETE /api/agents/{id}")])
            .concat()
    );
}

#[test]
fn what_became_protected_since_the_plan_is_not_deleted() {
    let world = World::answering(eliza);
    let plan = plan(&world, &ids(&[IDLE, 5]), quick(DeleteOptions::default()));
    world.net.answer(|sent| {
        let reply =
            r#"{"success":true,"data":{"id":"3f2504e0-4f89-41d3-9a0c-0305e82c3305","status":"active"}}"#;
        match (sent.method, sent.path().ends_with('5')) {
            ("GET", true) => json(200, reply).into(),
            _ => eliza(sent),
        }
    });
    let bulk = world.client(Backend::Eliza).delete_planned(plan.into_ids(), quick(DeleteOptions::default()));
    let results = read(&world, &bulk.unwrap());
    assert_eq!(ends(&results), [(IDLE, Ok(Outcome::Deleted)), (5, Err(ErrorCode::Conflict))]);
    assert_eq!(deletions(&world), 1);
}

#[test]
fn what_came_into_use_since_the_plan_is_not_deleted() {
    let backend = Backend::Foundry;
    let hosted = agent_json(backend).replace("prompt", "hosted");
    let in_use = Rc::new(Cell::new(false));
    let is_in_use = Rc::clone(&in_use);
    let world = World::answering(move |sent| match (sent.method, is_in_use.get()) {
        ("GET", true) if sent.path().contains("session") => {
            json(200, r#"{"data":[{"status":"active"}]}"#).into()
        }
        ("GET", _) if sent.path().contains("session") => json(200, r#"{"data":[]}"#).into(),
        ("GET", _) => json(200, &hosted).into(),
        _ => empty(204).into(),
    });
    let client = world.client(backend);
    for (force, wanted) in [(false, Err(ErrorCode::Conflict)), (true, Ok(Outcome::Deleted))] {
        in_use.set(false);
        let each = DeleteOptions { force, ..DeleteOptions::default() };
        let plan = world.run(client.plan_deletions(Ids::new([id_of(backend)]), quick(each.clone()))).unwrap();
        assert_eq!(plan.deletable.len(), 1);
        in_use.set(true);
        let before = world.sent().len();
        let results = read(&world, &client.delete_planned(plan.into_ids(), quick(each)).unwrap());
        let ended = results[0].result.as_ref().map(|deletion| deletion.outcome).map_err(|error| error.code);
        assert_eq!(ended, wanted);
        // With force they are nobody's business any more.
        let asked = world.lines()[before..].iter().any(|line| line.contains("session"));
        assert_eq!(asked, !force, "{:?}", world.lines());
    }
}

#[test]
fn every_platform_looks_again_before_it_deletes_by_a_plan() {
    for (backend, _) in BASES {
        let gone = Rc::new(Cell::new(false));
        let is_gone = Rc::clone(&gone);
        let world = World::answering(move |sent| match (sent.method, is_gone.get()) {
            ("GET", true) => missing(backend).into(),
            ("GET", false) if sent.path().contains("session") => json(200, r#"{"data":[]}"#).into(),
            ("GET", false) => json(200, &agent_json_with(backend, id_of(backend), "")).into(),
            _ => empty(204).into(),
        });
        let client = world.client(backend);
        let source = Ids::new([id_of(backend)]);
        let plan = world.run(client.plan_deletions(source, quick(forced()))).unwrap();
        assert_eq!(plan.blocked.len() + plan.failed.len(), 0, "{backend}");
        gone.set(true);
        let options = quick(DeleteOptions { if_missing: IfMissing::Ignore, ..forced() });
        let results = read(&world, &client.delete_planned(plan.into_ids(), options).unwrap());
        let deletion = results[0].result.as_ref().unwrap();
        assert_eq!((deletion.outcome, deletion.steps.len()), (Outcome::Absent, 1), "{backend}");
        assert_eq!(deletions(&world), 0, "{backend}");
    }
}

#[test]
fn an_agent_that_the_plan_missed_is_absent_where_that_is_a_result() {
    let world = World::answering(eliza);
    let options = || quick(DeleteOptions { if_missing: IfMissing::Ignore, ..DeleteOptions::default() });
    let plan = plan(&world, &ids(&[MISSING]), options());
    let bulk = world.client(Backend::Eliza).delete_planned(plan.into_ids(), options()).unwrap();
    let results = read(&world, &bulk);
    let deletion = results[0].result.as_ref().unwrap();
    assert_eq!((deletion.outcome, deletion.existed), (Outcome::Absent, Some(false)));
    assert_eq!(world.sent().len(), 1);
}

// Asked once.

#[test]
fn confirm_all_is_asked_once_with_all_before_anything_changes() {
    let deleted = Rc::new(Cell::new(false));
    let deletes = Rc::clone(&deleted);
    let world = World::answering(move |sent| {
        deletes.set(deletes.get() || sent.method == "DELETE");
        eliza(sent)
    });
    let (confirm_all, asked) = confirm_all(move |plan| {
        assert!(!deleted.get());
        assert_eq!((plan.total, plan.deletable.len(), plan.blocked.len(), plan.failed.len()), (8, 2, 2, 2));
        assert_eq!(plan.duplicates, 2);
        Ok(Some(true))
    });
    let given = [IDLE, RUNNING, MISSING, BROKEN, 5, IDLE].map(|digit| GivenId::Text(id(digit)));
    let other = [GivenId::Text("..".into()), GivenId::Text(id(RUNNING).to_uppercase())];
    let options = DeleteManyOptions { confirm_all, ..quick(DeleteOptions::default()) };
    let results = run(&world, &Ids::given(given.into_iter().chain(other)), options);
    assert_eq!((results.len(), asked.get(), deletions(&world)), (8, 1, 2));
    assert_eq!(
        ends(&results),
        [
            (IDLE, Ok(Outcome::Deleted)),
            (RUNNING, Err(ErrorCode::Conflict)),
            (MISSING, Err(ErrorCode::NotFound)),
            (BROKEN, Err(ErrorCode::BackendFailure)),
            (5, Ok(Outcome::Deleted)),
            (99, Err(ErrorCode::InvalidInput)),
        ]
    );
    let again: Vec<_> =
        results.iter().filter(|result| result.duplicate).map(|result| &result.agent_id).collect();
    assert_eq!(
        again.into_iter().collect::<HashSet<_>>(),
        HashSet::from([&id(IDLE), &id(RUNNING).to_uppercase()])
    );
}

#[test]
fn whoever_does_not_say_yes_to_all_has_changed_nothing() {
    for (answer, code, word) in [
        (Ok(Some(false)), ErrorCode::Cancelled, "declined"),
        (Ok(None), ErrorCode::Cancelled, "undefined"),
        (Err(Cause::new("no window")), ErrorCode::ConfirmFailed, "no window"),
    ] {
        let world = World::answering(eliza);
        let (confirm_all, asked) = confirm_all(move |_| answer.clone());
        let options = DeleteManyOptions { confirm_all, ..quick(DeleteOptions::default()) };
        let results = run(&world, &ids(&[IDLE, 5, RUNNING, IDLE]), options);
        assert_eq!((results.len(), asked.get(), deletions(&world)), (4, 1, 0));
        for result in &results {
            let error = result.result.as_ref().unwrap_err();
            assert_eq!((error.code, error.outcome_unknown), (code, false));
            assert!(result.duplicate || error.message.contains(word), "{error:?}");
        }
    }
}

#[test]
fn why_confirm_all_failed_holds_no_credential() {
    let world = World::answering(eliza);
    let (confirm_all, _) = confirm_all(|_| Err(Cause::new(format!("no window for {KEY}"))));
    let results = run(&world, &ids(&[IDLE]), DeleteManyOptions { confirm_all, ..quick(once()) });
    let error = results[0].result.as_ref().unwrap_err();
    assert!(error.message.contains("no window for [credential]"), "{}", error.message);
    assert!(!format!("{error:?}").contains(KEY));
}

#[test]
fn nobody_is_asked_where_nothing_can_be_deleted() {
    let world = World::answering(eliza);
    let (confirm_all, asked) = confirm_all(|_| Ok(Some(false)));
    let options = DeleteManyOptions { confirm_all, ..quick(DeleteOptions::default()) };
    let results = run(&world, &ids(&[RUNNING, MISSING]), options);
    assert_eq!(ends(&results), [(RUNNING, Err(ErrorCode::Conflict)), (MISSING, Err(ErrorCode::NotFound))]);
    let hint = results[0].result.as_ref().unwrap_err().hint.clone();
    assert_eq!(hint.as_deref(), Some("Pass force: true to delete it all the same."));
    assert_eq!(asked.get(), 0);
}

#[test]
fn an_abort_while_all_are_planned_or_asked_for_settles_every_id() {
    for at in [50, 500] {
        let world = World::answering(|sent| eliza(sent).after(100));
        let token = CancelToken::new();
        let switch = token.clone();
        world.clock().at(at, move || switch.cancel(Cause::new("enough")));
        let options = DeleteManyOptions {
            confirm_all: Some(ConfirmAll(Rc::new(|_| Box::pin(std::future::pending())))),
            each: cancelled_by(&token),
            ..DeleteManyOptions::default()
        };
        let results = run(&world, &ids(&[4, 5, 6, 7, 8, 9]), options);
        assert_eq!(ends(&results), [4, 5, 6, 7, 8, 9].map(|digit| (digit, Err(ErrorCode::Aborted))));
        assert_eq!((world.clock().elapsed(), deletions(&world)), (f64::from(at as u32), 0));
    }
}

#[test]
fn ids_that_fail_before_all_are_planned_delete_nothing() {
    let world = World::answering(eliza);
    let (confirm_all, asked) = confirm_all(|_| Ok(Some(true)));
    let options = DeleteManyOptions { confirm_all, ..quick(DeleteOptions::default()) };
    let bulk = world.client(Backend::Eliza).delete_agents(ids(&[4, 5]).failing(), options).unwrap();
    let summary = world.run(bulk.summary());
    assert_eq!(ends(&summary.results), [4, 5].map(|digit| (digit, Err(ErrorCode::Cancelled))));
    assert_eq!(summary.failure.unwrap().cause.as_ref().unwrap().text(), "the file ended too soon");
    assert_eq!((asked.get(), deletions(&world)), (0, 0));
}

#[test]
fn a_bulk_that_is_left_while_all_are_planned_ends_at_once() {
    let world = World::answering(|sent| eliza(sent).after(1000));
    let (confirm_all, asked) = confirm_all(|_| Ok(Some(true)));
    let options = DeleteManyOptions { confirm_all, ..quick(DeleteOptions::default()) };
    let bulk = world.client(Backend::Eliza).delete_agents(ids(&[4, 5, 6]), options).unwrap();
    world.spawn(bulk.drive().unwrap());
    world.run(world.clock().sleep(Duration::from_millis(100)));
    world.run(bulk.close());
    assert_eq!((world.clock().elapsed(), asked.get(), deletions(&world)), (100.0, 0, 0));
    assert!(world.run(bulk.next()).is_none());
}

#[test]
fn only_one_of_the_questions_is_asked() {
    let world = World::answering(eliza);
    let client = world.client(Backend::Eliza);
    let options = || DeleteManyOptions { confirm_all: confirm_all(|_| Ok(Some(true))).0, ..quick(once()) };
    let mut both = options();
    both.each.confirm = confirm(|_| Ok(true));
    let error = client.delete_agents(ids(&[IDLE]), both).unwrap_err();
    assert_eq!(error.code, ErrorCode::InvalidInput);
    assert!(error.message.contains("confirmAll"), "{}", error.message);
    let plan = plan(&world, &ids(&[IDLE]), quick(once()));
    let error = client.delete_planned(plan.into_ids(), options()).unwrap_err();
    assert_eq!(error.code, ErrorCode::InvalidInput);
}

// Asked for each.

#[test]
fn never_are_two_questions_open_at_once() {
    let world = World::answering(eliza);
    let open = Rc::new(Cell::new(0));
    let asked = Rc::new(RefCell::new(Vec::new()));
    let (now, told, clock) = (Rc::clone(&open), Rc::clone(&asked), world.clock().clone());
    let confirm = Confirm(Rc::new(move |plan| {
        now.set(now.get() + 1);
        assert_eq!(now.get(), 1);
        told.borrow_mut().push(plan.agent_id.clone());
        let (now, clock) = (Rc::clone(&now), clock.clone());
        Box::pin(async move {
            clock.sleep(Duration::from_secs(60)).await;
            now.set(now.get() - 1);
            Ok(Some(true))
        })
    }));
    let each = DeleteOptions { confirm: Some(confirm), ..DeleteOptions::default() };
    let results = run(&world, &ids(&[4, 5, 6, 7, 8, 9]), quick(each));
    assert!(results.iter().all(|result| result.result.is_ok()));
    assert_eq!(asked.borrow().iter().collect::<HashSet<_>>().len(), 6);
}

#[test]
fn after_an_abort_nobody_is_asked_any_more() {
    let world = World::answering(eliza);
    let token = CancelToken::new();
    let switch = token.clone();
    world.clock().at(50, move || switch.cancel(Cause::new("enough")));
    let asked = Rc::new(Cell::new(0));
    let count = Rc::clone(&asked);
    let confirm = Confirm(Rc::new(move |_| {
        count.set(count.get() + 1);
        Box::pin(std::future::pending())
    }));
    let each = DeleteOptions { confirm: Some(confirm), ..cancelled_by(&token) };
    let results =
        run(&world, &ids(&[4, 5, 6, 7]), DeleteManyOptions { each, ..DeleteManyOptions::default() });
    assert_eq!(ends(&results), [4, 5, 6, 7].map(|digit| (digit, Err(ErrorCode::Aborted))));
    assert_eq!((asked.get(), world.clock().elapsed()), (1, 50.0));
}

// All at once.

#[test]
fn a_summary_adds_up_what_every_id_became() {
    let world = World::answering(eliza);
    let last = Rc::new(Cell::new(None));
    let tell = Rc::clone(&last);
    let options = DeleteManyOptions {
        on_progress: Some(OnProgress(Rc::new(move |progress| tell.set(Some(progress))))),
        ..quick(DeleteOptions { if_missing: IfMissing::Ignore, ..DeleteOptions::default() })
    };
    let source = ids(&[IDLE, RUNNING, MISSING, IDLE, 5]);
    let bulk = world.client(Backend::Eliza).delete_agents(source, options).unwrap();
    let summary = world.run(bulk.summary());
    assert_eq!(summary.results.len(), 5);
    let counts = js(&summary);
    let wanted = serde_json::json!({
        "settled": 5, "deleted": 2, "accepted": 0, "absent": 1, "failed": 1, "duplicates": 1,
    });
    assert_eq!(counts, wanted);
    let progress = last.get().unwrap();
    assert_eq!((progress.settled, progress.duplicates, progress.total), (5, 1, Some(5)));
}
