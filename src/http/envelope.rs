//! The six shapes in which the platforms word an error, read into one.

use super::Content;
use crate::host::{Json, Members, parse_json};
use serde::Serialize;
use std::borrow::Cow;

/// One complaint about one part of a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Detail {
    /// Where: `path.agent_id`; empty where the platform does not say.
    pub path: String,
    /// What is wrong.
    pub message: String,
    /// The platform's own name for the fault.
    #[serde(rename = "type")]
    pub kind: Option<String>,
}

/// Where a platform tells an error: a member's name, or a path such as `/error/code`. Where it names no place, or nothing stands in
/// it, the usual ones are read.
#[derive(Debug)]
pub(crate) struct ErrorPlaces {
    pub(crate) code: Option<&'static str>,
    pub(crate) message: Option<&'static str>,
    pub(crate) request_id: Option<&'static str>,
}

impl ErrorPlaces {
    pub(crate) const USUAL: Self = Self { code: None, message: None, request_id: None };
}

/// A text body longer than this is a page, not a message.
const LONGEST_TEXT: usize = 300;

/// What a body says, where it is worded as an error or a message.
impl Content {
    /// The JSON, if this is some.
    pub(crate) fn json(&self) -> Option<&Json> {
        if let Content::Json(json) = self { Some(json) } else { None }
    }

    /// The platform's own code, as text, be it a string or a number there.
    pub(crate) fn code(&self, places: &ErrorPlaces) -> Option<String> {
        let json = self.json()?;
        if let Some(code) = at(json, places.code).and_then(code_in) {
            return Some(code);
        }
        if let Some(error) = error_of(json) {
            return code_of(error);
        }
        code_of(json).or_else(|| code_of(json.get("detail")?)).or_else(|| word_beside_message(json))
    }

    pub(crate) fn message(&self, places: &ErrorPlaces) -> Option<String> {
        match self {
            Content::Json(json) => {
                let told = at(json, places.message).and_then(words);
                non_empty(&told.or_else(|| message_of(json))?)
            }
            Content::Other(bytes) if bytes.len() <= LONGEST_TEXT => readable(bytes),
            _ => None,
        }
    }

    /// The part of the message that is for people: some put JSON behind it, or give nothing else.
    pub(crate) fn readable_message(&self, places: &ErrorPlaces) -> Option<String> {
        let said = self.message(places)?;
        let Some((start, json)) = json_within(&said) else { return Some(said) };
        let told = start.trim_matches(|char: char| char.is_ascii_whitespace() || matches!(char, ':' | '-'));
        if told.chars().any(char::is_alphanumeric) {
            return Some(told.to_owned());
        }
        message_of(&json).and_then(|told| non_empty(&told)).or(Some(said))
    }

    pub(crate) fn details(&self) -> Vec<Detail> {
        let mut details = Vec::new();
        if let Some(Json::Array(items)) = self.json().and_then(details_of) {
            for item in items {
                details.push(detail_of(item));
            }
        }
        details
    }

    /// The id under which the platform logged the request, where it has a place for it in a body.
    pub(crate) fn request_id(&self, places: &ErrorPlaces) -> Option<String> {
        non_empty(at(self.json()?, places.request_id)?.as_str()?)
    }
}

/// What stands in a place, where there is such a place.
fn at<'a>(json: &'a Json, place: Option<&str>) -> Option<&'a Json> {
    json.member(place?)
}

/// A text, where it is one: what is compressed, or of another encoding, is none.
fn readable(bytes: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(bytes).ok()?;
    let is_text = |char: char| !char.is_control() || char.is_ascii_whitespace();
    if text.chars().all(is_text) { non_empty(text) } else { None }
}

/// An object of JSON with which a text ends, and what stands before it.
fn json_within(text: &str) -> Option<(&str, Json)> {
    let (start, json) = text.split_at_checked(text.find('{')?)?;
    Some((start, parse_json(json)?))
}

/// The object in which some platforms tell an error.
fn error_of(json: &Json) -> Option<&Json> {
    json.get("error").filter(|error| error.is_object())
}

