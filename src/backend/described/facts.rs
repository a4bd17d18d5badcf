//! A description as `Facts`. By now nothing is wrong with it.

use super::answers::sayings;
use super::{items, kept};
use crate::agent::{AgentPlaces, StatusPlace};
use crate::backend::{
    Asked, Capabilities, Extras, Facts, ForceSupport, IdRule, List, Next, Parameter, Part, PartKind, Template,
};
use crate::error_code::ErrorCode;
use crate::http::{AgentId, ErrorPlaces, Json, Members, Method, json_text, typed};
use std::slice;

pub(super) fn facts(given: &Json) -> Facts {
    let text = |place: &str| given.place(place).and_then(Json::as_str);
    let name = text("/name").unwrap_or_default();
    let title = text("/title").unwrap_or(name);
    let base_url = text("/baseUrl");
    let example = text("/baseUrlExample").or(base_url).unwrap_or("https://api.example.com");
    let path = text("/delete/path").unwrap_or_default();
    let agent_path = kept::with_id(text("/get/path").unwrap_or(path.split('?').next().unwrap_or_default()));
    let force = text("/delete/force");
    let stop_path = text("/stop/path").map(kept::with_id);
    let place = |of: &str, default| text(of).map_or(default, kept::place);
    let own_place = |of: &str| text(of).map(kept::place);
    let flag = |name: &str| given.flag(name).unwrap_or_default();
    Facts {
        title: kept::text(title),
        aliases: &[],
        capabilities: Capabilities {
            force: if force.is_some() { ForceSupport::Server } else { ForceSupport::None },
            stop: stop_path.is_some(),
            list: given.get("list").is_some(),
            export: false,
            cascade: &[],
            destroys: sentences(given, "destroys", &["the agent"]),
            keeps: sentences(given, "keeps", &["whatever the platform's description does not say"]),
        },
        default_base_url: base_url.map(kept::text),
        base_url_example: kept::text(example),
        usual_base_ends: &[],
        auth: match text("/auth") {
            Some("sign") => &["sign"],
            None if given.get("auth").is_some() => &["apiKey"],
            _ => &["bearer", "apiKey"],
        },
        default_api_version: None,
        api_key_header: match text("/auth/header") {
            Some(header) if !header.eq_ignore_ascii_case("Authorization") => kept::text(header),
            _ => "Authorization",
        },
        id: id_rule(given),
        id_member: place("/agent/id", "id"),
        agent_path,
        stop_path,
        list: given.get("list").map_or(List::NONE, list),
        parts: parts(given, agent_path),
        sayings: sayings(given),
        hints: hints(given, title),
        empty_200_is_proof: false,
        deleted_means_existed: flag("deletedMeansExisted"),
        missing_is_certain: flag("missingIsCertain"),
        missing_proves_gone: flag("missingProvesGone"),
        read_tells_deletable: flag("readTellsDeletable"),
        extras: Extras {
            delete_path: Some(kept::with_id(path)),
            delete_method: if text("/delete/method") == Some("POST") { Method::Post } else { Method::Delete },
            api_key_prefix: text("/auth/scheme").map(|scheme| match scheme {
                "" => "",
                word => kept::text(&format!("{word} ")),
            }),
            headers: headers(given),
            force_parameter: force.map(kept::text),
            errors: ErrorPlaces {
                code: own_place("/errors/code"),
                message: own_place("/errors/message"),
                request_id: own_place("/errors/requestId"),
            },
            envelope: own_place("/agent/in"),
            agent: agent_places(given),
            ..Extras::NONE
        },
    }
}

/// Where what an agent says of itself stands.
fn agent_places(given: &Json) -> AgentPlaces {
    let member = |name| given.get("agent").and_then(|agent| agent.get(name));
    let places = |name, usual| match member(name) {
        Some(Json::Array(several)) => kept::words(several, kept::place),
        Some(one) => kept::words(slice::from_ref(one), kept::place),
        None => usual,
    };
    let usual = AgentPlaces::USUAL;
    AgentPlaces {
        name: member("name").and_then(Json::as_str).map_or(usual.name, kept::place),
        description: places("description", usual.description),
        status: member("status").map(|status| StatusPlace {
            place: kept::place(status.text("in").unwrap_or_default()),
            active: kept::words(items(status, "active"), kept::text),
            inactive: kept::words(items(status, "inactive"), kept::text),
        }),
        created_at: places("createdAt", usual.created_at),
        updated_at: places("updatedAt", usual.updated_at),
    }
}

/// A list of sentences, or those that stand in its place.
fn sentences(given: &Json, name: &str, default: &'static [&'static str]) -> &'static [&'static str] {
    if given.get(name).is_none() { default } else { kept::words(items(given, name), kept::text) }
}

/// The texts of an object, each with its name.
fn texts<'a>(of: &'a Json, name: &str) -> Vec<(&'a str, &'a str)> {
    let mut texts = Vec::new();
    if let Some(members) = of.get(name).and_then(Json::as_object) {
        for (name, value) in members {
            texts.push((name.as_str(), value.as_str().unwrap_or_default()));
        }
    }
    texts
}

fn headers(given: &Json) -> &'static [(&'static str, &'static str)] {
    let kept = |(name, value)| (kept::text(name), kept::text(value));
    kept::list(texts(given, "headers").into_iter().map(kept).collect())
}

