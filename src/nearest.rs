//! What somebody probably meant who wrote a name that there is not, and how a message says so.

use crate::http::{cut, escaped};

/// A name that there is not, as a message can hold it. What may be a credential, which came there by mistake, is not shown.
pub(crate) fn shown_name(name: &str) -> String {
    const LONGEST: usize = 60;
    if may_be_credential(name) { "[not shown]".to_owned() } else { cut(&escaped(name), LONGEST) }
}

/// Names are made of words. A credential that is long enough to be one has digits or other characters in it.
fn may_be_credential(name: &str) -> bool {
    const SHORTEST: usize = 8;
    let is_of_words = |char: char| !char.is_ascii() || char.is_ascii_alphabetic() || " _-.".contains(char);
    name.len() >= SHORTEST && !name.chars().all(is_of_words)
}

/// The message for a name that there is not: what it probably means, and what there is.
pub(crate) fn unknown_name(fault: &str, meant: Option<&str>, known: &[&str]) -> String {
    let known = known.join(", ");
    match meant {
        Some(meant) => format!("{fault}: did you mean `{meant}`? Known are {known}"),
        None => format!("{fault}; known are {known}"),
    }
}

/// Of these names, the one that is most like a text: the same but for case and punctuation, one that holds the other, or one
/// that is a slip of the keyboard away.
pub(crate) fn nearest<'a>(text: &str, names: &mut dyn Iterator<Item = &'a str>) -> Option<&'a str> {
    let word = bare(text);
    let rated = names.filter_map(|name| Some((unlikeness(&word, &bare(name))?, name)));
    rated.min_by_key(|(unlikeness, _)| *unlikeness).map(|(_, name)| name)
}

/// ASCII letters and digits alone, in lower case.
pub(crate) fn bare(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).map(|char| char.to_ascii_lowercase()).collect()
}

/// How little two words are alike; `None` where they are not. A part counts like two slips.
fn unlikeness(word: &str, name: &str) -> Option<usize> {
    let shorter = word.len().min(name.len());
    // No name is so long; what is longer is not compared letter by letter.
    if shorter < 3 || word.len() > 100 {
        return None;
    }
    let slips = strsim::levenshtein(word, name);
    if slips <= if shorter < 4 { 1 } else { 2 } {
        Some(slips)
    } else {
        (word.contains(name) || name.contains(word)).then_some(2)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_may_be_a_credential_is_not_shown() {
        for name in
            ["titel", "whatever_else", "X-Acme-Team", "a7", "retry2", "Größe der Seite", "a.b", "--force"]
        {
            assert_eq!(shown_name(name), name);
        }
        for name in ["planted-credential-5e1f", "sk-12345", "pk_ab:sk_cd", "a+b/c=ab", "0123456789abcdef"] {
            assert_eq!(shown_name(name), "[not shown]", "{name}");
        }
    }

    #[test]
    fn a_slip_of_the_keyboard_is_what_may_be_meant() {
        for (word, name, alike) in [
            ("verify", "verify", Some(0)),
            ("verfiy", "verify", Some(2)),
            ("wait", "weight", None),
            // Of three letters one may be wrong, of four two.
            ("abx", "abc", Some(1)),
            ("axy", "abc", None),
            ("abxy", "abcd", Some(2)),
            // What is shorter is like anything.
            ("ab", "abc", None),
            ("abc", "ab", None),
            // A part counts like two slips.
            ("backups", "backup", Some(1)),
            ("abc", "abcdefgh", Some(2)),
            ("abcdefgh", "abc", Some(2)),
        ] {
            assert_eq!(unlikeness(word, name), alike, "{word} {name}");
        }
        let long = |length: usize| unlikeness(&"verify".repeat(20)[..length], "verify");
        assert_eq!((long(100), long(101)), (Some(2), None));
    }
}
