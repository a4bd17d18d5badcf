//! A reply of a platform that is only described, judged by an oracle that reads the description alone.
//!
//! Each different description is kept for the life of the program: end a run after some hundred thousand, and begin another.

#![no_main]

use agent_delete_fuzz::fuzz::described::{Told, right_document};
use agent_delete_fuzz::support::Dice;
use agent_delete_fuzz::{SEEDS, bend_body, line, put};
use libfuzzer_sys::{Corpus, fuzz_mutator, fuzz_target};

fuzz_target!(|input: &[u8]| -> Corpus {
    let Some(told) = line(input).and_then(|line| Told::from_json(&line)) else { return Corpus::Reject };
    if let Err(fault) = told.check() {
        panic!("{fault}\n  a line for tests/native/fuzz/described.jsonl:\n{}", told.line());
    }
    Corpus::Keep
});

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    let dice = Dice::new(u64::from(seed));
    let told = line(data.get(..size).unwrap_or_default()).and_then(|line| Told::from_json(&line));
    let fresh = || Told::drawn(right_document(&dice), Dice::new(dice.roll(u64::MAX)), &SEEDS);
    let changed = told.map_or_else(fresh, |mut told| match dice.roll(100) {
        0 => fresh(),
        1..=59 => told.changed(Dice::new(dice.roll(u64::MAX)), &SEEDS),
        _ => {
            bend_body(&mut told.reply, &dice);
            told
        }
    });
    put(&changed.line(), data, size, max_size)
});
