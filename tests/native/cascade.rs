//! Threads that would be left behind are deleted first: all of them, or the agent stays.

use crate::support::*;
use agent_delete::{
    Backend, Cascade, DeleteManyOptions, DeleteOptions, Deletion, Error, ErrorCode, Outcome, Purpose,
};

const ID: &str = "3f2504e0-4f89-41d3-9a0c-0305e82c3301";

fn options() -> DeleteOptions {
    DeleteOptions { cascade: vec![Cascade::Threads], ..once() }
}

fn delete(world: &World) -> Result<Deletion, Error> {
    world.run(world.client(Backend::Langchain).delete_agent(ID, options()))
}

/// The request that shows whether the list heeds the agent's id.
fn control(test_run: &str) -> String {
    let nil = "00000000-0000-0000-0000-000000000000";
    format!("GET /v1/deepagents/threads?agent_id={nil}&page_size=20&test_run={test_run}")
}

/// A page of threads that themselves name this agent.
fn named(ids: &[&str]) -> agent_delete::Reply {
    let threads: Vec<_> = ids.iter().map(|id| format!(r#"{{"id":"{id}","agent_id":"{ID}"}}"#)).collect();
    json(200, &format!(r#"{{"threads":[{}],"next_cursor":null}}"#, threads.join(",")))
}

fn page(ids: &[&str], next: Option<&str>) -> agent_delete::Reply {
    let threads: Vec<_> = ids.iter().map(|id| format!(r#"{{"id":"{id}","agent_id":""}}"#)).collect();
    let next = next.map_or("null".to_owned(), |next| format!("\"{next}\""));
    json(200, &format!(r#"{{"threads":[{}],"next_cursor":{next}}}"#, threads.join(",")))
}

#[test]
fn threads_of_both_kinds_and_every_page_go_before_the_agent() {
    let mut replies = vec![
        page(&["a", "b"], Some("c/2")),
        page(&["c"], None),
        page(&["d"], Some("")),
        // For an agent that can't exist.
        page(&[], None),
    ];
    replies.extend((0..5).map(|_| empty(204)));
    let world = World::with(replies);
    let deletion = delete(&world).unwrap();
    assert_eq!(deletion.outcome, Outcome::Deleted);
    let list = |rest: &str| format!("GET /v1/deepagents/threads?agent_id={ID}&page_size=20&{rest}");
    assert_eq!(
        world.lines(),
        [
            list("test_run=false"),
            list("test_run=false&cursor=c%2F2"),
            list("test_run=true"),
            control("false"),
            "DELETE /v1/deepagents/threads/a".to_owned(),
            "DELETE /v1/deepagents/threads/b".to_owned(),
            "DELETE /v1/deepagents/threads/c".to_owned(),
            "DELETE /v1/deepagents/threads/d".to_owned(),
            format!("DELETE /v1/deepagents/agents/{ID}"),
        ]
    );
    let purposes: Vec<_> = deletion.steps.iter().map(|step| step.purpose).collect();
    assert_eq!(purposes[..4], [Purpose::List; 4]);
    assert_eq!(purposes[4..8], [Purpose::DeleteDependent; 4]);
    assert_eq!(purposes[8], Purpose::Delete);
    assert_eq!(world.net.unused(), 0);
}

#[test]
fn without_threads_only_the_agent_goes() {
    let world = World::with([page(&[], None), page(&[], None), empty(204)]);
    assert_eq!(delete(&world).unwrap().steps.len(), 3);
}

#[test]
fn a_failure_part_way_leaves_the_agent_and_says_how_far_it_came() {
    for (broken, code) in [
        (Act::from(empty(500)), ErrorCode::BackendFailure),
        (empty(403).into(), ErrorCode::Forbidden),
        (empty(404).into(), ErrorCode::WrongEndpoint),
        (empty(200).into(), ErrorCode::UnexpectedResponse),
        (empty(202).into(), ErrorCode::UnexpectedResponse),
        (html(200).into(), ErrorCode::WrongEndpoint),
        (html(404).into(), ErrorCode::WrongEndpoint),
        (
            json(
                404,
                r#"{"type":"about:blank","code":"agent_not_found","detail":"Agent not found","status":404}"#,
            )
            .into(),
            ErrorCode::WrongEndpoint,
        ),
        (empty(302).into(), ErrorCode::WrongEndpoint),
        (json(200, r#"{"deleted":false}"#).into(), ErrorCode::Refused),
        (reset(), ErrorCode::Network),
        (Act::Hang, ErrorCode::Timeout),
    ] {
        let world = World::with([
            page(&["a", "b", "c"], None).into(),
            page(&[], None).into(),
            page(&[], None).into(),
            empty(204).into(),
            broken,
        ]);
        let error = delete(&world).unwrap_err();
        assert_eq!((error.code, error.outcome_unknown), (code, false), "the agent's fate is known");
        let hint = error.hint.as_deref().unwrap();
        assert!(hint.starts_with("1 of 3 threads") && hint.contains("left alone"), "{hint}");
        assert_eq!(error.steps.len(), 5);
        assert!(world.lines().iter().all(|line| !line.starts_with("DELETE /v1/deepagents/agents")));
    }
}

/// The platform's own word that something is not there.
fn not_there(code: &str, detail: &str) -> agent_delete::Reply {
    json(404, &format!(r#"{{"type":"about:blank","code":"{code}","detail":"{detail}","status":404}}"#))
}

#[test]
fn a_thread_that_is_gone_already_is_no_failure() {
    let id = "7e000000-0000-4000-8000-000000000001";
    for gone in [
        not_there("thread_not_found", "Thread not found"),
        not_there("thread_not_found", &format!("Thread {id} not found")),
        not_there("thread_not_found", &format!("Thread '{}' not found.", id.to_uppercase())),
        with(not_there("thread_not_found", "Thread not found"), "age", "0"),
    ] {
        let threads = page(&[id, "b"], None);
        let world = World::with([threads, page(&[], None), page(&[], None), gone, empty(204), empty(204)]);
        assert_eq!(delete(&world).unwrap().outcome, Outcome::Deleted);
        assert_eq!(world.net.unused(), 0);
    }
    // An attempt that may have deleted it, and then it is gone.
    let world = World::with([
        named(&["a"]).into(),
        named(&[]).into(),
        reset(),
        not_there("thread_not_found", "Thread not found").into(),
        Act::from(empty(204)),
    ]);
    let cascade = DeleteOptions { cascade: vec![Cascade::Threads], ..DeleteOptions::default() };
    let deletion = world.run(world.client(Backend::Langchain).delete_agent(ID, cascade)).unwrap();
    assert_eq!(deletion.outcome, Outcome::Deleted);
}

#[test]
fn a_404_that_does_not_say_so_of_this_thread_is_a_failure() {
    let other = "7e000000-0000-4000-8000-000000000002";
    for reply in [
        not_there("agent_not_found", "Agent not found"),
        not_there("workspace_not_found", "Thread not found"),
        not_there("thread_not_found", &format!("Thread {other} not found")),
        with(not_there("thread_not_found", "Thread not found"), "age", "7"),
        json(404, r#"{"detail":"Thread not found"}"#),
        json(404, r#"{"error":{"code":"thread_not_found","message":"Thread not found"}}"#),
        json(400, r#"{"code":"thread_not_found","detail":"Thread not found"}"#),
        typed(404, "text/plain", "thread_not_found"),
        html(404),
        empty(404),
    ] {
        let world = World::with([named(&["7e000000-0000-4000-8000-000000000001"]), named(&[]), reply]);
        let error = delete(&world).unwrap_err();
        assert!(error.hint.as_deref().unwrap().contains("left alone"), "{error:?}");
        assert_eq!(world.sent().len(), 3, "the agent stays");
    }
}

#[test]
fn a_list_of_threads_without_an_end_leaves_everything() {
    for repeated in [false, true] {
        for plans in [false, true] {
            let count = std::cell::Cell::new(0);
            let world = World::answering(move |sent| {
                assert_eq!(sent.method, "GET", "nothing may be deleted");
                if !sent.path().contains("/threads") {
                    return json(200, &agent_json(Backend::Langchain)).into();
                }
                count.set(count.get() + 1);
                assert!(count.get() < 200, "it goes on for ever");
                let threads: &[&str] = if repeated || count.get() == 1 { &["t"] } else { &[] };
                page(threads, Some(&format!("c{}", count.get()))).into()
            });
            let client = world.client(Backend::Langchain);
            let error = if plans {
                world.run(client.plan_deletion(ID, options())).unwrap_err()
            } else {
                world.run(client.delete_agent(ID, options())).unwrap_err()
            };
            assert_eq!((error.code, error.outcome_unknown), (ErrorCode::UnexpectedResponse, false));
            assert!(error.message.contains("not come to an end"), "{}", error.message);
            assert!(plans || error.hint.as_deref().unwrap().contains("left alone"));
        }
    }
}

#[test]
fn as_many_empty_pages_as_an_honest_server_sends_hide_no_thread() {
    let mut replies: Vec<_> = (0..60).map(|n| page(&[], Some(&format!("c{n}")))).collect();
    replies.extend([named(&["t"]), page(&[], None), empty(204), empty(204)]);
    let world = World::with(replies);
    assert_eq!(delete(&world).unwrap().outcome, Outcome::Deleted);
    assert!(world.lines().iter().any(|line| line.ends_with("/threads/t")));
}

#[test]
fn threads_that_cannot_all_be_listed_leave_everything() {
    for broken in [
        empty(500),
        empty(403),
        html(200),
        json(200, r#"{"items":[]}"#),
        json(200, r#"{"threads":[{"name":"no id"}]}"#),
        json(200, r#"{"threads":[{"id":""}]}"#),
        json(200, r#"{"threads":[{"id":".."}]}"#),
        json(200, r#"{"threads":[{"id":7}]}"#),
        json(200, r#"{"threads":[{"id":"a/b"}]}"#),
        json(200, r#"{"threads":[{"id":"a","agent_id":"3f2504e0-4f89-41d3-9a0c-0305e82c3302"}]}"#),
        json(200, r#"{"threads":[{"id":"a"}],"next_cursor":7}"#),
        json(200, r#"{"threads":{}}"#),
        too_long(200),
    ] {
        for before in [0, 1] {
            let mut replies: Vec<_> = (0..before).map(|_| page(&["a"], None)).collect();
            replies.push(broken.clone());
            let world = World::with(replies);
            let error = delete(&world).unwrap_err();
            assert!(!error.outcome_unknown);
            assert!(world.lines().iter().all(|line| line.starts_with("GET ")), "{broken:?}");
        }
    }
}

#[test]
fn a_list_that_turns_in_a_circle_is_no_list_of_all() {
    for cursors in [vec!["a"], vec!["a", "b"], vec!["a", "b", "c"]] {
        let count = std::cell::Cell::new(0);
        let world = World::answering(move |sent| {
            assert_eq!(sent.method, "GET", "nothing may be deleted");
            let next = cursors[count.get() % cursors.len()];
            count.set(count.get() + 1);
            assert!(count.get() < 100, "it goes round for ever");
            page(&["t"], Some(next)).into()
        });
        let error = delete(&world).unwrap_err();
        assert_eq!(error.code, ErrorCode::UnexpectedResponse);
    }
}

#[test]
fn where_nothing_is_left_behind_a_cascade_is_bad_input() {
    for backend in [Backend::Charm, Backend::Foundry, Backend::Eliza, Backend::Kortix] {
        let world = World::new();
        let client = world.client(backend);
        for error in [
            world.run(client.delete_agent(id_of(backend), options())).unwrap_err(),
            world.run(client.plan_deletion(id_of(backend), options())).unwrap_err(),
            client
                .delete_agents(
                    Ids::new(["a"]),
                    DeleteManyOptions { each: options(), ..DeleteManyOptions::default() },
                )
                .map(|bulk| {
                    world.spawn(bulk.drive().unwrap());
                    world.run(bulk.next()).unwrap().unwrap().result.unwrap_err()
                })
                .unwrap_or_else(|error| error),
        ] {
            assert_eq!(error.code, ErrorCode::InvalidInput, "{backend}");
        }
        assert!(world.sent().is_empty());
    }
}

#[test]
fn a_thread_that_names_another_agent_ends_it_before_anything_is_deleted() {
    let another = "00000000-0000-4000-8000-000000000001";
    let threads = format!(r#"{{"threads":[{{"id":"a","agent_id":"{another}"}}],"next_cursor":null}}"#);
    let world = World::with([json(200, &threads)]);
    let error = delete(&world).unwrap_err();
    assert_eq!((error.code, error.outcome_unknown), (ErrorCode::UnexpectedResponse, false));
    assert!(error.hint.as_deref().unwrap().contains("?agent_id="), "{:?}", error.hint);
    assert_eq!(world.sent().len(), 1);
}

#[test]
fn a_thread_whose_id_is_no_id_ends_it_before_anything_is_deleted() {
    for id in ["../agents/x", "a%2Fb", "a/b", ".", ""] {
        let world = World::with([page(&[id], None)]);
        assert_eq!(delete(&world).unwrap_err().code, ErrorCode::UnexpectedResponse, "{id:?}");
        assert_eq!(world.sent().len(), 1);
    }
}

#[test]
fn threads_that_name_this_agent_need_no_filter_to_be_believed() {
    let world = World::with([named(&["a"]), named(&["b"]), empty(204), empty(204), empty(204)]);
    assert_eq!(delete(&world).unwrap().outcome, Outcome::Deleted);
    assert!(world.lines().iter().all(|line| !line.contains("00000000")));
}

#[test]
fn where_the_filter_is_not_heeded_nothing_is_deleted() {
    let own = |field: &str| json(200, &format!(r#"{{"threads":[{{"id":"t"{field}}}],"next_cursor":null}}"#));
    for field in [r#","agent_id":"""#, r#","agent_id":null"#, ""] {
        for (first, list) in [(own(field), "false"), (named(&["a"]), "true"), (page(&[], None), "true")] {
            for answer in [
                own(field),
                page(&["another"], None),
                page(&[], Some("more")),
                named(&["a"]),
                json(200, "{}"),
                json(200, r#"{"threads":[],"next_cursor":7}"#),
                json(200, r#"{"threads":null}"#),
                json(404, r#"{"type":"about:blank","code":"agent_not_found","detail":"Agent not found"}"#),
                html(200),
                empty(200),
                empty(204),
                empty(302),
                empty(400),
                empty(500),
            ] {
                let second = if list == "true" { own(field) } else { page(&[], None) };
                let world = World::with([first.clone(), second, answer.clone()]);
                let error = delete(&world).unwrap_err();
                assert!(!error.outcome_unknown, "{answer:?}");
                assert!(world.lines().iter().all(|line| line.starts_with("GET ")), "{answer:?}");
                assert_eq!(world.lines()[2], control(list));
                assert_eq!((error.steps.len(), error.steps[2].purpose), (3, Purpose::List));
            }
        }
    }
}

#[test]
fn a_plan_finds_the_same_and_names_the_request() {
    let plan = |control: agent_delete::Reply| {
        let world = World::with([
            json(200, &agent_json(Backend::Langchain)),
            named(&["a"]),
            page(&["b"], None),
            control,
        ]);
        world.run(world.client(Backend::Langchain).plan_deletion(ID, options()))
    };
    let requests: Vec<_> =
        plan(page(&[], None)).unwrap().requests.iter().map(|r| format!("{} {}", r.method, r.path)).collect();
    assert_eq!(requests[0], control("true"));
    assert_eq!(requests.len(), 4);
    let error = plan(page(&["another"], None)).unwrap_err();
    assert_eq!(error.code, ErrorCode::UnexpectedResponse);
    assert!(error.hint.as_deref().unwrap().contains("proxy"));
}

#[test]
fn an_agent_named_by_something_other_than_a_text_is_another() {
    for named in ["7", "{}", "[]", "true", r#"["3f2504e0-4f89-41d3-9a0c-0305e82c3301"]"#] {
        let world = World::with([json(200, &format!(r#"{{"threads":[{{"id":"a","agent_id":{named}}}]}}"#))]);
        assert_eq!(delete(&world).unwrap_err().code, ErrorCode::UnexpectedResponse, "{named}");
        assert_eq!(world.sent().len(), 1);
    }
}
