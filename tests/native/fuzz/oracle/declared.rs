//! A platform that is only described: what may be said of its answers, by its description and by what `PlatformDescription` of the
//! package's types and the guide say of one.

use super::Said;
use super::content::Content;
use super::platform::{Answer, Platform};
use super::sure::Sure::{self, No, Perhaps, Yes};
use super::words::{any_text, names_this, says_no, speaks_against};
use agent_delete::{Body, ErrorCode};
use serde_json::{Map, Value};

/// The truth of a platform that this document describes.
pub struct Declared<'a>(pub &'a Value);

impl Platform for Declared<'_> {
    fn says(&self, answer: &Answer<'_>) -> (Sure, Vec<Said>) {
        let mut all = Vec::new();
        for (list, pattern) in self.patterns() {
            let fits = fits(pattern, answer);
            let (holds, said) = match list {
                "missing" => (self.misses_this(answer), Said::Failed(ErrorCode::NotFound, false)),
                "failures" => (Yes, failure(pattern)),
                "accepted" => (self.is_taken_on(answer), Said::Accepted),
                _ => (self.is_done(pattern, answer), Said::Deleted),
            };
            let sure = fits.and(holds);
            if sure != No && !all.contains(&said) {
                all.push(said);
            }
            if sure == Yes {
                return (Yes, all);
            }
        }
        let unexpected = Said::Failed(ErrorCode::UnexpectedResponse, true);
        match answer.status {
            // It proves nothing where it is not declared to.
            204 => {
                all.push(unexpected);
                if !matches!(answer.content, Content::Empty) {
                    all.push(Said::Failed(ErrorCode::WrongEndpoint, true));
                }
                (Yes, all)
            }
            // Another 202 than the one that is told by more than its status.
            202 if self.taken_on().any(|pattern| !is_bare(pattern)) => {
                all.push(unexpected);
                let is_another = self.taken_on().all(|pattern| fits(pattern, answer) == No);
                (if is_another && !is_page(answer) { Yes } else { Perhaps }, all)
            }
            _ => (if all.is_empty() { No } else { Perhaps }, all),
        }
    }

    fn is_missing_to_a_read(&self, answer: &Answer<'_>) -> Sure {
        let said = self.says(answer);
        let not_found = Said::Failed(ErrorCode::NotFound, false);
        match said {
            _ if answer.status < 300 => No,
            (Yes, said) if said == [not_found] => Yes,
            (_, said) if said.contains(&not_found) => Perhaps,
            _ => No,
        }
    }

    /// Where the description puts an agent's id; a plain `id` beside an error is often the error's own.
    fn misses_this(&self, answer: &Answer<'_>) -> Sure {
        match self.names_another_agent(answer) {
            No => super::misses_this(answer).or(Perhaps),
            _ if self.id_place() == "id" => Perhaps,
            another => not(another),
        }
    }

    fn name_in<'a>(&self, body: &'a Value) -> Option<&'a Value> {
        let agent = self.0.pointer("/agent/in").and_then(Value::as_str).and_then(|place| at(body, place));
        at(agent.filter(|agent| !agent.is_null()).unwrap_or(body), self.id_place())
    }

    fn may_pass(&self, answer: &Answer<'_>, code: ErrorCode) -> Option<Sure> {
        let mut fitting = self.patterns().filter_map(|(list, pattern)| {
            let fits = fits(pattern, answer);
            (fits != No).then_some((list, pattern, fits))
        });
        let is_it =
            |list, pattern: &Value| list == "failures" && pattern["code"] == crate::support::js(&code);
        match fitting.next()? {
            (list, pattern, Yes) if is_it(list, pattern) => {
                let passes = pattern["retry"].as_bool().unwrap_or_else(|| super::passes(answer.status));
                Some(if passes { Yes } else { No })
            }
            (list, pattern, _) => {
                let is_any = is_it(list, pattern) || fitting.any(|(list, pattern, _)| is_it(list, pattern));
                is_any.then_some(Perhaps)
            }
        }
    }

    fn can_prove_gone(&self) -> bool {
        self.0["missingProvesGone"] == true
    }

    fn tells_existence(&self) -> bool {
        self.0["deletedMeansExisted"] == true
    }

    fn missing_is_certain(&self) -> bool {
        self.0["missingIsCertain"] == true
    }
}

