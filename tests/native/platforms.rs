//! What a platform's own data in `tests/platforms/` says: how its ids are spelled, where its requests go and what they carry,
//! and whole flows, exchange by exchange. The package runs the same data.

use crate::support::*;
use agent_delete::{
    Agent, Backend, BackupOptions, BackupWish, CallOptions, Cascade, DeleteOptions, Error, ErrorCode,
    IfMissing, ListOptions,
};
use serde_json::{Value, json as value};
use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

#[test]
fn an_id_is_sent_as_the_platform_spells_it_or_not_at_all() {
    for further in Further::all() {
        let world = World::answering(|_| empty(204).into());
        let client = world.client(further.backend);
        let options = || DeleteOptions { force: true, ..once() };
        for (given, sent) in further.data["takes"].as_object().unwrap() {
            let _ = world.run(client.delete_agent(given, options()));
            let last = world.lines().pop().unwrap();
            assert_eq!(last, further.line("forced", sent.as_str().unwrap()), "{given}");
        }
        let sent = world.lines().len();
        let refused =
            further.data["refuses"].as_array().unwrap().iter().map(|id| id.as_str().unwrap().to_owned());
        let anywhere = ["", ".", "..", "a/b", "a%2fb", "a b", "é", "\u{200b}"].map(str::to_owned);
        for bad in refused.chain(anywhere) {
            let error = world.run(client.delete_agent(&bad, options())).unwrap_err();
            assert_eq!(error.code, ErrorCode::InvalidInput, "{} {bad:?}", further.backend);
            assert!(error.message.contains("id must be"), "{}", error.message);
        }
        assert_eq!(world.lines().len(), sent, "{}", further.backend);
    }
}

#[test]
fn a_deletion_goes_where_it_must_with_the_platform_s_own_headers() {
    for further in Further::all() {
        for force in [false, true] {
            let world = World::answering(|_| empty(500).into());
            let mut options = DeleteOptions { force, ..once() };
            let _ = world.run(world.client(further.backend).delete_agent(&further.id(), options.clone()));
            let sent = world.sent().remove(0);
            if force || !further.reads_first() {
                let line = further.line(if force { "forced" } else { "delete" }, &further.id());
                assert_eq!(sent.line(), line, "{}", further.backend);
            }
            for (name, wanted) in further.data["headers"].as_object().unwrap() {
                let wanted = wanted.as_str().unwrap().replace("{}", KEY);
                assert_eq!(sent.header(name), Some(wanted.as_str()), "{} {name}", further.backend);
            }
            options.call.max_retries = Some(0);
        }
    }
}

