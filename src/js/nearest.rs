//! The option that somebody probably meant who wrote a name that there is not.

use crate::nearest::{bare, nearest};

/// Words that stand for an option elsewhere: the word, bare; the option that it means here; how that is given.
const ELSEWHERE: &[(&str, &str, &str)] = &[
    ("apikey", "auth", "auth: { apiKey }"),
    ("key", "auth", "auth: { apiKey }"),
    ("bearer", "auth", "auth: { bearer }"),
    ("token", "auth", "auth: { bearer }"),
    ("accesstoken", "auth", "auth: { bearer }"),
    ("token", "bearer", "bearer"),
    ("accesstoken", "bearer", "bearer"),
    ("key", "apiKey", "apiKey"),
    ("endpoint", "baseUrl", "baseUrl"),
    ("host", "baseUrl", "baseUrl"),
    ("provider", "backend", "backend"),
    ("platform", "backend", "backend"),
];

/// The option that was probably meant, as it is to be given. `None` where that can't be told.
pub(super) fn option_meant<'a>(name: &str, known: &[&'a str]) -> Option<&'a str> {
    let word = bare(name);
    let elsewhere = ELSEWHERE.iter().find(|(other, option, _)| *other == word && known.contains(option));
    elsewhere.map(|(_, _, shown)| *shown).or_else(|| nearest(name, &mut known.iter().copied()))
}
