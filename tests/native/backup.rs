//! Backups: what is saved, in what order, what is taken out, and what a failure keeps from happening.

use crate::support::*;
use agent_delete::{
    Backend, BackupOptions, BackupWish, Cause, DeleteOptions, ErrorCode, IfMissing, Outcome, Purpose, Saved,
};
use serde_json::{Value, json as value};
use std::cell::RefCell;
use std::rc::Rc;

const ID: &str = "3f2504e0-4f89-41d3-9a0c-0305e82c3301";

/// Every part of every platform, with something in it.
fn part(backend: Backend, path: &str) -> agent_delete::Reply {
    let body = match backend {
        _ if path.ends_with("/memories") => {
            r#"{"success":true,"data":{"memories":[{"id":"m1"}]}}"#.to_owned()
        }
        _ if path.ends_with("/rooms") => r#"{"success":true,"data":{"rooms":[{"id":"r1"}]}}"#.to_owned(),
        Backend::Kortix if path.ends_with("/export") => {
            r#"{"name":"Bot","system_prompt":"be kind","tools":{}}"#.to_owned()
        }
        Backend::Kortix | Backend::Charm if path.contains("/versions") => r#"[{"version":1}]"#.to_owned(),
        Backend::Foundry if path.contains("/versions") && path.contains("after=v2") => {
            r#"{"data":[{"version":"1"}],"has_more":false,"last_id":"v1"}"#.to_owned()
        }
        Backend::Foundry if path.contains("/versions") => {
            r#"{"data":[{"version":"3"},{"version":"2"}],"has_more":true,"last_id":"v2"}"#.to_owned()
        }
        _ => agent_json(backend),
    };
    json(200, &body)
}

fn backed_up(backend: Backend) -> (World, Value) {
    let world = World::answering(move |sent| part(backend, sent.path()).into());
    let client = world.client(backend);
    let backup = world.run(client.backup_agent(id_of(backend), BackupOptions::default())).unwrap();
    (world, js(&backup))
}

#[test]
fn every_part_that_a_platform_gives_is_saved() {
    let expected: [(Backend, &str, &[&str], &[&str]); 5] = [
        (
            Backend::Charm,
            "agent",
            &["agent", "versions"],
            &["GET /v1/agents/agent_123", "GET /v1/versions/agent_123"],
        ),
        (
            Backend::Langchain,
            "export",
            &["export"],
            &["GET /v1/deepagents/agents/3f2504e0-4f89-41d3-9a0c-0305e82c3301?include_files=true"],
        ),
        (
            Backend::Foundry,
            "agent",
            &["agent", "versions"],
            &[
                "GET /api/projects/demo/agents/support-bot?api-version=v1",
                "GET /api/projects/demo/agents/support-bot/versions?api-version=v1",
                "GET /api/projects/demo/agents/support-bot/versions?api-version=v1&after=v2",
            ],
        ),
        (
            Backend::Eliza,
            "agent",
            &["agent", "memories", "rooms"],
            &[
                "GET /api/agents/3f2504e0-4f89-41d3-9a0c-0305e82c3301",
                "GET /api/agents/3f2504e0-4f89-41d3-9a0c-0305e82c3301/memories",
                "GET /api/agents/3f2504e0-4f89-41d3-9a0c-0305e82c3301/rooms",
            ],
        ),
        (
            Backend::Kortix,
            "export",
            &["export", "versions"],
            &[
                "GET /v1/agents/3f2504e0-4f89-41d3-9a0c-0305e82c3301/export",
                "GET /v1/agents/3f2504e0-4f89-41d3-9a0c-0305e82c3301/versions",
            ],
        ),
    ];
    for (backend, source, parts, lines) in expected {
        let (world, backup) = backed_up(backend);
        assert_eq!(backup["backend"], backend.name());
        assert_eq!(backup["agentId"], id_of(backend));
        assert_eq!(backup["source"], source, "{backend}");
        assert_eq!(backup["takenAt"], "2023-11-14T22:13:20.000Z");
        assert_eq!((&backup["missing"], &backup["redacted"]), (&value!([]), &value!([])));
        let content = backup["content"].as_object().unwrap();
        assert_eq!(content.keys().collect::<Vec<_>>(), parts, "{backend}");
        assert_eq!(world.lines(), lines);
    }
}

#[test]
fn pages_are_joined_and_envelopes_opened() {
    let versions = backed_up(Backend::Foundry).1["content"]["versions"].clone();
    assert_eq!(versions, value!([{"version": "3"}, {"version": "2"}, {"version": "1"}]));
    let eliza = backed_up(Backend::Eliza).1["content"].clone();
    assert_eq!(eliza["memories"], value!([{"id": "m1"}]));
    assert_eq!(eliza["rooms"], value!([{"id": "r1"}]));
    assert_eq!(eliza["agent"]["id"], ID);
}

