//! A platform's answer, read to its end.

use crate::host::{Json, parse_json};

/// The response headers that are read of every answer; a [`Transport`](crate::Transport) need not look at any other but
/// those that the [`Request`](crate::Request) names besides.
pub const READ_HEADERS: [&str; 8] = [
    "content-type",
    "x-request-id",
    "apim-request-id",
    "retry-after",
    "retry-after-ms",
    "x-ms-retry-after-ms",
    "age",
    "date",
];

/// An answer: its status, the headers that matter, and the body.
#[derive(Debug, Clone)]
pub struct Reply {
    /// The status code. 0 for a redirect that a browser hides (an opaque redirect).
    pub status: u16,
    /// Those that came of [`READ_HEADERS`], and of the request's own.
    pub headers: Headers,
    /// The body.
    pub body: Body,
}

/// A body, read to the limit that its request set.
#[derive(Debug, Clone)]
pub enum Body {
    /// All of it.
    Bytes(Vec<u8>),
    /// It went past the limit, and reading was given up.
    TooLong,
}

/// Header names, in lower case, with their values.
#[derive(Debug, Clone, Default)]
pub struct Headers(pub Vec<(String, String)>);

impl Headers {
    /// The value of a header, by its lower-case name.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

/// What a body turned out to be. With a tag of its own, it is told in one step what it is.
#[derive(Debug)]
pub(crate) enum Content {
    Empty,
    Json(Json),
    Html,
    /// Neither JSON nor HTML: a text, a file.
    Other(Vec<u8>),
    TooLong,
}

impl Reply {
    /// Reads the body. It decides before its label: what parses as JSON is JSON, and a page is what begins like HTML, or is
    /// called so and is no JSON.
    pub(crate) fn into_content(self) -> Content {
        let Self { headers, body, .. } = self;
        let Body::Bytes(bytes) = body else { return Content::TooLong };
        let text = String::from_utf8_lossy(&bytes);
        let text = text.strip_prefix("\u{feff}").unwrap_or(&text);
        let is_called_html =
            || headers.get("content-type").unwrap_or_default().to_ascii_lowercase().contains("html");
        if let Some(json) = parse_json(text) {
            Content::Json(json)
        } else if begins_like_html(text) || is_called_html() {
            Content::Html
        } else if bytes.is_empty() {
            Content::Empty
        } else {
            Content::Other(bytes)
        }
    }

    /// Whether a shared cache had kept the answer for a while, so that it is not the platform's of now.
    pub(crate) fn is_from_cache(&self) -> bool {
        let age = self.headers.get("age").and_then(|age| age.split(',').next()).unwrap_or_default();
        age.trim_ascii().parse::<u64>().is_ok_and(|seconds| seconds > 0)
    }

    /// The id under which the platform logged the request: `X-Request-ID`, else the name that its maker has for it.
    pub(crate) fn request_id(&self) -> Option<&str> {
        ["x-request-id", "apim-request-id", "x-amzn-requestid"].iter().find_map(|name| self.headers.get(name))
    }

    /// What AWS names a failure in a header: "com.amazonaws.x#ResourceNotFoundException:http://…".
    pub(crate) fn error_code(&self) -> Option<&str> {
        self.headers.get("x-amzn-errortype")?.split(':').next()?.rsplit('#').next()
    }
}

/// The tags with which a page begins, by the WHATWG's standard for telling media types by content (MIME Sniffing, 7.1).
const FIRST_TAGS: [&str; 17] = [
    "!doctype html",
    "html",
    "head",
    "script",
    "iframe",
    "h1",
    "div",
    "font",
    "table",
    "a",
    "style",
    "title",
    "b",
    "body",
    "br",
    "p",
    "meta",
];

/// Whether a text begins as a page does, perhaps behind a declaration of XML and comments.
fn begins_like_html(text: &str) -> bool {
    let mut text = text.trim_ascii_start();
    for (opening, end) in [("<?xml", "?>"), ("<!--", "-->"), ("<!--", "-->"), ("<!--", "-->")] {
        if text.starts_with(opening)
            && let Some((_, rest)) = text.split_once(end)
        {
            text = rest.trim_ascii_start();
        }
    }
    let Some(text) = text.strip_prefix("<") else { return false };
    FIRST_TAGS.iter().any(|tag| {
        let Some((start, rest)) = text.split_at_checked(tag.len()) else { return false };
        start.eq_ignore_ascii_case(tag)
            && rest.bytes().next().is_none_or(|byte| byte == b'>' || byte.is_ascii_whitespace())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn content(media: &str, body: &str) -> Content {
        let headers = Headers(vec![(String::from("content-type"), String::from(media))]);
        Reply { status: 200, headers, body: Body::Bytes(body.into()) }.into_content()
    }

    #[test]
    fn tells_json_html_and_text_apart() {
        let kind = |media: &str, body: &str| match content(media, body) {
            Content::Empty => "empty",
            Content::Json(_) => "json",
            Content::Html => "html",
            Content::Other(_) => "other",
            Content::TooLong => "too long",
        };
        for (media, body, expected) in [
            ("", "", "empty"),
            ("application/json", "", "empty"),
            ("text/html", "", "html"),
            ("application/json", "{}", "json"),
            ("", "\u{feff}{}", "json"),
            ("text/html; charset=utf-8", "{}", "json"),
            ("application/json, text/html", " [1]\n", "json"),
            ("text/html", "\"<html>\"", "json"),
            ("text/html", "{\"deleted\":tr", "html"),
            ("application/xhtml+xml", "hello", "html"),
            ("application/json", "{\"deleted\":tr", "other"),
            ("", "\n<!DOCTYPE html>", "html"),
            ("application/json", "<!doctype html>", "html"),
            ("text/plain", "\u{feff}\r\n\t<HTML lang=en>", "html"),
            ("text/plain", "<html", "html"),
            ("", "<?xml version=\"1.0\"?>\n<!-- a --> <!-- b -->\n<!DOCTYPE html PUBLIC>", "html"),
            ("", "<h1>502 Bad Gateway</h1>", "html"),
            ("", "<?xml version=\"1.0\"?><Error><Code>NoSuchKey</Code></Error>", "other"),
            ("", "<article>", "other"),
            ("", "<!-- without an end <html>", "other"),
            ("text/plain", "error code: 502", "other"),
        ] {
            assert_eq!(kind(media, body), expected, "{media} {body}");
        }
    }

    #[test]
    fn knows_a_kept_answer_by_its_age() {
        for (age, kept) in [
            ("7", true),
            ("1, 2", true),
            (" 12 ", true),
            ("0", false),
            ("", false),
            ("-1", false),
            ("x", false),
        ] {
            let headers = Headers(vec![(String::from("age"), String::from(age))]);
            assert_eq!(Reply { status: 404, headers, body: Body::TooLong }.is_from_cache(), kept, "{age}");
        }
        assert!(!Reply { status: 404, headers: Headers::default(), body: Body::TooLong }.is_from_cache());
    }
}
