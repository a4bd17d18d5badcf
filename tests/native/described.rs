//! Platforms that are given as descriptions: what is wrong with one, and what none can ever make this crate say. That one says the
//! same as the platform that it describes is shown in `wire.rs` and `platforms.rs`.

use crate::support::*;
use agent_delete::{
    Agent, Auth, Backend, BackupOptions, BackupWish, CallOptions, Client, ClientOptions, DeleteOptions,
    Deletion, Description, Error, ErrorCode, IfMissing, ListOptions, Outcome, Reply, Saved,
};
use proptest::prelude::*;
use serde_json::{Value, json as value};
use std::hash::{BuildHasher, RandomState};
use std::time::Duration;

const ID: &str = "bot_1";

/// The least that describes a platform, and more of it.
fn acme(more: Value) -> Value {
    let mut description = value!({
        "name": "acme",
        "baseUrl": "https://api.acme.example/v1",
        "delete": {"path": "/agents/{id}"},
        "proof": [{"status": 204}],
    });
    for (name, member) in more.as_object().unwrap() {
        description[name] = member.clone();
    }
    description
}

fn backend(more: Value) -> Backend {
    Description::from_json(&acme(more)).unwrap().into()
}

fn client(world: &World, more: Value) -> Client {
    let auth = Some(Auth::ApiKey(KEY.into()));
    world.client_with(ClientOptions { auth, ..ClientOptions::new(backend(more)) })
}

/// What becomes of an agent where the platform answers so.
fn deleted(more: Value, reply: Reply) -> Result<Deletion, Error> {
    let world = World::with([reply]);
    world.run(client(&world, more).delete_agent(ID, once()))
}

/// The outcome, or the code of the error and whether the agent may be gone.
fn told(more: Value, reply: Reply) -> Value {
    match deleted(more, reply) {
        Ok(deletion) => js(&deletion.outcome),
        Err(error) => value!([js(&error.code), error.outcome_unknown]),
    }
}

#[test]
fn whatever_is_wrong_with_one_is_said_by_its_name() {
    let text = include_str!("../wrong-descriptions.json");
    let cases: Vec<Value> = serde_json::from_str(text).unwrap();
    assert_eq!(cases.len(), 281, "a case that is added or lost must be counted here too");
    for case in &cases {
        let document = case.get("whole").cloned().unwrap_or_else(|| {
            let mut document = acme(case.get("with").cloned().unwrap_or_else(|| value!({})));
            for name in case["without"].as_array().into_iter().flatten() {
                document.as_object_mut().unwrap().shift_remove(name.as_str().unwrap());
            }
            document
        });
        let error = Description::from_json(&document).expect_err(&case.to_string());
        assert_eq!(error.code, ErrorCode::InvalidInput, "{case}");
        assert_eq!(error.message, case["says"].as_str().unwrap(), "{case}");
        assert!(!error.message.contains("hunter2"), "{case}");
    }
}

#[test]
fn a_bound_is_where_it_is_said_to_be() {
    let long = |length: usize| "x".repeat(length);
    let many = |count: usize| Value::from_iter((0..count).map(|at| format!("x{at}")));
    let members = |count: usize| {
        Value::from_iter(
            (0..count).map(|at| (format!("X-{at}"), value!("x"))).collect::<serde_json::Map<_, _>>(),
        )
    };
    let body = |name: String| value!({"proof": [{"status": 200, "body": {name: true}}]});
    let force = |name: String| value!({"delete": {"path": "/agents/{id}", "force": name}});
    let list_of =
        |kind: String| value!({"list": {"path": "/agents", "method": "POST", "body": {"kind": kind}}});
    let code = |code: i64| value!({"missing": [{"status": 404, "body": {"code": code}}]});
    for (last, beyond, says) in [
        (value!({"keeps": many(20)}), value!({"keeps": many(21)}), "keeps must have at most 20 items"),
        (
            value!({"headers": members(20)}),
            value!({"headers": members(21)}),
            "headers must have at most 20 members",
        ),
        (
            value!({"headers": {"X-Text": long(1000)}}),
            value!({"headers": {"X-Text": long(1001)}}),
            "headers.X-Text must be a string of at most 1000 characters",
        ),
        (
            value!({"auth": {"header": long(100)}}),
            value!({"auth": {"header": long(101)}}),
            "auth.header must be a header's name",
        ),
        (body(long(100)), body(long(101)), "must have a name without slashes, of 1 to 100 characters"),
        (body(long(100)), body(long(102)), "must have a name without slashes, of 1 to 100 characters"),
        (
            value!({"agent": {"id": long(100)}}),
            value!({"agent": {"id": long(101)}}),
            "agent.id must be a member's name",
        ),
        (force(long(100)), force(long(101)), "delete.force must be a parameter's name"),
        (list_of(long(1000)), list_of(long(1001)), "list.body.kind must be a text other than"),
        // A status, or one of gRPC's few codes, is no mark of anybody's own.
        (code(1000), code(999), "missing[0] must have a mark of the platform's own"),
        (code(-1000), code(-999), "missing[0] must have a mark of the platform's own"),
    ] {
        let taken = Description::from_json(&acme(last));
        assert!(taken.is_ok(), "{taken:?}");
        let error = Description::from_json(&acme(beyond)).unwrap_err();
        assert!(error.message.contains(says), "{}", error.message);
    }
}

#[test]
fn a_header_s_name_tells_a_credential_by_a_word_of_it_or_by_what_it_holds() {
    for name in ["X-Key", "X-Auth-Signature", "X-Csrftoken", "Apikey2"] {
        let error = Description::from_json(&acme(value!({"headers": {name: "hunter2"}}))).unwrap_err();
        let says =
            format!("backend.headers.{name} must be left out: a credential has no place in a description");
        assert!(error.message.starts_with(&says), "{}", error.message);
    }
    assert!(Description::from_json(&acme(value!({"headers": {"X-Keyboard": "qwerty"}}))).is_ok());
}

