//! The real exchanges from which the fuzzer starts: `tests/wire`, `tests/wire-made` and `tests/platforms`.

use crate::support::*;
use agent_delete::{Backend, Body, Headers, Reply};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;

/// A recorded or made exchange to start from.
#[derive(Debug, Clone)]
pub struct Seed {
    pub backend: Backend,
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: String,
}

/// All of them, by platform.
pub struct Seeds {
    pub all: Vec<Seed>,
    deletions: BTreeMap<&'static str, Vec<Seed>>,
    reads: BTreeMap<&'static str, Vec<Seed>>,
}

impl Seeds {
    pub fn load() -> Self {
        let mut seeds = Self { all: Vec::new(), deletions: BTreeMap::new(), reads: BTreeMap::new() };
        for &backend in Backend::ALL {
            let mut own = exchanges(backend, "wire", backend.name());
            // A read is answered with the agent, and with the errors that a deletion has, too.
            let agent = json(200, &agent_json(backend));
            let mut reads: Vec<_> = (0..40).map(|_| Seed::of(backend, agent.clone())).collect();
            for exchange in exchanges_of_flows(backend) {
                let seed = Seed::of(backend, reply_of(&exchange["reply"]));
                let is_deletion = exchange["request"].as_str().unwrap().starts_with("DELETE");
                if is_deletion { &mut own } else { &mut reads }.push(seed);
            }
            let mut deletions = exchanges(backend, "wire-made", backend.name());
            deletions.extend(exchanges(backend, "wire-made", "every"));
            // What the platform itself answers comes about as often as what any server may.
            for _ in 0..(deletions.len() / own.len()).max(1) {
                deletions.extend(own.iter().cloned());
            }
            reads.extend(deletions.iter().filter(|seed| seed.status >= 300).cloned());
            seeds.all.extend(deletions.iter().cloned());
            seeds.deletions.insert(backend.name(), deletions);
            seeds.reads.insert(backend.name(), reads);
        }
        seeds
    }

    /// Those of a platform.
    pub fn of(&self, backend: Backend, reads: bool) -> &[Seed] {
        let by_platform = if reads { &self.reads } else { &self.deletions };
        &by_platform[backend.name()]
    }
}

impl Seed {
    /// The reply as it is.
    pub fn reply(&self) -> Reply {
        Reply {
            status: self.status,
            headers: Headers(self.headers.clone()),
            body: Body::Bytes(self.body.clone().into_bytes()),
        }
    }

    fn of(backend: Backend, reply: Reply) -> Self {
        let Body::Bytes(bytes) = reply.body else { panic!("a seed has a body") };
        Self {
            backend,
            status: reply.status,
            headers: reply.headers.0,
            body: String::from_utf8(bytes).unwrap(),
        }
    }
}

/// The exchanges of the flows in a platform's data, where it has any.
fn exchanges_of_flows(backend: Backend) -> impl Iterator<Item = &'static Value> {
    let flows = FURTHER
        .iter()
        .filter(move |further| further.backend == backend)
        .flat_map(|further| further.data["flows"].as_array().unwrap());
    flows.flat_map(|flow| flow["exchanges"].as_array().unwrap())
}

/// The exchanges of a file, all about the platform's usual agent. Not every platform has every file.
fn exchanges(backend: Backend, folder: &str, name: &str) -> Vec<Seed> {
    let path = tests().join(folder).join(format!("{name}.json"));
    let Ok(text) = fs::read_to_string(&path) else {
        assert_eq!(folder, "wire-made", "{}", path.display());
        return Vec::new();
    };
    let cases: Vec<Value> = serde_json::from_str(&text).unwrap();
    let seed = |case: &Value| {
        let reply = &case["reply"];
        let headers = reply["headers"].as_object().unwrap().iter();
        let headers =
            headers.map(|(name, text)| (name.to_ascii_lowercase(), text.as_str().unwrap().to_owned()));
        Seed {
            backend,
            status: reply["status"].as_u64().unwrap() as u16,
            headers: headers.collect(),
            body: reply["body"]
                .as_str()
                .unwrap()
                .replace(case["id"].as_str().unwrap_or("\0"), id_of(backend)),
        }
    };
    cases.iter().map(seed).collect()
}