fn message_of(json: &Json) -> Option<Cow<'_, str>> {
    if let Some(error) = error_of(json) {
        return error.text("message").map(Cow::Borrowed);
    }
    let detail = json.get("detail");
    // Beside a message, `error` is a code or the status in words.
    let beside = json.text("error").and_then(|_| words(json.get("message")?));
    let told = || {
        json.text("error")
            .or_else(|| detail?.as_str())
            .or_else(|| detail?.text("message"))
            .or_else(|| json.text("message"))
    };
    beside.or_else(|| told().map(Cow::Borrowed))
}

/// A text, or several in a list.
fn words(json: &Json) -> Option<Cow<'_, str>> {
    match json {
        Json::String(text) if !text.trim_ascii().is_empty() => Some(Cow::Borrowed(text)),
        Json::Array(items) if !items.is_empty() => {
            let texts: Vec<_> = items.iter().map(Json::as_str).collect::<Option<_>>()?;
            Some(Cow::Owned(texts.join("; ")))
        }
        _ => None,
    }
}

fn details_of(json: &Json) -> Option<&Json> {
    match error_of(json) {
        Some(error) => error.get("details"),
        None => json.get("detail").or_else(|| json.get("details")),
    }
}

fn non_empty(text: &str) -> Option<String> {
    let text = text.trim_ascii();
    (!text.is_empty()).then(|| String::from(text))
}

/// An `error` that is a code, such as `assistant_pinned`, beside what is said to people.
fn word_beside_message(json: &Json) -> Option<String> {
    let is_of_code = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    let code = json.text("error").filter(|error| error.contains('_') && error.bytes().all(is_of_code))?;
    words(json.get("message")?).map(|_| code.to_owned())
}

fn code_of(json: &Json) -> Option<String> {
    for name in &["code", "error_code", "statusCode"] {
        if let Some(code) = json.get(name).and_then(code_in) {
            return Some(code);
        }
    }
    None
}

/// What stands there, where it can be a code.
fn code_in(json: &Json) -> Option<String> {
    non_empty(&scalar(json)?)
}

/// A text or a whole number, as text.
fn scalar(json: &Json) -> Option<String> {
    match json {
        Json::String(text) => Some(text.clone()),
        Json::Number(number) => {
            Some(number.as_i64().map_or_else(|| number.to_string(), |number| number.to_string()))
        }
        _ => None,
    }
}

