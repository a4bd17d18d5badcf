//! What a body is: the body decides before its label.

use super::sure::Sure::{self, No, Perhaps, Yes};
use agent_delete::{Body, Reply};
use serde_json::Value;

/// What a body is. The body decides before its label.
pub enum Content {
    Empty,
    Json(Value),
    /// What begins like HTML, or is labelled so and is no JSON.
    Page,
    Other(String),
    TooLong,
}

/// The ways in which a body can be read: one, but where decoders of text and JSON differ.
pub fn readings(reply: &Reply) -> Vec<Content> {
    let Body::Bytes(bytes) = &reply.body else { return vec![Content::TooLong] };
    let labelled = is_labelled_html(reply);
    let bare = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text = String::from_utf8_lossy(bare);
    let mut all = Vec::new();
    match serde_json::from_str(&text) {
        Ok(value) => {
            all.push(Content::Json(value));
            // One decoder takes these and another refuses them.
            if bare.len() == bytes.len() && std::str::from_utf8(bytes).is_ok() && depth(&text) < 100 {
                return all;
            }
        }
        Err(_) if text.contains("\\u") || text.contains(['e', 'E']) && is_nearly_json(&text) => {
            // A lone surrogate or a number past all bounds: JSON to some. It is never more than a doubt.
            all.push(Content::Json(Value::Null));
            all.extend(lenient(&text).map(Content::Json));
        }
        Err(_) if depth(&text) >= 100 => all.push(Content::Json(Value::Null)),
        Err(_) => {}
    }
    let trimmed = text.trim_start();
    // Readers differ in what they pass over.
    let begins_oddly =
        text[..text.len() - trimmed.len()].contains(|char| !matches!(char, ' ' | '\t' | '\n' | '\r'));
    let start = trimmed.to_ascii_lowercase();
    let begins = |tag| {
        start.strip_prefix(tag).is_some_and(|rest: &str| rest.starts_with(['>', ' ', '\n', '\r', '\t']))
    };
    let page = if begins("<!doctype html") || begins("<html") {
        if begins_oddly { Perhaps.or(labelled) } else { Yes }
    } else if start.starts_with('<') {
        Perhaps.or(labelled)
    } else {
        labelled
    };
    if page != No {
        all.push(Content::Page);
    }
    if page != Yes {
        if text.trim().is_empty() {
            all.push(Content::Empty);
        }
        if !bytes.is_empty() {
            all.push(Content::Other(text.into_owned()));
        }
    }
    all
}

fn is_labelled_html(reply: &Reply) -> Sure {
    let labels: Vec<_> = reply.headers.0.iter().filter(|(name, _)| name == "content-type").collect();
    match labels.as_slice() {
        [(_, label)] => {
            let media = label.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
            match media.as_str() {
                "text/html" => Yes,
                _ if media.contains("html") || label.to_ascii_lowercase().contains("html") => Perhaps,
                _ => No,
            }
        }
        labels if labels.iter().any(|(_, label)| label.to_ascii_lowercase().contains("html")) => Perhaps,
        _ => No,
    }
}

/// How deep brackets go, whether they match or not.
fn depth(text: &str) -> usize {
    let mut deepest = 0usize;
    let mut now = 0usize;
    for byte in text.bytes() {
        match byte {
            b'[' | b'{' => now += 1,
            b']' | b'}' => now = now.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(now);
    }
    deepest
}

/// Whether the only fault is one that other readers of JSON let pass.
fn is_nearly_json(text: &str) -> bool {
    serde_json::from_str::<Value>(text).is_err_and(|error| error.to_string().contains("number out of range"))
}

/// What a reader makes of it that lets lone surrogates and endless numbers pass.
fn lenient(text: &str) -> Option<Value> {
    if is_nearly_json(text) {
        return serde_json::from_str(&text.replace("e999", "")).ok();
    }
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("\\u") {
        plain.push_str(&rest[..at]);
        let digits = rest.get(at + 2..at + 6).and_then(|hex| u32::from_str_radix(hex, 16).ok());
        match digits {
            Some(0xd800..=0xdfff) => plain.push('\u{fffd}'),
            _ => plain.push_str(rest.get(at..at + 6).unwrap_or("")),
        }
        rest = rest.get(at + 6..).unwrap_or("");
    }
    plain.push_str(rest);
    serde_json::from_str(&plain).ok()
}