#[test]
fn a_part_that_cannot_be_saved_is_listed_with_its_reason() {
    for (backend, name) in [
        (Backend::Charm, "versions"),
        (Backend::Foundry, "versions"),
        (Backend::Eliza, "memories"),
        (Backend::Kortix, "versions"),
    ] {
        for broken in [
            json(500, r#"{"detail":"out of order"}"#),
            html(200),
            empty(404),
            json(200, "{\"a"),
            too_long(200),
            empty(200),
            json(200, r#"{"detail":"not now"}"#),
            json(206, r#"[{"version":1}]"#),
            json(206, r#"{"success":true,"data":{"memories":[]}}"#),
            json(206, r#"{"data":[],"has_more":false}"#),
        ] {
            let reply = broken.clone();
            let world = World::answering(move |sent| {
                if sent.path().contains(name) {
                    reply.clone().into()
                } else {
                    part(backend, sent.path()).into()
                }
            });
            let mut options = BackupOptions::default();
            options.call.max_retries = Some(0);
            let backup = js(&world.run(world.client(backend).backup_agent(id_of(backend), options)).unwrap());
            let missing = backup["missing"].as_array().unwrap();
            assert_eq!((missing.len(), &missing[0]["part"]), (1, &value!(name)), "{backend} {broken:?}");
            assert!(!missing[0]["reason"].as_str().unwrap().is_empty());
            assert_eq!(backup["content"].get(name), None);
        }
    }
}

#[test]
fn kortix_falls_back_to_the_agent_when_its_export_fails_and_says_so() {
    for failed in [
        empty(500),
        json(500, r#"{"detail":"Internal server error"}"#),
        empty(404),
        html(200),
        empty(403),
        empty(204),
        json(200, "{}"),
        json(200, "[]"),
        json(200, r#"{"detail":"not now"}"#),
        json(206, r#"{"name":"Bot","tools":{}}"#),
    ] {
        let reply = failed.clone();
        let world = World::answering(move |sent| {
            if sent.path().ends_with("/export") {
                reply.clone().into()
            } else {
                part(Backend::Kortix, sent.path()).into()
            }
        });
        let backup =
            js(&world.run(world.client(Backend::Kortix).backup_agent(ID, BackupOptions::default())).unwrap());
        assert_eq!(backup["source"], "agent");
        assert_eq!(backup["missing"][0]["part"], "export");
        assert_eq!(backup["content"]["agent"]["agent_id"], ID);
        assert_eq!(backup["content"]["versions"], value!([{"version": 1}]));
        assert_eq!(world.sent().len(), 3, "an export that always fails is not asked for again");
    }
}

#[test]
fn without_the_agent_there_is_no_backup() {
    for (backend, _) in BASES {
        let other = agent_json_with(backend, other_id(backend), "");
        for broken in [
            empty(500),
            empty(401),
            html(200),
            json(200, "{}"),
            json(200, &other),
            json(203, &agent_json(backend)),
            empty(200),
            too_long(200),
        ] {
            let world = World::answering(move |_| broken.clone().into());
            let mut options = BackupOptions::default();
            options.call.max_retries = Some(0);
            let client = world.client(backend);
            // kortix's export comes first.
            if backend == Backend::Kortix {
                let net = world.net.clone();
                net.queue([empty(500)]);
            }
            let error = world.run(client.backup_agent(id_of(backend), options)).unwrap_err();
            assert_eq!((error.code, error.outcome_unknown), (ErrorCode::BackupFailed, false), "{backend}");
            assert!(world.sent().iter().all(|sent| sent.method == "GET"));
        }
        let world = World::answering(move |_| missing(backend).into());
        let error = world.run(world.client(backend).backup_agent(id_of(backend), BackupOptions::default()));
        assert_eq!(error.unwrap_err().code, ErrorCode::NotFound, "{backend}");
    }
}

#[test]
fn a_hosted_agents_code_is_saved_byte_for_byte() {
    let hosted = agent_json(Backend::Foundry).replace("prompt", "hosted");
    let archive = [b'P', b'K', 3, 4, 0, 0xff, 0xfe];
    for (media, bytes) in [("application/zip", Some(archive)), ("application/zip", None)] {
        let hosted = hosted.clone();
        let world = World::answering(move |sent| {
            let path = sent.path();
            let reply = match bytes {
                Some(bytes) if path.contains("/code:download") => agent_delete::Reply {
                    body: agent_delete::Body::Bytes(bytes.to_vec()),
                    ..typed(200, media, "")
                },
                None if path.contains("/code:download") => html(404),
                _ if path.contains("/versions") => part(Backend::Foundry, path),
                _ => json(200, &hosted),
            };
            reply.into()
        });
        let client = world.client(Backend::Foundry);
        let backup = world.run(client.backup_agent("support-bot", BackupOptions::default())).unwrap();
        let shown = js(&backup);
        match bytes {
            Some(bytes) => assert_eq!(backup.content.get("code"), Some(&Saved::Bytes(bytes.to_vec()))),
            None => assert_eq!(
                (&shown["content"]["code"], &shown["missing"][0]["part"]),
                (&Value::Null, &value!("code"))
            ),
        }
        let code = world.sent().into_iter().find(|sent| sent.path().contains("code")).unwrap();
        assert_eq!(code.line(), "GET /api/projects/demo/agents/support-bot/code:download?api-version=v1");
    }
}

// Redaction.

fn with_secrets(backend: Backend) -> (String, Vec<&'static str>, Vec<&'static str>) {
    match backend {
        Backend::Charm => (
            r#"{"id":"agent_123","name":"Bot","config":{"openai_api_key":"hunter2-a","tools":[{"url":"https://u:hunter2-b@e.com/"}],"max_tokens":5}}"#.to_owned(),
            vec!["/agent/config/openai_api_key", "/agent/config/tools/0/url"],
            vec!["hunter2-a", "hunter2-b"],
        ),
        Backend::Langchain => (
            format!(r#"{{"id":"{ID}","name":"Bot","tools":[{{"mcp":{{"headers":{{"Authorization":"Bearer hunter2-a"}},"token":"hunter2-b"}}}}]}}"#),
            vec!["/export/tools/0/mcp/headers/Authorization", "/export/tools/0/mcp/token"],
            vec!["hunter2-a", "hunter2-b"],
        ),
        Backend::Foundry => (
            r#"{"object":"agent","name":"support-bot","versions":{"latest":{"definition":{"kind":"hosted","environment_variables":{"A":"hunter2-a","B/~":"hunter2-b"}}}}}"#.to_owned(),
            vec![
                "/agent/versions/latest/definition/environment_variables/A",
                "/agent/versions/latest/definition/environment_variables/B~1~0",
            ],
            vec!["hunter2-a", "hunter2-b"],
        ),
        Backend::Eliza => (
            format!(r#"{{"success":true,"data":{{"id":"{ID}","name":"Bot","status":"active","settings":{{"model":"m","secrets":{{"ELIZA_SERVER_AUTH_TOKEN":"hunter2-a","PATH":"hunter2-b","N":7}}}}}}}}"#),
            vec![
                "/agent/settings/secrets/ELIZA_SERVER_AUTH_TOKEN",
                "/agent/settings/secrets/PATH",
                "/agent/settings/secrets/N",
            ],
            vec!["hunter2-a", "hunter2-b"],
        ),
        _ => (
            format!(r#"{{"agent_id":"{ID}","name":"Bot","tools":{{"custom_mcp":[{{"config":{{"url":"https://e.com/mcp?api_key=hunter2-a","headers":{{"X-Api-Key":"hunter2-b"}}}}}}]}}}}"#),
            vec!["/export/tools/custom_mcp/0/config/url", "/export/tools/custom_mcp/0/config/headers/X-Api-Key"],
            vec!["hunter2-a", "hunter2-b"],
        ),
    }
}

#[test]
fn secrets_are_taken_out_and_listed_unless_they_are_wanted() {
    for (backend, _) in BASES {
        let (body, pointers, secrets) = with_secrets(backend);
        for include_secrets in [false, true] {
            let first = json(200, &body);
            let world = World::with([first]);
            world.net.answer(move |sent| part(backend, sent.path()).into());
            let options = BackupOptions { include_secrets, ..BackupOptions::default() };
            let backup = world.run(world.client(backend).backup_agent(id_of(backend), options)).unwrap();
            let shown = js(&backup);
            let text = shown.to_string();
            if include_secrets {
                assert!(backup.redacted.is_empty());
                assert!(secrets.iter().all(|secret| text.contains(secret)), "{backend} {text}");
            } else {
                assert_eq!(backup.redacted, pointers, "{backend}");
                assert!(!text.contains("hunter2") && !format!("{backup:?}").contains("hunter2"));
                for pointer in pointers.iter().copied() {
                    assert_eq!(shown["content"].pointer(pointer), Some(&value!("[redacted]")), "{pointer}");
                }
            }
        }
    }
}

#[test]
fn versions_without_an_end_are_a_part_that_is_missing() {
    for versions in ["", r#"{"version":"1"}"#] {
        let count = std::cell::Cell::new(0);
        let world = World::answering(move |sent| {
            if !sent.path().contains("/versions") {
                return json(200, &agent_json(Backend::Foundry)).into();
            }
            count.set(count.get() + 1);
            assert!(count.get() < 200, "it goes on for ever");
            let body = format!(r#"{{"data":[{versions}],"has_more":true,"last_id":"v{}"}}"#, count.get());
            json(200, &body).into()
        });
        let client = world.client(Backend::Foundry);
        let backup = world.run(client.backup_agent("support-bot", BackupOptions::default())).unwrap();
        assert_eq!(backup.missing.len(), 1);
        // A hundred that bring nothing are enough, after the agent and what the first brought.
        assert_eq!(world.sent().len(), if versions.is_empty() { 101 } else { 102 });
        assert!(backup.missing[0].reason.contains("not come to an end"), "{}", backup.missing[0].reason);
    }
}

#[test]
fn a_long_list_of_versions_is_saved_to_its_end() {
    const PAGES: usize = 150;
    let count = std::cell::Cell::new(0);
    let world = World::answering(move |sent| {
        if !sent.path().contains("/versions") {
            return json(200, &agent_json(Backend::Foundry)).into();
        }
        count.set(count.get() + 1);
        let (page, more) = (count.get(), count.get() < PAGES);
        let body = format!(r#"{{"data":[{{"version":"{page}"}}],"has_more":{more},"last_id":"v{page}"}}"#);
        json(200, &body).into()
    });
    let client = world.client(Backend::Foundry);
    let backup = world.run(client.backup_agent("support-bot", BackupOptions::default())).unwrap();
    assert!(backup.missing.is_empty(), "{:?}", backup.missing);
    assert_eq!(js(&backup)["content"]["versions"].as_array().unwrap().len(), PAGES);
}

#[test]
fn a_document_in_place_of_a_file_is_no_file() {
    let hosted = agent_json(Backend::Foundry).replace("prompt", "hosted");
    let world = World::answering(move |sent| {
        let path = sent.path();
        match () {
            () if path.contains("/code:download") => json(200, r#"{"status":"building"}"#),
            () if path.contains("/versions") => part(Backend::Foundry, path),
            () => json(200, &hosted),
        }
        .into()
    });
    let client = world.client(Backend::Foundry);
    let backup = world.run(client.backup_agent("support-bot", BackupOptions::default())).unwrap();
    assert_eq!(backup.content.get("code"), None);
    assert_eq!(backup.missing.len(), 1, "{:?}", backup.missing);
    assert_eq!(backup.missing[0].part, "code");
}

#[test]
fn a_deletions_backup_is_redacted() {
    for (backend, _) in BASES {
        let (body, _, _) = with_secrets(backend);
        let world = World::answering(move |sent| match sent.method {
            "DELETE" => empty(204).into(),
            _ if sent.path().contains("versions")
                || sent.path().contains("memories")
                || sent.path().contains("rooms") =>
            {
                part(backend, sent.path()).into()
            }
            _ => json(200, &body).into(),
        });
        let options = DeleteOptions {
            backup: BackupWish::Keep,
            force: backend == Backend::Eliza,
            ..DeleteOptions::default()
        };
        let deletion = world.run(world.client(backend).delete_agent(id_of(backend), options)).unwrap();
        assert!(deletion.backup.is_some());
        assert!(!js(&deletion).to_string().contains("hunter2"), "{backend}");
    }
}

// Before a deletion.

#[test]
fn the_backup_is_taken_and_handed_over_before_anything_changes() {
    for (backend, _) in BASES {
        for force in [false, true] {
            let default = if backend == Backend::Kortix { r#""is_default":true,"# } else { "" };
            let stopped = RefCell::new(false);
            let world = World::answering(move |sent| {
                let reply = match (backend, sent.method) {
                    (_, "PUT" | "POST") => {
                        stopped.replace(true);
                        empty(200)
                    }
                    (Backend::Eliza, "DELETE") if force && !*stopped.borrow() => json(
                        409,
                        r#"{"success":false,"error":"Cannot delete a running agent. Stop the agent first."}"#,
                    ),
                    (_, "DELETE") => empty(204),
                    _ if force && sent.path().ends_with(id_of(backend)) => {
                        json(200, &agent_json_with(backend, id_of(backend), default))
                    }
                    _ => part(backend, sent.path()),
                };
                reply.into()
            });
            let kept = Rc::new(RefCell::new(None));
            let (keep_it, net) = (Rc::clone(&kept), world.net.clone());
            let options = DeleteOptions {
                force,
                backup: keep(move |backup| {
                    assert!(net.lines().iter().all(|line| line.starts_with("GET ")));
                    keep_it.replace(Some(backup.clone()));
                    Ok(())
                }),
                ..DeleteOptions::default()
            };
            let deletion = world.run(world.client(backend).delete_agent(id_of(backend), options)).unwrap();
            assert_eq!(deletion.outcome, Outcome::Deleted);
            assert_eq!(Some(js(deletion.backup.as_ref().unwrap())), kept.take(), "{backend}");
            let last_backup =
                deletion.steps.iter().rposition(|step| step.purpose == Purpose::Backup).unwrap();
            let first_change = deletion.steps.iter().position(|step| step.purpose.changes()).unwrap();
            assert!(last_backup < first_change);
        }
    }
}

#[test]
fn nothing_is_deleted_or_stopped_when_the_backup_fails() {
    for (backend, _) in BASES {
        for force in [false, true] {
            let default = if backend == Backend::Kortix { r#""is_default":true,"# } else { "" };
            let world = World::answering(move |sent| {
                assert_eq!(sent.method, "GET");
                json(200, &agent_json_with(backend, id_of(backend), default)).into()
            });
            let options =
                DeleteOptions { force, backup: keep(|_| Err(Cause::new("the disk is full"))), ..once() };
            let error = world.run(world.client(backend).delete_agent(id_of(backend), options)).unwrap_err();
            assert_eq!((error.code, error.outcome_unknown), (ErrorCode::BackupFailed, false), "{backend}");
            assert_eq!(error.cause.as_ref().unwrap().text(), "the disk is full");
            assert!(error.message.contains("the disk is full"));

            let world = World::answering(move |sent| {
                assert_eq!(sent.method, "GET");
                empty(500).into()
            });
            if backend == Backend::Eliza && !force || backend == Backend::Kortix && force {
                world.net.queue([json(200, &agent_json(backend))]);
            }
            let options = DeleteOptions { force, backup: BackupWish::Keep, ..once() };
            let error = world.run(world.client(backend).delete_agent(id_of(backend), options)).unwrap_err();
            assert_eq!((error.code, error.outcome_unknown), (ErrorCode::BackupFailed, false), "{backend}");
            assert_eq!(error.status, Some(500));
        }
    }
}

#[test]
fn a_missing_agent_cannot_be_backed_up_and_is_just_missing() {
    for (backend, _) in BASES {
        for if_missing in [IfMissing::Error, IfMissing::Ignore] {
            let world = World::answering(move |sent| {
                assert_eq!(sent.method, "GET");
                missing(backend).into()
            });
            let options = DeleteOptions {
                if_missing,
                force: backend == Backend::Eliza,
                backup: keep(|_| panic!("kept")),
                ..once()
            };
            let ended = world.run(world.client(backend).delete_agent(id_of(backend), options));
            match if_missing {
                IfMissing::Error => assert_eq!(ended.unwrap_err().code, ErrorCode::NotFound),
                IfMissing::Ignore => assert_eq!(ended.unwrap().outcome, Outcome::Absent),
            }
        }
    }
}

#[test]
fn a_backup_outlives_a_deletion_that_fails() {
    for (backend, _) in BASES {
        let world = World::answering(move |sent| match sent.method {
            "DELETE" => empty(500).into(),
            _ => part(backend, sent.path()).into(),
        });
        let options = DeleteOptions { backup: BackupWish::Keep, force: backend == Backend::Eliza, ..once() };
        let error = world.run(world.client(backend).delete_agent(id_of(backend), options)).unwrap_err();
        assert!(error.outcome_unknown, "the agent may be gone");
        let saved = error.backup.as_ref().unwrap();
        assert_eq!((saved.backend, saved.agent_id.as_str()), (backend, id_of(backend)));
    }
}

#[test]
fn what_was_saved_was_there_even_if_it_is_gone_by_the_time_of_the_deletion() {
    for (backend, _) in BASES {
        let world = World::answering(move |sent| match sent.method {
            "DELETE" => missing(backend).into(),
            _ => part(backend, sent.path()).into(),
        });
        let options =
            DeleteOptions { backup: BackupWish::Keep, force: true, if_missing: IfMissing::Ignore, ..once() };
        let deletion = world.run(world.client(backend).delete_agent(id_of(backend), options)).unwrap();
        assert_eq!((deletion.outcome, deletion.existed), (Outcome::Absent, Some(true)), "{backend}");
        assert!(deletion.backup.is_some(), "{backend}");
    }
}
