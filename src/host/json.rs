//! Reading JSON strictly, and short ways into what was read.

use super::Json;

/// How deeply a document may nest. A deeper one is not read: it would exhaust the stack.
const MAX_DEPTH: usize = 128;

/// Reads a document. `None` when it is not JSON, or nests too deep.
pub(crate) fn parse_json(text: &str) -> Option<Json> {
    if depth(text) > MAX_DEPTH {
        return None;
    }
    #[cfg(target_arch = "wasm32")]
    return super::web::parse_json(text);
    #[cfg(not(target_arch = "wasm32"))]
    serde_json::from_str(text).ok()
}

/// How deeply the brackets of a JSON text nest. Those inside its strings do not count.
fn depth(text: &str) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    let (mut in_string, mut escaped) = (false, false);
    for byte in text.bytes() {
        if in_string {
            match byte {
                _ if escaped => escaped = false,
                b'\\' => escaped = true,
                b'"' => in_string = false,
                _ => {}
            }
            continue;
        }
        match byte {
            b'"' => in_string = true,
            b'[' | b'{' => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    deepest
}

/// Short ways to an object's members, strict about their types: `"true"` is no truth value.
pub(crate) trait Members {
    /// A member's text.
    fn text(&self, name: &str) -> Option<&str>;
    /// A member's truth value.
    fn flag(&self, name: &str) -> Option<bool>;
    /// A member of a member, however deep.
    fn at(&self, names: &[&str]) -> Option<&Json>;
    /// The same by a path such as `/error/code`; in a list a number says which, from 0 on.
    fn place(&self, path: &str) -> Option<&Json>;
    /// The same by a name, or by a path where it begins with a slash.
    fn member(&self, place: &str) -> Option<&Json>;
    /// Whether a member is this very text.
    fn says(&self, name: &str, text: &str) -> bool {
        self.text(name) == Some(text)
    }
}

impl Members for Json {
    fn text(&self, name: &str) -> Option<&str> {
        self.get(name)?.as_str()
    }

    fn flag(&self, name: &str) -> Option<bool> {
        self.get(name)?.as_bool()
    }

    fn at(&self, names: &[&str]) -> Option<&Json> {
        names.iter().try_fold(self, |place, name| place.get(name))
    }

    fn place(&self, path: &str) -> Option<&Json> {
        path.split('/').skip(1).try_fold(self, |place, name| match place {
            Json::Array(items) => items.get(name.parse::<usize>().ok()?),
            place => place.get(name),
        })
    }

    fn member(&self, place: &str) -> Option<&Json> {
        if place.starts_with('/') { self.place(place) } else { self.get(place) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_strictly() {
        let value = parse_json(r#"{"a":"true","b":true,"c":[1,null],"a2":{}}"#).unwrap_or_default();
        assert_eq!((value.flag("a"), value.flag("b"), value.text("a")), (None, Some(true), Some("true")));
        for broken in ["{", "", "{} x", "'a'", "[1,]"] {
            assert_eq!(parse_json(broken), None, "{broken}");
        }
    }

    #[test]
    fn brackets_inside_of_strings_do_not_count() {
        for (text, deepest) in [
            ("7", 0),
            ("[]", 1),
            ("[[], [], []]", 2),
            (r#"{"a": [{}]}"#, 3),
            (r#""[[[""#, 0),
            (r#"["\"[[", []]"#, 2),
            (r#"["\\", [[]]]"#, 3),
            (r#"["]]]", [{}]]"#, 3),
            ("]]]][", 1),
        ] {
            assert_eq!(depth(text), deepest, "{text}");
        }
    }

    #[test]
    fn refuses_what_would_exhaust_the_stack() {
        let deep = |levels: usize| "[".repeat(levels) + &"]".repeat(levels);
        assert!(parse_json(&deep(100)).is_some());
        assert!(parse_json(&deep(129)).is_none() && parse_json(&deep(100_000)).is_none());
        assert!(parse_json(&format!(r#"["{}\"{}"]"#, "[".repeat(500), "{".repeat(500))).is_some());
    }
}