/// FastAPI says `{loc, msg, type}`, OpenAI's shape `{param, message, code}`.
fn detail_of(item: &Json) -> Detail {
    let mut path = String::new();
    if let Some(Json::Array(parts)) = item.get("loc") {
        for part in parts {
            if let Some(part) = scalar(part) {
                if !path.is_empty() {
                    path.push('.');
                }
                path.push_str(&part);
            }
        }
    }
    if path.is_empty() {
        path.push_str(item.text("param").unwrap_or_default());
    }
    Detail {
        path,
        message: item.text("msg").or(item.text("message")).or(item.as_str()).unwrap_or_default().to_owned(),
        kind: item.text("type").and_then(non_empty).or_else(|| code_of(item)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(body: &str) -> Content {
        parse_json(body).map_or(Content::Empty, Content::Json)
    }

    #[test]
    fn reads_all_six_shapes() {
        for (body, code, message) in [
            (r#"{"error":{"code":"not_found","message":"m"}}"#, Some("not_found"), Some("m")),
            (r#"{"error":{"code":404,"message":"m"}}"#, Some("404"), Some("m")),
            (r#"{"error":{"code":null,"message":"m"}}"#, None, Some("m")),
            (r#"{"success":false,"error":"m"}"#, None, Some("m")),
            (r#"{"statusCode":401,"message":"m"}"#, Some("401"), Some("m")),
            (r#"{"type":"about:blank","code":"c","detail":"m","status":503}"#, Some("c"), Some("m")),
            (r#"{"detail":"m"}"#, None, Some("m")),
            (r#"{"detail":{"message":"m","error_code":"c"}}"#, Some("c"), Some("m")),
            (r#"[1]"#, None, None),
            (r#"{"error":7}"#, None, None),
            // A word beside what is said to people is a code if it looks like one; nothing said leaves the word.
            (r#"{"error":"a_code1","message":"m"}"#, Some("a_code1"), Some("m")),
            (r#"{"error":"Not Found","message":"m"}"#, None, Some("m")),
            (r#"{"error":"Not_Found","message":"m"}"#, None, Some("m")),
            (r#"{"error":"conflict","message":"m"}"#, None, Some("m")),
            (r#"{"error":"a_code","message":["m","n"]}"#, Some("a_code"), Some("m; n")),
            (r#"{"error":"a_code","message":" "}"#, None, Some("a_code")),
            (r#"{"error":"a_code","message":[]}"#, None, Some("a_code")),
            (r#"{"error":"a_code","message":[1]}"#, None, Some("a_code")),
        ] {
            let content = read(body);
            let (said, told) = (content.code(&ErrorPlaces::USUAL), content.message(&ErrorPlaces::USUAL));
            assert_eq!((said.as_deref(), told.as_deref()), (code, message), "{body}");
        }
    }

    #[test]
    fn reads_what_stands_in_a_platform_s_own_places_and_else_the_usual() {
        let own = ErrorPlaces {
            code: Some("/problem/kind"),
            message: Some("/problem/texts/0"),
            request_id: Some("trace"),
        };
        for (body, read) in [
            (r#"{"problem":{"kind":"k","texts":["t"]},"trace":"r"}"#, (Some("k"), Some("t"), Some("r"))),
            (r#"{"problem":{"kind":7,"texts":[["t","u"]]}}"#, (Some("7"), Some("t; u"), None)),
            // The own place counts first, and one that says nothing not at all.
            (
                r#"{"problem":{"kind":"k","texts":["t"]},"code":"c","message":"m"}"#,
                (Some("k"), Some("t"), None),
            ),
            (r#"{"problem":{"kind":"","texts":[]},"code":"c","message":"m"}"#, (Some("c"), Some("m"), None)),
            (
                r#"{"problem":{"kind":{},"texts":[" "]},"code":"c","message":"m"}"#,
                (Some("c"), Some("m"), None),
            ),
            (r#"{"problem":null,"trace":7}"#, (None, None, None)),
            (r#"["problem"]"#, (None, None, None)),
        ] {
            let content = read_with(body, &own);
            let [code, message, id] = [&content[0], &content[1], &content[2]].map(Option::as_deref);
            assert_eq!((code, message, id), read, "{body}");
        }
    }

    fn read_with(body: &str, places: &ErrorPlaces) -> [Option<String>; 3] {
        let content = read(body);
        [content.code(places), content.message(places), content.request_id(places)]
    }

    #[test]
    fn a_short_text_is_what_is_said_and_a_long_one_is_a_document() {
        let text = |length: usize| {
            Content::Other(vec![b'm'; length]).message(&ErrorPlaces::USUAL).map(|said| said.len())
        };
        assert_eq!((text(LONGEST_TEXT), text(LONGEST_TEXT + 1)), (Some(LONGEST_TEXT), None));
    }

    #[test]
    fn leaves_json_out_of_what_is_for_people() {
        for (said, readable) in [
            ("plain", "plain"),
            ("Busy.\r\n\r\n{\r\n \"code\": \"c\"\r\n}", "Busy."),
            ("Response: {\"error\":{\"message\":\"inner\"}}", "Response"),
            ("{\"error\":{\"message\":\"inner\"}}", "inner"),
            ("{\"message\":\"inner\"}", "inner"),
            ("{\"a\":1}", "{\"a\":1}"),
            ("Use {name} here", "Use {name} here"),
            ("a {", "a {"),
        ] {
            let content = Content::Json(serde_json::json!({ "detail": said }));
            assert_eq!(content.readable_message(&ErrorPlaces::USUAL).as_deref(), Some(readable));
            assert_eq!(content.message(&ErrorPlaces::USUAL).as_deref(), Some(said));
        }
    }

    #[test]
    fn reads_details() {
        let content = read(r#"{"detail":[{"loc":["path",0],"msg":"m","type":"t","input":"x"}]}"#);
        assert_eq!(
            content.details(),
            [Detail { path: "path.0".into(), message: "m".into(), kind: Some("t".into()) }]
        );
        assert_eq!(content.message(&ErrorPlaces::USUAL), None);
    }
}
