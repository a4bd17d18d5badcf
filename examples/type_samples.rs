//! Prints samples of every type that JavaScript sees, made by serialising real Rust values, as one JSON document:
//! `cargo run --example type_samples`. The hand-written TypeScript types are checked against them.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![allow(missing_docs, missing_debug_implementations, unreachable_pub)]

#[cfg(not(target_arch = "wasm32"))]
#[path = "../tests/native/support/mod.rs"]
mod support;

#[cfg(target_arch = "wasm32")]
fn main() {}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    println!("{}", serde_json::to_string_pretty(&samples::all()).unwrap());
}

#[cfg(not(target_arch = "wasm32"))]
mod samples {
    use super::support::*;
    use agent_delete::{
        Backend, BackupOptions, BackupWish, CallOptions, CancelToken, Cascade, Cause, DeleteManyOptions,
        DeleteOptions, Deletion, Error, ErrorCode, IfMissing, OnProgress, Purpose,
    };
    use serde_json::{Value, json as value};
    use std::cell::{Cell, RefCell};
    use std::rc::Rc;
    use std::time::Duration;

    pub fn all() -> Value {
        let deletions = deletions();
        let errors = errors();
        let steps: Vec<Value> = deletions
            .iter()
            .chain(&errors)
            .flat_map(|ended| ended["steps"].as_array().unwrap().clone())
            .collect();
        value!({
            "Deletion": deletions,
            "Step": steps,
            "DeletionPlan": plans(),
            "Agent": agents(),
            "AgentBackup": backups(),
            "Platform": Backend::ALL.iter().map(|backend| js(&backend.info())).collect::<Vec<_>>(),
            "Capabilities": Backend::ALL.iter().map(|backend| js(backend.capabilities())).collect::<Vec<_>>(),
            "AgentError": errors,
            "Progress": progress(),
            "DeletionsPlan": plans_of_many(),
            "Counts": [js(&world_summary())],
            "enums": {
                "ErrorCode": js(&ErrorCode::ALL),
                "Purpose": js(&Purpose::ALL),
                "BackendName": js(&Backend::ALL),
            },
        })
    }

