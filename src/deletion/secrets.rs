//! The credentials that a call sent, to keep them out of whatever the platform says: as they are, percent-encoded, and in
//! base64, alone or within something longer, such as the header that carried them.

use std::cell::OnceCell;
use std::ops::Range;

/// What stands in a credential's place.
const HIDDEN: &str = "[credential]";

/// A shorter text is no secret that could be told from other words: it is hidden only where it stands as it is.
pub(super) const SHORTEST_SECRET: usize = 6;

/// So often a text is percent-decoded at most. Proxies encode what was encoded.
const DEEPEST: usize = 3;

/// The credentials sent so far.
#[derive(Default)]
pub(crate) struct Secrets(Vec<Secret>);

struct Secret {
    text: String,
    /// What base64 makes of it wherever it stands, without the characters at the ends that depend on its neighbours.
    in_base64: OnceCell<Vec<String>>,
}

impl Secrets {
    pub(super) fn remember(&mut self, secret: &str) {
        if !secret.is_empty() && !self.0.iter().any(|known| known.text == secret) {
            self.0.push(Secret { text: secret.to_owned(), in_base64: OnceCell::new() });
        }
    }

    pub(super) fn add(&mut self, more: Self) {
        more.0.iter().for_each(|secret| self.remember(&secret.text));
    }

    /// The text without the credentials, should the platform have repeated one.
    pub(super) fn hide(&self, text: &str) -> String {
        let plain = self.0.iter().fold(text.to_owned(), |text, secret| text.replace(&secret.text, HIDDEN));
        let mut found = self.disguised(&plain);
        if found.is_empty() {
            return plain;
        }
        found.sort_by_key(|range| range.start);
        let (mut hidden, mut end) = (String::new(), 0);
        for range in found {
            if range.start >= end {
                hidden.push_str(plain.get(end..range.start).unwrap_or_default());
                hidden.push_str(HIDDEN);
            }
            end = end.max(range.end);
        }
        hidden.push_str(plain.get(end..).unwrap_or_default());
        hidden
    }

    /// Where credentials stand in disguise.
    fn disguised(&self, text: &str) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        let secrets = || self.0.iter().filter(|secret| secret.text.len() >= SHORTEST_SECRET);
        for needle in secrets().flat_map(Secret::in_base64) {
            found.extend(
                text.match_indices(needle.as_str()).map(|(start, _)| run_around(text.as_bytes(), start)),
            );
        }
        if !text.contains('%') {
            return found;
        }
        let mut view = View::of(text);
        for _ in 0..DEEPEST {
            let Some(decoded) = view.decoded() else { break };
            view = decoded;
            for secret in secrets() {
                found.extend(view.places_of(secret.text.as_bytes()).map(|place| view.origin(place)));
                for needle in secret.in_base64() {
                    let places = view.places_of(needle.as_bytes());
                    found.extend(places.map(|place| view.origin(run_around(&view.bytes, place.start))));
                }
            }
        }
        found
    }
}

impl Secret {
    fn in_base64(&self) -> &[String] {
        self.in_base64.get_or_init(|| {
            let mut forms = Vec::new();
            // Three bytes become four characters, so that it may stand in three ways.
            for before in 0..3 {
                let mut bytes = vec![0; before];
                bytes.extend_from_slice(self.text.as_bytes());
                let (start, end) = ((before * 8).div_ceil(6), bytes.len() * 8 / 6);
                let form: String = to_base64(&bytes).chars().take(end).skip(start).collect();
                if form.contains(['+', '/']) {
                    forms.push(form.replace('+', "-").replace('/', "_"));
                }
                forms.push(form);
            }
            forms
        })
    }
}

/// A text percent-decoded, each byte with where it comes from.
struct View {
    bytes: Vec<u8>,
    origins: Vec<Range<usize>>,
}

impl View {
    fn of(text: &str) -> Self {
        let origins = (0..text.len()).map(|at| at..at + 1).collect();
        Self { bytes: text.as_bytes().to_vec(), origins }
    }

    /// Decoded once more; `None` where there is nothing to decode.
    fn decoded(&self) -> Option<Self> {
        let digit = |at: usize| char::from(*self.bytes.get(at)?).to_digit(16);
        let mut decoded = Self { bytes: Vec::new(), origins: Vec::new() };
        let mut at = 0;
        while let (Some(byte), Some(origin)) = (self.bytes.get(at), self.origins.get(at)) {
            let code = if *byte == b'%' { digit(at + 1).zip(digit(at + 2)) } else { None };
            match (code, self.origins.get(at + 2)) {
                (Some((high, low)), Some(last)) => {
                    decoded.bytes.push((high << 4 | low) as u8);
                    decoded.origins.push(origin.start..last.end);
                    at += 3;
                }
                _ => {
                    decoded.bytes.push(*byte);
                    decoded.origins.push(origin.clone());
                    at += 1;
                }
            }
        }
        (decoded.bytes.len() < self.bytes.len()).then_some(decoded)
    }

