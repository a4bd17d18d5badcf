//! A fuzzer of what a reply is taken for, judged by an oracle that knows the contract and not the crate.
//!
//! Each case is a number, from which its platform, its call and its reply come: the reply to a deletion, or to a read that
//! stands alone, makes a plan, looks after a deletion or waits for one. A plain run makes a few thousand; a long one
//! says how many, from which number on, and may write what it made and what is allowed for a run through the package:
//!
//! ```sh
//! FUZZ_RUNS=10000000 FUZZ_FROM=1 cargo test --profile long --test native fuzz::
//! FUZZ_RUNS=1 FUZZ_FROM=4711 cargo test --test native fuzz::   # one case again
//! FUZZ_RUNS=200000 FUZZ_WRITE="$PWD/target/replies.jsonl" cargo test --profile long --test native fuzz::
//! FUZZ_REPLIES=target/replies.jsonl node --test tests/package/replies.test.mjs
//! ```
//!
//! What a platform that is only described may be said to have done, its description tells: `described/`.
//!
//! `corpus.jsonl` keeps the replies by which it found faults, one a line, with what is allowed of each. The folder `fuzz` beside
//! `src` guides the same cases by what code they reach; `guided.jsonl` and `described.jsonl` are what it kept, so that each part of
//! the crate that it came to is reached by every run.

mod case;
mod described;
mod mutate;
mod oracle;
mod seeds;

use crate::support::Dice;
use case::Case;
use described::Told;
use seeds::Seeds;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::thread;

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

fn run(numbers: impl Iterator<Item = u64>, seeds: &Seeds) -> Tally {
    let mut tally = Tally::default();
    for number in numbers {
        let case = Case::numbered(number, seeds);
        let checked =
            catch_unwind(AssertUnwindSafe(|| case.check())).unwrap_or_else(|_| Err("it panics".to_owned()));
        match checked {
            Ok(said) => *tally.said.entry(said).or_default() += 1,
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
    let (from, runs) = (setting("FUZZ_FROM", 1), setting("FUZZ_RUNS", 10_000));
    let seeds = Seeds::load();
    if let Ok(path) = std::env::var("FUZZ_WRITE") {
        let mut file = BufWriter::new(File::create(path).unwrap());
        let cases = (from..).map(|number| Case::numbered(number, &seeds)).filter(Case::is_of_one_answer);
        for case in cases.take(runs as usize) {
            writeln!(file, "{}", case.to_json()).unwrap();
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
fn a_described_platform_says_nothing_that_its_description_does_not_declare() {
    // Each description is kept for the life of the program.
    let (from, runs) = (setting("FUZZ_FROM", 1), setting("FUZZ_RUNS", 10_000).min(100_000) / 100);
    let seeds = Seeds::load();
    let (mut said, mut faults) = (BTreeMap::<String, u64>::new(), Vec::new());
    for number in from..from + runs {
        match described::check(number, &seeds) {
            Ok(words) => words.into_iter().for_each(|word| *said.entry(word).or_default() += 1),
            Err(fault) => faults.push(fault),
        }
    }
    println!("{runs} descriptions from {from} on: {said:?}");
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
    for word in [
        "deleted",
        "accepted",
        "not-found",
        "absent",
        "conflict",
        "there",
        "missing",
        "deleted, verified",
        "listed",
    ] {
        assert!(runs < 100 || said.contains_key(word), "nothing was {word}");
    }
}

#[test]
fn replies_that_once_showed_a_fault_are_judged_right() {
    let mut faults = Vec::new();
    for line in include_str!("corpus.jsonl").lines() {
        let kept: Value = serde_json::from_str(line).unwrap();
        let case = Case::from_json(&kept).unwrap();
        assert_eq!(case.to_json(), kept, "the oracle has changed its mind: {line}");
        faults.extend(case.check().err().map(|fault| format!("{fault}: {line}")));
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn replies_that_reach_what_others_do_not_are_judged_right_and_so_are_their_like() {
    let (from, seeds) = (setting("FUZZ_FROM", 1), Seeds::load());
    let changes = setting("FUZZ_RUNS", 10_000) / 10_000;
    let line = |text: &str| serde_json::from_str::<Value>(text).unwrap();
    let mut faults = Vec::new();
    for (at, text) in include_str!("guided.jsonl").lines().enumerate() {
        let mut case = Case::from_json(&line(text)).unwrap();
        faults.extend(case.check().err().map(|fault| format!("{fault}: {}", case.to_json())));
        for change in 0..changes {
            case = case.changed(Dice::new(from + at as u64 + change * 10_000), &seeds);
            faults.extend(case.check().err().map(|fault| format!("{fault}: {}", case.to_json())));
        }
    }
    for (at, text) in include_str!("described.jsonl").lines().enumerate() {
        let mut told = Told::from_json(&line(text)).unwrap();
        faults.extend(told.check().err().map(|fault| format!("{fault}: {}", told.line())));
        for change in 0..changes.min(10) {
            told = told.changed(Dice::new(from + at as u64 + change * 10_000), &seeds);
            faults.extend(told.check().err().map(|fault| format!("{fault}: {}", told.line())));
        }
    }
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}
