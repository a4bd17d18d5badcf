//! Descriptions of every kind, right and wrong, and answers that fit them.

use super::LIKE;
use crate::fuzz::seeds::Seed;
use crate::support::*;
use serde_json::{Map, Value, json as value};

/// What a description may declare in a body.
const BODIES: [&str; 13] = [
    r#"{"ok": true}"#,
    r#"{"deleted": true, "id": "{id}"}"#,
    r#"{"result": {"id": "{id}", "state": "gone"}}"#,
    r#"{"message": "Bot {id} removed"}"#,
    r#"{"message": "Bot {id} *"}"#,
    r#"{"message": "* {id}"}"#,
    r#"{"affected": 1}"#,
    r#"{"affected": 0, "id": "{id}"}"#,
    r#"{"code": "bot_gone"}"#,
    r#"{"job": "*", "code": "bot_*"}"#,
    r#"{"ok": false, "code": "bot_gone"}"#,
    r#"{"data": {"bot_id": "{id}"}}"#,
    r#"{"error": {"code": 40417}}"#,
];
const CODES: [&str; 4] = ["bot_gone", "bot_not_found", "BOT_BUSY", "40417"];
const MESSAGES: [&str; 4] = ["Bot {id} not found", "No bot {id}", "There is no bot*", "Bot {id} *"];
const NOUNS: [&str; 3] = ["bot", "Bot", "assistant"];
const FAILURES: [&str; 11] = [
    "unauthenticated",
    "forbidden",
    "conflict",
    "protected",
    "invalid-request",
    "rate-limited",
    "refused",
    "backend-failure",
    "wrong-endpoint",
    "unexpected-response",
    "timeout",
];

/// The lists of patterns, with the statuses that each may have.
pub const LISTS: [(&str, &[u16]); 4] = [
    ("proof", &[200, 200, 200, 201, 204, 207]),
    ("missing", &[200, 400, 404, 404, 404, 410, 422, 500]),
    ("accepted", &[200, 202, 202, 207]),
    ("failures", &[200, 302, 400, 403, 404, 409, 409, 423, 429, 500, 503]),
];

/// What draws descriptions.
pub struct Draw<'a>(pub &'a Dice);

impl Draw<'_> {
    pub fn one_in(&self, sides: u64) -> bool {
        self.0.roll(sides) == 0
    }

    pub fn pick<'t, T>(&self, all: &'t [T]) -> &'t T {
        &all[self.0.roll(all.len() as u64) as usize]
    }

    /// The description of a platform, which may be right or not.
    pub fn document(&self) -> Value {
        let mut document = value!({ "name": "acme", "baseUrl": "https://api.acme.example/v1" });
        document["delete"] = self
            .pick(&[
                value!({"path": "/bots/{id}"}),
                value!({"path": "/bots/{id}/"}),
                value!({"path": "/v2/bots/{id}?hard=1"}),
                value!({"path": "/bots/{id}", "force": "purge"}),
                value!({"path": "/bots/{id}/remove", "method": "POST", "force": "purge"}),
                value!({"path": "/bots/{id}:delete", "method": "POST"}),
            ])
            .clone();
        if self.one_in(3) || document["delete"]["method"] == "POST" {
            document["get"] = value!({ "path": *self.pick(&["/bots/{id}", "/bots/{id}?full=1"]) });
        }
        let mut add = |name: &str, all: &[Value]| {
            let drawn = self.pick(all);
            if !drawn.is_null() {
                document[name] = drawn.clone();
            }
        };
        let none = Value::Null;
        add(
            "auth",
            &[
                none.clone(),
                value!("bearer"),
                value!({"header": "X-Acme-Key"}),
                value!({"header": "X-Acme-Key", "scheme": "Token"}),
                value!({"header": "Authorization", "scheme": "Key"}),
                value!({"header": "authorization", "scheme": ""}),
            ],
        );
        add("headers", &[none.clone(), value!({"Acme-Version": "7"})]);
        add(
            "agent",
            &[
                none.clone(),
                none.clone(),
                value!({"in": "data"}),
                value!({"in": "result.bot", "id": "bot_id"}),
                value!({"id": "meta.uid", "name": "title"}),
            ],
        );
        add("list", &[none, self.list()]);
        for (name, _) in LISTS {
            document[name] = self.patterns(name);
        }
        for name in ["missingIsCertain", "missingProvesGone", "deletedMeansExisted", "readTellsDeletable"] {
            if self.one_in(2) && (!name.starts_with("missing") || document["missing"] != value!([])) {
                document[name] = value!(true);
            }
        }
        document
    }

    fn list(&self) -> Value {
        let mut list = value!({ "path": *self.pick(&["/bots", "/bots?kind=all"]) });
        if self.one_in(4) {
            list["method"] = value!("POST");
            list["body"] = value!({ "kind": "all" });
        }
        if !self.one_in(3) {
            list["in"] = value!(*self.pick(&["bots", "data.items"]));
        }
        if self.one_in(2) {
            list["size"] = value!({ "parameter": "limit", "default": 2 });
        }
        let next = [
            Value::Null,
            value!({"by": "cursor", "in": "next", "parameter": "after"}),
            value!({"by": "cursor", "in": "meta.next", "parameter": "after", "more": "meta.more"}),
            value!({"by": "lastRow", "member": "id", "parameter": "after", "more": "more"}),
            value!({"by": "offset", "parameter": "skip"}),
            value!({"by": "page", "parameter": "page", "more": "more"}),
            value!({"by": "page", "parameter": "page"}),
        ];
        match self.pick(&next) {
            Value::Null => {}
            next => list["next"] = next.clone(),
        }
        list
    }

    /// The patterns of a list.
    pub fn patterns(&self, list: &str) -> Value {
        let statuses = LISTS.iter().find(|(name, _)| *name == list).unwrap().1;
        (0..self.0.roll(4)).map(|_| self.pattern(list, statuses)).collect()
    }

    fn pattern(&self, list: &str, statuses: &[u16]) -> Value {
        let mut pattern = value!({ "status": self.pick(statuses) });
        let fails = matches!(list, "missing" | "failures");
        match self.0.roll(if fails { 12 } else { 8 }) {
            0 => {}
            1 => pattern["empty"] = value!(true),
            2 => pattern["backendCode"] = value!(self.pick(&CODES)),
            3 => pattern["message"] = value!(self.pick(&MESSAGES)),
            4 => {
                pattern["backendCode"] = value!(self.pick(&CODES));
                pattern["message"] = value!(self.pick(&MESSAGES));
            }
            5..8 => pattern["body"] = serde_json::from_str(self.pick::<&str>(&BODIES)).unwrap(),
            _ => pattern["notFound"] = value!(self.pick(&NOUNS)),
        }
        if list == "failures" {
            pattern["code"] = value!(self.pick(&FAILURES));
            for name in ["outcomeUnknown", "retry"] {
                if self.one_in(4) {
                    pattern[name] = value!(self.one_in(2));
                }
            }
        }
        pattern
    }
}