    fn proof(backend: Backend) -> agent_delete::Reply {
        let id = id_of(backend);
        match backend {
            Backend::Foundry => {
                let body = format!(r#"{{"object":"agent.deleted","name":"{id}","deleted":true}}"#);
                with(json(200, &body), "x-request-id", "1c9bb838")
            }
            Backend::Eliza => json(
                200,
                &format!(
                    r#"{{"success":true,"message":"Agent deleted","data":{{"agentId":"{id}","deletedAt":1709683200000}}}}"#
                ),
            ),
            Backend::Kortix => json(200, r#"{"message":"Worker deleted successfully"}"#),
            _ => empty(204),
        }
    }

    /// A platform in good health: the agent is there until it is deleted.
    fn healthy(backend: Backend) -> World {
        let gone = Cell::new(false);
        World::answering(move |sent| {
            let path = sent.path();
            let more = if backend == Backend::Kortix { r#""is_default":true,"token":"secret","# } else { "" };
            let reply = match sent.method {
                "DELETE" if path.contains("/threads") => empty(204),
                "DELETE" => {
                    gone.set(true);
                    proof(backend)
                }
                "GET" if path.contains("/threads") => {
                    let thread = format!(r#"{{"id":"t1","agent_id":"{}"}}"#, id_of(backend));
                    json(200, &format!(r#"{{"threads":[{thread}],"next_cursor":null}}"#))
                }
                "GET" if path.contains("/versions") && backend == Backend::Foundry => {
                    json(200, r#"{"data":[]}"#)
                }
                "GET" if path.contains("/versions") => json(200, r#"[{"version":1}]"#),
                "GET" if path.contains("/memories") => {
                    json(200, r#"{"success":true,"data":{"memories":[]}}"#)
                }
                "GET" if path.contains("/rooms") || path.contains("/export") => empty(500),
                "GET" if gone.get() => missing(backend),
                "GET" => json(200, &agent_json_with(backend, id_of(backend), more)),
                _ => empty(200),
            };
            Act::from(reply).after(12)
        })
    }

    fn delete(world: &World, backend: Backend, options: DeleteOptions) -> Result<Deletion, Error> {
        world.run(world.client(backend).delete_agent(id_of(backend), options))
    }

    fn deletions() -> Vec<Value> {
        let mut deletions = Vec::new();
        for (backend, _) in BASES {
            let cascade = if backend == Backend::Langchain { vec![Cascade::Threads] } else { vec![] };
            let options = DeleteOptions { backup: BackupWish::Keep, cascade, verify: true, ..forced() };
            deletions.push(js(&delete(&healthy(backend), backend, options).unwrap()));
            let accepted = World::with([reset(), empty(202).into()]);
            let options = DeleteOptions {
                force: backend == Backend::Eliza,
                wait: Duration::ZERO,
                ..DeleteOptions::default()
            };
            deletions.push(js(&delete(&accepted, backend, options).unwrap()));
        }
        let missing = World::with([missing(Backend::Charm)]);
        let options = DeleteOptions { if_missing: IfMissing::Ignore, ..once() };
        deletions.push(js(&delete(&missing, Backend::Charm, options).unwrap()));
        deletions
    }

    fn plans() -> Vec<Value> {
        let mut plans = Vec::new();
        for (backend, _) in BASES {
            for force in [false, true] {
                let world = healthy(backend);
                let options = DeleteOptions { force, backup: BackupWish::Keep, verify: true, ..once() };
                plans.push(js(&world
                    .run(world.client(backend).plan_deletion(id_of(backend), options))
                    .unwrap()));
            }
        }
        for reply in [empty(403), missing(Backend::Charm)] {
            let world = World::with([reply]);
            plans.push(js(&world
                .run(world.client(Backend::Charm).plan_deletion("agent_123", once()))
                .unwrap()));
        }
        plans
    }

    fn plans_of_many() -> Vec<Value> {
        let plan = |ids: &[&str], world: &World| {
            let client = world.client(Backend::Kortix);
            let options = DeleteManyOptions { each: once(), ..DeleteManyOptions::default() };
            js(&world.run(client.plan_deletions(Ids::new(ids.iter().copied()), options)).unwrap())
        };
        let id = id_of(Backend::Kortix);
        vec![
            plan(&[id, "..", id, other_id(Backend::Kortix)], &healthy(Backend::Kortix)),
            plan(&[id], &World::with([json(200, &agent_json_with(Backend::Kortix, id, ""))])),
        ]
    }

    fn world_summary() -> agent_delete::DeletionsSummary {
        let world = World::answering(|_| empty(204).into());
        let bulk =
            world.client(Backend::Charm).delete_agents(Ids::new(["a", "a"]), DeleteManyOptions::default());
        world.run(bulk.unwrap().summary())
    }

    fn agents() -> Vec<Value> {
        BASES
            .map(|(backend, _)| {
                let world = healthy(backend);
                js(&world
                    .run(world.client(backend).get_agent(id_of(backend), CallOptions::default()))
                    .unwrap())
            })
            .into()
    }

    fn backups() -> Vec<Value> {
        BASES
            .map(|(backend, _)| {
                let world = healthy(backend);
                let options = BackupOptions::default();
                js(&world.run(world.client(backend).backup_agent(id_of(backend), options)).unwrap())
            })
            .into()
    }

    fn errors() -> Vec<Value> {
        let list = r#"{"detail":[{"loc":["path","agent_id"],"msg":"too short","type":"string_too_short"},{"msg":"bad"}]}"#;
        let mut errors: Vec<Value> = [
            Act::from(json(422, list)),
            json(401, r#"{"error":"Unauthorized"}"#).into(),
            busy("890").into(),
            with(json(500, r#"{"error":{"code":"boom","message":"out of order"}}"#), "apim-request-id", "b2")
                .into(),
            html(403).into(),
            missing(Backend::Charm).into(),
            empty(409).into(),
            html(200).into(),
            empty(307).into(),
            json(200, r#"{"deleted":false}"#).into(),
            reset(),
            Act::Hang,
            Act::NotAResponse,
        ]
        .into_iter()
        .map(|act| js(&delete(&World::with([act]), Backend::Charm, once()).unwrap_err()))
        .collect();
        let default = World::with([json(400, r#"{"detail":"Cannot delete default agent"}"#)]);
        errors.push(js(&delete(&default, Backend::Kortix, once()).unwrap_err()));
        let world = World::new();
        errors.push(js(&world.run(world.client(Backend::Eliza).delete_agent("..", once())).unwrap_err()));
        let token = CancelToken::new();
        token.cancel(Cause::new("enough"));
        errors.push(js(&delete(&World::new(), Backend::Charm, cancelled_by(&token)).unwrap_err()));
        let declined = DeleteOptions { confirm: confirm(|_| Ok(false)), ..once() };
        errors.push(js(&delete(&healthy(Backend::Charm), Backend::Charm, declined).unwrap_err()));
        let broken = DeleteOptions { confirm: confirm(|_| Err(Cause::new("no dialog"))), ..once() };
        errors.push(js(&delete(&healthy(Backend::Charm), Backend::Charm, broken).unwrap_err()));
        let unkept = DeleteOptions { backup: keep(|_| Err(Cause::new("the disk is full"))), ..once() };
        errors.push(js(&delete(&healthy(Backend::Charm), Backend::Charm, unkept).unwrap_err()));
        for code in ErrorCode::ALL {
            assert!(errors.iter().any(|error| error["code"] == js(&code)), "no sample of {code:?}");
        }
        errors
    }

    fn progress() -> Vec<Value> {
        let told: Rc<RefCell<Vec<Value>>> = Rc::default();
        let tell = Rc::clone(&told);
        let world = World::answering(|_| empty(204).into());
        let options = DeleteManyOptions {
            on_progress: Some(OnProgress(Rc::new(move |progress| tell.borrow_mut().push(js(&progress))))),
            ..DeleteManyOptions::default()
        };
        for ids in [Ids::new(["a", "b"]), Ids::new(["a"]).slow(world.clock(), 10)] {
            let bulk = world.client(Backend::Charm).delete_agents(ids, options.clone()).unwrap();
            world.spawn(bulk.drive().unwrap());
            world.run(async { while bulk.next().await.is_some() {} });
        }
        told.take()
    }
}