    fn places_of(&self, needle: &[u8]) -> impl Iterator<Item = Range<usize>> {
        let windows = self.bytes.windows(needle.len()).enumerate();
        let starts = windows.filter(move |(_, window)| *window == needle).map(|(start, _)| start);
        starts.map(move |start| start..start + needle.len())
    }

    /// Where a place of this view is in the text.
    fn origin(&self, place: Range<usize>) -> Range<usize> {
        let of = |at: usize| self.origins.get(at).cloned().unwrap_or_default();
        of(place.start).start..of(place.end.saturating_sub(1)).end
    }
}

/// The whole piece of base64 around a place: the rest of it may hold the credential's ends.
fn run_around(bytes: &[u8], place: usize) -> Range<usize> {
    let is_part = |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'-' | b'_');
    let (before, after) = bytes.split_at_checked(place).unwrap_or_default();
    let start = place - before.iter().rev().take_while(is_part).count();
    let length = after.iter().take_while(is_part).count();
    let padding = after.iter().skip(length).take_while(|byte| **byte == b'=').count();
    start..place + length + padding
}

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Base64 without padding.
fn to_base64(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 4 / 3 + 1);
    for group in bytes.chunks(3) {
        let bits =
            (0..3).fold(0, |bits, at| bits << 8 | usize::from(group.get(at).copied().unwrap_or_default()));
        for at in 0..=group.len() {
            let index = bits >> (18 - 6 * at) & 63;
            text.extend(ALPHABET.get(index).copied().map(char::from));
        }
    }
    text
}

/// What a piece of base64 says, where that is text.
pub(super) fn from_base64(text: &str) -> Option<String> {
    let (mut bytes, mut bits, mut count) = (Vec::new(), 0_usize, 0);
    for byte in text.trim_end_matches('=').bytes() {
        let byte = match byte {
            b'-' => b'+',
            b'_' => b'/',
            other => other,
        };
        bits = (bits << 6 | ALPHABET.iter().position(|known| *known == byte)?) & 0xffff;
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count) as u8);
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str = "sk-very>secret?0123";

    fn hidden(text: &str) -> String {
        let mut secrets = Secrets::default();
        secrets.remember(KEY);
        secrets.hide(text)
    }

    #[test]
    fn base64_goes_both_ways() {
        for (text, base64) in
            [("", ""), ("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("foob", "Zm9vYg"), ("~~?", "fn4/")]
        {
            assert_eq!(to_base64(text.as_bytes()), base64);
            assert_eq!(from_base64(&format!("{base64}==")).as_deref(), Some(text));
        }
        assert_eq!((from_base64("a b"), from_base64("_w")), (None, None));
    }

    #[test]
    fn hides_every_disguise_wherever_it_stands() {
        for before in ["", "x", "Bearer ", "user:", "{\"authorization\":\"Bearer ", "é"] {
            for after in ["", ":", "\"}", "xy", "é"] {
                let base64 = to_base64(format!("{before}{KEY}{after}").as_bytes());
                for form in
                    [base64.clone(), format!("{base64}=="), base64.replace('+', "-").replace('/', "_")]
                {
                    assert_eq!(
                        hidden(&format!("got {form}, no")),
                        "got [credential], no",
                        "{before} {after}"
                    );
                    let encoded = form.replace('=', "%3D").replace('/', "%2f").replace('+', "%2B");
                    assert_eq!(hidden(&format!("?a={encoded}&b")), "?a=[credential]&b", "{before} {after}");
                }
            }
        }
        let all: String = KEY.bytes().map(|byte| format!("%{byte:02x}")).collect();
        for form in [
            KEY.to_owned(),
            KEY.replace('>', "%3E").replace('?', "%3F"),
            KEY.replace('>', "%3e").replace('?', "%3f"),
            KEY.replace('>', "%253E"),
            KEY.replace('>', "%25253e"),
            all.clone(),
            all.replace('%', "%25"),
        ] {
            assert_eq!(hidden(&format!("a {form} b% {form}")), "a [credential] b% [credential]", "{form}");
        }
    }

    #[test]
    fn leaves_other_words_alone() {
        for text in
            ["", "50% of it", "c2st", "%73k", "agents/3f2504e0-4f89-41d3-9a0c-0305e82c3301", "é%C3%A9%"]
        {
            assert_eq!(hidden(text), text);
        }
        let mut short = Secrets::default();
        short.remember("k");
        assert_eq!(short.hide("aw%6b k"), "aw%6b [credential]");
    }
}
