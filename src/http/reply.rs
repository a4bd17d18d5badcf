//! A platform's answer, read to its end.

use crate::host::{Json, parse_json};

/// The response headers that are read; a [`Transport`](crate::Transport) need not look at any other.
pub const READ_HEADERS: [&str; 7] = [
    "content-type",
    "x-request-id",
    "apim-request-id",
    "retry-after",
    "retry-after-ms",
    "x-ms-retry-after-ms",
    "date",
];

/// An answer: its status, the headers that matter, and the body.
#[derive(Debug, Clone)]
pub struct Reply {
    /// The status code. 0 for a redirect that a browser hides (an opaque redirect).
    pub status: u16,
    /// Those of [`READ_HEADERS`] that came.
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
    /// Reads the body. HTML is what calls itself so, or what looks so and does not call itself JSON.
    pub(crate) fn into_content(self) -> Content {
        let Self { headers, body, .. } = self;
        let Body::Bytes(bytes) = body else { return Content::TooLong };
        let media = headers.get("content-type").unwrap_or_default().to_ascii_lowercase();
        let text = String::from_utf8_lossy(&bytes);
        let text = text.strip_prefix("\u{feff}").unwrap_or(&text);
        if bytes.is_empty() {
            Content::Empty
        } else if media.contains("html") || (!media.contains("json") && looks_like_html(text)) {
            Content::Html
        } else if let Some(json) = parse_json(text) {
            Content::Json(json)
        } else {
            Content::Other(bytes)
        }
    }

    /// The id under which the platform logged the request: `X-Request-ID`, else `apim-request-id`.
    pub(crate) fn request_id(&self) -> Option<&str> {
        self.headers.get("x-request-id").or_else(|| self.headers.get("apim-request-id"))
    }
}

fn looks_like_html(text: &str) -> bool {
    let text = text.trim_ascii();
    let starts = |tag: &str| text.get(..tag.len()).is_some_and(|start| start.eq_ignore_ascii_case(tag));
    starts("<!doctype") || starts("<html")
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
        assert!(matches!(content("", ""), Content::Empty));
        assert!(matches!(content("application/json", "{}"), Content::Json(_)));
        assert!(matches!(content("", "\u{feff}{}"), Content::Json(_)));
        assert!(matches!(content("text/html; charset=utf-8", "{}"), Content::Html));
        assert!(matches!(content("", "\n<!DOCTYPE html>"), Content::Html));
        assert!(matches!(content("application/json", "<!doctype html>"), Content::Other(_)));
        assert!(matches!(content("application/json", "{\"deleted\":tr"), Content::Other(_)));
    }
}
