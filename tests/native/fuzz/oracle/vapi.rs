//! Vapi: a 200 with the assistant as it was, and no words that are known for a missing one.

use super::platform::{Answer, Platform};
use super::sure::Sure::{self, No, Perhaps, Yes};
use serde_json::{Map, Value};

pub struct Vapi;

impl Platform for Vapi {
    fn is_deletion(&self, answer: &Answer<'_>, body: &Map<String, Value>) -> Sure {
        let has = |key: &str| match body.get(key) {
            Some(Value::String(text)) if !text.is_empty() => Yes,
            None | Some(Value::Null) => No,
            Some(_) => Perhaps,
        };
        let named = match body.get("id") {
            Some(Value::String(id)) if id == answer.id => Yes,
            Some(Value::String(id)) if id.eq_ignore_ascii_case(answer.id) => Perhaps,
            _ => No,
        };
        named.and(has("orgId")).and(has("createdAt")).and(if has("updatedAt") == Yes { Yes } else { Perhaps })
    }

    fn can_prove_gone(&self) -> bool {
        false
    }
}
