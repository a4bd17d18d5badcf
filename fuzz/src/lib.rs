//! What the guided fuzzers stand on: the cases and the oracle of the native tests' fuzzer, and how a case changes into another.
//!
//! An input is a line of `tests/native/fuzz/corpus.jsonl`, so that each that is found can be kept there as it is.

use agent_delete::{Body, Reply};
use serde_json::Value;
use std::sync::LazyLock;

#[path = "../../tests/native/support/mod.rs"]
pub mod support;

#[path = "../../tests/native/fuzz"]
pub mod fuzz {
    pub mod case;
    pub mod described;
    pub mod mutate;
    pub mod oracle;
    pub mod seeds;
}

use fuzz::seeds::Seeds;
use support::Dice;

/// The exchanges from which cases come.
pub static SEEDS: LazyLock<Seeds> = LazyLock::new(Seeds::load);

/// An input as a line, if it is one.
pub fn line(input: &[u8]) -> Option<Value> {
    serde_json::from_slice(input).ok()
}

/// Writes a line in place of an input, if there is room for it. Gives the input's new length.
pub fn put(line: &Value, input: &mut [u8], length: usize, most: usize) -> usize {
    let text = format!("{line}\n");
    match input.get_mut(..text.len()) {
        Some(place) if text.len() <= most => {
            place.copy_from_slice(text.as_bytes());
            text.len()
        }
        _ => length.min(most),
    }
}

/// Changes the bytes of a body.
pub fn bend_body(reply: &mut Reply, dice: &Dice) {
    if let Body::Bytes(bytes) = &mut reply.body {
        bend(bytes, dice);
    }
}

/// Changes bytes as libFuzzer does, which knows with what the code compared them.
pub fn bend(bytes: &mut Vec<u8>, dice: &Dice) {
    let length = bytes.len();
    let most = length + 1 + dice.roll(64) as usize;
    bytes.resize(most, 0);
    let length = libfuzzer_sys::fuzzer_mutate(bytes, length, most);
    bytes.truncate(length);
}
