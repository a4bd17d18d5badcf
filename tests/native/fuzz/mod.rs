//! A fuzzer of what a reply is taken for, judged by an oracle that knows the contract and not the crate.
//!
//! Each case is a number, from which its platform and its reply come. A plain run makes a few thousand; a long one
//! says how many, from which number on, and may write what it made and what is allowed for a run through the package:
//!
//! ```sh
//! FUZZ_RUNS=10000000 FUZZ_FROM=1 cargo test --profile long --test native fuzz::
//! FUZZ_RUNS=1 FUZZ_FROM=4711 cargo test --test native fuzz::   # one case again
//! FUZZ_RUNS=200000 FUZZ_WRITE="$PWD/target/replies.jsonl" cargo test --profile long --test native fuzz::
//! FUZZ_REPLIES=target/replies.jsonl node --test tests/package/replies.test.mjs
//! ```
//!
//! `corpus.jsonl` keeps the replies by which it found faults, one a line, with what is allowed of each.

mod mutate;
mod oracle;

use crate::support::*;
use agent_delete::{Backend, Body, DeleteOptions, Headers, Outcome, Reply};
use mutate::{Maker, Seed};
use oracle::{Said, allowed};
use serde_json::{Value, json as value};
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::thread;

/// One reply, and where it goes to.
struct Case {
    backend: Backend,
    reply: Reply,
}

impl Case {
    fn numbered(number: u64, seeds: &[Seed]) -> Self {
        let dice = Dice::new(number);
        let backend = BASES[dice.roll(5) as usize].0;
        Self { backend, reply: Maker { dice, backend, seeds }.reply() }
    }

    fn allowed(&self) -> Vec<Said> {
        allowed(self.backend, id_of(self.backend), &self.reply)
    }

