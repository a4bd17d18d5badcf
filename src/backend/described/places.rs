//! Where things are: paths below the base URL, places in an answer, and the names of parameters.

use super::members::{Member, Read};

/// Whether a path is about one agent.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum About {
    OneAgent,
    All,
}

/// A path below the base URL, perhaps with a fixed query. In place of `{id}` it has `{}`.
pub(super) fn path(member: &Member<'_>, about: About) -> Read<String> {
    const LONGEST: usize = 500;
    let text = member.text(LONGEST)?;
    let (path, query) = match text.split_once('?') {
        Some((path, query)) => (path, Some(query)),
        None => (text, None),
    };
    let Some(below) = path.strip_prefix('/') else {
        return member.must("begin with \"/\": it is added to the base URL");
    };
    // One slash at the end is what some platforms have.
    let segments: Vec<_> = below.strip_suffix('/').unwrap_or(below).split('/').collect();
    if segments.iter().any(|segment| matches!(*segment, "" | "." | "..")) {
        return member.must("have no empty segment and no \".\" or \"..\" in its path");
    }
    let of_id = segments.iter().filter(|segment| is_of_id(segment)).count();
    let is_plain = |text: &str| text.bytes().all(is_plain_byte);
    match about {
        About::OneAgent if of_id != 1 || text.matches("{id}").count() != 1 => {
            return member.must("hold {id} exactly once, as a whole segment, as \"/agents/{id}\" does");
        }
        About::All if text.contains("{id}") => return member.must("hold no {id}: it is about all agents"),
        _ => {}
    }
    if !segments.iter().all(|segment| is_of_id(segment) || is_plain(segment)) {
        return member.must(
            "have nothing but letters, digits and -._~:@$+,= between its slashes, and no braces but {id}: what else differs is written out, or belongs into baseUrl",
        );
    }
    let is_of_query = |byte| is_plain_byte(byte) || matches!(byte, b'&' | b'%' | b'/');
    if query.is_some_and(|query| query.is_empty() || !query.bytes().all(is_of_query)) {
        return member.must("have a query of letters, digits and -._~:@$+,=&%/, if it has one");
    }
    Ok(text.replace("{id}", "{}"))
}

/// Whether a segment is the agent's id, or the id with a verb, as Google's APIs have it: `{id}:cancel`.
fn is_of_id(segment: &str) -> bool {
    let is_verb = |rest: &str| {
        rest.is_empty()
            || rest
                .strip_prefix(':')
                .is_some_and(|verb| !verb.is_empty() && verb.bytes().all(|byte| byte.is_ascii_alphabetic()))
    };
    segment.strip_prefix("{id}").is_some_and(is_verb)
}

fn is_plain_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-._~:@$+,=".contains(&byte)
}

/// A place in an answer, `meta.nextToken`, as `Members::member` takes it.
pub(super) fn place(member: &Member<'_>) -> Read<String> {
    let text = member.text(LONGEST_NAME)?;
    if text.contains('/') || text.split('.').any(str::is_empty) {
        return member.must("be a member's name, or several with dots between, without slashes");
    }
    Ok(if text.contains('.') { format!("/{}", text.replace('.', "/")) } else { text.to_owned() })
}

/// The name of a parameter.
pub(super) fn parameter<'a>(member: &Member<'a>) -> Read<&'a str> {
    let text = member.text(LONGEST_NAME)?;
    let fits = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._$".contains(&byte));
    if fits { Ok(text) } else { member.must("be a parameter's name, of letters, digits and -._$") }
}

pub(super) const LONGEST_NAME: usize = 100;
