//! A reply to a deletion or a read of any platform, judged by the oracle.

#![no_main]

use agent_delete_fuzz::fuzz::case::{CALLS, Case};
use agent_delete_fuzz::support::Dice;
use agent_delete_fuzz::{SEEDS, bend, bend_body, line, put};
use libfuzzer_sys::{Corpus, fuzz_mutator, fuzz_target};

fuzz_target!(|input: &[u8]| -> Corpus {
    let Some(case) = line(input).and_then(|line| Case::from_json(&line)) else { return Corpus::Reject };
    if let Err(fault) = case.check() {
        panic!("{fault}\n  a line for tests/native/fuzz/corpus.jsonl:\n{}", case.to_json());
    }
    Corpus::Keep
});

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    let dice = Dice::new(u64::from(seed));
    let case = line(data.get(..size).unwrap_or_default()).and_then(|line| Case::from_json(&line));
    let fresh = || Case::numbered(dice.roll(u64::MAX), &SEEDS);
    let changed = case.map_or_else(fresh, |mut case| match dice.roll(20) {
        0 => fresh(),
        1 => Case { call: CALLS[dice.roll(CALLS.len() as u64) as usize].0, ..case },
        2..=9 => case.changed(Dice::new(dice.roll(u64::MAX)), &SEEDS),
        10 => {
            if let Some((_, text)) = case.reply.headers.0.last_mut() {
                let mut bytes = std::mem::take(text).into_bytes();
                bend(&mut bytes, &dice);
                *text = bytes.into_iter().map(char::from).collect();
            }
            case
        }
        _ => {
            bend_body(&mut case.reply, &dice);
            case
        }
    });
    put(&changed.line(), data, size, max_size)
});
