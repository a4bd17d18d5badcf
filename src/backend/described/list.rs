//! How the platform lists its agents.

use super::keep::Keep;
use super::members::{Member, Read};
use super::places::{About, parameter, path, place};
use crate::backend::{Asked, List, Next, Parameter, Template};
use crate::http::json_text;

/// So many agents a page may be asked for.
const LARGEST_PAGE: i64 = 10_000;

pub(super) fn list(given: &Member<'_>, keep: Keep) -> Read<List> {
    let list = given.object(&["method", "path", "body", "in", "size", "search", "next"])?;
    let is_post =
        list.read("method", |method| method.choice(&[("GET", false), ("POST", true)]))?.unwrap_or_default();
    let at = path(list.needed("path", "where the agents are listed, as \"/agents\"")?, About::All)?;
    let at = keep.text(at);
    let mut template = if is_post { Template::post(at) } else { Template::get(at) };
    if let Some(member) = list.get("body") {
        if !is_post {
            return member.must("be left out: only a POST carries one");
        }
        template = template.with_body(keep.text(body(member)?));
    }
    let mut parameters = Vec::new();
    let mut names = Vec::new();
    let mut has_size = false;
    let mut whole = List::at(template).of_whole_page();
    if let Some((name, size, has_default)) = list.read("size", |size| page_size(size, keep))? {
        names.push(name);
        parameters.push(size);
        has_size = has_default;
    }
    if let Some(next) = list.get("next") {
        let (name, next, cursor) = self::next(next, has_size, keep)?;
        names.push(name);
        whole = whole.paged(next);
        // A number stands first, as in most paths that have one.
        let place = if matches!(next, Next::Number { .. }) { 0 } else { parameters.len() };
        parameters.insert(place, cursor);
    }
    if let Some(search) = list.read("search", parameter)? {
        names.push(search);
        parameters.push(Parameter::new(keep.text(search), Asked::Search));
    }
    if names.iter().enumerate().any(|(place, name)| names.iter().skip(place + 1).any(|other| other == name)) {
        return given.must("have another parameter for each of size, next and search");
    }
    if let Some(member) = list.read("in", place)? {
        whole = whole.in_member(keep.text(member));
    }
    Ok(whole.with(keep.list(parameters)))
}

/// The parameter for a page's size, with its name, and whether one is always asked for.
fn page_size<'a>(given: &Member<'a>, keep: Keep) -> Read<(&'a str, Parameter, bool)> {
    let size = given.object(&["parameter", "default"])?;
    let name = parameter(size.needed("parameter", "the name of the parameter, as \"limit\"")?)?;
    let parameter = Parameter::new(keep.text(name), Asked::Size);
    match size.read("default", |default| default.number(1, LARGEST_PAGE))? {
        Some(default) => Ok((name, parameter.or(keep.text(default.to_string())), true)),
        None => Ok((name, parameter, false)),
    }
}

/// By what the next page is known.
#[derive(Clone, Copy, PartialEq, Eq)]
enum By {
    Cursor,
    LastRow,
    Offset,
    Page,
}

/// What leads from page to page, and the parameter that asks for the next, with its name.
fn next<'a>(given: &Member<'a>, has_size: bool, keep: Keep) -> Read<(&'a str, Next, Parameter)> {
    const WAYS: [(&str, By); 4] =
        [("cursor", By::Cursor), ("lastRow", By::LastRow), ("offset", By::Offset), ("page", By::Page)];
    let any = given.object(&["by", "in", "member", "parameter", "more"])?;
    let by = any.needed("by", "what leads to the next page")?.choice(&WAYS)?;
    let next = given.object(match by {
        By::Cursor => &["by", "in", "parameter", "more"],
        By::LastRow => &["by", "member", "parameter", "more"],
        By::Offset => &["by", "parameter"],
        By::Page => &["by", "parameter", "more"],
    })?;
    let name = parameter(next.needed("parameter", "the parameter that asks for the next page")?)?;
    let kept = |at: &Member<'_>| Ok(keep.text(place(at)?));
    let more = next.read("more", kept)?;
    if by != By::Cursor && more.is_none() && !has_size {
        return given
            .must("go with a size that has a default, or with more: a full page can't be told without");
    }
    let way = match by {
        By::Cursor => {
            let cursor = kept(next.needed("in", "the place of the next page's cursor")?)?;
            Next::Named { cursor, more }
        }
        By::LastRow => {
            let member = kept(next.needed("member", "the member of the last agent that is the cursor")?)?;
            Next::LastRow { member, more, restarts: false }
        }
        By::Offset => Next::Offset,
        By::Page => Next::Number { more },
    };
    let asks = Parameter::new(keep.text(name), Asked::Cursor);
    // Without its number, some give a list of all in place of the first page.
    Ok((name, way, if by == By::Page { asks.or("1") } else { asks }))
}

/// The body of a list's request: an object of texts, whole numbers and flags, as JSON.
fn body(given: &Member<'_>) -> Read<String> {
    const MOST: usize = 20;
    let mut members = Vec::new();
    for (name, member) in given.entries(MOST)? {
        let value = member.value();
        let text = match (value.as_str(), value.as_bool(), value.as_i64()) {
            (Some("*" | "{}"), ..) => return member.must("be another text"),
            (Some(_), ..) => json_text(member.text(1000)?),
            (_, Some(flag), _) => flag.to_string(),
            (_, _, Some(number)) => number.to_string(),
            _ => return member.must("be a text, a whole number, true or false"),
        };
        members.push(format!("{}:{text}", json_text(name)));
    }
    Ok(format!("{{{}}}", members.join(",")))
}
