//! Arbitrary descriptions of platforms, and arbitrary answers: nothing is ever called deleted, accepted or missing but by a pattern
//! that the description itself declares for it.

use super::mutate::Maker;
use super::seeds::{Seed, Seeds};
use crate::support::*;
use agent_delete::{Auth, Backend, Body, ClientOptions, Description, ErrorCode, Outcome, Reply};
use serde_json::{Map, Value, json as value};

/// How many answers each description meets.
pub const ANSWERS: u64 = 20;

/// Whose words fill the answers. The described platform's agent has the id of theirs.
const LIKE: Backend = Backend::Openai;

/// What a description may declare in a body.
const BODIES: [&str; 10] = [
    r#"{"ok": true}"#,
    r#"{"deleted": true, "id": "{id}"}"#,
    r#"{"result": {"id": "{id}", "state": "gone"}}"#,
    r#"{"message": "Bot {id} removed"}"#,
    r#"{"message": "Bot {id} *"}"#,
    r#"{"affected": 1}"#,
    r#"{"affected": 0, "id": "{id}"}"#,
    r#"{"code": "bot_gone"}"#,
    r#"{"job": "*", "code": "bot_*"}"#,
    r#"{"ok": false, "code": "bot_gone"}"#,
];

/// What a description's platform is said to have done, answer by answer. `Err` says what it did not declare.
pub fn check(number: u64, seeds: &Seeds) -> Result<Vec<Value>, String> {
    let dice = Dice::new(number);
    let document = document(&dice);
    // Some say too little to be one.
    let Ok(description) = Description::from_json(&document) else { return Ok(Vec::new()) };
    let mut said = Vec::new();
    let own: Vec<_> = ["proof", "missing", "accepted", "failures"]
        .iter()
        .flat_map(|kind| document[*kind].as_array().into_iter().flatten())
        .chain([&value!({"status": 204})])
        .map(instance)
        .collect();
    for answer in 0..ANSWERS {
        let dice = Dice::new(number.wrapping_mul(1009).wrapping_add(answer));
        let reply = Maker { dice, backend: LIKE, own: &own, all: &seeds.all }.reply();
        let world = World::with([reply.clone()]);
        world.net.answer(|_| json(500, "{}").into());
        let auth = Some(Auth::ApiKey(KEY.into()));
        let client = world.client_with(ClientOptions { auth, ..ClientOptions::new(description.into()) });
        let result = world.run(client.delete_agent(id_of(LIKE), once()));
        let declared =
            |kind: &str| document[kind].as_array().into_iter().flatten().any(|pattern| fits(pattern, &reply));
        let may = match &result {
            Ok(deletion) if deletion.outcome == Outcome::Deleted => declared("proof"),
            Ok(deletion) if deletion.outcome == Outcome::Accepted => {
                declared("accepted") || reply.status == 202
            }
            Err(error) if error.code == ErrorCode::NotFound => declared("missing"),
            Ok(_) => false,
            Err(_) => true,
        };
        if !may {
            return Err(format!(
                "description {number}: of {reply:?}\n  it says {result:?}\n  where the platform is {document}"
            ));
        }
        said.push(result.map_or_else(|error| js(&error.code), |deletion| js(&deletion.outcome)));
    }
    Ok(said)
}

/// The description of a platform that may be right or not.
fn document(dice: &Dice) -> Value {
    let pick = |all: &[u16]| all[dice.roll(all.len() as u64) as usize];
    let pattern = |statuses: &[u16]| {
        let mut pattern = value!({ "status": pick(statuses) });
        match dice.roll(8) {
            0 => {}
            1 => pattern["empty"] = value!(true),
            _ => {
                let body = BODIES[dice.roll(BODIES.len() as u64) as usize];
                pattern["body"] = serde_json::from_str(body).unwrap();
            }
        }
        pattern
    };
    let some =
        |most: u64, statuses: &[u16]| (0..dice.roll(most)).map(|_| pattern(statuses)).collect::<Vec<_>>();
    let mut failures = some(3, &[200, 400, 409, 500]);
    for failure in &mut failures {
        failure["code"] = value!("conflict");
    }
    value!({
        "name": "acme",
        "baseUrl": "https://api.acme.example/v1",
        "delete": {"path": "/bots/{id}"},
        "proof": some(4, &[200, 200, 200, 201, 204, 207]),
        "missing": some(3, &[200, 404, 404, 410, 422, 500]),
        "accepted": some(3, &[200, 202, 202]),
        "failures": failures,
    })
}

/// An answer that fits a pattern.
fn instance(pattern: &Value) -> Seed {
    let text = pattern["body"].to_string().replace("{id}", id_of(LIKE)).replace('*', "x");
    let body = if pattern["body"].is_null() { String::new() } else { text };
    let headers = vec![("content-type".to_owned(), "application/json".to_owned())];
    Seed { backend: LIKE, status: pattern["status"].as_u64().unwrap() as u16, headers, body }
}

/// Whether an answer is what a pattern declares.
fn fits(pattern: &Value, reply: &Reply) -> bool {
    let Body::Bytes(bytes) = &reply.body else { return false };
    if pattern["status"] != reply.status {
        return false;
    }
    // What some decoders of JSON let pass, this crate's does not.
    let text = String::from_utf8_lossy(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)).into_owned();
    let empty = pattern["empty"].is_null() || text.trim().is_empty() || reply.status == 204;
    let body = match &pattern["body"] {
        Value::Object(wanted) => match serde_json::from_str(&text) {
            Ok(Value::Object(body)) => holds(&body, wanted),
            _ => false,
        },
        _ => true,
    };
    empty && body
}

fn holds(body: &Map<String, Value>, wanted: &Map<String, Value>) -> bool {
    wanted.iter().all(|(name, wanted)| match (body.get(name), wanted) {
        (None | Some(Value::Null), _) => false,
        (Some(Value::Object(inner)), Value::Object(wanted)) => holds(inner, wanted),
        (Some(_), Value::String(text)) if text == "*" => true,
        (Some(Value::String(said)), Value::String(text)) => {
            let text = text.replace("{id}", id_of(LIKE));
            match (text.strip_prefix('*'), text.strip_suffix('*')) {
                (Some(end), _) => said.ends_with(end),
                (_, Some(start)) => said.starts_with(start),
                _ => *said == text,
            }
        }
        (Some(Value::Number(said)), Value::Number(number)) => said.as_f64() == number.as_f64(),
        (Some(said), wanted) => said == wanted,
    })
}
