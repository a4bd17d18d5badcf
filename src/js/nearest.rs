//! What somebody probably meant who wrote a name that there is not.

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
    elsewhere.map(|(_, _, shown)| *shown).or_else(|| nearest(name, known.iter().copied()))
}

/// Of these names, the one that is most like a text: the same but for case and punctuation, one that holds the other, or one
/// that is a slip of the keyboard away.
pub(super) fn nearest<'a>(text: &str, names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let word = bare(text);
    let rated = names.filter_map(|name| Some((unlikeness(&word, &bare(name))?, name)));
    rated.min_by_key(|(unlikeness, _)| *unlikeness).map(|(_, name)| name)
}

/// ASCII letters and digits alone, in lower case.
fn bare(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).map(|char| char.to_ascii_lowercase()).collect()
}

/// How little two words are alike; `None` where they are not. A part counts like two slips.
fn unlikeness(word: &str, name: &str) -> Option<usize> {
    let shorter = word.len().min(name.len());
    if shorter < 3 {
        return None;
    }
    let slips = strsim::levenshtein(word, name);
    if slips <= if shorter < 4 { 1 } else { 2 } {
        Some(slips)
    } else {
        (word.contains(name) || name.contains(word)).then_some(2)
    }
}
