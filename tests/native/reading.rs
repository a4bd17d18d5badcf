//! Reading one agent, listing all, stopping one.

use crate::support::*;
use agent_delete::{
    AgentStatus, Backend, CallOptions, CancelToken, Cause, ClientOptions, DeleteOptions, Error, ErrorCode,
    ListOptions, Purpose,
};
use std::cell::Cell;

const ID: &str = "3f2504e0-4f89-41d3-9a0c-0305e82c3301";

fn no_retries() -> CallOptions {
    CallOptions { max_retries: Some(0), ..CallOptions::default() }
}

// getAgent

#[test]
fn an_agent_is_read_from_each_platforms_own_shape() {
    let foundry = r#"{"object":"agent","id":"other","name":"support-bot","versions":{"latest":{"version":"2","status":"active","description":"helps","created_at":1709683200,"definition":{"kind":"prompt"}}}}"#;
    let eliza = format!(
        r#"{{"success":true,"data":{{"id":"{ID}","name":"Eliza","status":"active","bio":"a doctor","createdAt":1709683200000,"updatedAt":"2024-03-06T00:00:00Z","settings":{{}}}}}}"#
    );
    let kortix = format!(
        r#"{{"agent_id":"{ID}","name":"Bot","description":"d","is_default":true,"metadata":{{"is_suna_default":true}},"created_at":"2024-03-06T00:00:00Z"}}"#
    );
    let charm = r#"{"id":"agent_123","name":"Bot","is_active":false}"#;
    let langchain = format!(r#"{{"id":"{ID}","name":"Bot","description":null,"created_at":"2024"}}"#);
    let march = Some("2024-03-06T00:00:00.000Z");
    for (backend, body, name, status, default, protected, created) in [
        (Backend::Charm, charm, "Bot", Some(AgentStatus::Inactive), None, None, None),
        (Backend::Langchain, &langchain, "Bot", None, None, None, Some("2024")),
        (Backend::Foundry, foundry, "support-bot", Some(AgentStatus::Active), None, None, march),
        (
            Backend::Eliza,
            &eliza,
            "Eliza",
            Some(AgentStatus::Active),
            None,
            None,
            Some("2024-03-06T00:00:00.000Z"),
        ),
        (Backend::Kortix, &kortix, "Bot", None, Some(true), Some(true), Some("2024-03-06T00:00:00Z")),
    ] {
        let world = World::with([json(200, body)]);
        let agent = world.run(world.client(backend).get_agent(id_of(backend), no_retries())).unwrap();
        assert_eq!(agent.id, id_of(backend));
        assert_eq!(agent.name.as_deref(), Some(name));
        assert_eq!(
            (agent.status, agent.is_default, agent.is_protected),
            (status, default, protected),
            "{backend}"
        );
        assert_eq!(agent.created_at.as_deref(), created, "{backend}");
        let whole: serde_json::Value = serde_json::from_str(body).unwrap();
        let inner = whole.get("data").unwrap_or(&whole).clone();
        assert_eq!(js(&agent)["raw"]["name"], inner["name"]);
    }
}

#[test]
fn lists_plans_and_reads_have_the_platforms_dates() {
    let (seconds, millis, iso) = ("1709683200", "1709683200000", r#""2024-03-06T00:00:00+00:00""#);
    let march =
        |date: Option<&str>| matches!(date, Some("2024-03-06T00:00:00.000Z" | "2024-03-06T00:00:00+00:00"));
    for (backend, given) in [
        (Backend::Charm, format!(r#""created_at":{iso},"updated_at":{iso},"#)),
        (Backend::Langchain, format!(r#""created_at":{iso},"updated_at":{iso},"#)),
        (Backend::Foundry, format!(r#""versions":{{"latest":{{"version":"2","created_at":{seconds}}}}},"#)),
        (Backend::Eliza, format!(r#""createdAt":{millis},"updatedAt":{millis},"#)),
        (Backend::Eliza, format!(r#""createdAt":"{millis}","updatedAt":{iso},"#)),
        (Backend::Kortix, format!(r#""created_at":{iso},"updated_at":{iso},"#)),
    ] {
        let id = id_of(backend);
        let agent = match backend {
            Backend::Kortix => format!(r#"{{{given}"agent_id":"{id}","name":"Bot"}}"#),
            _ => format!(r#"{{{given}"id":"{id}","name":"{id}"}}"#),
        };
        let one = if backend == Backend::Eliza {
            format!(r#"{{"success":true,"data":{agent}}}"#)
        } else {
            agent.clone()
        };
        let listed = match backend {
            Backend::Charm => format!("[{agent}]"),
            Backend::Langchain => format!(r#"{{"items":[{agent}],"next_cursor":null}}"#),
            Backend::Foundry => format!(r#"{{"data":[{agent}],"has_more":false}}"#),
            Backend::Eliza => format!(r#"{{"success":true,"data":{{"agents":[{agent}]}}}}"#),
            _ => format!(r#"{{"agents":[{agent}],"pagination":{{"has_next":false}}}}"#),
        };
        let world = World::with([json(200, &one), json(200, &listed), json(200, &one)]);
        let client = world.client(backend);
        let read = world.run(client.get_agent(id, no_retries())).unwrap();
        let mut list = client.list_agents(ListOptions::default()).unwrap();
        let listed = world.run(list.next()).unwrap().unwrap();
        let plan = world.run(client.plan_deletion(id, once())).unwrap();
        for agent in [read, listed, plan.agent.unwrap()] {
            let dates = (agent.created_at.as_deref(), agent.updated_at.as_deref());
            assert!(march(dates.0) && march(dates.1), "{backend}: {dates:?}");
        }
    }
}

#[test]
fn a_missing_agent_is_not_found_and_not_asked_for_again() {
    for (backend, _) in BASES {
        let world = World::with([missing(backend)]);
        let error =
            world.run(world.client(backend).get_agent(id_of(backend), CallOptions::default())).unwrap_err();
        assert_eq!((error.code, error.steps.len()), (ErrorCode::NotFound, 1), "{backend}");
        assert_eq!(error.steps[0].purpose, Purpose::Get);
    }
    let gone = format!(r#"{{"detail":"Failed to fetch agent: Agent {ID} not found"}}"#);
    let world = World::with([json(500, &gone)]);
    let error = world.run(world.client(Backend::Kortix).get_agent(ID, CallOptions::default())).unwrap_err();
    assert_eq!((error.code, error.status, error.steps.len()), (ErrorCode::NotFound, Some(500), 1));
    // Another 500 is one, and is asked again.
    let world = World::answering(|_| json(500, r#"{"detail":"Failed to fetch agent: timeout"}"#).into());
    let error = world.run(world.client(Backend::Kortix).get_agent(ID, CallOptions::default())).unwrap_err();
    assert_eq!((error.code, error.outcome_unknown, error.steps.len()), (ErrorCode::BackendFailure, false, 3));
    assert!(error.retryable);
}

#[test]
fn only_an_answer_that_holds_this_agent_is_an_agent() {
    for (backend, _) in BASES {
        let other = agent_json_with(backend, other_id(backend), "");
        for reply in [
            json(200, &other),
            json(200, "[]"),
            json(200, "null"),
            json(200, "{}"),
            empty(200),
            empty(204),
            json(200, "{"),
        ] {
            let world = World::with([reply]);
            let error = world.run(world.client(backend).get_agent(id_of(backend), no_retries())).unwrap_err();
            assert_eq!(
                (error.code, error.outcome_unknown),
                (ErrorCode::UnexpectedResponse, false),
                "{backend}"
            );
        }
    }
}

// listAgents

/// Agents named `from..to`, in the platform's own page.
fn page(backend: Backend, ids: std::ops::Range<usize>, next: Option<&str>) -> agent_delete::Reply {
    let agents: Vec<String> = ids
        .map(|n| match backend {
            Backend::Foundry => format!(r#"{{"object":"agent","name":"a{n}"}}"#),
            Backend::Kortix => format!(r#"{{"agent_id":"a{n}","name":"Bot {n}"}}"#),
            _ => format!(r#"{{"id":"a{n}","name":"Bot {n}"}}"#),
        })
        .collect();
    let agents = agents.join(",");
    let text = next.unwrap_or_default();
    let more = next.is_some();
    let body = match backend {
        Backend::Charm => format!("[{agents}]"),
        Backend::Langchain if more => format!(r#"{{"items":[{agents}],"next_cursor":"{text}"}}"#),
        Backend::Langchain => format!(r#"{{"items":[{agents}],"next_cursor":null}}"#),
        Backend::Foundry => {
            format!(
                r#"{{"object":"list","data":[{agents}],"first_id":"x","last_id":"{text}","has_more":{more}}}"#
            )
        }
        Backend::Eliza => format!(r#"{{"success":true,"data":{{"agents":[{agents}]}}}}"#),
        _ => format!(
            r#"{{"agents":[{agents}],"pagination":{{"current_page":1,"total_items":0,"has_next":{more}}}}}"#
        ),
    };
    json(200, &body)
}

fn list_all(world: &World, backend: Backend, options: ListOptions) -> Result<Vec<String>, Error> {
    let mut list = world.client(backend).list_agents(options).unwrap();
    world.run(async {
        let mut ids = Vec::new();
        while let Some(agent) = list.next().await {
            ids.push(agent?.id);
        }
        assert!(list.next().await.is_none());
        Ok(ids)
    })
}

#[test]
fn every_page_is_followed_by_the_platforms_own_rule() {
    for (backend, replies, lines) in [
        (
            Backend::Charm,
            vec![
                page(Backend::Charm, 0..3, None),
                page(Backend::Charm, 3..6, None),
                page(Backend::Charm, 6..7, None),
            ],
            vec!["/v1/agents?limit=3&offset=0", "/v1/agents?limit=3&offset=3", "/v1/agents?limit=3&offset=6"],
        ),
        (
            Backend::Langchain,
            vec![
                page(Backend::Langchain, 0..3, Some("c/1")),
                page(Backend::Langchain, 3..6, Some("c2")),
                page(Backend::Langchain, 6..7, None),
            ],
            vec![
                "/v1/deepagents/agents?page_size=3",
                "/v1/deepagents/agents?page_size=3&cursor=c%2F1",
                "/v1/deepagents/agents?page_size=3&cursor=c2",
            ],
        ),
        (
            Backend::Foundry,
            vec![
                page(Backend::Foundry, 0..3, Some("x&y")),
                page(Backend::Foundry, 3..6, Some("z")),
                page(Backend::Foundry, 6..7, None),
            ],
            vec![
                "/api/projects/demo/agents?api-version=v1&limit=3",
                "/api/projects/demo/agents?api-version=v1&limit=3&after=x%26y",
                "/api/projects/demo/agents?api-version=v1&limit=3&after=z",
            ],
        ),
        (Backend::Eliza, vec![page(Backend::Eliza, 0..7, None)], vec!["/api/agents"]),
        (
            Backend::Kortix,
            vec![
                page(Backend::Kortix, 0..3, Some("y")),
                page(Backend::Kortix, 3..6, Some("y")),
                page(Backend::Kortix, 6..7, None),
            ],
            vec!["/v1/agents?page=1&limit=3", "/v1/agents?page=2&limit=3", "/v1/agents?page=3&limit=3"],
        ),
    ] {
        let world = World::with(replies);
        let options = ListOptions { page_size: Some(3), ..ListOptions::default() };
        assert_eq!(
            list_all(&world, backend, options).unwrap(),
            ["a0", "a1", "a2", "a3", "a4", "a5", "a6"],
            "{backend}"
        );
        assert_eq!(world.sent().iter().map(|sent| sent.path().to_owned()).collect::<Vec<_>>(), lines);
    }
}

#[test]
fn charm_asks_on_after_a_full_page_and_stops_at_an_empty_one() {
    let world = World::with([page(Backend::Charm, 0..20, None), page(Backend::Charm, 0..0, None)]);
    assert_eq!(list_all(&world, Backend::Charm, ListOptions::default()).unwrap().len(), 20);
    assert!(world.lines()[1].ends_with("limit=20&offset=20"));
}

#[test]
fn an_empty_page_in_the_middle_is_not_the_end() {
    for backend in [Backend::Langchain, Backend::Foundry, Backend::Kortix] {
        let world = World::with([
            page(backend, 0..1, Some("b")),
            page(backend, 0..0, Some("c")),
            page(backend, 1..2, None),
        ]);
        assert_eq!(list_all(&world, backend, ListOptions::default()).unwrap(), ["a0", "a1"], "{backend}");
    }
}

#[test]
fn a_page_is_fetched_only_when_it_is_reached() {
    for backend in [Backend::Langchain, Backend::Foundry] {
        let world = World::with([page(backend, 0..2, Some("b")), page(backend, 2..3, None)]);
        let mut list = world.client(backend).list_agents(ListOptions::default()).unwrap();
        assert!(world.sent().is_empty());
        world.run(async {
            list.next().await.unwrap().unwrap();
            list.next().await.unwrap().unwrap();
        });
        assert_eq!(world.sent().len(), 1);
        list.close();
        assert!(world.run(list.next()).is_none());
        assert_eq!((world.sent().len(), world.net.unused()), (1, 1));
    }
}

#[test]
fn a_list_whose_pages_are_counted_is_read_to_its_end_first() {
    for backend in [Backend::Charm, Backend::Kortix] {
        let world = World::with([page(backend, 0..2, Some("2")), page(backend, 2..3, None)]);
        let options = ListOptions { page_size: Some(2), ..ListOptions::default() };
        let mut list = world.client(backend).list_agents(options).unwrap();
        assert!(world.sent().is_empty());
        world.run(list.next()).unwrap().unwrap();
        assert_eq!(world.sent().len(), 2, "{backend}: who deletes meanwhile moves no page");
    }
}

#[test]
fn a_counted_list_ends_where_its_pages_bring_nothing_new() {
    for backend in [Backend::Charm, Backend::Kortix] {
        for kept in [0, 2] {
            let count = std::cell::Cell::new(0);
            let world = World::answering(move |_| {
                count.set(count.get() + 1);
                assert!(count.get() < 20, "it goes on for ever");
                let agents = if count.get() == 1 { 0..2 } else { 0..kept };
                // charm tells the end by a page that is not full.
                page(backend, agents, Some("more")).into()
            });
            let options = ListOptions { page_size: Some(2), ..ListOptions::default() };
            assert_eq!(list_all(&world, backend, options).unwrap(), ["a0", "a1"], "{backend}");
        }
    }
}

#[test]
fn ever_new_cursors_do_not_lead_on_for_ever() {
    for backend in [Backend::Langchain, Backend::Foundry] {
        // Pages that are empty, and pages that were there before.
        for kept in [0, 2] {
            let count = Cell::new(0);
            let world = World::answering(move |_| {
                count.set(count.get() + 1);
                assert!(count.get() < 200, "it goes on for ever");
                let agents = if count.get() == 1 { 0..2 } else { 0..kept };
                page(backend, agents, Some(&format!("c{}", count.get()))).into()
            });
            let listed = list_all(&world, backend, ListOptions::default()).unwrap();
            assert_eq!(listed, ["a0", "a1"], "{backend}");
        }
    }
}

#[test]
fn as_many_empty_pages_as_an_honest_server_sends_are_not_the_end() {
    for backend in [Backend::Langchain, Backend::Foundry] {
        let pages = (0..60).map(|n| page(backend, 0..usize::from(n == 0), Some(&format!("c{n}"))));
        let world = World::with(pages.chain([page(backend, 1..2, None)]));
        assert_eq!(list_all(&world, backend, ListOptions::default()).unwrap(), ["a0", "a1"], "{backend}");
    }
}

#[test]
fn pages_on_which_nothing_is_found_are_not_pages_that_bring_nothing() {
    let world =
        World::with((0..20).map(|n| page(Backend::Charm, n * 2..n * 2 + 2, None)).chain([json(200, "[]")]));
    let search = Some("Bot 39".to_owned());
    let options = ListOptions { page_size: Some(2), search, ..ListOptions::default() };
    assert_eq!(list_all(&world, Backend::Charm, options).unwrap(), ["a39"]);
}

#[test]
fn an_abort_between_pages_ends_the_list() {
    let world = World::with([page(Backend::Langchain, 0..2, Some("b"))]);
    let token = CancelToken::new();
    let call = CallOptions { cancel: Some(token.clone()), ..CallOptions::default() };
    let mut list =
        world.client(Backend::Langchain).list_agents(ListOptions { call, ..ListOptions::default() }).unwrap();
    world.run(async {
        list.next().await.unwrap().unwrap();
        token.cancel(Cause::new("enough"));
        list.next().await.unwrap().unwrap();
        let error = list.next().await.unwrap().unwrap_err();
        assert_eq!((error.code, error.outcome_unknown), (ErrorCode::Aborted, false));
        assert!(list.next().await.is_none());
    });
    assert_eq!(world.sent().len(), 1);
}

#[test]
fn a_list_that_turns_in_a_circle_ends_in_an_error() {
    for backend in [Backend::Langchain, Backend::Foundry] {
        // How many pages it takes to notice: it keeps the first cursor, then the third, then the seventh.
        for (cursors, pages) in [(vec!["a"], 2), (vec!["a", "b"], 3), (vec!["a", "b", "c", "d"], 7)] {
            let count = Cell::new(0);
            let world = World::answering(move |_| {
                let next = cursors[count.get() % cursors.len()];
                count.set(count.get() + 1);
                assert!(count.get() < 50, "it goes round for ever");
                page(backend, 0..1, Some(next)).into()
            });
            let error = list_all(&world, backend, ListOptions::default()).unwrap_err();
            assert_eq!(error.code, ErrorCode::UnexpectedResponse, "{backend}");
            assert_eq!(world.sent().len(), pages, "{backend}");
        }
    }
}

#[test]
fn a_page_that_is_none_is_an_error_and_the_last_thing() {
    for (backend, _) in BASES {
        for (reply, code) in [
            (html(200), ErrorCode::WrongEndpoint),
            (empty(401), ErrorCode::Unauthenticated),
            (empty(404), ErrorCode::WrongEndpoint),
            (empty(429), ErrorCode::RateLimited),
            (empty(200), ErrorCode::UnexpectedResponse),
            (json(200, "{}"), ErrorCode::UnexpectedResponse),
            (json(200, r#"{"agents":[{}],"items":[{}],"data":[{}]}"#), ErrorCode::UnexpectedResponse),
            (json(200, "[{}]"), ErrorCode::UnexpectedResponse),
        ] {
            let world = World::with([reply]);
            let mut list = world
                .client(backend)
                .list_agents(ListOptions { call: no_retries(), ..ListOptions::default() })
                .unwrap();
            world.run(async {
                let error = list.next().await.unwrap().unwrap_err();
                assert_eq!(
                    (error.code, error.outcome_unknown, error.agent_id.clone()),
                    (code, false, None),
                    "{backend}"
                );
                assert!(list.next().await.is_none());
            });
        }
    }
}

#[test]
fn a_page_that_does_not_say_where_the_next_one_is_is_not_the_last() {
    for (backend, body) in [
        (Backend::Foundry, r#"{"data":[],"has_more":true}"#),
        (Backend::Langchain, r#"{"items":[],"next_cursor":7}"#),
        (Backend::Kortix, r#"{"agents":[]}"#),
        (Backend::Kortix, r#"{"agents":[],"pagination":{"has_next":"yes"}}"#),
    ] {
        let world = World::with([json(200, body)]);
        let error = list_all(&world, backend, ListOptions::default()).unwrap_err();
        assert_eq!(error.code, ErrorCode::UnexpectedResponse, "{backend}");
    }
}

#[test]
fn a_page_is_tried_again_like_any_request() {
    let world = World::with([empty(503).into(), reset(), page(Backend::Eliza, 0..2, None).into()]);
    assert_eq!(list_all(&world, Backend::Eliza, ListOptions::default()).unwrap().len(), 2);
    assert_eq!(world.times(), [0.0, 500.0, 1500.0]);
}

#[test]
fn eliza_v2_lists_without_an_envelope() {
    let world = World::with([json(200, r#"{"agents":[{"id":"a0","name":"x"}]}"#)]);
    assert_eq!(list_all(&world, Backend::Eliza, ListOptions::default()).unwrap(), ["a0"]);
}

#[test]
fn a_search_finds_names_whoever_searches() {
    for (backend, _) in BASES {
        let body = match backend {
            Backend::Charm => {
                r#"[{"id":"1","name":"Alpha"},{"id":"2","name":"beta ALPHA"},{"id":"3","name":"gamma"},{"id":"4"}]"#
            }
            Backend::Foundry => {
                r#"{"data":[{"name":"Alpha"},{"name":"beta-ALPHA"},{"name":"gamma"}],"has_more":false}"#
            }
            Backend::Eliza => {
                r#"{"data":{"agents":[{"id":"1","name":"Alpha"},{"id":"2","name":"beta ALPHA"},{"id":"3","name":"gamma"}]}}"#
            }
            Backend::Langchain => {
                r#"{"items":[{"id":"1","name":"Alpha"},{"id":"2","name":"beta ALPHA"},{"id":"3","name":"not asked for"}]}"#
            }
            _ => {
                r#"{"agents":[{"agent_id":"1","name":"Alpha"},{"agent_id":"2","name":"beta ALPHA"},{"agent_id":"3"}],"pagination":{"has_next":false}}"#
            }
        };
        let world = World::with([json(200, body)]);
        let options = ListOptions { search: Some("alPHA &x".to_owned()), ..ListOptions::default() };
        let wanted = list_all(&world, backend, options).unwrap();
        let sent = world.lines()[0].contains("alPHA%20%26x");
        assert_eq!(sent, matches!(backend, Backend::Langchain | Backend::Kortix), "{backend}");
        assert!(wanted.is_empty(), "{backend}: a server that does not heed the question");
        let world = World::with([json(200, body)]);
        let options = ListOptions { search: Some("alPHA".to_owned()), ..ListOptions::default() };
        assert_eq!(list_all(&world, backend, options).unwrap().len(), 2, "{backend}");
    }
}

// stopAgent

#[test]
fn stopping_is_each_platforms_own_request() {
    for (backend, line) in [
        (Backend::Charm, "POST /v1/daemon/agent_123/stop"),
        (Backend::Foundry, "POST /api/projects/demo/agents/support-bot:disable?api-version=v1"),
        (Backend::Eliza, "POST /api/agents/3f2504e0-4f89-41d3-9a0c-0305e82c3301/stop"),
    ] {
        assert!(backend.capabilities().stop);
        let world =
            World::with([json(200, r#"{"success":true,"data":{"message":"Agent stopped"}}"#), empty(204)]);
        let client = world.client(backend);
        world.run(client.stop_agent(id_of(backend), no_retries())).unwrap();
        world.run(client.stop_agent(id_of(backend), no_retries())).unwrap();
        assert_eq!(world.lines(), [line, line]);
    }
}

#[test]
fn what_a_platform_lacks_is_bad_input_that_says_so() {
    for backend in [Backend::Langchain, Backend::Kortix] {
        assert!(!backend.capabilities().stop);
        let world = World::new();
        let error = world.run(world.client(backend).stop_agent(id_of(backend), no_retries())).unwrap_err();
        assert_eq!(error.code, ErrorCode::InvalidInput);
        assert!(error.message.contains("capabilities.stop"), "{}", error.message);
        assert!(world.sent().is_empty());
    }
}

#[test]
fn elizas_stop_of_a_stopped_agent_is_told_apart_from_a_missing_one() {
    let agent = |status: &str| {
        json(200, &format!(r#"{{"success":true,"data":{{"id":"{ID}","status":"{status}"}}}}"#))
    };
    let stop = |second: agent_delete::Reply| {
        let world = World::with([missing(Backend::Eliza), second]);
        let ended = world.run(world.client(Backend::Eliza).stop_agent(ID, no_retries()));
        assert_eq!(world.lines(), [format!("POST /api/agents/{ID}/stop"), format!("GET /api/agents/{ID}")]);
        ended
    };
    stop(agent("inactive")).unwrap();
    let error = stop(agent("active")).unwrap_err();
    assert_eq!(error.code, ErrorCode::Conflict);
    let error = stop(missing(Backend::Eliza)).unwrap_err();
    assert_eq!((error.code, error.outcome_unknown, error.steps.len()), (ErrorCode::NotFound, false, 2));
    let error = stop(empty(500)).unwrap_err();
    assert_eq!(error.code, ErrorCode::BackendFailure);
}

#[test]
fn a_stop_that_may_have_happened_says_so() {
    for (act, code, unknown) in [
        (Act::from(empty(500)), ErrorCode::BackendFailure, true),
        (reset(), ErrorCode::Network, true),
        (Act::Hang, ErrorCode::Timeout, true),
        (empty(403).into(), ErrorCode::Forbidden, false),
        (html(200).into(), ErrorCode::WrongEndpoint, true),
        (html(404).into(), ErrorCode::WrongEndpoint, true),
        (empty(302).into(), ErrorCode::WrongEndpoint, true),
        (empty(308).into(), ErrorCode::WrongEndpoint, false),
        (json(200, r#"{"success":false,"error":"busy"}"#).into(), ErrorCode::Refused, false),
    ] {
        for backend in [Backend::Charm, Backend::Foundry, Backend::Eliza] {
            let world = World::with([act.clone()]);
            let error =
                world.run(world.client(backend).stop_agent(id_of(backend), no_retries())).unwrap_err();
            assert_eq!((error.code, error.outcome_unknown), (code, unknown), "{backend}");
        }
    }
}

#[test]
fn capabilities_are_those_of_the_contracts() {
    for (backend, force, stop, export, cascade) in [
        (Backend::Charm, "none", true, false, 0),
        (Backend::Langchain, "none", false, true, 1),
        (Backend::Foundry, "server", true, false, 0),
        (Backend::Eliza, "client", true, false, 0),
        (Backend::Kortix, "client", false, true, 0),
    ] {
        let shown = js(backend.capabilities());
        assert_eq!(
            (&shown["force"], &shown["stop"], &shown["export"]),
            (&force.into(), &stop.into(), &export.into())
        );
        assert_eq!(
            (&shown["list"], shown["cascade"].as_array().unwrap().len()),
            (&true.into(), cascade),
            "{backend}"
        );
        assert_eq!(Backend::from_name(backend.name()), Some(backend));
    }
    assert_eq!(Backend::from_name("Charm"), None);
    for further in Further::all() {
        let (shown, wanted) = (js(further.backend.capabilities()), &further.data["capabilities"]);
        for (name, wanted) in wanted.as_object().unwrap() {
            assert_eq!(&shown[name.as_str()], wanted, "{} {name}", further.backend);
        }
    }
    for further in FURTHER.iter() {
        assert_eq!(Backend::from_name(further.backend.name()), Some(further.backend));
    }
}

#[test]
fn what_a_person_must_know_is_that_of_the_contracts() {
    let names: Vec<_> = Backend::ALL.iter().flat_map(|backend| backend.info().aliases).collect();
    let distinct: std::collections::HashSet<_> = names.iter().collect();
    assert_eq!(names.len(), distinct.len());
    assert!(names.iter().all(|alias| Backend::from_name(alias).is_none()));
    for backend in Backend::ALL {
        let shown = js(&backend.info());
        assert_eq!(shown["name"], backend.name());
        assert_eq!(shown["capabilities"], js(backend.capabilities()));
        let further = FURTHER.iter().find(|further| further.backend == *backend);
        let has_default = further
            .map_or(*backend == Backend::Langchain, |further| further.data["hasDefaultBaseUrl"] == true);
        assert_eq!(!shown["defaultBaseUrl"].is_null(), has_default, "{backend}");
        // An error of each says the very same.
        let world = World::new();
        let base_url = Some("runner.test".to_owned());
        let error =
            world.try_client_with(ClientOptions { base_url, ..ClientOptions::new(*backend) }).unwrap_err();
        let (title, example) = (backend.info().title, backend.info().base_url_example);
        assert!(
            error.message.ends_with(&format!("; {title} has one like \"{example}\"")),
            "{}",
            error.message
        );
    }
}

#[test]
fn a_failure_that_a_person_can_mend_has_a_hint() {
    let said = |backend, reply| {
        let world = World::with([reply]);
        let options = DeleteOptions { force: backend == Backend::Eliza, ..once() };
        world.run(world.client(backend).delete_agent(id_of(backend), options)).unwrap_err()
    };
    for (backend, _) in BASES {
        let error = said(backend, empty(401));
        assert!(error.code == ErrorCode::Unauthenticated && error.hint.is_some(), "{backend}");
        if backend != Backend::Langchain {
            let error = said(backend, missing(backend));
            assert!(error.code == ErrorCode::NotFound && error.hint.is_some(), "{backend}");
        }
    }
    let hint = said(Backend::Charm, missing(Backend::Charm)).hint.clone().unwrap();
    assert!(hint.contains("listAgents") && hint.contains("ifMissing"), "{hint}");
    let hint = said(Backend::Langchain, json(401, r#"{"error":"Unauthorized"}"#)).hint.clone().unwrap();
    assert!(hint.contains("LangSmith API key") && hint.contains("X-Tenant-Id"), "{hint}");
    let world =
        World::with([json(200, &format!(r#"{{"agent_id":"{ID}","metadata":{{"is_suna_default":true}}}}"#))]);
    let options = DeleteOptions { force: true, ..once() };
    let error =
        world.run(world.client(Backend::Kortix).delete_agent(id_of(Backend::Kortix), options)).unwrap_err();
    assert_eq!(error.code, ErrorCode::Protected);
    assert!(error.hint.as_deref().unwrap().contains("no option"), "{:?}", error.hint);
}

#[test]
fn what_a_refusal_is_about_decides_its_hint() {
    let answer = |status, message: &str| {
        json(status, &format!(r#"{{"error":{{"code":"{status}","message":"{message}"}}}}"#))
    };
    for (status, message, says, says_not) in [
        (403, "Public access is disabled. Please configure private endpoint.", "network rules", "role"),
        (403, "Access denied due to Virtual Network/Firewall rules.", "network rules", "role"),
        (403, "Out of call volume quota. Quota will be replenished in 02:03:04.", "quota", "role"),
        (403, "Principal does not have access to API/Operation.", "role", "network"),
        (401, "Access denied due to invalid subscription key or wrong API endpoint.", "baseUrl", "scope"),
        (401, "Token expired.", "scope", "baseUrl"),
    ] {
        let world = World::with([answer(status, message)]);
        let client = world.client(Backend::Foundry);
        let error = world.run(client.delete_agent(id_of(Backend::Foundry), once())).unwrap_err();
        let hint = error.hint.as_deref().unwrap();
        assert!(hint.contains(says) && !hint.contains(says_not), "{message}: {hint}");
    }
}

#[test]
fn what_is_no_text_is_not_repeated() {
    for bytes in [&[0x1f, 0x8b, 8, 0, 0, 0][..], &[0xff, 0xfe, b'{', 0], b"a\x00b", b"a\x1b[2J"] {
        let reply = agent_delete::Reply { body: agent_delete::Body::Bytes(bytes.to_vec()), ..empty(502) };
        let world = World::with([reply]);
        let error = world.run(world.client(Backend::Foundry).delete_agent("a", once())).unwrap_err();
        assert_eq!((error.code, error.backend_message.as_deref()), (ErrorCode::BackendFailure, None));
        assert!(
            !error.message.chars().any(|char| char.is_control() || char == '\u{fffd}'),
            "{:?}",
            error.message
        );
    }
}