impl Declared<'_> {
    /// The patterns in the order in which they count, what says less first; a failure told by its status alone is what is left.
    fn patterns(&self) -> impl Iterator<Item = (&'static str, &Value)> {
        let of = |name: &'static str| {
            self.0[name].as_array().into_iter().flatten().map(move |pattern| (name, pattern))
        };
        let failures = move |bare| of("failures").filter(move |(_, pattern)| is_bare(pattern) == bare);
        of("missing").chain(failures(false)).chain(of("accepted")).chain(of("proof")).chain(failures(true))
    }

    /// The 202s that are listed.
    fn taken_on(&self) -> impl Iterator<Item = &Value> {
        let accepted = self.patterns().filter(|(list, _)| *list == "accepted");
        accepted.map(|(_, pattern)| pattern).filter(|pattern| pattern["status"] == 202)
    }

    fn id_place(&self) -> &str {
        self.0.pointer("/agent/id").and_then(Value::as_str).unwrap_or("id")
    }

    /// Whether a proof holds: nothing beside what it declares speaks against it, and it is about no other agent.
    fn is_done(&self, pattern: &Value, answer: &Answer<'_>) -> Sure {
        let Some(body) = answer.body() else { return if is_page(answer) { Perhaps } else { Yes } };
        let beside = beside(body, pattern["body"].as_object());
        let no = match says_no(&beside) {
            Yes => Yes,
            // What is declared itself may speak against it all the same.
            _ if says_no(body) == Yes || speaks_against(body) == Yes => speaks_against(&beside).or(Perhaps),
            _ => speaks_against(&beside),
        };
        let holds = not(no).and(names_this(answer.id, &beside).or(Perhaps)).and(self.is_about_it(answer));
        // A 204 has no body that anybody reads.
        if answer.status == 204 { Perhaps } else { holds }
    }

    fn is_taken_on(&self, answer: &Answer<'_>) -> Sure {
        match answer.body() {
            Some(body) if says_no(body) == Yes || speaks_against(body) != No => Perhaps,
            _ if is_page(answer) => Perhaps,
            Some(body) => self.is_about_it(answer).and(names_this(answer.id, body).or(Perhaps)),
            None => self.is_about_it(answer),
        }
    }

    fn is_about_it(&self, answer: &Answer<'_>) -> Sure {
        not(self.names_another_agent(answer))
    }

    /// Whether another agent's id stands where the description puts this one's.
    fn names_another_agent(&self, answer: &Answer<'_>) -> Sure {
        let Content::Json(body) = answer.content else { return No };
        match self.name_in(body) {
            None | Some(Value::Null) => No,
            Some(Value::String(name)) if name == answer.id => No,
            Some(Value::String(name)) if name.eq_ignore_ascii_case(answer.id) => Perhaps,
            _ => Yes,
        }
    }
}

/// What stands at a place such as `meta.next`.
pub fn at<'a>(body: &'a Value, place: &str) -> Option<&'a Value> {
    place.split('.').try_fold(body, |body, name| body.get(name))
}

fn not(sure: Sure) -> Sure {
    match sure {
        Yes => No,
        No => Yes,
        Perhaps => Perhaps,
    }
}

fn is_page(answer: &Answer<'_>) -> bool {
    matches!(answer.content, Content::Page)
}

/// Whether a pattern is told by its status alone.
fn is_bare(pattern: &Value) -> bool {
    ["body", "empty", "backendCode", "message", "notFound"].iter().all(|name| pattern.get(name).is_none())
}

fn has_no_bytes(answer: &Answer<'_>) -> bool {
    matches!(&answer.reply.body, Body::Bytes(bytes) if bytes.is_empty())
}

fn unknown(pattern: &Value) -> bool {
    let status = pattern["status"].as_u64().unwrap();
    pattern["outcomeUnknown"].as_bool().unwrap_or(!(400..500).contains(&status) || status == 408)
}

fn failure(pattern: &Value) -> Said {
    Said::Failed(serde_json::from_value(pattern["code"].clone()).unwrap(), unknown(pattern))
}

/// Whether an answer is what a pattern declares.
fn fits(pattern: &Value, answer: &Answer<'_>) -> Sure {
    if pattern["status"] != answer.status {
        return No;
    }
    let mut sure = match answer.content {
        _ if answer.status == 204 && !is_bare(pattern) && !has_no_bytes(answer) => Perhaps,
        // Whether these can be it at all, the contract leaves open.
        Content::TooLong => Perhaps,
        Content::Page if answer.status != 204 => Perhaps,
        _ if (300..400).contains(&answer.status) => Perhaps,
        _ => Yes,
    };
    if pattern["empty"] == true {
        sure = sure.and(match answer.content {
            Content::Empty if has_no_bytes(answer) => Yes,
            // White space is nothing to some; and a 204 has no body, whatever is read of one.
            Content::Empty | Content::Page => Perhaps,
            Content::Other(text) if text.trim().is_empty() => Perhaps,
            _ if answer.status == 204 => Perhaps,
            _ => No,
        });
    }
    if let Some(wanted) = pattern["body"].as_object() {
        sure = sure.and(answer.body().map_or(No, |body| holds(answer.id, body, wanted)));
    }
    if let Some(code) = pattern["backendCode"].as_str() {
        sure = sure.and(says(answer, &["code"], &|text| if text == code { Yes } else { No }));
    }
    if let Some(message) = pattern["message"].as_str() {
        sure = sure.and(says(answer, &["message", "detail"], &|said| {
            if is_text(answer.id, said, message) { Yes } else { No }
        }));
    }
    if let Some(noun) = pattern["notFound"].as_str() {
        sure = sure.and(says(answer, &["message", "detail"], &|said| misses(answer.id, said, noun)));
    }
    sure
}

