//! Every recorded, documented and made exchange, with the classification that it must get.

use crate::support::*;
use agent_delete::{Backend, DeleteOptions, Reply};
use serde_json::Value;
use std::fs;
use std::path::Path;

/// The cases in each folder, by platform. A case that is added or lost must be counted here too.
const RECORDED: [(Backend, usize); 5] = [
    (Backend::Charm, 5),
    (Backend::Langchain, 7),
    (Backend::Foundry, 13),
    (Backend::Eliza, 18),
    (Backend::Kortix, 13),
];
const MADE: [(Backend, usize); 5] = [
    (Backend::Charm, 235),
    (Backend::Langchain, 225),
    (Backend::Foundry, 297),
    (Backend::Eliza, 343),
    (Backend::Kortix, 297),
];

#[test]
fn recorded_exchanges_are_classified_as_they_must_be() {
    run_all("wire", &RECORDED);
}

#[test]
fn made_exchanges_are_classified_as_they_must_be() {
    run_all("wire-made", &MADE);
}

fn run_all(folder: &str, counts: &[(Backend, usize)]) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(folder);
    let mut faults = Vec::new();
    let mut files = 0;
    for (backend, count) in counts {
        let text = fs::read_to_string(folder.join(format!("{backend}.json"))).unwrap();
        let cases: Vec<Value> = serde_json::from_str(&text).unwrap();
        let run = cases.iter().map(|case| run_case(*backend, case, &mut faults)).count();
        assert_eq!(run, *count, "cases of {backend}");
        files += 1;
    }
    assert_eq!(fs::read_dir(&folder).unwrap().count(), files, "a file for every platform, and no other");
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

fn run_case(backend: Backend, case: &Value, faults: &mut Vec<String>) {
    let name = case["name"].as_str().unwrap();
    let id = case["id"].as_str().unwrap();
    let expect = case["expect"].as_object().unwrap();
    let world = World::with([reply(&case["reply"])]);
    let client = world.client(backend);
    // A 409 of foundry is looked into: there are no sessions.
    world.net.answer(move |sent| match (backend, sent.method) {
        (Backend::Foundry, "GET") => json(200, r#"{"data":[],"has_more":false}"#).into(),
        // The stop of an agent that is not running; then the same 409 again would follow.
        _ => json(500, r#"{"error":"not to be asked"}"#).into(),
    });
    let options = DeleteOptions { force: backend == Backend::Eliza, ..once() };
    let mut wrong = |what: String| faults.push(format!("{backend}, {name}: {what}"));
    let shown = match world.run(client.delete_agent(id, options)) {
        Ok(deletion) => {
            if expect.contains_key("error") {
                return wrong(format!("{:?} instead of an error", deletion.outcome));
            }
            js(&deletion)
        }
        Err(error) => {
            if !expect.contains_key("error") {
                return wrong(format!("failed: {error:?}"));
            }
            js(&error)
        }
    };
    for (field, wanted) in expect {
        let (field, wanted) = (field.as_str(), wanted);
        let fits = match field {
            "error" => shown["code"] == *wanted,
            "details" if wanted.is_number() => shown["details"].as_array().map(Vec::len) == as_count(wanted),
            "retryAfterMs" if wanted == &Value::Bool(true) => {
                shown[field].as_f64().is_some_and(|ms| ms > 0.0)
            }
            "message" if expect.contains_key("error") => {
                let text = wanted.as_str().unwrap();
                shown["backendMessage"] == *wanted && shown["message"].as_str().unwrap().contains(text)
            }
            _ if wanted.is_number() => shown[field].as_f64() == wanted.as_f64(),
            _ => shown.get(field) == Some(wanted),
        };
        if !fits {
            let field = if field == "error" { "code" } else { field };
            wrong(format!("{field} is {} instead of {wanted}", shown[field]));
        }
    }
    if !world.lines()[0].starts_with("DELETE ") || shown["steps"][0]["purpose"] != "delete" {
        wrong("the first request is not the deletion".to_owned());
    }
}

fn as_count(value: &Value) -> Option<usize> {
    value.as_u64().map(|count| count as usize)
}

fn reply(spec: &Value) -> Reply {
    let mut reply = empty(spec["status"].as_u64().unwrap() as u16);
    reply.body = agent_delete::Body::Bytes(spec["body"].as_str().unwrap().as_bytes().to_vec());
    for (name, value) in spec["headers"].as_object().unwrap() {
        reply = with(reply, &name.to_ascii_lowercase(), value.as_str().unwrap());
    }
    reply
}