/// An answer that fits a pattern.
pub fn instance(pattern: &Value) -> Seed {
    instance_beside(pattern, Value::Null)
}

/// The same, with an agent of the description beside it: this one or another.
pub fn instances_with_agents(document: &Value, pattern: &Value) -> [Seed; 2] {
    [id_of(LIKE), other_id(LIKE)].map(|id| instance_beside(pattern, row(document, id)))
}

fn instance_beside(pattern: &Value, agent: Value) -> Seed {
    let mut body = match &pattern["body"] {
        Value::Object(body) => body.clone(),
        _ => Map::new(),
    };
    if let Some(code) = pattern.get("backendCode") {
        body.insert("code".into(), code.clone());
    }
    if let Some(message) = pattern.get("message") {
        body.insert("message".into(), message.clone());
    }
    if let Some(noun) = pattern["notFound"].as_str() {
        body.insert("message".into(), value!(format!("{noun} {{id}} not found")));
    }
    if let Value::Object(agent) = agent {
        merge(&mut body, agent);
    }
    let text = Value::Object(body.clone()).to_string().replace("{id}", id_of(LIKE)).replace('*', "x");
    let is_empty = body.is_empty() || pattern["empty"] == true;
    seed(pattern["status"].as_u64().unwrap() as u16, if is_empty { String::new() } else { text })
}

/// The agent, and pages of agents, as a description has them.
pub fn readings(document: &Value) -> Vec<Seed> {
    let place = |of: &str| document.pointer(of).and_then(Value::as_str);
    let row = |id: &str| row(document, id);
    let agent = row(id_of(LIKE)).to_string();
    let rows = value!([row(id_of(LIKE)), row(other_id(LIKE))]);
    let mut page = place("/list/in").map_or(rows.clone(), |place| at(place, rows));
    for (of, value) in [("/list/next/in", value!("c&2/ä")), ("/list/next/more", value!(true))] {
        if let (Some(place), Value::Object(members)) = (place(of), &mut page)
            && let Value::Object(more) = at(place, value)
        {
            merge(members, more);
        }
    }
    vec![seed(200, agent), seed(200, page.to_string())]
}

/// An agent as the description has it, alone or in a list.
fn row(document: &Value, id: &str) -> Value {
    let place = |of: &str| document.pointer(of).and_then(Value::as_str);
    let mut row = at(place("/agent/id").unwrap_or("id"), value!(id));
    row[place("/agent/name").unwrap_or("name")] = value!("Bot");
    place("/agent/in").map_or(row.clone(), |place| at(place, row))
}

/// An object that has a value at a place.
fn at(place: &str, value: Value) -> Value {
    place.rsplit('.').fold(value, |value, name| value!({ name: value }))
}

/// Adds members, also to objects within.
fn merge(members: &mut Map<String, Value>, more: Map<String, Value>) {
    for (name, value) in more {
        match (members.get_mut(&name), value) {
            (Some(Value::Object(inner)), Value::Object(more)) => merge(inner, more),
            (_, value) => drop(members.insert(name, value)),
        }
    }
}

fn seed(status: u16, body: String) -> Seed {
    let headers = vec![("content-type".to_owned(), "application/json".to_owned())];
    Seed { backend: LIKE, status, headers, body }
}
