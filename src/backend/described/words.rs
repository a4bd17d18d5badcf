//! The words of a description that have a rule of their own: paths, places, names. Each function says what is wrong with one.

use super::shape::{LONGEST_NAME, Shape, text_fault};
use crate::agent::word;
use crate::backend::Backend;
use crate::http::{AgentId, BaseUrl, Json, header_fault, is_credential_header, is_header_name};

pub(super) fn name(text: &str) -> Option<&'static str> {
    let is_of_name = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    let fits = (2..=40).contains(&text.len()) && !text.starts_with("-") && !text.ends_with("-");
    if !fits || !text.bytes().all(is_of_name) {
        return Some("be 2 to 40 lower-case letters, digits and inner hyphens");
    }
    let is_known = |backend: &Backend| backend.name() == text || backend.facts().aliases.contains(&text);
    Backend::ALL
        .iter()
        .any(is_known)
        .then_some("be another: a platform of this name is known, and can be given by it")
}

pub(super) fn base_url(text: &str) -> Option<&'static str> {
    match BaseUrl::parse(text) {
        // Every one of them says what `baseUrl` must.
        Err(fault) => {
            fault.strip_prefix("baseUrl").and_then(|must| must.strip_prefix(" must ")).or(Some(fault))
        }
        Ok(url) if !url.is_private() => Some("be https, or lead to this machine"),
        Ok(_) => None,
    }
}

/// A path about one agent.
pub(super) fn agent_path(text: &str) -> Option<&'static str> {
    const ONCE: &str = "hold {id} exactly once, as a whole segment, as \"/agents/{id}\" does";
    let is_of_id = |segment: &&str| is_of_id(segment);
    let path = text.split('?').next().unwrap_or_default();
    let is_right = path.split('/').filter(is_of_id).count() == 1 && text.matches("{id}").count() == 1;
    match path_fault(text) {
        Some(_) if text.starts_with("/") && !text.contains("{id}") => Some(ONCE),
        None if !is_right => Some(ONCE),
        fault => fault,
    }
}

/// A path about no single agent.
pub(super) fn plain_path(text: &str) -> Option<&'static str> {
    if text.contains("{id}") { Some("hold no {id}: it is about all agents") } else { path_fault(text) }
}

/// What is wrong with a path below the base URL, wherever the id stands in it.
fn path_fault(text: &str) -> Option<&'static str> {
    let (path, query) = text.split_once('?').unwrap_or((text, "-"));
    let Some(below) = path.strip_prefix("/") else {
        return Some("begin with \"/\": it is added to the base URL");
    };
    // One slash at the end is what some platforms have.
    let segments = || below.strip_suffix("/").unwrap_or(below).split('/');
    let without_id = |segment: &str| !segment.replace("{id}", "").bytes().all(is_plain);
    let is_of_query = |byte| is_plain(byte) || matches!(byte, b'&' | b'%' | b'/');
    if segments().any(|segment| matches!(segment, "" | "." | "..")) {
        Some("have no empty segment and no \".\" or \"..\" in its path")
    } else if segments().any(without_id) {
        Some(
            "have nothing but letters, digits and -._~:@$+,= between its slashes, and no braces but {id}: what else differs is written out, or belongs into the base URL",
        )
    } else if query.is_empty() || !query.replace("{id}", "").bytes().all(is_of_query) {
        Some("have a query of letters, digits and -._~:@$+,=&%/, if it has one")
    } else if query_names(text).any(is_of_credential) {
        Some(
            "have no credential in its query: it would stand in every receipt, and each client is given its own",
        )
    } else {
        None
    }
}

/// Whether a segment is the agent's id, or the id with a verb, as Google's APIs have it: `{id}:cancel`.
fn is_of_id(segment: &str) -> bool {
    segment.strip_prefix("{id}").is_some_and(|rest| {
        let verb = rest.strip_prefix(":").unwrap_or_default();
        rest.is_empty() || (!verb.is_empty() && verb.bytes().all(|byte| byte.is_ascii_alphabetic()))
    })
}

fn is_plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-._~:@$+,=".contains(&byte)
}

/// A place in an answer, such as `meta.nextToken`.
pub(super) fn place(text: &str) -> Option<&'static str> {
    let fits = text.len() <= LONGEST_NAME && !text.contains('/') && !text.split('.').any(str::is_empty);
    if fits { None } else { Some("be a member's name, or several with dots between, without slashes") }
}

