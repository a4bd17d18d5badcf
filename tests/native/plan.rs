//! The plan, and `confirm`, which is shown it before anything changes.

use crate::support::*;
use agent_delete::{
    Backend, BackupWish, Blocker, BlockerCode, Cascade, Cause, DeleteOptions, DeletionPlan, Error, ErrorCode,
    IfMissing, LiftedBy, Outcome, Purpose,
};
use std::cell::Cell;
use std::rc::Rc;

fn plan(world: &World, backend: Backend, options: DeleteOptions) -> Result<DeletionPlan, Error> {
    world.run(world.client(backend).plan_deletion(id_of(backend), options))
}

fn requests(plan: &DeletionPlan) -> Vec<String> {
    plan.requests.iter().map(|request| format!("{} {}", request.method, request.path)).collect()
}

fn blocked(plan: &DeletionPlan) -> Vec<(BlockerCode, Option<LiftedBy>)> {
    plan.blockers.iter().map(|blocker: &Blocker| (blocker.code, blocker.lifted_by)).collect()
}

#[test]
fn an_unblocked_deletion_is_planned_and_nothing_changes() {
    for (backend, base) in BASES {
        let world = World::answering(move |sent| {
            assert_eq!(sent.method, "GET");
            json(200, &agent_json(backend)).into()
        });
        let plan = plan(&world, backend, DeleteOptions { verify: true, ..DeleteOptions::default() }).unwrap();
        assert_eq!((plan.backend, plan.agent_id.as_str()), (backend, id_of(backend)));
        assert_eq!(plan.agent.as_ref().unwrap().id, id_of(backend));
        // charm documents neither what a deletion refuses nor what it needs.
        assert_eq!(plan.deletable, if backend == Backend::Charm { None } else { Some(true) }, "{backend}");
        assert!(plan.blockers.is_empty());
        let path = base.splitn(4, '/').nth(3).map_or(String::new(), |path| format!("/{path}"));
        let path = match backend {
            Backend::Charm => "/v1/agents/agent_123".to_owned(),
            Backend::Foundry => format!("{path}/agents/support-bot?api-version=v1"),
            _ => format!("{path}/agents/{}", id_of(backend)),
        };
        assert_eq!(requests(&plan), [format!("DELETE {path}"), format!("GET {path}")]);
        let capabilities = backend.capabilities();
        assert_eq!(plan.destroys, capabilities.destroys);
        assert_eq!(plan.keeps, capabilities.keeps);
        assert!(!plan.destroys.is_empty() && !plan.keeps.is_empty());
    }
}

