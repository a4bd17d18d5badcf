//! Charm Cloud Runner: a 204, and FastAPI's words.

use super::platform::{Answer, Platform};
use super::sure::Sure::{self, No};
use super::words::{speaks_of_missing, words};

pub struct Charm;

impl Platform for Charm {
    fn is_missing(&self, answer: &Answer<'_>) -> Sure {
        super::only_usual(
            answer,
            match answer.text("detail") {
                Some(text) => speaks_of_missing(self, answer.id, text, &["Agent"]),
                None => No,
            },
        )
    }

    fn names_another(&self, id: &str, text: &str) -> bool {
        names_behind_the_noun(id, text)
    }
}

/// "Agent x not found": the word behind the noun, where it can only be a name.
pub fn names_behind_the_noun(id: &str, text: &str) -> bool {
    let words: Vec<_> = words(text).collect();
    !words.iter().any(|word| word.eq_ignore_ascii_case(id))
        && words.windows(2).any(|pair| pair[0] == "Agent" && pair[1].contains(['-', '_']))
}