/// A place, or several of which the first that says something counts.
pub(super) fn places(value: &Json, name: &str) -> Option<String> {
    const ONE: Shape = Shape::Word(place);
    const SEVERAL: Shape = Shape::List(5, &ONE);
    if value.is_array() { SEVERAL.fault(value, name) } else { ONE.fault(value, name) }
}

pub(super) fn parameter(text: &str) -> Option<&'static str> {
    let is_of_name = |byte: u8| byte.is_ascii_alphanumeric() || b"-._$".contains(&byte);
    let fits = text.len() <= LONGEST_NAME && text.bytes().all(is_of_name);
    if fits { None } else { Some("be a parameter's name, of letters, digits and -._$") }
}

pub(super) fn reserved(text: &str) -> Option<&'static str> {
    if AgentId::token(text).is_some() {
        None
    } else {
        Some("be a word of letters, digits, hyphens and underscores")
    }
}

pub(super) fn header(text: &str) -> Option<&'static str> {
    if !is_header_name(text) || text.len() > LONGEST_NAME {
        return Some("be a header's name, of letters, digits and hyphens");
    }
    let own = ["accept", "content-type", "content-length", "host", "connection", "transfer-encoding"];
    let is_own = own.iter().any(|own| text.eq_ignore_ascii_case(own));
    is_own.then_some("be another: HTTP or this client sends that header itself")
}

/// The word before a key, which may be none. A header's name is made of the same characters.
pub(super) fn scheme(value: &Json, name: &str) -> Option<String> {
    let is_word = |text: &str| is_header_name(text) && text.len() <= LONGEST_NAME;
    let fits = value.as_str().is_some_and(|text| text.is_empty() || is_word(text));
    if fits { None } else { Some(format!("{name} must be one word, as \"Token\", or \"\"")) }
}

/// A word for whether an agent runs.
pub(super) fn status_word(value: &Json, name: &str) -> Option<String> {
    let fits = value.as_str().map_or(word(value).is_some(), |text| text_fault(text, LONGEST_NAME).is_none());
    if fits {
        None
    } else {
        Some(format!(
            "{name} must be a text of 1 to {LONGEST_NAME} characters, a whole number, true or false"
        ))
    }
}

/// Whether what has this name is a credential, as far as can be told.
fn is_of_credential(name: &str) -> bool {
    let mut word = name.to_ascii_lowercase();
    word.retain(|char| char.is_ascii_alphanumeric());
    let has = |part: &&str| word.contains(*part);
    matches!(word.as_str(), "key" | "auth" | "xauth")
        || [
            "token",
            "secret",
            "password",
            "credential",
            "cookie",
            "authorization",
            "apikey",
            "accesskey",
            "subscriptionkey",
        ]
        .iter()
        .any(has)
}

/// The names in a path's query.
pub(super) fn query_names(path: &str) -> impl Iterator<Item = &str> {
    let query = path.split_once('?').map(|(_, query)| query);
    query.into_iter().flat_map(|query| query.split('&')).filter_map(|part| part.split('=').next())
}

const NO_CREDENTIAL: &str =
    "be left out: a credential has no place in a description, and each client is given its own";

/// A fixed header.
pub(super) fn fixed_header(name: &str, value: &Json) -> Option<&'static str> {
    if is_credential_header(name) || is_of_credential(name) {
        return Some(NO_CREDENTIAL);
    }
    match value.as_str() {
        Some(text) if text.len() <= 1000 => {
            header(name).or_else(|| Some(header_fault(text)?.trim_start_matches("must ")))
        }
        _ => Some("be a string of at most 1000 characters"),
    }
}

/// A member that goes along with the request for a list.
pub(super) fn list_member(name: &str, value: &Json) -> Option<&'static str> {
    if is_of_credential(name) {
        return Some(NO_CREDENTIAL);
    }
    let fits = parameter(name).is_none()
        && match value {
            // What these two stand for, whoever stands in between would take for any value.
            Json::String(text) => text.len() <= 1000 && !matches!(text.as_str(), "*" | "{}"),
            _ => value.is_boolean() || value.as_i64().is_some(),
        };
    if fits {
        None
    } else {
        Some(
            "be a text other than \"*\" and \"{}\", a whole number, true or false, and have a parameter's name",
        )
    }
}
