//! What `force` means on each platform, and that nothing is forced without it.

use crate::support::*;
use agent_delete::{
    Auth, Backend, CancelToken, Cause, ClientOptions, DeleteOptions, Deletion, Error, ErrorCode, Force,
    IfMissing, OnStep, Outcome, Purpose, Secret, Step,
};
use std::cell::Cell;
use std::rc::Rc;

const ID: &str = "3f2504e0-4f89-41d3-9a0c-0305e82c3301";
const RUNNING: &str = r#"{"success":false,"error":"Cannot delete a running agent. Stop the agent first."}"#;

fn purposes(steps: &[Step]) -> Vec<Purpose> {
    steps.iter().map(|step| step.purpose).collect()
}

fn delete(world: &World, backend: Backend, options: DeleteOptions) -> Result<Deletion, Error> {
    world.run(world.client(backend).delete_agent(id_of(backend), options))
}

fn forced_once() -> DeleteOptions {
    DeleteOptions { force: true, ..once() }
}

// charm and langchain: there is nothing to force.

#[test]
fn where_there_is_nothing_to_force_the_result_says_so() {
    for backend in [Backend::Charm, Backend::Langchain] {
        let world = World::with([empty(204), empty(204)]);
        assert_eq!(delete(&world, backend, forced()).unwrap().force, Force::NotApplicable);
        assert_eq!(delete(&world, backend, once()).unwrap().force, Force::NotRequested);
        let lines = world.lines();
        assert_eq!(lines[0], lines[1]);
        assert!(!lines[0].contains("force"));
    }
}

#[test]
fn where_nothing_was_deleted_nothing_was_forced() {
    for backend in [Backend::Foundry, Backend::Eliza, Backend::Kortix] {
        let world = World::answering(move |_| missing(backend).into());
        let options = DeleteOptions {
            backup: agent_delete::BackupWish::Keep,
            if_missing: agent_delete::IfMissing::Ignore,
            ..forced_once()
        };
        let deletion = delete(&world, backend, options).unwrap();
        assert_eq!((deletion.outcome, deletion.force), (Outcome::Absent, Force::NotApplicable), "{backend}");
        assert!(world.lines().iter().all(|line| line.starts_with("GET ")), "{:?}", world.lines());
    }
}

// foundry: the platform does it.

#[test]
fn foundry_is_told_to_force_only_when_asked() {
    let world = World::with([empty(204), empty(204)]);
    assert_eq!(delete(&world, Backend::Foundry, once()).unwrap().force, Force::NotRequested);
    assert_eq!(delete(&world, Backend::Foundry, forced()).unwrap().force, Force::Applied);
    assert_eq!(
        world.lines(),
        [
            "DELETE /api/projects/demo/agents/support-bot?api-version=v1",
            "DELETE /api/projects/demo/agents/support-bot?api-version=v1&force=true",
        ]
    );
}

const BUSY: &str = r#"{"error":{"code":"active_sessions","message":"Agent has active sessions."}}"#;