#[test]
fn whole_flows_go_as_the_platform_s_data_says() {
    let mut faults = Vec::new();
    for further in Further::all() {
        let flows = further.data["flows"].as_array().unwrap();
        assert!(!flows.is_empty(), "{}", further.backend);
        for flow in flows {
            if let Err(fault) = run(further, flow) {
                faults.push(format!("{}, {}: {fault}", further.backend, flow["name"].as_str().unwrap()));
            }
        }
    }
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

/// The exchanges of a flow that are still to come, and what was wrong about those that came.
#[derive(Default)]
struct Script {
    left: Vec<Value>,
    faults: Vec<String>,
}

fn run(further: &Further, flow: &Value) -> Result<(), String> {
    let mut left = flow["exchanges"].as_array().unwrap().clone();
    left.reverse();
    let script = Rc::new(RefCell::new(Script { left, faults: Vec::new() }));
    let world = World::new();
    let shared = Rc::clone(&script);
    world.net.answer(move |sent| {
        let mut script = shared.borrow_mut();
        let Some(exchange) = script.left.pop() else {
            script.faults.push(format!("nobody expected {}", sent.line()));
            return empty(500).into();
        };
        if exchange["request"].as_str() != Some(&sent.line()) {
            script.faults.push(format!("{} instead of {}", sent.line(), exchange["request"]));
        }
        let body = sent.body.as_deref().map_or(Value::Null, |body| serde_json::from_str(body).unwrap());
        if body != exchange["body"] {
            script.faults.push(format!("{} carries {body} instead of {}", sent.line(), exchange["body"]));
        }
        reply_of(&exchange["reply"]).into()
    });
    let shown = call(&world, further, flow);
    let mut faults = std::mem::take(&mut script.borrow_mut().faults);
    faults
        .extend(script.borrow().left.iter().map(|exchange| format!("{} was not sent", exchange["request"])));
    for (field, wanted) in flow["expect"].as_object().unwrap() {
        let is = if field == "error" { &shown["code"] } else { &shown[field.as_str()] };
        let fits = match (is, wanted) {
            // Of a message, a part.
            (Value::String(said), Value::String(part)) if field == "message" => said.contains(part.as_str()),
            _ if wanted.is_number() => is.as_f64() == wanted.as_f64(),
            _ => is == wanted,
        };
        if !fits {
            faults.push(format!("{field} is {is} instead of {wanted}"));
        }
    }
    if shown.get("code").is_some() && flow["expect"].get("error").is_none() {
        faults.push(format!("failed: {shown}"));
    }
    if faults.is_empty() { Ok(()) } else { Err(faults.join("; ")) }
}

/// Makes the call of a flow, and gives what came of it as JSON.
fn call(world: &World, further: &Further, flow: &Value) -> Value {
    let client = world.client(further.backend);
    let id = further.id();
    let (given, plain) = (&flow["options"], CallOptions { max_retries: Some(0), ..CallOptions::default() });
    let is = |name: &str| given[name] == true;
    let options = DeleteOptions {
        force: is("force"),
        verify: is("verify"),
        backup: if is("backup") { BackupWish::Keep } else { BackupWish::No },
        cascade: given["cascade"].as_array().map(|_| vec![Cascade::Threads]).unwrap_or_default(),
        wait: Duration::from_millis(given["waitMs"].as_u64().unwrap_or_default()),
        if_missing: if given["ifMissing"] == "ignore" { IfMissing::Ignore } else { IfMissing::Error },
        call: plain.clone(),
        ..DeleteOptions::default()
    };
    match flow["call"].as_str().unwrap() {
        "delete" => shown(world.run(client.delete_agent(&id, options))),
        "plan" => {
            let mut plan = shown(world.run(client.plan_deletion(&id, options)));
            // A plan is told by the codes of its blockers and its requests as lines.
            for (list, text) in [
                ("blockers", (|of| of["code"].clone()) as fn(&Value) -> Value),
                ("requests", |of| {
                    value!(format!("{} {}", of["method"].as_str().unwrap(), of["path"].as_str().unwrap()))
                }),
            ] {
                if let Some(items) = plan[list].as_array() {
                    plan[list] = items.iter().map(text).collect();
                }
            }
            plan
        }
        "get" => shown(world.run(client.get_agent(&id, plain))),
        "backup" => {
            let backup = world
                .run(client.backup_agent(&id, BackupOptions { call: plain, ..BackupOptions::default() }));
            let mut backup = shown(backup);
            if let Some(content) = backup["content"].as_object() {
                backup["parts"] = content.keys().cloned().collect();
            }
            backup
        }
        "list" => {
            let page_size = given["pageSize"].as_u64().map(|size| size as u32);
            let search = given["search"].as_str().map(str::to_owned);
            let listed = world.run(async {
                let mut agents = client.list_agents(ListOptions { page_size, search, call: plain })?;
                let mut ids = Vec::new();
                while let Some(agent) = agents.next().await {
                    ids.push(agent?.id);
                }
                Ok::<_, Error>(value!({ "ids": ids }))
            });
            shown(listed)
        }
        other => panic!("no such call: {other}"),
    }
}

fn shown(result: Result<impl serde::Serialize, Error>) -> Value {
    match result {
        Ok(made) => js(&made),
        Err(error) => js(&error),
    }
}

#[test]
fn what_a_person_can_do_is_said() {
    for further in Further::all() {
        let said = |status| {
            let world = World::with([empty(status)]);
            let options = DeleteOptions { force: true, ..once() };
            world.run(world.client(further.backend).delete_agent(&further.id(), options)).unwrap_err()
        };
        for status in [401, 404] {
            assert!(said(status).hint.is_some(), "{} {status}", further.backend);
        }
    }
}

#[test]
fn every_platform_s_agent_reads_as_itself_and_nobody_else() {
    for further in Further::all() {
        let world = World::with([json(200, &agent_json(further.backend))]);
        let agent: Agent = world
            .run(world.client(further.backend).get_agent(&further.id(), CallOptions::default()))
            .unwrap();
        assert_eq!(agent.id, further.id());
        assert_eq!(agent.name.as_deref(), Some("Bot"), "{}", further.backend);
        let other = further.data["otherId"].as_str().unwrap();
        let world = World::with([json(200, &agent_json(further.backend))]);
        let error =
            world.run(world.client(further.backend).get_agent(other, CallOptions::default())).unwrap_err();
        assert_eq!(error.code, ErrorCode::UnexpectedResponse, "{}", further.backend);
    }
}

#[test]
fn there_is_data_for_every_platform() {
    let known = |backend: &Backend| {
        BASES.iter().any(|(of, _)| of == backend) || FURTHER.iter().any(|further| further.backend == *backend)
    };
    assert!(Backend::ALL.iter().all(known));
    assert_eq!(Backend::ALL.len(), BASES.len() + FURTHER.len(), "a file for every platform, and no other");
}
