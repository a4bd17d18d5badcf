//! Every recorded, documented and made exchange, with the classification that it must get: an `outcome`, or an `error` by its
//! code, and members of that result or error. Of `details` a number is how many there are; `retryAfterMs: true` is some wait.

use crate::support::*;
use agent_delete::{Backend, DeleteOptions, ErrorCode, ListOptions};
use serde_json::{Value, json};
use std::fs;
use std::path::Path;

/// How many recorded and documented cases each platform has. A case that is added or lost must be counted here too.
const RECORDED: [(Backend, usize); 16] = [
    (Backend::Charm, 5),
    (Backend::Langchain, 7),
    (Backend::Foundry, 13),
    (Backend::Eliza, 18),
    (Backend::Kortix, 13),
    (Backend::Openai, 15),
    (Backend::Flowise, 15),
    (Backend::Langgraph, 19),
    (Backend::Letta, 24),
    (Backend::Vertex, 17),
    (Backend::Bedrock, 13),
    (Backend::Agentcore, 12),
    (Backend::Retell, 10),
    (Backend::Elevenlabs, 11),
    (Backend::Vapi, 12),
    (Backend::Mistral, 10),
];
/// How many made cases are a platform's own.
const MADE: [(Backend, usize); 5] = [
    (Backend::Charm, 91),
    (Backend::Langchain, 84),
    (Backend::Foundry, 154),
    (Backend::Eliza, 200),
    (Backend::Kortix, 153),
];
/// How many made cases mean the same on every platform, but for those that a case names as `not`.
const ON_EVERY: usize = 143;

#[test]
fn recorded_exchanges_are_classified_as_they_must_be() {
    assert_eq!(files("wire"), RECORDED.len(), "a file for every platform, and no other");
    check(RECORDED.into_iter().flat_map(|(backend, count)| {
        let cases = cases("wire", backend.name());
        assert_eq!(
            cases.len(),
            count,
            "tests/wire/{backend}.json has another number of cases than RECORDED says"
        );
        cases.into_iter().map(move |case| (backend, case))
    }));
}

#[test]
fn made_exchanges_are_classified_as_they_must_be() {
    assert_eq!(files("wire-made"), MADE.len() + 1, "a file for each of these, one for all, and no other");
    check(MADE.into_iter().flat_map(|(backend, count)| {
        let cases = cases("wire-made", backend.name());
        assert_eq!(cases.len(), count, "cases of {backend}");
        cases.into_iter().map(move |case| (backend, case))
    }));
}

#[test]
fn what_means_the_same_on_every_platform_does() {
    let cases = cases("wire-made", "every");
    assert_eq!(cases.len(), ON_EVERY);
    check(Backend::ALL.iter().flat_map(|backend| {
        cases.iter().filter(|case| case["not"] != json!([backend.name()])).map(|case| {
            let mut case = case.clone();
            case["id"] = id_of(*backend).into();
            let only_accepts =
                FURTHER.iter().any(|of| of.backend == *backend && of.data["onlyAccepts"] == true);
            if only_accepts && case["expect"].get("outcome").is_some() {
                // There a 202 has to say of what it is, and nothing is ever deleted at once.
                case["expect"] = json!({"error": "unexpected-response", "outcomeUnknown": true});
            }
            (*backend, case)
        })
    }));
}

#[test]
fn a_description_is_classified_as_the_platform_that_it_describes() {
    assert!(TWINS.len() >= 2);
    let every = cases("wire-made", "every");
    check(TWINS.iter().flat_map(|twin| {
        let same = every.iter().cloned().map(|mut case| {
            case["id"] = twin.id().into();
            case
        });
        let own = cases("wire", twin.kind());
        assert!(!own.is_empty());
        same.chain(own).map(|case| (twin.backend, case)).collect::<Vec<_>>()
    }));
}

#[test]
fn in_a_list_no_agent_is_missing_and_a_refusal_is_what_it_is_anywhere() {
    let every: Vec<_> = Backend::ALL
        .iter()
        .flat_map(|backend| cases("wire-made", "every").into_iter().map(|case| (*backend, case)))
        .collect();
    let own = RECORDED
        .into_iter()
        .flat_map(|(backend, _)| cases("wire", backend.name()).into_iter().map(move |case| (backend, case)));
    let made = MADE.into_iter().flat_map(|(backend, _)| {
        cases("wire-made", backend.name()).into_iter().map(move |case| (backend, case))
    });
    for (backend, case) in own.chain(made).chain(every) {
        let world = World::with([reply_of(&case["reply"])]);
        let client = world.client(backend);
        let options = ListOptions { call: once().call, ..ListOptions::default() };
        let first = world.run(async { client.list_agents(options).unwrap().next().await });
        // A page of agents may well be among them.
        let Some(Err(error)) = first else { continue };
        let name = case["name"].as_str().unwrap();
        assert_ne!(error.code, ErrorCode::NotFound, "{backend}, {name}");
        assert!(!error.outcome_unknown, "{backend}, {name}");
        let wanted = case["expect"]["error"].as_str().unwrap_or_default();
        if ["unauthenticated", "forbidden", "rate-limited", "backend-failure"].contains(&wanted) {
            assert_eq!(js(&error)["code"], wanted, "{backend}, {name}");
        }
    }
}

fn files(folder: &str) -> usize {
    fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(folder)).unwrap().count()
}

fn cases(folder: &str, name: &str) -> Vec<Value> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(folder);
    let file = folder.join(format!("{name}.json"));
    let text = fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}

fn check(cases: impl Iterator<Item = (Backend, Value)>) {
    let mut faults = Vec::new();
    for (backend, case) in cases {
        run_case(backend, &case, &mut faults);
    }
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

fn run_case(backend: Backend, case: &Value, faults: &mut Vec<String>) {
    let name = case["name"].as_str().unwrap();
    let id = case["id"].as_str().unwrap();
    let expect = case["expect"].as_object().unwrap();
    let world = World::with([reply_of(&case["reply"])]);
    let client = world.client(backend);
    // A 409 of foundry is looked into: there are no sessions.
    world.net.answer(move |sent| match (backend, sent.method) {
        (Backend::Foundry, "GET") => json(200, r#"{"data":[],"has_more":false}"#).into(),
        // The stop of an agent that is not running; then the same 409 again would follow.
        _ => json(500, r#"{"error":"not to be asked"}"#).into(),
    });
    // Where this crate protects an agent, the deletion is the first request with force alone.
    let further = Further::all().find(|further| further.backend == backend);
    let is_read_first = backend == Backend::Eliza || further.is_some_and(Further::reads_first);
    let options = DeleteOptions { force: is_read_first, ..once() };
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
    let deletion = match further {
        Some(further) => further.line(if is_read_first { "forced" } else { "delete" }, id),
        None => "DELETE ".to_owned(),
    };
    let first = world.lines().remove(0);
    if !first.starts_with(&deletion) || shown["steps"][0]["purpose"] != "delete" {
        wrong(format!("the first request is {first}, where the deletion is {deletion}"));
    }
}

fn as_count(value: &Value) -> Option<usize> {
    value.as_u64().map(|count| count as usize)
}
