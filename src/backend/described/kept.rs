//! What is kept of a description, once nothing is wrong with it: for the life of the program, as `Facts` are `'static`. Each
//! different description is kept but once, however many clients are made of it.

pub(super) fn text(text: &str) -> &'static str {
    Box::leak(Box::from(text))
}

/// A path or words, in which `{}` stands for the agent's id from now on.
pub(super) fn with_id(text: &str) -> &'static str {
    self::text(&text.replace("{id}", "{}"))
}

pub(super) fn list<T>(items: impl IntoIterator<Item = T>) -> &'static [T] {
    Box::leak(items.into_iter().collect::<Box<[T]>>())
}

pub(super) fn one<T>(item: T) -> &'static T {
    Box::leak(Box::new(item))
}

/// A place in an answer, `meta.nextToken`, as `Members::member` takes it.
pub(super) fn place(place: &str) -> &'static str {
    if place.contains('.') { text(&format!("/{}", place.replace('.', "/"))) } else { text(place) }
}
