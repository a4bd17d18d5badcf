//! Texts of others as a sentence can hold them: on one line, with nothing in them that can't be seen.

/// Whether a character can't be seen: Unicode's format characters and its default ignorables, line and paragraph separators,
/// and what has no meaning at all.
pub(super) fn is_invisible(char: char) -> bool {
    matches!(char,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}'
        | '\u{fdd0}'..='\u{fdef}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}'
        | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}'
    ) || u32::from(char) & 0xfffe == 0xfffe
}

/// The text on one line: white space and control characters become a single space each time, and what can't be seen is left
/// out, such as the marks that turn the direction of what follows.
pub(crate) fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    let mut gap = false;
    for char in text.chars() {
        if char.is_whitespace() || char.is_control() {
            gap = true;
        } else if !is_unseen(char) {
            if gap && !line.is_empty() {
                line.push(' ');
            }
            gap = false;
            line.push(char);
        }
    }
    line
}

/// What a message leaves out. Emoji and scripts need their joiners and variants: those turn nothing and hide nothing.
fn is_unseen(char: char) -> bool {
    is_invisible(char) && !matches!(char, '\u{200c}' | '\u{200d}' | '\u{fe00}'..='\u{fe0f}')
}

/// The first so many characters, with a mark where there are more.
pub(crate) fn cut(text: &str, longest: usize) -> String {
    match text.char_indices().nth(longest) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default().trim_end()),
        None => text.to_owned(),
    }
}

/// A text exactly as it is, on one line: what can't be seen is written as `\u{200b}`.
pub(crate) fn escaped(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for char in text.chars() {
        let is_plain = char == ' ' || !(char.is_whitespace() || char.is_control() || is_invisible(char));
        if is_plain { shown.push(char) } else { shown.extend(char.escape_unicode()) }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_is_one_line_that_hides_nothing() {
        for (text, line) in [
            ("a b", "a b"),
            ("  a\r\n\r\n b\t\tc\n", "a b c"),
            ("a\u{0}b\u{1b}[2Jc\u{85}d\u{2028}e\u{2029}f\u{a0}g", "a b [2Jc d e f g"),
            ("a\u{202e}b\u{2066}c\u{2069}d\u{200f}e\u{61c}f\u{feff}g\u{200b}h", "abcdefgh"),
            ("👩\u{200d}🔬 ❤\u{fe0f}", "👩\u{200d}🔬 ❤\u{fe0f}"),
            ("\u{202e}\n", ""),
            ("é ア", "é ア"),
        ] {
            assert_eq!(one_line(text), line, "{text:?}");
        }
    }

    #[test]
    fn cuts_between_characters_and_says_so() {
        assert_eq!(cut("éé", 2), "éé");
        assert_eq!(cut("ééé", 2), "éé…");
        assert_eq!(cut("a bc", 2), "a…");
        assert_eq!(cut("", 2), "");
    }

    #[test]
    fn shows_what_cannot_be_seen() {
        assert_eq!(escaped("a b é"), "a b é");
        assert_eq!(
            escaped("a\u{200b}\u{a0}\n\u{feff}\u{202e}\u{0}"),
            r"a\u{200b}\u{a0}\u{a}\u{feff}\u{202e}\u{0}"
        );
    }
}