fn id_rule(given: &Json) -> IdRule {
    let id = given.get("id");
    let kind = id.and_then(|id| id.as_str().or_else(|| id.text("kind")));
    let rule = match kind {
        Some("uuid") => IdRule::UUID,
        Some("text") => IdRule::SEGMENT,
        _ => IdRule::TOKEN,
    };
    let reserved = id.map(|id| items(id, "reserved")).unwrap_or_default();
    let mut words: Vec<_> = reserved.iter().filter_map(Json::as_str).collect();
    for word in route_words(given) {
        let is_new = !words.iter().any(|known| known.eq_ignore_ascii_case(word));
        if is_new && rule.id(word).is_some() {
            words.push(word);
        }
    }
    if words.is_empty() {
        return rule;
    }
    let sentence = format!("{}, and none of the words {}, which are routes", rule.words, words.join(", "));
    let pattern = format!("(?!({})$){}", words.join("|"), rule.pattern);
    rule.except(
        kept::list(words.into_iter().map(kept::text).collect()),
        kept::text(&sentence),
        kept::text(&pattern),
    )
}

/// What stands in an id's place in a path of the description itself, as `search` does beside `/agents/{id}` in `/agents/search`:
/// no agent, but a route.
fn route_words(given: &Json) -> Vec<&str> {
    let text = |place: &str| given.place(place).and_then(Json::as_str);
    let mut paths = Vec::new();
    for place in ["/delete/path", "/get/path", "/stop/path", "/list/path"] {
        paths.extend(text(place));
    }
    for part in items(given, "backup") {
        paths.extend(part.text("path"));
    }
    let mut words = Vec::new();
    for (before, _) in paths.iter().filter_map(|path| path.split_once("{id}")) {
        for end in paths.iter().filter_map(|path| path.strip_prefix(before)) {
            let word = end.split(['/', '?', ':']).next().unwrap_or_default();
            if AgentId::token(word).is_some() {
                words.push(word);
            }
        }
    }
    words
}

/// The agent itself, and what else can be saved.
fn parts(given: &Json, agent_path: &'static str) -> &'static [Part] {
    let mut parts = vec![Part::new("agent", PartKind::Agent, agent_path)];
    for part in items(given, "backup") {
        let text = |name| part.text(name).unwrap_or_default();
        let whole = Part::new(kept::text(text("name")), PartKind::Extra, kept::with_id(text("path")));
        // Without a place it is all that came.
        parts.push(whole.of_whole_answer().in_member(kept::place(text("in"))));
    }
    kept::list(parts)
}

fn list(given: &Json) -> List {
    let text = |place: &str| given.place(place).and_then(Json::as_str);
    let path = kept::text(text("/path").unwrap_or_default());
    let template = if text("/method") == Some("POST") { Template::post(path) } else { Template::get(path) };
    let template = match given.get("body") {
        Some(body) => template.with_body(kept::text(&body_text(body))),
        None => template,
    };
    let size = text("/size/parameter").map(|name| {
        let size = Parameter::new(kept::text(name), Asked::Size);
        match given.place("/size/default").and_then(Json::as_i64) {
            Some(default) => size.or(kept::text(&default.to_string())),
            None => size,
        }
    });
    let search = text("/search").map(|name| Parameter::new(kept::text(name), Asked::Search));
    let cursor = text("/next/parameter").map(|name| Parameter::new(kept::text(name), Asked::Cursor));
    let at = |of: &str| text(of).map_or("", kept::place);
    let more = text("/next/more").map(kept::place);
    let mut list = List::at(template).of_whole_page();
    let parameters = match text("/next/by") {
        // A number stands first, as in most paths that have one. Without it, some give a list of all in place of the first page.
        Some("page") => {
            list = list.paged(Next::Number { more });
            [cursor.map(|cursor| cursor.or("1")), size, search]
        }
        by => {
            list = list.paged(match by {
                Some("cursor") => Next::Named { cursor: at("/next/in"), more },
                Some("lastRow") => Next::LastRow { member: at("/next/member"), more, restarts: false },
                Some("offset") => Next::Offset,
                _ => Next::Never,
            });
            [size, cursor, search]
        }
    };
    if let Some(place) = text("/in") {
        list = list.in_member(kept::place(place));
    }
    list.with(kept::list(parameters.into_iter().flatten().collect()))
}

/// An object of texts, whole numbers and flags, as JSON.
fn body_text(body: &Json) -> String {
    let mut text = String::from("{");
    for (name, value) in body.as_object().into_iter().flatten() {
        let value = match (value.as_str(), value.as_i64()) {
            (Some(text), _) => json_text(text),
            (None, Some(number)) => number.to_string(),
            (None, None) => value.as_bool().unwrap_or_default().to_string(),
        };
        let comma = if text.len() > 1 { "," } else { "" };
        text.push_str(&format!("{comma}{}:{value}", json_text(name)));
    }
    text.push('}');
    text
}

fn hints(given: &Json, title: &str) -> &'static [(ErrorCode, &'static str)] {
    let mut hints = Vec::new();
    for (name, hint) in texts(given, "hints") {
        if let Some(code) = typed(&Json::from(name)) {
            hints.push((code, kept::text(hint)));
        }
    }
    // The first counts.
    hints.push((ErrorCode::WrongEndpoint, kept::text(&format!(
        "Check baseUrl, and the paths in the description of {title}. If it says in these words that an agent is not there, they belong into missing there."
    ))));
    kept::list(hints)
}
