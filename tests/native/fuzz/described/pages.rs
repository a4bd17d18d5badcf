//! What may come of a page of a list, by the description alone.

use crate::fuzz::oracle::at;
use crate::support::*;
use agent_delete::{Body, Error, Reply};
use serde_json::Value;

/// What is wrong with the agents that were read from a first page and with what was asked after it.
pub fn check(
    document: &Value,
    page: &Reply,
    listed: &Result<Vec<String>, Error>,
    sent: &[Sent],
) -> Result<(), String> {
    let list = &document["list"];
    let place = |of: &str| list.pointer(of).and_then(Value::as_str);
    let body = match &page.body {
        Body::Bytes(bytes) => {
            let text = String::from_utf8_lossy(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes));
            serde_json::from_str(&text).unwrap_or_default()
        }
        Body::TooLong => Value::Null,
    };
    let rows = place("/in").map_or(Some(&body), |place| at(&body, place)).and_then(Value::as_array);
    let ids: Vec<_> = rows.into_iter().flatten().filter_map(|row| id_in(document, row)).collect();
    let line = |sent: &Sent| format!("{} {}", sent.line(), sent.body.as_deref().unwrap_or_default());
    let asked: Vec<_> = sent.iter().map(line).collect();
    if let Ok(listed) = listed {
        if !(200..300).contains(&page.status) {
            return Err(format!("it lists {listed:?} by a {}", page.status));
        }
        let mut left = ids.iter();
        if let Some(stray) = listed.iter().find(|id| !left.any(|one| shown(one).eq_ignore_ascii_case(id))) {
            return Err(format!("it lists {stray}, where the page has {ids:?}"));
        }
    }
    let next = || -> Option<String> {
        let more = place("/next/more").and_then(|place| at(&body, place));
        let rows = rows.map_or(0, Vec::len);
        if more == Some(&Value::Bool(false)) {
            return None;
        }
        match place("/next/by")? {
            "cursor" => text_of(at(&body, place("/next/in")?)?),
            "lastRow" => text_of(at(body_rows(list, &body)?.last()?, place("/next/member")?)?),
            "offset" => Some(rows.to_string()),
            _ => Some("2".to_owned()),
        }
    };
    let own = place("/path").unwrap().split('?').next().unwrap();
    if let Some(stray) = sent.iter().find(|sent| sent.path().split('?').next() != Some(&format!("/v1{own}")))
    {
        return Err(format!("it asked {}", stray.line()));
    }
    match (asked.as_slice(), next(), place("/next/parameter")) {
        ([_], ..) => {
            let leads_on = place("/next/by") == Some("cursor")
                && list.pointer("/next/more").is_none()
                && place("/next/in")
                    .and_then(|place| at(&body, place)?.as_str())
                    .is_some_and(|it| !it.is_empty());
            match listed {
                Ok(listed) if leads_on && !listed.is_empty() => {
                    Err("it did not go on to the next page".to_owned())
                }
                _ => Ok(()),
            }
        }
        ([_, second], Some(next), Some(parameter)) => {
            let asks = |text: &str| second.contains(text);
            let in_query = format!("{parameter}={}", encoded(&next));
            let in_body = format!("\"{parameter}\":{}", Value::from(next.as_str()));
            let as_number = format!("\"{parameter}\":{next}");
            let is_asked = asks(&in_query) || asks(&in_body) || asks(&as_number);
            is_asked.then_some(()).ok_or_else(|| format!("it asked {second}, where {next} is next"))
        }
        (asked, next, _) => Err(format!("it asked {asked:?}, where {next:?} is next")),
    }
}

/// An id as it may be shown.
fn shown(id: &str) -> String {
    id.replace(KEY, "[credential]")
}

fn body_rows<'a>(list: &Value, body: &'a Value) -> Option<&'a Vec<Value>> {
    list["in"].as_str().map_or(Some(body), |place| at(body, place))?.as_array()
}

fn id_in<'a>(document: &Value, row: &'a Value) -> Option<&'a str> {
    let place = |of: &str| document.pointer(of).and_then(Value::as_str);
    let agent = place("/agent/in").and_then(|place| at(row, place)).filter(|agent| !agent.is_null());
    at(agent.unwrap_or(row), place("/agent/id").unwrap_or("id"))?.as_str()
}

/// A cursor as a parameter has it.
fn text_of(cursor: &Value) -> Option<String> {
    match cursor {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// As `encodeURIComponent` writes it.
fn encoded(text: &str) -> String {
    let write = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => char::from(byte).to_string(),
        b'-' | b'_' | b'.' | b'!' | b'~' | b'*' | b'\'' | b'(' | b')' => char::from(byte).to_string(),
        byte => format!("%{byte:02X}"),
    };
    text.bytes().map(write).collect()
}