    /// Sends the deletion. `Err` says what is wrong with what came of it.
    fn check(&self) -> Result<Said, String> {
        let id = id_of(self.backend);
        let world = World::with([self.reply.clone()]);
        let foundry = self.backend == Backend::Foundry;
        // What a 409 makes the client look at or stop.
        world.net.answer(move |sent| match sent.method {
            "GET" if foundry => json(200, r#"{"data":[],"has_more":false}"#).into(),
            _ => json(500, r#"{"error":"not to be asked"}"#).into(),
        });
        let options = DeleteOptions { force: self.backend == Backend::Eliza, ..once() };
        let result = world.run(world.client(self.backend).delete_agent(id, options));
        let (said, shown) = match &result {
            Ok(deletion) => {
                let said = match deletion.outcome {
                    Outcome::Deleted => Said::Deleted,
                    Outcome::Accepted => Said::Accepted,
                    Outcome::Absent => Said::Absent,
                };
                (said, js(deletion))
            }
            Err(error) => (Said::Failed(error.code, error.outcome_unknown), js(error)),
        };
        let allowed = self.allowed();
        if !allowed.contains(&said) {
            return Err(format!("it says {said}, where {} is allowed", list(&allowed)));
        }
        if shown.to_string().contains(KEY) || format!("{result:?}").contains(KEY) {
            return Err("it shows the credential".to_owned());
        }
        let own = world.sent()[0].path().split('?').next().unwrap().to_owned();
        if let Some(stray) = world.sent().iter().find(|sent| !sent.path().starts_with(&own)) {
            return Err(format!("it asked {}", stray.line()));
        }
        if shown["agentId"] != id || shown["steps"][0]["purpose"] != "delete" {
            return Err(format!("it is about another agent: {shown}"));
        }
        if shown["status"].as_u64().unwrap_or(0) != u64::from(self.reply.status) && shown["code"].is_string()
        {
            return Err(format!("it shows another status: {shown}"));
        }
        if let (Some(wait), true) = (self.plain_wait(), shown["code"] == "rate-limited")
            && shown["retryAfterMs"].as_f64() != Some(wait)
        {
            return Err(format!("it does not show the wait of {wait} ms: {shown}"));
        }
        if result.is_ok_and(|deletion| {
            deletion.verified || deletion.existed.is_some() && self.backend == Backend::Langchain
        }) {
            return Err(format!("it claims to know more: {shown}"));
        }
        Ok(said)
    }

    /// The wait that a reply asks for in the plainest way.
    fn plain_wait(&self) -> Option<f64> {
        let waits: Vec<_> =
            self.reply.headers.0.iter().filter(|(name, _)| name.contains("retry-after")).collect();
        match waits.as_slice() {
            [(name, text)] if name == "retry-after" && !text.is_empty() && text.len() < 9 => {
                text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse::<f64>().unwrap() * 1000.0)
            }
            _ => None,
        }
    }

    fn to_json(&self) -> Value {
        let (body, too_long) = match &self.reply.body {
            Body::Bytes(bytes) => (bytes.as_slice(), false),
            Body::TooLong => (&[][..], true),
        };
        let headers: Vec<_> = self.reply.headers.0.iter().map(|(name, text)| value!([name, text])).collect();
        value!({
            "backend": self.backend.to_string(), "id": id_of(self.backend), "status": self.reply.status, "headers": headers,
            "body": body.iter().map(|byte| char::from(*byte)).collect::<String>(), "tooLong": too_long,
            "allowed": self.allowed().iter().map(ToString::to_string).collect::<Vec<_>>(),
        })
    }

    fn from_json(case: &Value) -> Self {
        let backend = BASES.iter().find(|(of, _)| case["backend"] == of.to_string()).unwrap().0;
        let headers = case["headers"].as_array().unwrap().iter();
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let body = match case["tooLong"] == true {
            true => Body::TooLong,
            false => Body::Bytes(text(&case["body"]).chars().map(|c| u8::try_from(c).unwrap()).collect()),
        };
        let reply = Reply {
            status: case["status"].as_u64().unwrap() as u16,
            headers: Headers(headers.map(|pair| (text(&pair[0]), text(&pair[1]))).collect()),
            body,
        };
        Self { backend, reply }
    }
}

fn list(all: &[Said]) -> String {
    all.iter().map(ToString::to_string).collect::<Vec<_>>().join(" or ")
}

/// Every exchange of `tests/wire` and `tests/wire-made`.
fn seeds() -> Vec<Seed> {
    let mut seeds = Vec::new();
    let files = BASES.into_iter().flat_map(|(backend, _)| {
        let own = backend.name();
        [("wire", own), ("wire-made", own), ("wire-made", "every")]
            .map(|(folder, name)| (backend, folder, name))
    });
    for (backend, folder, name) in files {
        let path =
            Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(folder).join(format!("{name}.json"));
        let cases: Vec<Value> = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
        for case in cases {
            let reply = &case["reply"];
            let headers = reply["headers"].as_object().unwrap().iter();
            let headers =
                headers.map(|(name, text)| (name.to_ascii_lowercase(), text.as_str().unwrap().to_owned()));
            // Every case is about the same agent.
            let body =
                reply["body"].as_str().unwrap().replace(case["id"].as_str().unwrap_or("\0"), id_of(backend));
            seeds.push(Seed {
                backend,
                status: reply["status"].as_u64().unwrap() as u16,
                headers: headers.collect(),
                body,
            });
        }
    }
    seeds
}

fn setting(name: &str, default: u64) -> u64 {
    std::env::var(name).map_or(default, |text| {
        text.replace('_', "").parse().unwrap_or_else(|_| panic!("{name} is a number"))
    })
}

/// What a run of cases said, and what was wrong.
#[derive(Default)]
struct Tally {
    said: BTreeMap<String, u64>,
    faults: Vec<String>,
}

fn run(numbers: impl Iterator<Item = u64>, seeds: &[Seed]) -> Tally {
    let mut tally = Tally::default();
    for number in numbers {
        let case = Case::numbered(number, seeds);
        let checked =
            catch_unwind(AssertUnwindSafe(|| case.check())).unwrap_or_else(|_| Err("it panics".to_owned()));
        match checked {
            Ok(said) => *tally.said.entry(said.to_string()).or_default() += 1,
            Err(fault) if tally.faults.len() < 20 => tally.faults.push(format!(
                "case {number} on {}: {fault}\n  {}\n  again: FUZZ_RUNS=1 FUZZ_FROM={number} cargo test --test native fuzz::",
                case.backend, case.to_json()
            )),
            Err(_) => {}
        }
    }
    tally
}

#[test]
fn a_reply_is_never_taken_for_more_than_the_contract_allows() {
    let (from, runs) = (setting("FUZZ_FROM", 1), setting("FUZZ_RUNS", 5000));
    let seeds = seeds();
    if let Ok(path) = std::env::var("FUZZ_WRITE") {
        let mut file = BufWriter::new(File::create(path).unwrap());
        for number in from..from + runs {
            writeln!(file, "{}", Case::numbered(number, &seeds).to_json()).unwrap();
        }
        return file.flush().unwrap();
    }
    let threads =
        if runs > 10_000 { thread::available_parallelism().map_or(1, |count| count.get()) } else { 1 };
    let tallies: Vec<_> = thread::scope(|scope| {
        let seeds = &seeds;
        let started: Vec<_> = (0..threads)
            .map(|of| scope.spawn(move || run((from + of as u64..from + runs).step_by(threads), seeds)))
            .collect();
        started.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    let mut total = Tally::default();
    for tally in tallies {
        total.faults.extend(tally.faults);
        for (said, count) in tally.said {
            *total.said.entry(said).or_default() += count;
        }
    }
    println!("{runs} replies from {from} on: {:?}", total.said);
    assert!(total.faults.is_empty(), "{} faults or more:\n{}", total.faults.len(), total.faults.join("\n"));
}

#[test]
fn replies_that_once_showed_a_fault_are_judged_right() {
    let mut faults = Vec::new();
    for line in include_str!("corpus.jsonl").lines() {
        let kept: Value = serde_json::from_str(line).unwrap();
        let case = Case::from_json(&kept);
        assert_eq!(case.to_json()["allowed"], kept["allowed"], "the oracle has changed its mind: {line}");
        faults.extend(case.check().err().map(|fault| format!("{fault}: {line}")));
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
