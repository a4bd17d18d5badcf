//! The six shapes in which the platforms word an error, read into one.

use super::{Content, Json};
use crate::host::{decoded, json_object};
use crate::text::{concat, decimal};
use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;

/// One complaint about one part of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Detail {
    /// Where: `path.agent_id`; empty where the platform does not say.
    pub path: String,
    /// What is wrong.
    pub message: String,
    /// The platform's own name for the fault.
    pub kind: Option<String>,
}

json_object!(Detail { path: "path", message: "message", kind: "type" });

/// What an error body says.
#[derive(Debug, Clone, Default)]
pub(crate) struct Envelope {
    /// The platform's own code, as text, be it a string or a number there.
    pub(crate) code: Option<String>,
    pub(crate) message: Option<String>,
    pub(crate) details: Vec<Detail>,
    /// From the body's `additionalInfo.request_id`.
    pub(crate) request_id: Option<String>,
}

/// A text body longer than this is a page, not a message.
const LONGEST_TEXT: usize = 300;

impl Envelope {
    pub(crate) fn read(content: &Content) -> Self {
        match content {
            Content::Json(json) => Self::of_json(json),
            Content::Other(text) if text.len() <= LONGEST_TEXT => {
                Self { message: non_empty(&decoded(text)), ..Self::default() }
            }
            _ => Self::default(),
        }
    }

    fn of_json(json: &Json) -> Self {
        let inner = json.get("error").filter(|error| error.as_object().is_some());
        if let Some(error) = inner {
            return Self {
                code: code_of(error),
                message: error.text("message").and_then(non_empty),
                details: error.get("details").map(details_of).unwrap_or_default(),
                request_id: error
                    .get("additionalInfo")
                    .and_then(|info| info.text("request_id"))
                    .and_then(non_empty),
            };
        }
        let detail = json.get("detail");
        let message = json
            .text("error")
            .or(detail.and_then(Json::as_str))
            .or_else(|| detail?.text("message"))
            .or_else(|| json.text("message"));
        Self {
            code: code_of(json).or_else(|| detail.and_then(code_of)),
            message: message.and_then(non_empty),
            details: detail.or_else(|| json.get("details")).map(details_of).unwrap_or_default(),
            request_id: None,
        }
    }

    pub(crate) fn code_is(&self, code: &str) -> bool {
        self.code.as_deref() == Some(code)
    }

    pub(crate) fn message_is(&self, message: &str) -> bool {
        self.message.as_deref() == Some(message)
    }
}

fn non_empty(text: &str) -> Option<String> {
    let text = text.trim_ascii();
    (!text.is_empty()).then(|| text.to_owned())
}

fn code_of(json: &Json) -> Option<String> {
    ["code", "error_code", "statusCode"].into_iter().find_map(|name| non_empty(&scalar(json.get(name)?)?))
}

/// A text or a whole number, as text.
fn scalar(json: &Json) -> Option<String> {
    match json {
        Json::String(text) => Some(text.clone()),
        Json::Number(number) => Some(decimal(*number as i64)),
        _ => None,
    }
}

fn details_of(json: &Json) -> Vec<Detail> {
    json.as_array().unwrap_or_default().iter().map(detail_of).collect()
}

/// FastAPI says `{loc, msg, type}`, OpenAI's shape `{param, message, code}`.
fn detail_of(item: &Json) -> Detail {
    let mut path = String::new();
    for part in item.get("loc").and_then(Json::as_array).unwrap_or_default() {
        if let Some(part) = scalar(part) {
            let dot = if path.is_empty() { "" } else { "." };
            path = concat(&[&path, dot, &part]);
        }
    }
    if path.is_empty() {
        path = item.text("param").unwrap_or_default().to_owned();
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

    fn read(body: &str) -> Envelope {
        Json::parse(body).map(|json| Envelope::read(&Content::Json(json))).unwrap_or_default()
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
        ] {
            let envelope = read(body);
            assert_eq!((envelope.code.as_deref(), envelope.message.as_deref()), (code, message), "{body}");
        }
    }

    #[test]
    fn reads_details_and_the_hidden_request_id() {
        let envelope = read(r#"{"detail":[{"loc":["path",0],"msg":"m","type":"t","input":"x"}]}"#);
        assert_eq!(
            envelope.details,
            [Detail { path: "path.0".into(), message: "m".into(), kind: Some("t".into()) }]
        );
        assert_eq!(envelope.message, None);
        assert_eq!(
            read(r#"{"error":{"additionalInfo":{"request_id":"r"}}}"#).request_id.as_deref(),
            Some("r")
        );
    }
}