/// Whether the platform's word of this kind is so: the one in its usual place, where nothing else could be it.
fn says(answer: &Answer<'_>, usual: &[&str], is: &impl Fn(&str) -> Sure) -> Sure {
    let body = match answer.content {
        Content::Json(body) => body,
        Content::Other(text) => return is(text.trim()).and(Perhaps),
        _ => return No,
    };
    let anywhere = any_text(body, is).or(any_number(body, is));
    let levels = [Some(body), body.get("error")];
    let words: Vec<_> =
        levels.iter().flatten().flat_map(|level| usual.iter().filter_map(|name| level.get(*name))).collect();
    let is_alone = body.as_object().is_some_and(|body| {
        body.iter().all(|(name, value)| {
            usual.contains(&name.as_str())
                || ["ok", "deleted", "id", "affected", "code", "message"].contains(&name.as_str())
                || name == "error"
                    && value.as_object().is_some_and(|error| {
                        !error.is_empty() && error.keys().all(|name| name == "code" || name == "message")
                    })
        })
    });
    match words.as_slice() {
        [Value::String(word)] if is_alone => is(word).or(anywhere.and(Perhaps)),
        _ => anywhere.and(Perhaps),
    }
}

fn any_number(value: &Value, is: &impl Fn(&str) -> Sure) -> Sure {
    match value {
        Value::Number(number) => is(&number.to_string()),
        Value::Array(items) => items.iter().fold(No, |sure, item| sure.or(any_number(item, is))),
        Value::Object(members) => members.values().fold(No, |sure, item| sure.or(any_number(item, is))),
        _ => No,
    }
}

/// Whether a sentence says that such a thing is not there, and names no other.
fn misses(id: &str, said: &str, noun: &str) -> Sure {
    let (lower, noun) = (said.to_ascii_lowercase(), noun.to_ascii_lowercase());
    let plain = [format!("{noun} not found"), format!("{noun} {} not found", id.to_ascii_lowercase())];
    match () {
        () if plain.contains(&lower.trim_end_matches('.').to_owned()) => {
            if said.contains(id) || !lower.contains("agent_") { Yes } else { Perhaps }
        }
        () if lower.contains(&noun) && (said.contains(id) || !said.contains("agent_")) => Perhaps,
        () => No,
    }
}

fn holds(id: &str, body: &Map<String, Value>, wanted: &Map<String, Value>) -> Sure {
    wanted.iter().fold(Yes, |sure, (name, wanted)| {
        sure.and(match (body.get(name), wanted) {
            (None | Some(Value::Null), _) => No,
            (Some(Value::Object(inner)), Value::Object(wanted)) => holds(id, inner, wanted),
            (Some(_), Value::String(text)) if text == "*" => Yes,
            (Some(Value::String(said)), Value::String(text)) => {
                // An id is read in any case where it is a UUID, and written out otherwise.
                if is_text(id, said, text) {
                    Yes
                } else if is_text(id, &said.to_ascii_lowercase(), &text.to_ascii_lowercase()) {
                    Perhaps
                } else {
                    No
                }
            }
            // 1.0 is 1 to JavaScript.
            (Some(Value::Number(said)), Value::Number(number)) if said.as_f64() == number.as_f64() => {
                if said == number { Yes } else { Perhaps }
            }
            (Some(said), wanted) if said == wanted => Yes,
            _ => No,
        })
    })
}

fn is_text(id: &str, said: &str, text: &str) -> bool {
    // Beside a `*` it is still the whole id.
    let is_whole = |begins_with_id: bool, rest: &str| {
        let is_of_id = |char: char| char.is_ascii_alphanumeric() || matches!(char, '-' | '_');
        !begins_with_id || !rest.starts_with(is_of_id)
    };
    if let Some(end) = text.strip_prefix('*') {
        let end = end.replace("{id}", id);
        let Some(rest) = said.strip_suffix(end.as_str()) else { return false };
        let backwards: String = rest.chars().rev().collect();
        return is_whole(text.starts_with("*{id}"), &backwards);
    }
    if let Some(start) = text.strip_suffix('*') {
        let Some(rest) = said.strip_prefix(start.replace("{id}", id).as_str()) else { return false };
        return is_whole(start.ends_with("{id}"), rest);
    }
    said == text.replace("{id}", id)
}

/// What a body holds beside what is declared of it.
fn beside(body: &Map<String, Value>, declared: Option<&Map<String, Value>>) -> Map<String, Value> {
    let mut rest = Map::new();
    for (name, value) in body {
        match (value, declared.and_then(|declared| declared.get(name))) {
            (Value::Object(inner), Some(Value::Object(declared))) => {
                let more = beside(inner, Some(declared));
                if !more.is_empty() {
                    rest.insert(name.clone(), Value::Object(more));
                }
            }
            (_, Some(_)) => {}
            (value, None) => drop(rest.insert(name.clone(), value.clone())),
        }
    }
    rest
}
