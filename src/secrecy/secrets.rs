//! The credentials that a call sent, to keep them out of whatever the platform or a thrown error says: as they are or in another
//! case, escaped as URLs, JSON and HTML do it, in hexadecimal and in base64, alone or within something longer, such as the
//! header that carried them.

use super::base64::{forms_within, run_around};
use super::unescaped::View;
use crate::http::{Cause, Json};
use std::cell::OnceCell;
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::ops::Range;
use std::rc::Rc;

/// What stands in a credential's place.
const HIDDEN: &str = "[credential]";

/// A shorter text could not be told from parts of other words. It is hidden only where it stands as a word of its own.
pub(crate) const SHORTEST_SECRET: usize = 8;

/// So often escapes are undone at most. Proxies escape what was escaped.
const DEEPEST: usize = 3;

/// The credentials known so far.
#[derive(Clone, Default)]
pub(crate) struct Secrets(Vec<Rc<Secret>>);

struct Secret {
    text: String,
    /// Whether it is a credential for certain. The value of any other header may be one, or something that agents hold as well.
    certain: bool,
    in_hex: String,
    in_base64: OnceCell<Vec<String>>,
}

impl Secrets {
    /// Remembers a credential.
    pub(crate) fn remember(&mut self, text: &str) {
        self.push(text, true);
    }

    /// Remembers a credential, and of a pair such as "pk_…:sk_…" the second alone, too.
    pub(crate) fn remember_credential(&mut self, text: &str) {
        self.remember(text);
        if let Some((_, second)) = text.split_once(':')
            && second.len() >= SHORTEST_SECRET
        {
            self.remember(second);
        }
    }

    /// Remembers what may be one. What is short is none.
    pub(crate) fn suspect(&mut self, text: &str) {
        if text.len() >= SHORTEST_SECRET {
            self.push(text, false);
        }
    }

    fn push(&mut self, text: &str, certain: bool) {
        let is_known = |known: &Rc<Secret>| known.text == text && (known.certain || !certain);
        if !text.is_empty() && !self.0.iter().any(is_known) {
            let in_hex = text.bytes().map(|byte| format!("{byte:02x}")).collect();
            let text = text.to_owned();
            self.0.push(Rc::new(Secret { text, certain, in_hex, in_base64: OnceCell::new() }));
        }
    }

    pub(crate) fn add(&mut self, more: Self) {
        more.0.iter().for_each(|secret| self.push(&secret.text, secret.certain));
    }

    /// The text without the credentials, should somebody have repeated one.
    pub(crate) fn hide(&self, text: &str) -> String {
        cut_out(text, self.places_in(text, Secret::is_any), HIDDEN).unwrap_or_else(|| text.to_owned())
    }

    /// The same of a text in a document, with another word in their place. There only those are looked for that are credentials
    /// for certain, and long enough to be nothing else. `None` where there is none.
    pub(crate) fn hidden_in_document(&self, text: &str, hidden: &str) -> Option<String> {
        cut_out(text, self.places_in(text, Secret::is_unmistakable), hidden)
    }

    /// Whether a text holds what is a credential for certain, and long enough to be nothing else.
    pub(crate) fn are_in(&self, text: &str) -> bool {
        !self.places_in(text, Secret::is_unmistakable).is_empty()
    }

    /// An id as errors and results hold it: as it is, unless it turned out to hold the credential.
    pub(crate) fn shown_id(&self, mut id: String) -> String {
        self.hide_in_text(&mut id);
        id
    }

    pub(crate) fn hide_in_text(&self, text: &mut String) {
        if let Some(hidden) = self.hidden_in_document(text, HIDDEN) {
            *text = hidden;
        }
    }

    /// Takes the credentials out of a document.
    pub(crate) fn hide_in(&self, document: &mut Json) {
        match document {
            Json::String(text) => self.hide_in_text(text),
            Json::Array(items) => items.iter_mut().for_each(|item| self.hide_in(item)),
            Json::Object(members) => {
                if members.keys().any(|name| self.are_in(name)) {
                    let all = std::mem::take(members).into_iter();
                    *members = all.map(|(name, value)| (self.shown_id(name), value)).collect();
                }
                members.values_mut().for_each(|value| self.hide_in(value));
            }
            Json::Null | Json::Bool(_) | Json::Number(_) => {}
        }
    }

    /// What was thrown, if a credential is nowhere in it; else its words alone, without the credential.
    pub(crate) fn cleaned(&self, cause: Cause) -> Cause {
        let repeats = |text: &str| !self.places_in(text, Secret::is_any).is_empty();
        if cause.says(&repeats) { Cause::new(self.hide(cause.text())) } else { cause }
    }