#[test]
fn one_that_says_the_same_is_the_same_and_is_kept_once() {
    let (one, other) = (backend(value!({})), backend(value!({})));
    assert_eq!(one, other);
    assert!(std::ptr::eq(one.capabilities(), other.capabilities()));
    let titled = backend(value!({"title": "Acme"}));
    assert_ne!(one, titled);
    let hasher = RandomState::new();
    assert_eq!(hasher.hash_one(one), hasher.hash_one(other));
    assert_ne!(hasher.hash_one(one), hasher.hash_one(titled));
    assert_eq!((one.name(), one.to_string(), js(&one)), ("acme", "acme".to_owned(), value!("acme")));
    assert_eq!(Backend::from_name("acme"), None, "it is known to whoever gives it alone");
    assert!(format!("{one:?}").contains("acme"));
}

#[test]
fn what_is_not_said_says_less() {
    let least = || value!({});
    assert_eq!(told(least(), empty(204)), "deleted");
    // A 202 says by itself what it is.
    assert_eq!(told(least(), empty(202)), "accepted");
    let unproved = value!(["unexpected-response", true]);
    for reply in [
        empty(200),
        empty(201),
        empty(205),
        json(200, "{}"),
        json(200, r#"{"deleted":true,"id":"bot_1"}"#),
        json(201, r#"{"id":"bot_1"}"#),
        json(200, "null"),
    ] {
        assert_eq!(told(least(), reply.clone()), unproved, "{reply:?}");
    }
    assert_eq!(told(least(), html(200)), value!(["wrong-endpoint", true]));
    assert_eq!(told(least(), empty(302)), value!(["wrong-endpoint", true]));
    for reply in [
        empty(404),
        json(404, r#"{"message":"Agent bot_1 not found"}"#),
        json(404, r#"{"code":"agent_not_found"}"#),
    ] {
        assert_eq!(told(least(), reply), value!(["wrong-endpoint", false]));
    }
    // Neither an agent that never was nor one that is gone is known for sure.
    let deletion = deleted(least(), empty(204)).unwrap();
    assert_eq!((deletion.existed, deletion.verified), (None, false));
}

#[test]
fn a_status_that_no_proof_names_proves_nothing() {
    let only_200 =
        || value!({"proof": [{"status": 200, "body": {"deleted": true, "agent": {"id": "{id}"}}}]});
    let unproved = value!(["unexpected-response", true]);
    assert_eq!(told(only_200(), json(200, r#"{"deleted":true,"agent":{"id":"bot_1","more":1}}"#)), "deleted");
    for body in [
        r#"{"deleted":true}"#,
        r#"{"deleted":true,"agent":{"id":"bot_2"}}"#,
        r#"{"deleted":"true","agent":{"id":"bot_1"}}"#,
        r#"{"deleted":1,"agent":{"id":"bot_1"}}"#,
        r#"[{"deleted":true,"agent":{"id":"bot_1"}}]"#,
        r#"{"deleted":true,"agent":{"id":"bot_1"},"error":"it failed"}"#,
        r#"{"deleted":true,"agent":{"id":"bot_1"},"id":"bot_2"}"#,
        r#"{"deleted":true,"agent":{"id":"bot_1"},"status":"pending"}"#,
        r#"{"deleted":true,"agent":{"id":"bot_1"},"jobId":"7"}"#,
    ] {
        assert_eq!(told(only_200(), json(200, body)), unproved, "{body}");
    }
    let refused = told(only_200(), json(200, r#"{"deleted":true,"agent":{"id":"bot_1"},"success":false}"#));
    assert_eq!(refused, value!(["refused", false]));
    for status in [201, 204, 206] {
        assert_eq!(told(only_200(), json(status, r#"{"deleted":true,"agent":{"id":"bot_1"}}"#)), unproved);
    }
    // An empty answer is one where it is declared, and a page is not an empty answer.
    let empty_200 = || value!({"proof": [{"status": 200, "empty": true}]});
    assert_eq!(told(empty_200(), empty(200)), "deleted");
    assert_eq!(told(empty_200(), json(200, "{}")), unproved);
    assert_eq!(told(empty_200(), empty(204)), unproved);
    assert_eq!(told(empty_200(), html(200)), value!(["wrong-endpoint", true]));
    // And with none, nothing is.
    assert_eq!(told(value!({"proof": []}), empty(204)), unproved);
}

#[test]
fn what_speaks_against_a_proof_counts_wherever_the_description_says_that_it_stands() {
    let unproved = value!(["unexpected-response", true]);
    // A success of any status may say no.
    let created = || value!({"proof": [{"status": 201, "body": {"id": "{id}"}}]});
    assert_eq!(told(created(), json(201, r#"{"id":"bot_1"}"#)), "deleted");
    for body in [
        r#"{"id":"bot_1","success":false}"#,
        r#"{"id":"bot_1","deleted":false}"#,
        r#"{"id":"bot_1","data":{"success":false}}"#,
    ] {
        assert_eq!(told(created(), json(201, body)), unproved, "{body}");
    }
    // Another agent's id, where this platform has it.
    for (agent, this, other) in [
        (value!({"id": "bot_id"}), r#"{"done":true,"bot_id":"bot_1"}"#, r#"{"done":true,"bot_id":"bot_2"}"#),
        (value!({"id": "bot_id"}), r#"{"done":true,"bot_id":null}"#, r#"{"done":true,"bot_id":7}"#),
        (
            value!({"id": "meta.key"}),
            r#"{"done":true,"meta":{"key":"bot_1"}}"#,
            r#"{"done":true,"meta":{"key":"bot_2"}}"#,
        ),
        (
            value!({"in": "bot"}),
            r#"{"done":true,"bot":{"id":"bot_1"}}"#,
            r#"{"done":true,"bot":{"id":"bot_2"}}"#,
        ),
    ] {
        let done = || value!({"agent": agent, "proof": [{"status": 200, "body": {"done": true}}]});
        assert_eq!(told(done(), json(200, this)), "deleted", "{agent}");
        assert_eq!(told(done(), json(200, other)), unproved, "{agent}");
    }
    let missing =
        || value!({"agent": {"id": "bot_id"}, "missing": [{"status": 404, "body": {"code": "no_such_bot"}}]});
    assert_eq!(
        told(missing(), json(404, r#"{"code":"no_such_bot","bot_id":"bot_1"}"#)),
        value!(["not-found", false])
    );
    assert_eq!(
        told(missing(), json(404, r#"{"code":"no_such_bot","bot_id":"bot_2"}"#)),
        value!(["wrong-endpoint", false])
    );
    // Then what is said of the rest counts: a failure by its status alone, and that another 202 is about something else.
    let mut rest = missing();
    rest["failures"] = value!([{"status": 404, "code": "backend-failure", "outcomeUnknown": true}]);
    assert_eq!(
        told(rest, json(404, r#"{"code":"no_such_bot","bot_id":"bot_2"}"#)),
        value!(["backend-failure", true])
    );
    let queued =
        || value!({"agent": {"id": "bot_id"}, "accepted": [{"status": 202, "body": {"queued": true}}]});
    assert_eq!(told(queued(), json(202, r#"{"queued":true,"bot_id":"bot_1"}"#)), "accepted");
    assert_eq!(told(queued(), json(202, r#"{"queued":true,"bot_id":"bot_2"}"#)), unproved);
    // The plain id of an error is often its own.
    let plain = value!({"missing": [{"status": 404, "body": {"code": "no_such_bot"}}]});
    assert_eq!(
        told(plain, json(404, r#"{"code":"no_such_bot","id":"err_7"}"#)),
        value!(["not-found", false])
    );
}

#[test]
fn an_id_beside_a_wildcard_is_the_whole_id() {
    for (pattern, this, others) in [
        (
            "Deleted {id}*",
            vec!["Deleted bot_1", "Deleted bot_1.", "Deleted bot_1 and its tables", "Deleted bot_1: done"],
            vec!["Deleted bot_12", "Deleted bot_1-b", "Deleted bot_1.b", "Deleted bot_1/b", "Deleted bot_1é"],
        ),
        (
            "*{id}",
            vec!["bot_1", "Deleted bot_1", "Deleted 'bot_1"],
            vec!["Deleted my-bot_1", "Deleted a.bot_1", "Deleted a:bot_1", "Deleted ébot_1"],
        ),
        ("*{id} is gone", vec!["bot_1 is gone", "Bot bot_1 is gone"], vec!["robot_1 is gone"]),
    ] {
        let more = || value!({"proof": [{"status": 200, "body": {"said": pattern}}]});
        for said in this {
            assert_eq!(told(more(), json(200, &value!({"said": said}).to_string())), "deleted", "{said}");
        }
        for said in others {
            let ended = told(more(), json(200, &value!({"said": said}).to_string()));
            assert_eq!(ended, value!(["unexpected-response", true]), "{said}");
        }
    }
}

#[test]
fn words_of_the_platform_s_own_are_a_mark_beside_those_of_any_server() {
    for pattern in [
        value!({"body": {"message": "Agent not found"}}),
        value!({"body": {"message": "App not found"}}),
        value!({"body": {"message": "The agent projects/p/agents/{id} was not found"}}),
        value!({"body": {"message": "*with id {id} does not exist"}}),
        value!({"body": {"error": "Not Found", "path": "/agents/{id}", "agent": "{id}"}}),
        value!({"body": {"type": "https://acme.example/problems/agent-not-found", "title": "Not Found"}}),
        value!({"body": {"type": "ResourceNotFoundException"}}),
        value!({"backendCode": "RESOURCE_NOT_FOUND"}),
        value!({"backendCode": "agentNotFound"}),
        value!({"notFound": "agent resource"}),
    ] {
        let mut missing = pattern.clone();
        missing["status"] = 404.into();
        let taken = Description::from_json(&acme(value!({"missing": [missing]})));
        assert!(taken.is_ok(), "{pattern}: {taken:?}");
    }
}

#[test]
fn of_two_that_fit_what_says_less_counts() {
    let both = value!({
        "proof": [{"status": 200, "body": {"ok": true}}],
        "missing": [{"status": 200, "body": {"ok": true, "affected": 0}}],
        "accepted": [{"status": 200, "body": {"ok": true, "state": "deleting"}}],
        "failures": [{"status": 200, "body": {"ok": true, "reason": "*"}, "code": "conflict"}],
    });
    for (body, wanted) in [
        (r#"{"ok":true}"#, value!("deleted")),
        (r#"{"ok":true,"affected":0}"#, value!(["not-found", false])),
        (r#"{"ok":true,"state":"deleting"}"#, value!("accepted")),
        (r#"{"ok":true,"reason":"busy"}"#, value!(["conflict", true])),
    ] {
        assert_eq!(told(both.clone(), json(200, body)), wanted, "{body}");
    }
}

#[test]
fn a_202_that_is_described_is_the_only_one() {
    let deleting = || {
        value!({
            "accepted": [{"status": 202, "body": {"id": "{id}", "state": "deleting"}}],
            "failures": [{"status": 409, "code": "protected"}],
        })
    };
    assert_eq!(told(deleting(), json(202, r#"{"id":"bot_1","state":"deleting"}"#)), "accepted");
    for reply in
        [empty(202), json(202, r#"{"id":"bot_2","state":"deleting"}"#), json(202, r#"{"version":7}"#)]
    {
        assert_eq!(told(deleting(), reply), value!(["unexpected-response", true]));
    }
    assert_eq!(told(value!({"accepted": [{"status": 202}]}), empty(202)), "accepted");
    // One that is a failure, or accepted by another status, leaves every other 202 what it is.
    let failing =
        value!({"failures": [{"status": 202, "body": {"state": "failed"}, "code": "backend-failure"}]});
    assert_eq!(told(failing.clone(), json(202, r#"{"state":"failed"}"#)), value!(["backend-failure", true]));
    let by_200 = value!({"accepted": [{"status": 200, "body": {"state": "deleting"}}]});
    assert_eq!(told(by_200.clone(), json(200, r#"{"state":"deleting"}"#)), "accepted");
    for more in [failing, by_200] {
        assert_eq!(told(more, empty(202)), "accepted");
    }
}

#[test]
fn only_the_platform_s_own_words_for_this_agent_make_it_missing() {
    for (pattern, said, other) in [
        (
            value!({"status": 404, "body": {"type": "ResourceNotFound"}}),
            json(404, r#"{"code":404,"type":"ResourceNotFound","message":"x"}"#),
            json(404, r#"{"code":404,"type":"MethodNotFound","message":"x"}"#),
        ),
        (
            value!({"status": 404, "notFound": "bot"}),
            json(404, r#"{"message":"Bot with id bot_1 does not exist"}"#),
            json(404, r#"{"message":"Bot with id bot_2 does not exist"}"#),
        ),
        (
            value!({"status": 410, "message": "Gone: {id}"}),
            json(410, r#"{"detail":"Gone: bot_1"}"#),
            json(410, r#"{"detail":"Gone: bot_12"}"#),
        ),
        (
            value!({"status": 422, "body": {"error": {"message": "No bot {id}*"}}}),
            json(422, r#"{"error":{"message":"No bot bot_1 in workspace 7"}}"#),
            json(422, r#"{"error":{"message":"No bot bot_2 in workspace 7"}}"#),
        ),
        (
            value!({"status": 404, "backendCode": "agent_not_found"}),
            json(404, r#"{"error":{"code":"agent_not_found","message":"x"}}"#),
            json(404, r#"{"error":{"code":"not_found","message":"x"}}"#),
        ),
        (
            value!({"status": 404, "body": {"code": 40401}}),
            json(404, r#"{"code":40401}"#),
            json(404, r#"{"code":404}"#),
        ),
    ] {
        let more = || value!({"missing": [pattern]});
        let ended = |reply: &Reply, more: Value| {
            let world = World::with([reply.clone()]);
            let options = DeleteOptions { if_missing: IfMissing::Ignore, ..once() };
            world.run(client(&world, more).delete_agent(ID, options))
        };
        let absent = ended(&said, more()).unwrap();
        assert_eq!((absent.outcome, absent.existed), (Outcome::Absent, None), "{pattern}");
        let mut certain = more();
        certain["missingIsCertain"] = true.into();
        assert_eq!(ended(&said, certain).unwrap().existed, Some(false), "{pattern}");
        let error = ended(&other, more()).unwrap_err();
        assert!(error.code != ErrorCode::NotFound, "{pattern}");
        // A shared cache does not say what is so now.
        let cached = ended(&with(said.clone(), "age", "60"), more()).unwrap_err();
        assert!(cached.code != ErrorCode::NotFound, "{pattern}");
    }
}

#[test]
fn only_what_proves_it_gone_is_verified() {
    let missing = value!({"missing": [{"status": 404, "body": {"code": "agent_not_found"}}]});
    let run = |more: Value, wait: u64, first: Reply| {
        let world = World::with([first, json(404, r#"{"code":"agent_not_found"}"#)]);
        let options = DeleteOptions { verify: true, wait: Duration::from_millis(wait), ..once() };
        world.run(client(&world, more).delete_agent(ID, options)).unwrap()
    };
    let unproved = run(missing.clone(), 0, empty(204));
    assert_eq!((unproved.outcome, unproved.verified), (Outcome::Deleted, false));
    assert_eq!(run(missing.clone(), 1000, empty(202)).outcome, Outcome::Accepted);
    let mut proving = missing;
    proving["missingProvesGone"] = true.into();
    assert!(run(proving.clone(), 0, empty(204)).verified);
    let settled = run(proving, 1000, empty(202));
    assert_eq!((settled.outcome, settled.verified), (Outcome::Deleted, true));
}

#[test]
fn a_failure_is_told_as_it_is_described() {
    let more = || {
        value!({"failures": [
            {"status": 409, "body": {"type": "Locked"}, "code": "conflict", "retry": true},
            {"status": 409, "body": {"movable": false}, "code": "forbidden"},
            {"status": 409, "code": "protected"},
            {"status": 500, "body": {"message": "no rights*"}, "code": "forbidden", "outcomeUnknown": false},
            {"status": 500, "message": "*in the midst", "code": "backend-failure"},
            {"status": 403, "code": "unauthenticated"},
        ]})
    };
    for (reply, wanted) in [
        (json(409, r#"{"type":"Locked"}"#), value!(["conflict", false])),
        (json(409, r#"{"type":"Default"}"#), value!(["protected", false])),
        (json(409, r#"{"movable":false}"#), value!(["forbidden", false])),
        (json(409, r#"{"movable":true}"#), value!(["protected", false])),
        (json(500, r#"{"message":"no rights here"}"#), value!(["forbidden", false])),
        (json(500, r#"{"message":"failed in the midst"}"#), value!(["backend-failure", true])),
        (empty(403), value!(["unauthenticated", false])),
        // What a page says, the platform did not.
        (html(409), value!(["conflict", false])),
        (empty(500), value!(["backend-failure", true])),
    ] {
        assert_eq!(told(more(), reply.clone()), wanted, "{reply:?}");
    }
    // What is told by its status alone is what is left, wherever it stands.
    let bare_first = value!({"failures": [
        {"status": 409, "code": "protected"},
        {"status": 409, "body": {"type": "Locked"}, "code": "forbidden"},
    ]});
    assert_eq!(told(bare_first.clone(), json(409, r#"{"type":"Locked"}"#)), value!(["forbidden", false]));
    assert_eq!(told(bare_first, json(409, r#"{"type":"Default"}"#)), value!(["protected", false]));
    // What is worth another attempt gets one.
    let world = World::with([json(409, r#"{"type":"Locked"}"#), empty(204)]);
    let deletion = world.run(client(&world, more()).delete_agent(ID, DeleteOptions::default())).unwrap();
    assert_eq!((deletion.outcome, deletion.steps.len()), (Outcome::Deleted, 2));
}

#[test]
fn an_error_is_read_where_the_description_says_that_it_stands() {
    let errors = || value!({"errors": {"code": "problem.kind", "message": "problem.text", "requestId": "problem.trace"}});
    let shown = |more: Value, reply| {
        let error = deleted(more, reply).unwrap_err();
        value!([error.backend_code, error.backend_message, error.request_id])
    };
    let conflict = || json(409, r#"{"problem":{"kind":"bot_pinned","text":"It is pinned.","trace":"t-7"}}"#);
    assert_eq!(shown(errors(), conflict()), value!(["bot_pinned", "It is pinned.", "t-7"]));
    assert!(deleted(errors(), conflict()).unwrap_err().message.contains("It is pinned."));
    assert_eq!(
        shown(value!({}), conflict()),
        value!([null, null, null]),
        "nobody knows where, unless it is said"
    );
    // Where nothing stands there, somebody else may have answered.
    let gateway = || json(409, r#"{"problem":{"kind":null},"code":"c","message":"m"}"#);
    assert_eq!(shown(errors(), gateway()), value!(["c", "m", null]));
    // In a list, a number says which.
    let first = value!({"errors": {"code": "errors.0.code", "message": "errors.0.detail"}});
    let several = r#"{"errors":[{"code":"bot_pinned","detail":"It is pinned."},{"code":"other"}]}"#;
    assert_eq!(shown(first, json(409, several)), value!(["bot_pinned", "It is pinned.", null]));
    // What the platform says there can be described.
    let mut more = errors();
    more["missing"] =
        value!([{"status": 404, "backendCode": "bot_not_found"}, {"status": 410, "notFound": "bot"}]);
    more["failures"] = value!([{"status": 409, "message": "It is pinned*", "code": "protected"}]);
    let missing = value!(["not-found", false]);
    for (reply, wanted) in [
        (json(404, r#"{"problem":{"kind":"bot_not_found"}}"#), &missing),
        (json(410, r#"{"problem":{"text":"Bot bot_1 was not found."}}"#), &missing),
        (
            json(410, r#"{"problem":{"text":"Bot bot_2 was not found."}}"#),
            &value!(["invalid-request", false]),
        ),
        (json(404, r#"{"problem":{"kind":"org_not_found"}}"#), &value!(["wrong-endpoint", false])),
        (conflict(), &value!(["protected", false])),
    ] {
        assert_eq!(&told(more.clone(), reply.clone()), wanted, "{reply:?}");
    }
}

#[test]
fn an_agent_is_shown_by_what_its_description_says_of_it() {
    let read = |agent: Value, body: &str| {
        let world = World::with([json(200, body), json(200, &format!("[{body}]"))]);
        let client = client(&world, value!({"agent": agent, "list": {"path": "/agents"}}));
        let read = world.run(client.get_agent(ID, CallOptions::default())).unwrap();
        let mut list = client.list_agents(ListOptions::default()).unwrap();
        assert_eq!(world.run(list.next()).unwrap().unwrap(), read);
        let shown = js(&read);
        value!([shown["name"], shown["description"], shown["status"], shown["createdAt"], shown["updatedAt"]])
    };
    let march = "2024-03-06T00:00:00.000Z";
    let own = || {
        value!({
            "name": "meta.label",
            "description": "meta.purpose",
            "status": {"in": "meta.state", "active": ["RUNNING", "idle"], "inactive": ["STOPPED"]},
            "createdAt": "born",
            "updatedAt": ["touched", "meta.dates.1"],
        })
    };
    let body = |state: &str, rest: &str| {
        format!(
            r#"{{"id":"bot_1","born":1709683200,"meta":{{"label":"Bot","purpose":"helps","state":{state},"dates":[0,"2024-03-06"]}}{rest}}}"#
        )
    };
    for (state, status) in [
        (r#""RUNNING""#, value!("active")),
        (r#""idle""#, value!("active")),
        (r#""STOPPED""#, value!("inactive")),
        (r#""running""#, value!(null)),
        ("true", value!(null)),
        ("null", value!(null)),
    ] {
        let shown = read(own(), &body(state, ""));
        assert_eq!(shown, value!(["Bot", "helps", status, march, "2024-03-06"]), "{state}");
    }
    // Of several places the first that says something counts, and no other than those that are described.
    let both =
        read(own(), &body("null", r#","touched":"2024-03-07","updated_at":"2024-03-08","description":"d""#));
    assert_eq!(both, value!(["Bot", "helps", null, march, "2024-03-07"]));
    let usual = r#"{"id":"bot_1","name":"n","description":"d","status":"active","created_at":1709683200,"updatedAt":"2024-03-08"}"#;
    assert_eq!(read(own(), usual), value!([null, null, null, null, null]));
    assert_eq!(read(value!({}), usual), value!(["n", "d", null, march, "2024-03-08"]));
    // Words of a status may be no texts.
    for (is_on, status) in [("true", "active"), ("false", "inactive"), ("1", "active"), ("0", "inactive")] {
        let on = value!({"status": {"in": "on", "active": [true, 1], "inactive": [false, 0]}});
        let shown = read(on, &format!(r#"{{"id":"bot_1","on":{is_on}}}"#));
        assert_eq!(shown[2], status);
    }
}

#[test]
fn a_success_with_an_error_s_code_is_none() {
    let unproved = value!(["unexpected-response", true]);
    let more = |code: &str| {
        value!({
            "errors": {"code": code},
            "proof": [{"status": 200, "body": {"id": "{id}"}}],
            "accepted": [{"status": 201, "body": {"id": "{id}"}}],
        })
    };
    for (status, wanted) in [(200, "deleted"), (201, "accepted")] {
        for code in
            ["null", "0", r#""0""#, r#""""#, r#""OK""#, r#""success""#, "200", r#""200""#, "[]", "false"]
        {
            let body = format!(r#"{{"id":"bot_1","problem":{{"kind":{code}}}}}"#);
            assert_eq!(told(more("problem.kind"), json(status, &body)), wanted, "{body}");
        }
        for code in [r#""bot_pinned""#, "4100", "-1", r#""17""#, "{}", "true", r#""199""#, "300"] {
            let body = format!(r#"{{"id":"bot_1","problem":{{"kind":{code}}}}}"#);
            assert_eq!(told(more("problem.kind"), json(status, &body)), unproved, "{body}");
        }
        assert_eq!(told(more("kind"), json(status, r#"{"id":"bot_1","kind":"bot_pinned"}"#)), unproved);
    }
    // Where a success has a code too, the description says which.
    for proof in [
        value!({"status": 200, "body": {"kind": "bot_deleted", "id": "{id}"}}),
        value!({"status": 200, "body": {"id": "{id}"}, "backendCode": "bot_deleted"}),
    ] {
        let more = value!({"errors": {"code": "kind"}, "proof": [proof]});
        let body = |kind: &str| json(200, &format!(r#"{{"id":"bot_1","kind":"{kind}"}}"#));
        assert_eq!(told(more.clone(), body("bot_deleted")), "deleted");
        assert_eq!(told(more, body("bot_pinned")), unproved);
    }
}

#[test]
fn a_request_goes_where_it_is_described_and_carries_what_is() {
    let more = value!({
        "auth": {"header": "Authorization", "scheme": "Token"},
        "headers": {"X-Api-Version": "7"},
        "id": "text",
        "delete": {"method": "POST", "path": "/bots/{id}:delete?hard=true", "force": "cascade"},
        "get": {"path": "/bots/{id}/"},
        "stop": {"path": "/bots/{id}:stop"},
        "agent": {"in": "bot", "id": "meta.key", "name": "meta.label"},
        "list": {
            "method": "POST", "path": "/bots/search", "body": {"archived": false, "kind": "bot"}, "in": "found.bots",
            "size": {"parameter": "limit", "default": 2}, "search": "q",
            "next": {"by": "cursor", "in": "found.next", "parameter": "from"},
        },
        "backup": [{"name": "flows", "path": "/bots/{id}/flows", "in": "data.flows"}],
        "hints": {"conflict": "Unpin it first."},
        "destroys": ["the bot"],
        "keeps": ["its tables"],
    });
    let world = World::with([empty(204), empty(204), empty(200)]);
    let client_of = |world: &World| client(world, more.clone());
    let force = DeleteOptions { force: true, ..once() };
    world.run(client_of(&world).delete_agent("a b/", once())).unwrap_err();
    world.run(client_of(&world).delete_agent("a b", once())).unwrap();
    world.run(client_of(&world).delete_agent("a:b", force)).unwrap();
    world.run(client_of(&world).stop_agent("x", CallOptions::default())).unwrap();
    assert_eq!(
        world.lines(),
        [
            "POST /v1/bots/a%20b:delete?hard=true",
            "POST /v1/bots/a%3Ab:delete?hard=true&cascade=true",
            "POST /v1/bots/x:stop",
        ]
    );
    let sent = world.sent().remove(0);
    assert_eq!(sent.header("authorization"), Some(format!("Token {KEY}").as_str()));
    assert_eq!(sent.header("x-api-version"), Some("7"));

    let bot = r#"{"bot":{"meta":{"key":"x","label":"X"},"token":"hunter2"}}"#;
    let world = World::with([json(200, bot), json(200, r#"{"data":{"flows":[1,2]}}"#)]);
    let backup = world.run(client_of(&world).backup_agent("x", BackupOptions::default())).unwrap();
    assert_eq!(world.lines(), ["GET /v1/bots/x/", "GET /v1/bots/x/flows"]);
    let content = js(&backup)["content"].clone();
    assert_eq!((&content["agent"]["meta"]["label"], &content["flows"]), (&value!("X"), &value!([1, 2])));

    let page = |id: &str, next: &str| {
        json(
            200,
            &format!(r#"{{"found":{{"bots":[{{"meta":{{"key":"{id}","label":"{id}"}}}}],"next":{next}}}}}"#),
        )
    };
    let world = World::with([page("a", r#""c1""#), page("b", "null")]);
    let agents = world.run(async {
        let mut list = client_of(&world).list_agents(ListOptions::default()).unwrap();
        let mut agents = Vec::<Agent>::new();
        while let Some(agent) = list.next().await {
            agents.push(agent.unwrap());
        }
        agents
    });
    assert_eq!(agents.iter().map(|agent| agent.id.as_str()).collect::<Vec<_>>(), ["a", "b"]);
    let bodies: Vec<_> = world.sent().into_iter().map(|sent| sent.body.unwrap()).collect();
    assert_eq!(
        bodies,
        [
            r#"{"archived":false,"kind":"bot","limit":2}"#,
            r#"{"archived":false,"kind":"bot","limit":2,"from":"c1"}"#,
        ]
    );
    let error = World::with([empty(409)]);
    let error = error.run(client_of(&error).delete_agent("x", once())).unwrap_err();
    assert_eq!(
        (error.hint.as_deref(), error.backend.map(Backend::name)),
        (Some("Unpin it first."), Some("acme"))
    );
    assert_eq!(
        js(backend(more).capabilities()),
        value!({
            "force": "server", "stop": true, "list": true, "export": false, "cascade": [],
            "destroys": ["the bot"], "keeps": ["its tables"],
        })
    );
}

#[test]
fn a_credential_goes_where_it_is_described() {
    for (auth, name, value) in [
        (value!("bearer"), "authorization", format!("Bearer {KEY}")),
        (value!({"header": "X-N8N-API-KEY"}), "x-n8n-api-key", KEY.to_owned()),
        (value!({"header": "authorization"}), "authorization", format!("Bearer {KEY}")),
        (value!({"header": "Authorization", "scheme": "Token"}), "authorization", format!("Token {KEY}")),
        (value!({"header": "Authorization", "scheme": ""}), "authorization", KEY.to_owned()),
        (value!({"header": "X-Auth", "scheme": "Key"}), "x-auth", format!("Key {KEY}")),
    ] {
        let world = World::with([empty(204)]);
        world.run(client(&world, value!({"auth": auth})).delete_agent(ID, once())).unwrap();
        assert_eq!(world.sent().remove(0).header(name), Some(value.as_str()), "{auth}");
    }
    // What it takes is told, the usual one first.
    for (more, takes) in [
        (value!({}), value!(["bearer", "apiKey"])),
        (value!({"auth": "bearer"}), value!(["bearer", "apiKey"])),
        (value!({"auth": {"header": "X-Auth"}}), value!(["apiKey"])),
        (value!({"auth": "sign"}), value!(["sign"])),
    ] {
        assert_eq!(js(&backend(more.clone()).info().auth), takes, "{more}");
    }
    // A token is one everywhere, and what wants signatures takes nothing else.
    let bearer = |auth: Value, auth_given| {
        let world = World::with([empty(204)]);
        let options =
            ClientOptions { auth: Some(auth_given), ..ClientOptions::new(backend(value!({"auth": auth}))) };
        world.try_client_with(options).map(|client| {
            world.run(client.delete_agent(ID, once())).unwrap();
            world.sent().remove(0).header("authorization").map(str::to_owned)
        })
    };
    let header = value!({"header": "X-Auth", "scheme": "Key"});
    assert_eq!(bearer(header, Auth::Bearer(KEY.into())).unwrap(), Some(format!("Bearer {KEY}")));
    let refused = bearer(value!("sign"), Auth::ApiKey(KEY.into())).unwrap_err();
    assert!(refused.message.contains("acme takes signed requests alone"), "{}", refused.message);
}

#[test]
fn a_list_goes_on_where_a_server_gives_no_more_than_it_is_used_to() {
    let row = |at: usize| value!({"id": format!("bot_{at}"), "at": format!("{at}")});
    for (next, second) in [
        (value!({"by": "offset", "parameter": "from"}), "GET /v1/agents?limit=100&from=2"),
        (value!({"by": "page", "parameter": "from"}), "GET /v1/agents?from=2&limit=100"),
        (value!({"by": "lastRow", "member": "at", "parameter": "from"}), "GET /v1/agents?limit=100&from=1"),
    ] {
        let more =
            value!({"list": {"path": "/agents", "size": {"parameter": "limit", "default": 2}, "next": next}});
        let page = |rows: &[usize]| json(200, &Value::from_iter(rows.iter().map(|at| row(*at))).to_string());
        let world = World::with([page(&[0, 1]), page(&[2])]);
        let options = ListOptions { page_size: Some(100), ..ListOptions::default() };
        let count = world.run(async {
            let mut list = client(&world, more).list_agents(options).unwrap();
            let mut count = 0;
            while let Some(agent) = list.next().await {
                agent.unwrap();
                count += 1;
            }
            count
        });
        assert_eq!((count, world.lines().last().map(String::as_str)), (3, Some(second)));
    }
}

#[test]
fn its_routes_are_told_like_any_platform_s() {
    let more = value!({
        "headers": {"X-Api-Version": "7"},
        "delete": {"path": "/bots/{id}?hard=true", "force": "cascade"},
        "list": {"path": "/bots", "in": "bots", "size": {"parameter": "limit"}, "next": {"by": "cursor", "in": "next", "parameter": "after"}},
        "backup": [{"name": "flows", "path": "/bots/{id}/flows"}],
        "stop": {"path": "/bots/{id}/stop"},
    });
    let routes = backend(more).routes();
    assert_eq!(
        routes.lines().collect::<Vec<_>>(),
        [
            "get GET /bots/{}",
            "list GET /bots?limit=*&after=*",
            "backup GET /bots/{}",
            "backup GET /bots/{}/flows",
            "stop POST /bots/{}/stop",
            "delete DELETE /bots/{}?hard=true",
            "delete DELETE /bots/{}?hard=true&cascade=true",
            "header X-Api-Version: 7",
        ]
    );
    let routes = backend(value!({})).routes();
    assert_eq!(
        routes.lines().collect::<Vec<_>>(),
        ["get GET /agents/{}", "backup GET /agents/{}", "delete DELETE /agents/{}"],
    );
}

#[test]
fn what_is_not_described_can_t_be_done_and_says_so() {
    let world = World::new();
    let client = client(&world, value!({"title": "Acme"}));
    let plain = CallOptions::default;
    let error = world.run(client.stop_agent(ID, plain())).unwrap_err();
    assert_eq!(error.message, "Acme has no way to stop an agent (capabilities.stop is false)");
    let error = client.list_agents(ListOptions::default()).unwrap_err();
    assert_eq!(error.message, "Acme has no way to list agents (capabilities.list is false)");
    let missing = value!({"missing": [{"status": 404, "body": {"code": "agent_not_found"}}]});
    let error = deleted(missing, json(404, r#"{"code":"agent_not_found"}"#)).unwrap_err();
    let hint = "To delete one that may be gone already, pass ifMissing: \"ignore\".";
    assert_eq!((error.code, error.hint.as_deref()), (ErrorCode::NotFound, Some(hint)));
    assert_eq!(error.backend.map(Backend::name), Some("acme"));
    let options = ClientOptions { base_url: None, ..ClientOptions::new(backend(value!({}))) };
    assert!(world.try_client_with(options).is_ok());
    let mut without = acme(value!({"baseUrlExample": "https://acme.example/v1"}));
    without.as_object_mut().unwrap().shift_remove("baseUrl");
    let backend = Backend::from(Description::from_json(&without).unwrap());
    let error = world.try_client_with(ClientOptions::new(backend)).unwrap_err();
    assert_eq!(
        error.message,
        "baseUrl is missing or undefined; acme has one like \"https://acme.example/v1\""
    );
    assert!(world.lines().is_empty());
}

#[test]
fn an_id_is_what_it_is_described_to_be() {
    let takes = |rule: Value, id: &str| backend(value!({"id": rule})).agent_id(id).map(|id| id.to_string());
    assert_eq!(takes(value!("token"), "bot_1").as_deref(), Some("bot_1"));
    let uuid = "3F2504E0-4F89-41D3-9A0C-0305E82C3301";
    assert_eq!(takes(value!("uuid"), uuid), Some(uuid.to_lowercase()));
    assert_eq!(takes(value!("text"), "a b").as_deref(), Some("a b"));
    for (rule, bad) in [
        (value!("token"), "a.b"),
        (value!("uuid"), "bot_1"),
        (value!("text"), ".."),
        (value!("text"), "a%2fb"),
        (value!({"reserved": ["create"]}), "create"),
        (value!({"kind": "text", "reserved": ["create"]}), "CREATE"),
    ] {
        assert_eq!(takes(rule.clone(), bad), None, "{rule} {bad}");
    }
    // What a path of the description has in the id's place is a route.
    let routes = || {
        value!({
            "id": "text", "delete": {"path": "/agents/{id}"}, "stop": {"path": "/agents/jobs/{id}"},
            "list": {"path": "/agents/search?all=true", "method": "POST"},
            "backup": [{"name": "tools", "path": "/agents/{id}/tools"}],
        })
    };
    for (id, wanted) in [("search", None), ("Search", None), ("jobs", None), ("tools", Some("tools"))] {
        assert_eq!(backend(routes()).agent_id(id).map(|id| id.to_string()).as_deref(), wanted, "{id}");
    }
    assert_eq!(backend(routes()).id_pattern(), r"(?!(jobs|search)$)[^/\\]+");
    let pattern = backend(value!({"id": {"reserved": ["create", "all"]}})).id_pattern();
    assert_eq!(pattern, "(?!(create|all)$)[A-Za-z0-9_-]+");
}

#[test]
fn a_backup_before_a_deletion_goes_by_the_description() {
    let world = World::with([json(200, r#"{"id":"bot_1","api_key":"hunter2"}"#), empty(204)]);
    let options = DeleteOptions { backup: BackupWish::Keep, ..once() };
    let deletion = world.run(client(&world, value!({})).delete_agent(ID, options)).unwrap();
    let backup = deletion.backup.unwrap();
    assert_eq!(backup.backend.name(), "acme");
    assert!(matches!(backup.content.0.first(), Some((_, Saved::Json(_)))));
    assert!(!js(&backup).to_string().contains("hunter2"));
    // Another agent's answer is no backup, and nothing is deleted.
    let world = World::with([json(200, r#"{"id":"bot_2"}"#)]);
    let options = DeleteOptions { backup: BackupWish::Keep, ..once() };
    world.run(client(&world, value!({})).delete_agent(ID, options)).unwrap_err();
    assert_eq!(world.lines(), ["GET /v1/agents/bot_1"]);
}

/// Any document, its names mostly those that a description has.
fn junk() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        prop_oneof![Just(204i64), Just(200), Just(404), any::<i64>()].prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        prop_oneof![
            Just("/agents/{id}".to_owned()),
            Just("{id}".to_owned()),
            Just("*".to_owned()),
            Just("a.b".to_owned()),
            Just("DELETE".to_owned()),
            Just("cursor".to_owned()),
            Just("uuid".to_owned()),
            ".{0,12}".prop_map(String::from),
        ]
        .prop_map(Value::from),
    ];
    let names = prop::sample::select(vec![
        "name",
        "title",
        "baseUrl",
        "auth",
        "headers",
        "id",
        "delete",
        "get",
        "agent",
        "list",
        "stop",
        "backup",
        "proof",
        "accepted",
        "missing",
        "failures",
        "hints",
        "destroys",
        "keeps",
        "path",
        "method",
        "force",
        "in",
        "size",
        "search",
        "next",
        "by",
        "parameter",
        "default",
        "more",
        "member",
        "status",
        "body",
        "empty",
        "code",
        "backendCode",
        "message",
        "notFound",
        "kind",
        "reserved",
        "header",
        "scheme",
        "x/y",
        "é",
    ]);
    leaf.prop_recursive(5, 48, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((names.clone(), inner), 0..6).prop_map(|members| {
                Value::Object(members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
            }),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(2000) })]

    /// Whatever arrives is a platform or a sentence; and a platform of junk deletes nothing but by its proof.
    #[test]
    fn no_document_makes_it_panic(document in junk(), member in prop::sample::select(vec![
        "auth", "headers", "id", "get", "agent", "list", "stop", "backup", "proof", "accepted", "missing", "failures",
        "hints", "destroys", "keeps", "delete", "title",
    ])) {
        let _ = Description::from_json(&document);
        match Description::from_json(&acme(value!({ member: document }))) {
            Ok(description) => {
                let backend = Backend::from(description);
                let _ = (backend.routes(), backend.info(), backend.id_pattern(), backend.agent_id("bot_1"));
            }
            Err(error) => prop_assert!(error.message.starts_with("backend") || error.message.starts_with("unknown member `backend")),
        }
    }
}
