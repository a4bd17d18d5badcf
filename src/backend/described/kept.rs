//! What is kept of a description, once nothing is wrong with it: for the life of the program, as `Facts` are `'static`. Each
//! different description is kept but once, however many clients are made of it.

use crate::agent::word;
use crate::http::Json;

pub(super) fn text(text: &str) -> &'static str {
    Box::leak(Box::from(text))
}

/// A path or words, in which `{}` stands for the agent's id from now on.
pub(super) fn with_id(text: &str) -> &'static str {
    self::text(&text.replace("{id}", "{}"))
}

pub(super) fn list<T>(items: Vec<T>) -> &'static [T] {
    items.leak()
}

/// Words of a list, each kept by itself.
pub(super) fn words(items: &[Json], keep: fn(&str) -> &'static str) -> &'static [&'static str] {
    let mut words = Vec::new();
    for word in items.iter().filter_map(word) {
        words.push(keep(&word));
    }
    list(words)
}

pub(super) fn one<T>(item: T) -> &'static T {
    Box::leak(Box::new(item))
}

/// A place in an answer, `meta.nextToken`, as `Members::member` takes it.
pub(super) fn place(place: &str) -> &'static str {
    if place.contains('.') { text(&format!("/{}", place.replace('.', "/"))) } else { text(place) }
}