    /// Where those of some kind stand, in whatever disguise.
    fn places_in(&self, text: &str, is_meant: fn(&Secret) -> bool) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        let meant = || self.0.iter().filter(|secret| is_meant(secret));
        for secret in meant().filter(|secret| !secret.is_long()) {
            found.extend(secret.as_words_in(text));
        }
        let long = || meant().filter(|secret| secret.is_long());
        for secret in long() {
            secret.find_in(text.as_bytes(), &mut |place| found.push(place));
        }
        if !View::has_escapes(text) || long().next().is_none() {
            return found;
        }
        let mut view = View::of(text);
        for _ in 0..DEEPEST {
            let Some(unescaped) = view.unescaped() else { break };
            view = unescaped;
            for secret in long() {
                secret.find_in(&view.bytes, &mut |place| found.push(view.origin(place)));
            }
        }
        found
    }
}

impl Secret {
    fn is_any(&self) -> bool {
        true
    }

    fn is_long(&self) -> bool {
        self.text.len() >= SHORTEST_SECRET
    }

    fn is_unmistakable(&self) -> bool {
        self.certain && self.is_long()
    }

    /// Where it stands as a word of its own.
    fn as_words_in<'t>(&'t self, text: &'t str) -> impl Iterator<Item = Range<usize>> + 't {
        let is_part =
            |char: Option<char>| char.is_some_and(|char| char.is_alphanumeric() || "-_".contains(char));
        text.match_indices(&self.text).map(|(start, found)| start..start + found.len()).filter(move |place| {
            let before = text.get(..place.start).unwrap_or_default().chars().next_back();
            let after = text.get(place.end..).unwrap_or_default().chars().next();
            !is_part(before) && !is_part(after)
        })
    }

    /// Where it stands, in any case, in hexadecimal and in base64.
    fn find_in(&self, bytes: &[u8], found: &mut dyn FnMut(Range<usize>)) {
        for needle in [&self.text, &self.in_hex] {
            places_of(needle.as_bytes(), bytes, <[u8]>::eq_ignore_ascii_case).for_each(&mut *found);
        }
        for needle in self.in_base64.get_or_init(|| forms_within(&self.text)) {
            for place in places_of(needle.as_bytes(), bytes, |one, other| one == other) {
                found(run_around(bytes, place.start));
            }
        }
    }
}

fn places_of<'b>(
    needle: &'b [u8],
    bytes: &'b [u8],
    is_same: fn(&[u8], &[u8]) -> bool,
) -> impl Iterator<Item = Range<usize>> + 'b {
    let first = needle.first().map_or(0, u8::to_ascii_lowercase);
    let starts = bytes.iter().enumerate().filter(move |(_, byte)| byte.to_ascii_lowercase() == first);
    starts.filter_map(move |(start, _)| {
        let place = start..start + needle.len();
        is_same(bytes.get(place.clone())?, needle).then_some(place)
    })
}

/// The text with a word in the place of each piece; `None` where there are none.
fn cut_out(text: &str, pieces: Vec<Range<usize>>, word: &str) -> Option<String> {
    if pieces.is_empty() {
        return None;
    }
    let mut pieces: BinaryHeap<_> =
        pieces.into_iter().map(|piece| Reverse((piece.start, piece.end))).collect();
    let (mut left, mut end) = (String::new(), 0);
    while let Some(Reverse((start, stop))) = pieces.pop() {
        if start >= end {
            left.push_str(text.get(end..start).unwrap_or_default());
            left.push_str(word);
        }
        end = end.max(stop);
    }
    left.push_str(text.get(end..).unwrap_or_default());
    Some(left)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hidden(secret: &str, text: &str) -> String {
        let mut secrets = Secrets::default();
        secrets.remember(secret);
        secrets.hide(text)
    }

    #[test]
    fn leaves_other_words_alone() {
        for text in
            ["", "50% of it", "c2st", "%73k", "agents/3f2504e0-4f89-41d3-9a0c-0305e82c3301", "é%C3%A9%&amp;"]
        {
            assert_eq!(hidden("sk-very>secret?0123", text), text);
        }
    }

    #[test]
    fn a_short_one_is_hidden_as_a_word_alone() {
        for (text, left) in [
            ("k", "[credential]"),
            ("aw%6b k, \"k\" k.", "aw%6b [credential], \"[credential]\" [credential]."),
            ("known k-1 k_1 ék Bearer k", "known k-1 k_1 ék Bearer [credential]"),
        ] {
            assert_eq!(hidden("k", text), left);
        }
        assert_eq!(hidden("1234567", "12345678 1234567"), "12345678 [credential]");
    }

    #[test]
    fn two_that_overlap_leave_nothing_of_either() {
        let mut secrets = Secrets::default();
        secrets.remember("first-secret");
        secrets.remember("secret-second");
        assert_eq!(secrets.hide("a first-secret-second b"), "a [credential] b");
        secrets.suspect("a-header");
        assert_eq!(secrets.hide("A-HEADER"), "[credential]");
        assert!(!secrets.are_in("a-header") && secrets.are_in("x=FIRST-SECRET"));
    }
}