#[test]
fn the_plan_names_exactly_the_requests_that_follow() {
    for (backend, _) in BASES {
        for (force, is_default) in [(false, false), (true, false), (true, true)] {
            let seen: Rc<Cell<Vec<String>>> = Rc::default();
            let shown = Rc::clone(&seen);
            let default = if backend == Backend::Kortix && is_default { r#""is_default":true,"# } else { "" };
            let gone = Cell::new(false);
            let sent_before: Rc<Cell<usize>> = Rc::default();
            let count = Rc::clone(&sent_before);
            let is_asked = Rc::new(Cell::new(false));
            let (asked, asks) = (Rc::clone(&is_asked), Rc::clone(&is_asked));
            let world = World::answering(move |sent| {
                count.set(count.get() + usize::from(!asked.get()));
                let reply = match sent.method {
                    "DELETE" => {
                        gone.set(true);
                        empty(204)
                    }
                    "PUT" => empty(200),
                    _ if gone.get() => missing(backend),
                    _ if sent.path().contains("agent_id=00000000-") => json(200, r#"{"threads":[]}"#),
                    _ if sent.path().contains("/threads?") && sent.path().contains("test_run=true") => {
                        json(200, r#"{"threads":[{"id":"t2"}]}"#)
                    }
                    _ if sent.path().contains("/threads?") => json(200, r#"{"threads":[{"id":"t1"}]}"#),
                    _ if sent.path().contains("/memories") => {
                        json(200, r#"{"success":true,"data":{"memories":[]}}"#)
                    }
                    _ if sent.path().contains("/rooms") => {
                        json(200, r#"{"success":true,"data":{"rooms":[]}}"#)
                    }
                    _ if sent.path().contains("/versions") => json(200, r#"{"data":[],"has_more":false}"#),
                    _ if sent.path().contains("/export") => json(200, r#"{"tools":{}}"#),
                    _ => json(200, &agent_json_with(backend, id_of(backend), default)),
                };
                reply.into()
            });
            let options = DeleteOptions {
                force,
                backup: BackupWish::Keep,
                cascade: if backend == Backend::Langchain { vec![Cascade::Threads] } else { vec![] },
                verify: true,
                confirm: confirm(move |plan| {
                    asks.set(true);
                    shown.set(requests(plan));
                    Ok(true)
                }),
                ..DeleteOptions::default()
            };
            let deletion = world.run(world.client(backend).delete_agent(id_of(backend), options)).unwrap();
            assert_eq!(deletion.outcome, Outcome::Deleted);
            // The threads are listed once more, for there may be new ones.
            let is_planned = |line: &String| {
                !line.starts_with("GET") || !line.contains("/threads?") || line.contains("=00000000-")
            };
            let after: Vec<_> = world.lines().drain(sent_before.get()..).filter(is_planned).collect();
            assert_eq!(after, seen.take(), "{backend} force: {force}");
        }
    }
}

#[test]
fn a_missing_agent_is_a_blocker() {
    for (backend, _) in BASES {
        let world = World::with([missing(backend)]);
        let plan = plan(&world, backend, forced()).unwrap();
        assert_eq!(blocked(&plan), [(BlockerCode::NotFound, None)], "{backend}");
        assert_eq!((plan.deletable, plan.agent.is_none(), plan.requests.len()), (Some(false), true, 0));
    }
}

#[test]
fn an_agent_that_may_not_be_read_is_a_blocker() {
    for (backend, _) in BASES {
        let world = World::with([json(403, r#"{"detail":"Access denied"}"#)]);
        let plan = plan(&world, backend, once()).unwrap();
        assert_eq!(blocked(&plan), [(BlockerCode::Forbidden, None)]);
        assert_eq!(plan.deletable, Some(false));
        assert!(plan.blockers[0].message.contains("Access denied"));
    }
}

#[test]
fn a_platform_that_cannot_be_asked_is_an_error() {
    for (backend, _) in BASES {
        for (reply, code) in [
            (empty(401), ErrorCode::Unauthenticated),
            (empty(500), ErrorCode::BackendFailure),
            (html(200), ErrorCode::WrongEndpoint),
            (html(404), ErrorCode::WrongEndpoint),
            (json(200, "[]"), ErrorCode::UnexpectedResponse),
        ] {
            let world = World::with([reply]);
            let error = plan(&world, backend, once()).unwrap_err();
            assert_eq!((error.code, error.outcome_unknown), (code, false), "{backend}");
        }
    }
}

#[test]
fn each_platforms_blockers_say_what_lifts_them() {
    let eliza = r#"{"success":true,"data":{"id":"3f2504e0-4f89-41d3-9a0c-0305e82c3301","status":"active"}}"#;
    let kortix = |more: &str| agent_json_with(Backend::Kortix, id_of(Backend::Kortix), more);
    let system = r#"{"agent_id":"3f2504e0-4f89-41d3-9a0c-0305e82c3301","is_default":true,"metadata":{"is_suna_default":true}}"#;
    for (backend, body, code, lifted) in [
        (Backend::Eliza, eliza.to_owned(), BlockerCode::InUse, true),
        (Backend::Kortix, kortix(r#""is_default":true,"#), BlockerCode::Protected, true),
        (Backend::Kortix, system.to_owned(), BlockerCode::Protected, false),
    ] {
        for force in [false, true] {
            let world = World::with([json(200, &body)]);
            let plan = plan(&world, backend, DeleteOptions { force, ..once() }).unwrap();
            assert_eq!(blocked(&plan), [(code, lifted.then_some(LiftedBy::Force))]);
            assert_eq!(plan.blockers[0].overridden, force && lifted, "{backend}");
            if force && lifted {
                assert_eq!(plan.deletable, Some(true), "{backend}");
                assert_eq!(plan.requests.last().unwrap().purpose, Purpose::Delete);
            } else {
                assert_eq!((plan.deletable, plan.requests.len()), (Some(false), 0));
                assert!(plan.agent.is_some());
            }
        }
    }
}

fn hosted() -> String {
    agent_json(Backend::Foundry).replace("prompt", "hosted")
}

#[test]
fn foundry_lists_the_sessions_of_a_hosted_agent_only() {
    let sessions =
        r#"{"data":[{"status":"active"},{"status":"idle"},{"status":"expired"}],"has_more":false}"#;
    let world = World::with([json(200, &hosted()), json(200, sessions)]);
    let blocked_plan = plan(&world, Backend::Foundry, once()).unwrap();
    assert_eq!(blocked(&blocked_plan), [(BlockerCode::InUse, Some(LiftedBy::Force))]);
    assert!(blocked_plan.blockers[0].message.contains('2'));

    let world = World::with([json(200, &hosted()), json(200, r#"{"data":[]}"#)]);
    assert_eq!(plan(&world, Backend::Foundry, once()).unwrap().deletable, Some(true));
    // Another kind has none.
    for options in [once(), forced()] {
        let world = World::with([json(200, &agent_json(Backend::Foundry))]);
        let plan = plan(&world, Backend::Foundry, options).unwrap();
        assert_eq!((plan.deletable, plan.blockers.len(), world.sent().len()), (Some(true), 0, 1));
    }
}

/// Answers a read of a hosted agent, and the list of its sessions with this.
fn hosted_with(sessions: agent_delete::Reply) -> World {
    World::with([json(200, &hosted()), sessions])
}

const TWO_IN_USE: &str =
    r#"{"data":[{"agent_session_id":"a","status":"active"},{"agent_session_id":"b","status":"idle"}]}"#;

#[test]
fn a_forced_plan_says_what_force_overrides() {
    let forced_once = || DeleteOptions { force: true, ..once() };
    let forced_plan = |sessions| plan(&hosted_with(sessions), Backend::Foundry, forced_once()).unwrap();
    for (sessions, says) in [
        (json(200, TWO_IN_USE), Some("2 session(s)")),
        (json(200, r#"{"data":[{"status":"expired"}],"has_more":false}"#), None),
        // Whatever the list answers, force deletes; who is asked hears that nobody knows.
        (empty(404), Some("could not be counted")),
        (empty(403), Some("could not be counted")),
        (empty(500), Some("could not be counted")),
        (html(200), Some("could not be counted")),
        (json(200, "{}"), Some("could not be counted")),
    ] {
        let plan = forced_plan(sessions);
        assert_eq!(plan.deletable, Some(true));
        assert!(requests(&plan)[0].ends_with("&force=true"));
        assert_eq!(plan.blockers.len(), usize::from(says.is_some()));
        for blocker in &plan.blockers {
            let shown = (blocker.code, blocker.lifted_by, blocker.overridden);
            assert_eq!(shown, (BlockerCode::InUse, Some(LiftedBy::Force), true));
            assert!(blocker.message.contains(says.unwrap()), "{}", blocker.message);
        }
    }
    let plan = plan(&hosted_with(json(200, TWO_IN_USE)), Backend::Foundry, once()).unwrap();
    assert_eq!((plan.deletable, plan.blockers[0].overridden), (Some(false), false));
}

#[test]
fn a_long_list_of_sessions_is_counted_to_its_end() {
    const PAGES: usize = 150;
    for (status, in_use) in [("expired", 0), ("idle", PAGES)] {
        let world = World::with([json(200, &hosted())]);
        let count = Cell::new(0);
        world.net.answer(move |_| {
            count.set(count.get() + 1);
            let (page, more) = (count.get(), count.get() < PAGES);
            let session = format!(r#"{{"agent_session_id":"s{page}","status":"{status}"}}"#);
            json(200, &format!(r#"{{"data":[{session}],"has_more":{more},"last_id":"c{page}"}}"#)).into()
        });
        let plan = plan(&world, Backend::Foundry, once()).unwrap();
        assert_eq!((world.sent().len(), plan.deletable), (PAGES + 1, Some(in_use == 0)), "{status}");
        let said = format!("The agent has {in_use} session(s) in use.");
        assert!(plan.blockers.iter().all(|blocker| blocker.message == said), "{:?}", plan.blockers);
    }
}

#[test]
fn sessions_that_cannot_be_listed_are_told_as_what_they_are() {
    let error = plan(&hosted_with(empty(500)), Backend::Foundry, once()).unwrap_err();
    assert!(
        error.message.contains(" could not list what belongs to agent support-bot: "),
        "{}",
        error.message
    );
}

#[test]
fn a_running_agent_is_told_from_one_that_may_run() {
    for (status, says) in [("active", "The agent is running."), ("paused", "The agent may be running")] {
        let agent = agent_json(Backend::Eliza).replace("inactive", status);
        let plan = plan(&World::with([json(200, &agent)]), Backend::Eliza, once()).unwrap();
        assert!(plan.blockers[0].message.starts_with(says), "{}", plan.blockers[0].message);
    }
}

#[test]
fn sessions_are_counted_once_each_and_not_for_ever() {
    for (session, deletable, says) in [
        // Each with an id of its own, and one that comes again and again.
        (r#"{"agent_session_id":"a","status":"idle"}"#, Ok(Some(false)), "at least 1 session(s)"),
        (r#"{"agent_session_id":"a","status":"expired"}"#, Err(ErrorCode::UnexpectedResponse), ""),
        ("", Err(ErrorCode::UnexpectedResponse), ""),
    ] {
        for force in [false, true] {
            let world = World::with([json(200, &hosted())]);
            let count = Cell::new(0);
            world.net.answer(move |_| {
                count.set(count.get() + 1);
                assert!(count.get() < 200, "it goes on for ever");
                json(200, &format!(r#"{{"data":[{session}],"has_more":true,"last_id":"c{}"}}"#, count.get()))
                    .into()
            });
            let plan = plan(&world, Backend::Foundry, DeleteOptions { force, ..once() });
            let shown = plan.as_ref().map(|plan| plan.deletable).map_err(|error| error.code);
            assert_eq!(shown, if force { Ok(Some(true)) } else { deletable }, "{session}");
            if let Ok(plan) = plan {
                let says = if says.is_empty() { "could not be counted" } else { says };
                assert!(plan.blockers[0].message.contains(says), "{}", plan.blockers[0].message);
            }
        }
    }
}

#[test]
fn who_confirms_is_shown_what_force_overrides() {
    let running = agent_json(Backend::Eliza).replace("inactive", "active");
    let default = agent_json(Backend::Kortix).replace("false", "true");
    for (backend, agent, code) in [
        (Backend::Foundry, hosted(), BlockerCode::InUse),
        (Backend::Eliza, running, BlockerCode::InUse),
        (Backend::Kortix, default, BlockerCode::Protected),
    ] {
        let world = World::answering(move |sent| match sent.method {
            "GET" if sent.path().contains("/sessions") => json(200, TWO_IN_USE).into(),
            "GET" => json(200, &agent).into(),
            "DELETE" => empty(204).into(),
            _ => json(200, "{}").into(),
        });
        let options = DeleteOptions {
            confirm: confirm(move |plan| {
                assert_eq!(plan.deletable, Some(true), "{backend}");
                let shown: Vec<_> = plan.blockers.iter().map(|b| (b.code, b.overridden)).collect();
                assert_eq!(shown, [(code, true)], "{backend}");
                Ok(true)
            }),
            ..forced()
        };
        let deletion = world.run(world.client(backend).delete_agent(id_of(backend), options)).unwrap();
        assert_eq!(deletion.outcome, Outcome::Deleted, "{backend}");
    }
}

#[test]
fn without_confirm_nobody_reads_what_force_overrides() {
    let world = World::with([empty(204)]);
    let deletion =
        world.run(world.client(Backend::Foundry).delete_agent(id_of(Backend::Foundry), forced())).unwrap();
    assert_eq!((deletion.outcome, world.sent().len()), (Outcome::Deleted, 1));
}

#[test]
fn a_list_of_sessions_that_is_not_there_says_nothing_of_the_agent() {
    let missing = r#"{"error":{"code":"not_found","message":"no sessions here"}}"#;
    let world = World::with([json(200, &hosted()), json(404, missing)]);
    let confirm = agent_delete::Confirm(Rc::new(|_| Box::pin(async { Ok(Some(true)) })));
    let options = DeleteOptions { confirm: Some(confirm), if_missing: IfMissing::Ignore, ..once() };
    let deletion = world.run(world.client(Backend::Foundry).delete_agent(id_of(Backend::Foundry), options));
    assert_eq!(deletion.unwrap_err().code, ErrorCode::WrongEndpoint);
    assert_eq!(world.sent().len(), 2);
}

#[test]
fn the_threads_that_would_go_are_planned_and_no_longer_kept() {
    let threads =
        |id: &str, next: &str| json(200, &format!(r#"{{"threads":[{{"id":"{id}"}}],"next_cursor":{next}}}"#));
    let world = World::with([
        json(200, &agent_json(Backend::Langchain)),
        threads("a", r#""c2""#),
        threads("b", "null"),
        threads("c", "null"),
        json(200, r#"{"threads":[],"next_cursor":null}"#),
    ]);
    let options = DeleteOptions { cascade: vec![Cascade::Threads], ..once() };
    let plan = plan(&world, Backend::Langchain, options).unwrap();
    assert_eq!(
        requests(&plan),
        [
            "GET /v1/deepagents/threads?agent_id=00000000-0000-0000-0000-000000000000&page_size=20&test_run=false",
            "DELETE /v1/deepagents/threads/a",
            "DELETE /v1/deepagents/threads/b",
            "DELETE /v1/deepagents/threads/c",
            "DELETE /v1/deepagents/agents/3f2504e0-4f89-41d3-9a0c-0305e82c3301",
        ]
    );
    assert!(plan.destroys.iter().any(|text| text.contains("threads")));
    assert!(!plan.keeps.iter().any(|text| text.starts_with("its threads")));
}

// confirm

#[test]
fn confirm_is_asked_once_with_the_plan_before_anything_changes() {
    for (backend, _) in BASES {
        let asked = Rc::new(Cell::new(0));
        let count = Rc::clone(&asked);
        let world = World::answering(move |sent| match sent.method {
            "GET" => json(200, &agent_json(backend)).into(),
            _ => empty(204).into(),
        });
        let net = world.net.clone();
        let options = DeleteOptions {
            confirm: confirm(move |plan| {
                count.set(count.get() + 1);
                assert_eq!(plan.agent_id, id_of(backend));
                assert!(net.lines().iter().all(|line| line.starts_with("GET ")));
                Ok(true)
            }),
            ..DeleteOptions::default()
        };
        let deletion = world.run(world.client(backend).delete_agent(id_of(backend), options)).unwrap();
        assert_eq!((deletion.outcome, asked.get()), (Outcome::Deleted, 1));
        assert_eq!(deletion.existed, Some(true), "it was seen");
    }
}

#[test]
fn a_declined_or_failed_confirm_cancels_and_nothing_was_changed() {
    for (backend, _) in BASES {
        for answer in [Ok(false), Err(Cause::new("the dialog crashed"))] {
            let world = World::answering(move |sent| {
                assert_eq!(sent.method, "GET");
                json(200, &agent_json(backend)).into()
            });
            let threw = answer.is_err();
            let code = if threw { ErrorCode::ConfirmFailed } else { ErrorCode::Cancelled };
            let options = DeleteOptions {
                confirm: confirm(move |_| answer.clone()),
                backup: keep(|_| panic!("backed up before it was confirmed")),
                ..forced()
            };
            let error = world.run(world.client(backend).delete_agent(id_of(backend), options)).unwrap_err();
            assert_eq!((error.code, error.outcome_unknown, error.retryable), (code, false, false));
            assert_eq!(error.cause.is_some(), threw, "{backend}");
            let says = if threw { "the dialog crashed" } else { "declined" };
            assert!(error.message.contains(says) && error.message.contains("nothing was changed"));
            assert_eq!(error.steps.len(), world.sent().len());
        }
    }
}

#[test]
fn a_confirm_that_gave_no_answer_is_told_apart_from_a_no() {
    let world = World::with([json(200, &agent_json(Backend::Charm))]);
    let silent = agent_delete::Confirm(Rc::new(|_| Box::pin(async { Ok(None) })));
    let options = DeleteOptions { confirm: Some(silent), ..once() };
    let error = world.run(world.client(Backend::Charm).delete_agent("agent_123", options)).unwrap_err();
    assert_eq!((error.code, error.outcome_unknown), (ErrorCode::Cancelled, false));
    assert!(error.message.contains("confirm gave undefined: return true to delete"), "{}", error.message);
}

#[test]
fn why_confirm_failed_holds_no_credential() {
    let world = World::with([json(200, &agent_json(Backend::Charm))]);
    let confirm = confirm(|_| Err(Cause::new(format!("could not post {KEY} to the dialog"))));
    let options = DeleteOptions { confirm, ..once() };
    let error = world.run(world.client(Backend::Charm).delete_agent("agent_123", options)).unwrap_err();
    assert_eq!(error.code, ErrorCode::ConfirmFailed);
    assert!(error.message.contains("to the dialog") && !error.message.contains(KEY), "{}", error.message);
}

#[test]
fn confirm_is_not_asked_about_what_cannot_be() {
    for (backend, _) in BASES {
        let options = || DeleteOptions { confirm: confirm(|_| panic!("asked")), ..once() };
        let world = World::with([missing(backend)]);
        let error = world.run(world.client(backend).delete_agent(id_of(backend), options())).unwrap_err();
        assert_eq!(error.code, ErrorCode::NotFound);
        let world = World::with([missing(backend)]);
        let ignoring = DeleteOptions { if_missing: IfMissing::Ignore, ..options() };
        let deletion = world.run(world.client(backend).delete_agent(id_of(backend), ignoring)).unwrap();
        assert_eq!(deletion.outcome, Outcome::Absent);
        let world = World::with([empty(403)]);
        let error = world.run(world.client(backend).delete_agent(id_of(backend), options())).unwrap_err();
        assert_eq!(error.code, ErrorCode::Forbidden);
    }
}