#[test]
fn foundry_advises_force_only_where_sessions_are_in_use() {
    let every = r#"{"status":"expired"},{"status":"active"},{"status":"idle"},{"status":"creating"},{"status":"updating"},{"status":"failed"},{"status":"deleting"},{"status":"deleted"}"#;
    for (end, words) in [
        (r#""has_more":false"#, "4 session"),
        // A hint is worth one page, whatever is behind it.
        (r#""has_more":true,"last_id":"s/2""#, "At least 4 session"),
    ] {
        let sessions = format!(r#"{{"data":[{every}],{end}}}"#);
        let world = World::with([json(409, BUSY), json(200, &sessions)]);
        let error = delete(&world, Backend::Foundry, once()).unwrap_err();
        assert_eq!((error.code, error.outcome_unknown), (ErrorCode::Conflict, false));
        let hint = error.hint.as_deref().unwrap();
        assert!(hint.starts_with(words) && hint.contains("force: true"), "{hint}");
        assert_eq!(purposes(&error.steps), [Purpose::Delete, Purpose::List]);
        let list = "GET /api/projects/demo/agents/support-bot/endpoint/sessions?api-version=v1";
        assert_eq!(world.lines()[1..], [list]);
        assert_eq!(error.backend_code.as_deref(), Some("active_sessions"));
    }
}

#[test]
fn foundry_does_not_advise_force_where_no_session_is_found_or_none_can_be_listed() {
    for listed in [
        json(200, r#"{"data":[],"has_more":false}"#),
        json(200, r#"{"data":[{"status":"expired"}],"has_more":false}"#),
        json(404, r#"{"error":{"code":"not_found","message":"no sessions here"}}"#),
        json(200, r#"{"items":[]}"#),
        empty(500),
        html(200),
    ] {
        let world = World::with([json(409, BUSY), listed]);
        let error = delete(&world, Backend::Foundry, once()).unwrap_err();
        assert_eq!(error.code, ErrorCode::Conflict);
        assert!(!error.hint.as_deref().unwrap_or_default().contains("force"), "{:?}", error.hint);
        assert_eq!(error.backend_message.as_deref(), Some("Agent has active sessions."));
        assert_eq!(error.steps.len(), 2);
    }
}

#[test]
fn foundry_with_force_does_not_ask_about_sessions() {
    let world = World::with([json(409, BUSY)]);
    let error = delete(&world, Backend::Foundry, forced_once()).unwrap_err();
    assert_eq!((error.code, world.sent().len()), (ErrorCode::Conflict, 1));
}

// eliza: protected here.

fn eliza(status: &str) -> String {
    format!(r#"{{"success":true,"data":{{"id":"{ID}","name":"Bot","status":{status},"settings":{{}}}}}}"#)
}

#[test]
fn eliza_without_force_protects_a_running_agent() {
    let world = World::with([json(200, &eliza(r#""active""#))]);
    let error = delete(&world, Backend::Eliza, once()).unwrap_err();
    assert_eq!((error.code, error.outcome_unknown), (ErrorCode::Conflict, false));
    assert!(error.hint.as_deref().unwrap().contains("force"));
    assert!(
        error.message.contains("elizaOS") && error.message.contains(ID) && error.message.contains("running")
    );
    assert_eq!(world.lines(), [format!("GET /api/agents/{ID}")]);
    assert_eq!(purposes(&error.steps), [Purpose::Get]);
}

#[test]
fn eliza_without_force_deletes_an_agent_that_does_not_run() {
    let world = World::with([json(200, &eliza(r#""inactive""#)), empty(204)]);
    let deletion = delete(&world, Backend::Eliza, once()).unwrap();
    assert_eq!((deletion.outcome, deletion.force), (Outcome::Deleted, Force::NotRequested));
    assert_eq!(purposes(&deletion.steps), [Purpose::Get, Purpose::Delete]);
}

#[test]
fn eliza_without_force_protects_an_agent_that_is_not_said_to_be_stopped() {
    for status in [r#""active""#, "null", r#""ACTIVE""#, "true", r#""starting""#] {
        let world = World::with([json(200, &eliza(status))]);
        assert_eq!(delete(&world, Backend::Eliza, once()).unwrap_err().code, ErrorCode::Conflict, "{status}");
        assert_eq!(world.sent().len(), 1);
    }
}

#[test]
fn eliza_without_force_deletes_nothing_that_it_could_not_read() {
    let other = eliza(r#""inactive""#).replace(ID, other_id(Backend::Eliza));
    for (read, code) in [
        (json(401, r#"{"error":"API key required"}"#), ErrorCode::Unauthenticated),
        (empty(403), ErrorCode::Forbidden),
        (
            json(404, r#"{"success":false,"error":{"code":"NOT_FOUND","message":"Agent not found"}}"#),
            ErrorCode::NotFound,
        ),
        (empty(404), ErrorCode::WrongEndpoint),
        (empty(500), ErrorCode::BackendFailure),
        (html(200), ErrorCode::WrongEndpoint),
        (empty(200), ErrorCode::UnexpectedResponse),
        (empty(204), ErrorCode::UnexpectedResponse),
        (json(200, "{}"), ErrorCode::UnexpectedResponse),
        (json(200, r#"{"success":false,"error":"no"}"#), ErrorCode::Refused),
        (json(200, &other), ErrorCode::UnexpectedResponse),
        (too_long(200), ErrorCode::UnexpectedResponse),
    ] {
        let world = World::with([read]);
        let error = delete(&world, Backend::Eliza, once()).unwrap_err();
        assert_eq!((error.code, error.outcome_unknown), (code, false));
        assert_eq!(world.sent().len(), 1);
    }
    let missing = || json(404, r#"{"success":false,"error":"Agent not found"}"#);
    let world = World::with([missing()]);
    let deletion =
        delete(&world, Backend::Eliza, DeleteOptions { if_missing: IfMissing::Ignore, ..once() }).unwrap();
    assert_eq!((deletion.outcome, deletion.existed), (Outcome::Absent, Some(false)));
    assert_eq!(purposes(&deletion.steps), [Purpose::Get]);
}

#[test]
fn eliza_with_force_deletes_at_once() {
    let world = World::with([empty(204)]);
    let deletion = delete(&world, Backend::Eliza, forced()).unwrap();
    assert_eq!((deletion.force, deletion.existed), (Force::Applied, Some(true)));
    assert_eq!(purposes(&deletion.steps), [Purpose::Delete]);
}

#[test]
fn eliza_with_force_stops_an_agent_that_is_in_the_way_and_deletes_again() {
    for stopped in [
        json(200, r#"{"success":true,"data":{"message":"Agent stopped"}}"#),
        empty(204),
        json(404, r#"{"success":false,"error":{"code":"NOT_FOUND","message":"Agent not found"}}"#),
    ] {
        let world = World::with([json(409, RUNNING), stopped, empty(204)]);
        let deletion = delete(&world, Backend::Eliza, forced()).unwrap();
        assert_eq!((deletion.outcome, deletion.force), (Outcome::Deleted, Force::Applied));
        assert_eq!(purposes(&deletion.steps), [Purpose::Delete, Purpose::Stop, Purpose::Delete]);
        assert_eq!(
            world.lines(),
            [
                format!("DELETE /api/agents/{ID}"),
                format!("POST /api/agents/{ID}/stop"),
                format!("DELETE /api/agents/{ID}"),
            ]
        );
    }
}

#[test]
fn eliza_stops_once_only() {
    let world = World::with([json(409, RUNNING), empty(200), json(409, RUNNING)]);
    let error = delete(&world, Backend::Eliza, forced()).unwrap_err();
    assert_eq!((error.code, error.outcome_unknown, error.steps.len()), (ErrorCode::Conflict, false, 3));
}

#[test]
fn eliza_deletes_nothing_when_the_stop_fails() {
    for stop in [
        Act::from(empty(500)),
        empty(401).into(),
        empty(404).into(),
        html(200).into(),
        json(200, r#"{"success":false}"#).into(),
        reset(),
        Act::Hang,
        Act::NotAResponse,
    ] {
        let world = World::with([json(409, RUNNING).into(), stop]);
        let error = delete(&world, Backend::Eliza, forced_once()).unwrap_err();
        assert_eq!((error.code, error.outcome_unknown), (ErrorCode::Conflict, false));
        assert_eq!(
            error.backend_message.as_deref(),
            Some("Cannot delete a running agent. Stop the agent first.")
        );
        assert_eq!(purposes(&error.steps), [Purpose::Delete, Purpose::Stop]);
    }
}

#[test]
fn eliza_does_not_stop_an_agent_for_another_conflict() {
    for body in [
        r#"{"success":false,"error":{"code":"DELETE_ERROR","message":"Cannot delete agent because it has active references in the system"}}"#,
        r#"{"success":false,"error":{"code":"X","message":"a running agent"}}"#,
        "",
    ] {
        let world = World::with([json(409, body)]);
        assert_eq!(delete(&world, Backend::Eliza, forced_once()).unwrap_err().code, ErrorCode::Conflict);
        assert_eq!(world.sent().len(), 1, "{body}");
    }
    // Without force the documented 409 is only told.
    let world = World::with([json(200, &eliza(r#""inactive""#)), json(409, RUNNING)]);
    let error = delete(&world, Backend::Eliza, once()).unwrap_err();
    assert!(error.hint.as_deref().unwrap().contains("force: true"));
    assert_eq!(world.sent().len(), 2);
}

#[test]
fn eliza_stop_aborted_leaves_the_agent() {
    let world = World::with([json(409, RUNNING).into(), Act::Hang]);
    let token = CancelToken::new();
    let switch = token.clone();
    world.clock().at(5, move || switch.cancel(Cause::new("enough")));
    let options = DeleteOptions { force: true, ..cancelled_by(&token) };
    let error = delete(&world, Backend::Eliza, options).unwrap_err();
    assert_eq!((error.code, error.outcome_unknown), (ErrorCode::Aborted, false));
    assert_eq!(world.sent().len(), 2);
}

// kortix: the default agent is made an ordinary one first, and the default again when the deletion fails.

fn kortix(default: bool) -> String {
    agent_json_with(Backend::Kortix, ID, &format!(r#""is_default":{default},"#))
}

fn deleted() -> agent_delete::Reply {
    json(200, r#"{"message":"Worker deleted successfully"}"#)
}

const GET: Purpose = Purpose::Get;
const UNSET: Purpose = Purpose::UnsetDefault;
const DELETE: Purpose = Purpose::Delete;
const RESTORE: Purpose = Purpose::RestoreDefault;

#[test]
fn kortix_without_force_asks_nothing_first() {
    let world = World::with([deleted()]);
    assert_eq!(delete(&world, Backend::Kortix, once()).unwrap().force, Force::NotRequested);
    let world = World::with([json(400, r#"{"detail":"Cannot delete default agent"}"#)]);
    let error = delete(&world, Backend::Kortix, once()).unwrap_err();
    assert!(error.code == ErrorCode::Protected && error.hint.as_deref().unwrap().contains("force: true"));
    let world = World::with([json(400, r#"{"detail":"Cannot delete Suna default agent"}"#)]);
    let error = delete(&world, Backend::Kortix, once()).unwrap_err();
    assert!(error.code == ErrorCode::Protected && !error.hint.as_deref().unwrap().contains("force"));
}

#[test]
fn kortix_with_force_deletes_an_ordinary_agent_as_it_is() {
    let world = World::with([json(200, &kortix(false)), deleted()]);
    let deletion = delete(&world, Backend::Kortix, forced()).unwrap();
    assert_eq!(deletion.force, Force::NotApplicable);
    assert_eq!(purposes(&deletion.steps), [GET, DELETE]);
}

#[test]
fn kortix_with_force_unsets_a_default_agent_first() {
    let world = World::with([json(200, &kortix(true)), json(200, &kortix(false)), deleted()]);
    let deletion = delete(&world, Backend::Kortix, forced()).unwrap();
    assert_eq!((deletion.outcome, deletion.force), (Outcome::Deleted, Force::Applied));
    assert_eq!(purposes(&deletion.steps), [GET, UNSET, DELETE]);
    let sent = world.sent();
    assert_eq!(sent[1].line(), format!("PUT /v1/agents/{ID}"));
    assert_eq!(sent[1].body.as_deref(), Some(r#"{"is_default":false}"#));
    assert_eq!(sent[1].header("content-type"), Some("application/json"));
    assert_eq!((&sent[0].body, &sent[2].body), (&None, &None));
}

#[test]
fn kortix_never_deletes_a_system_agent() {
    for force in [false, true] {
        let agent = r#"{"agent_id":"3f2504e0-4f89-41d3-9a0c-0305e82c3301","is_default":true,"metadata":{"is_suna_default":true}}"#;
        let world = World::with([json(200, agent)]);
        let confirm = if force { None } else { confirm(|_| panic!("asked")) };
        let error = delete(&world, Backend::Kortix, DeleteOptions { force, confirm, ..once() }).unwrap_err();
        assert_eq!(error.code, ErrorCode::Protected);
        assert_eq!(world.sent().len(), 1);
    }
}

#[test]
fn kortix_missing_agent_is_found_missing_at_the_first_look() {
    let gone = format!(r#"{{"detail":"Failed to fetch agent: Agent {ID} not found"}}"#);
    let world = World::with([json(500, &gone)]);
    let error = delete(&world, Backend::Kortix, forced()).unwrap_err();
    assert_eq!((error.code, world.sent().len()), (ErrorCode::NotFound, 1), "a retry would be wasted");
    let world = World::with([json(500, &gone)]);
    let options = DeleteOptions { if_missing: IfMissing::Ignore, ..forced() };
    let deletion = delete(&world, Backend::Kortix, options).unwrap();
    assert_eq!((deletion.outcome, deletion.existed), (Outcome::Absent, None));
}

#[test]
fn kortix_default_agent_is_set_back_when_the_deletion_fails() {
    for (end, code, unknown) in [
        (Act::from(json(403, r#"{"detail":"Access denied"}"#)), ErrorCode::Forbidden, false),
        (json(404, r#"{"detail":"Worker not found"}"#).into(), ErrorCode::NotFound, false),
        (json(404, r#"{"detail":"Not Found"}"#).into(), ErrorCode::WrongEndpoint, false),
        (json(400, r#"{"detail":"Cannot delete default agent"}"#).into(), ErrorCode::Protected, false),
        (empty(401).into(), ErrorCode::Unauthenticated, false),
        (empty(429).into(), ErrorCode::RateLimited, false),
        (empty(500).into(), ErrorCode::BackendFailure, true),
        (empty(200).into(), ErrorCode::UnexpectedResponse, true),
        (html(200).into(), ErrorCode::WrongEndpoint, true),
        (html(404).into(), ErrorCode::WrongEndpoint, true),
        (empty(302).into(), ErrorCode::WrongEndpoint, true),
        (empty(307).into(), ErrorCode::WrongEndpoint, false),
        (reset(), ErrorCode::Network, true),
        (Act::Hang, ErrorCode::Timeout, true),
        (Act::NotAResponse, ErrorCode::UnexpectedResponse, true),
    ] {
        let restored = json(200, &kortix(true));
        let world = World::with([json(200, &kortix(true)).into(), empty(200).into(), end, restored.into()]);
        let error = delete(&world, Backend::Kortix, forced_once()).unwrap_err();
        assert_eq!((error.code, error.outcome_unknown), (code, unknown));
        assert!(error.message.starts_with("Kortix "), "{}", error.message);
        assert_eq!(purposes(&error.steps), [GET, UNSET, DELETE, RESTORE]);
        assert_eq!(world.sent()[3].body.as_deref(), Some(r#"{"is_default":true}"#));
        assert!(error.hint.as_deref().unwrap().contains("default agent again"), "{:?}", error.hint);
    }
}

#[test]
fn kortix_says_when_the_default_could_not_be_set_back() {
    for restore in [empty(404), empty(405), html(200)] {
        let world = World::with([json(200, &kortix(true)), empty(200), empty(403), restore]);
        let error = delete(&world, Backend::Kortix, forced_once()).unwrap_err();
        assert_eq!(error.code, ErrorCode::Forbidden, "the deletion's own failure is told");
        assert!(error.hint.as_deref().unwrap().contains("by hand"), "{:?}", error.hint);
    }
}

#[test]
fn kortix_setting_back_is_tried_again_even_where_nothing_else_is() {
    let world =
        World::with([json(200, &kortix(true)), empty(200), empty(403), empty(503), empty(503), empty(200)]);
    let error = delete(&world, Backend::Kortix, forced_once()).unwrap_err();
    assert_eq!(purposes(&error.steps), [GET, UNSET, DELETE, RESTORE, RESTORE, RESTORE]);
    assert!(error.hint.as_deref().unwrap().contains("default agent again"));
}

#[test]
fn kortix_deletes_nothing_when_the_default_could_not_be_unset() {
    for (unset, code) in [
        (Act::from(empty(403)), ErrorCode::Forbidden),
        (empty(500).into(), ErrorCode::BackendFailure),
        (html(200).into(), ErrorCode::WrongEndpoint),
        (reset(), ErrorCode::Network),
        (Act::Hang, ErrorCode::Timeout),
    ] {
        let world = World::with([json(200, &kortix(true)).into(), unset, empty(200).into()]);
        let error = delete(&world, Backend::Kortix, forced_once()).unwrap_err();
        assert_eq!(
            (error.code, error.outcome_unknown),
            (code, false),
            "the agent was never to be deleted yet"
        );
        assert_eq!(purposes(&error.steps), [GET, UNSET, RESTORE]);
    }
}

#[test]
fn kortix_sets_nothing_back_that_it_never_unset() {
    let left = Cell::new(1);
    let secret = Secret::Asked(Rc::new(move || {
        let answer =
            if left.replace(left.get() - 1) > 0 { Ok(KEY.to_owned()) } else { Err(Cause::new("expired")) };
        Box::pin(async move { answer })
    }));
    let world = World::with([json(200, &kortix(true))]);
    let client = world
        .client_with(ClientOptions { auth: Some(Auth::Bearer(secret)), ..World::options(Backend::Kortix) });
    let error = world.run(client.delete_agent(ID, forced())).unwrap_err();
    assert_eq!(error.code, ErrorCode::Unauthenticated);
    assert!(!error.hint.as_deref().unwrap_or_default().contains("default"), "{:?}", error.hint);
    assert_eq!(world.sent().len(), 1);

    // Aborted in the moment in which the agent was read.
    let token = CancelToken::new();
    let switch = token.clone();
    let world = World::answering(move |_| {
        switch.cancel(Cause::new("enough"));
        json(200, &kortix(true)).into()
    });
    let options = DeleteOptions { force: true, ..cancelled_by(&token) };
    let error = delete(&world, Backend::Kortix, options).unwrap_err();
    assert_eq!((error.code, error.outcome_unknown), (ErrorCode::Aborted, false));
    assert_eq!(purposes(&error.steps), [GET]);
}

#[test]
fn kortix_default_is_set_back_though_the_call_was_aborted() {
    // The moment of the abort, what was sent by then, and whether the deletion had left.
    for (at, expected, unknown) in
        [(150, vec![GET, UNSET, RESTORE], false), (250, vec![GET, UNSET, DELETE, RESTORE], true)]
    {
        let world = World::answering(|sent| {
            let reply = if sent.method == "GET" { json(200, &kortix(true)) } else { empty(200) };
            Act::from(reply).after(100)
        });
        let token = CancelToken::new();
        let switch = token.clone();
        world.clock().at(at, move || switch.cancel(Cause::new("enough")));
        let error = delete(&world, Backend::Kortix, DeleteOptions { force: true, ..cancelled_by(&token) })
            .unwrap_err();
        assert_eq!((error.code, error.outcome_unknown), (ErrorCode::Aborted, unknown));
        assert_eq!(purposes(&error.steps), expected);
        assert_eq!(error.cause.as_ref().unwrap().text(), "enough");
        assert!(error.hint.as_deref().unwrap().contains("default agent again"));
        let sent = world.sent();
        assert!(sent[sent.len() - 2].aborted && !sent[sent.len() - 1].aborted);
    }
}

#[test]
fn kortix_default_is_set_back_when_aborted_between_unset_and_delete() {
    let token = CancelToken::new();
    let switch = token.clone();
    let world = World::answering(move |sent| match sent.body.as_deref() {
        Some(r#"{"is_default":false}"#) => {
            switch.cancel(Cause::new("enough"));
            empty(200).into()
        }
        Some(_) => empty(200).into(),
        None => json(200, &kortix(true)).into(),
    });
    let error =
        delete(&world, Backend::Kortix, DeleteOptions { force: true, ..cancelled_by(&token) }).unwrap_err();
    assert_eq!((error.code, error.outcome_unknown), (ErrorCode::Aborted, false));
    assert_eq!(purposes(&error.steps), [GET, UNSET, RESTORE]);
}

#[test]
fn kortix_default_is_set_back_though_the_abort_comes_before_that_has_begun() {
    let token = CancelToken::new();
    let switch = token.clone();
    let on_step = OnStep(Rc::new(move |step| {
        if step.purpose == DELETE {
            switch.cancel(Cause::new("enough"));
        }
    }));
    let world = World::with([json(200, &kortix(true)), empty(200), empty(422), empty(200)]);
    let client =
        world.client_with(ClientOptions { on_step: Some(on_step), ..World::options(Backend::Kortix) });
    let options = DeleteOptions { force: true, ..cancelled_by(&token) };
    let error = world.run(client.delete_agent(id_of(Backend::Kortix), options)).unwrap_err();
    assert_eq!(purposes(&error.steps), [GET, UNSET, DELETE, RESTORE]);
    assert_eq!(error.steps.last().unwrap().status, Some(200));
}

#[test]
fn kortix_default_is_not_set_back_when_the_agent_is_gone_or_may_be() {
    for end in [deleted(), empty(204), empty(202)] {
        let world = World::with([json(200, &kortix(true)), empty(200), end]);
        let deletion = delete(&world, Backend::Kortix, forced()).unwrap();
        assert_eq!(purposes(&deletion.steps), [GET, UNSET, DELETE]);
    }
    // "Not found" proves nothing on this platform.
    let world = World::with([
        json(200, &kortix(true)),
        empty(200),
        empty(500),
        json(404, r#"{"detail":"Worker not found"}"#),
        empty(404),
    ]);
    let deletion = delete(&world, Backend::Kortix, forced()).unwrap();
    assert_eq!((deletion.outcome, deletion.existed), (Outcome::Absent, None));
    assert_eq!(purposes(&deletion.steps), [GET, UNSET, DELETE, DELETE, RESTORE]);
}

#[test]
fn kortix_default_is_set_back_when_the_agent_can_still_be_read_after_its_deletion() {
    let world =
        World::with([json(200, &kortix(true)), empty(200), deleted(), json(200, &kortix(false)), empty(200)]);
    let deletion = delete(&world, Backend::Kortix, DeleteOptions { verify: true, ..forced() }).unwrap();
    assert_eq!(deletion.outcome, Outcome::Accepted);
    assert_eq!(purposes(&deletion.steps), [GET, UNSET, DELETE, Purpose::Verify, RESTORE]);
    assert!(deletion.message.as_deref().unwrap().contains("default agent again"));
}

// Between the first look and the deletion time may pass.

#[test]
fn an_agent_that_was_started_meanwhile_is_protected() {
    for (wish, confirmed) in [(true, false), (false, true)] {
        let looks = Cell::new(0);
        let world = World::answering(move |sent| {
            assert_eq!(sent.method, "GET", "nothing may change");
            let own = sent.path().ends_with(ID);
            looks.set(looks.get() + usize::from(own));
            // The look and the backup, or the plan, find it stopped.
            let stopped = looks.get() <= 1 + usize::from(wish);
            match own {
                true => json(200, &eliza(if stopped { r#""inactive""# } else { r#""active""# })).into(),
                false => empty(404).into(),
            }
        });
        let options = DeleteOptions {
            backup: if wish { agent_delete::BackupWish::Keep } else { agent_delete::BackupWish::No },
            confirm: if confirmed { confirm(|_| Ok(true)) } else { None },
            ..once()
        };
        let error = delete(&world, Backend::Eliza, options).unwrap_err();
        assert_eq!((error.code, error.outcome_unknown), (ErrorCode::Conflict, false));
    }
}

#[test]
fn eliza_was_stopped_is_said_only_where_there_was_something_to_stop() {
    let busy = json(409, r#"{"success":false,"error":"Agent provisioning is in progress"}"#);
    for (stop, said) in [(empty(200), true), (missing(Backend::Eliza), false), (empty(500), false)] {
        let answer = busy.clone();
        let world = World::answering(move |sent| {
            Act::from(if sent.method == "DELETE" { answer.clone() } else { stop.clone() })
        });
        let error = delete(&world, Backend::Eliza, forced_once()).unwrap_err();
        assert_eq!(error.code, ErrorCode::Conflict);
        assert_eq!(error.hint.as_deref().unwrap_or_default().contains("was stopped"), said);
    }
}
