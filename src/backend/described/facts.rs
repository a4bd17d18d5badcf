//! A description as `Facts`.

use super::Described;
use super::answers::{FAILURES, sayings};
use super::credential::{AuthRule, auth_rule, headers};
use super::ids::id_rule;
use super::keep::Keep;
use super::list;
use super::members::{Member, Object, Read};
use super::places::{self, About, LONGEST_NAME, path, place};
use crate::backend::{Backend, Capabilities, Extras, Facts, ForceSupport, IdRule, List, Part, PartKind};
use crate::error_code::ErrorCode;
use crate::http::{BaseUrl, Json, Method};

const MEMBERS: [&str; 24] = [
    "name",
    "title",
    "baseUrl",
    "baseUrlExample",
    "auth",
    "headers",
    "id",
    "delete",
    "get",
    "agent",
    "list",
    "stop",
    "backup",
    "proof",
    "accepted",
    "missing",
    "failures",
    "missingIsCertain",
    "missingProvesGone",
    "deletedMeansExisted",
    "readTellsDeletable",
    "hints",
    "destroys",
    "keeps",
];

/// Reads a whole description. Nothing where nothing of it is kept.
pub(super) fn described(document: &Json, keep: Keep) -> Read<Option<Described>> {
    let given = Member::whole(document).object(&MEMBERS)?;
    let name = name(given.needed("name", "what results and errors call the platform")?)?;
    let title = given.read("title", |title| title.text(60))?.unwrap_or(name);
    let base_url = given.read("baseUrl", base_url)?;
    let example = given.read("baseUrlExample", |example| example.text(LONGEST_SENTENCE))?;
    let example = example.or(base_url).unwrap_or("https://api.example.com");
    let auth = given.read("auth", |auth| auth_rule(auth, keep))?.unwrap_or(AuthRule::BEARER);
    let deletion =
        given.needed("delete", "{ path } of the deletion")?.object(&["method", "path", "force"])?;
    let methods = [("DELETE", Method::Delete), ("POST", Method::Post)];
    let method = deletion.read("method", |method| method.choice(&methods))?.unwrap_or(Method::Delete);
    let delete_path = deletion.needed("path", "where an agent is deleted, as \"/agents/{id}\"")?;
    let delete_path = path(delete_path, About::OneAgent)?;
    let get_path = match given.read("get", |get| path_of(get, &["path"]))? {
        Some((path, _)) => path,
        None if method == Method::Post => {
            return Err("backend.get must be given where delete.method is \"POST\"".to_owned());
        }
        None => delete_path.split('?').next().unwrap_or_default().to_owned(),
    };
    let agent_path = keep.text(get_path);
    let agent = given.read("agent", |agent| agent.object(&["in", "id", "name"]))?;
    let place_in_agent = |name: &str| match &agent {
        Some(agent) => agent.read(name, place),
        None => Ok(None),
    };
    let list = given.read("list", |list| list::list(list, keep))?;
    let stop_path = given.read("stop", |stop| path_of(stop, &["path"]))?.map(|(path, _)| keep.text(path));
    let force_parameter = deletion.read("force", places::parameter)?;
    let capabilities = Capabilities {
        force: if force_parameter.is_some() { ForceSupport::Server } else { ForceSupport::None },
        stop: stop_path.is_some(),
        list: list.is_some(),
        export: false,
        cascade: &[],
        destroys: sentences(&given, "destroys", "the agent", keep)?,
        keeps: sentences(&given, "keeps", "whatever the platform's description does not say", keep)?,
    };
    let missing_is_certain = missing_means(&given, "missingIsCertain")?;
    let missing_proves_gone = missing_means(&given, "missingProvesGone")?;
    let facts = Facts {
        title: keep.text(title),
        aliases: &[],
        capabilities,
        default_base_url: base_url.map(|url| keep.text(url)),
        base_url_example: keep.text(example),
        usual_base_ends: &[],
        auth: auth.takes,
        default_api_version: None,
        api_key_header: auth.header,
        id: given.read("id", |id| id_rule(id, keep))?.unwrap_or(IdRule::TOKEN),
        id_member: keep.text(place_in_agent("id")?.unwrap_or_else(|| "id".to_owned())),
        agent_path,
        stop_path,
        list: list.unwrap_or(List::NONE),
        parts: parts(&given, agent_path, keep)?,
        sayings: sayings(&given, keep)?,
        hints: hints(&given, title, keep)?,
        empty_200_is_proof: false,
        deleted_means_existed: given.flag("deletedMeansExisted")?,
        missing_is_certain,
        missing_proves_gone,
        read_tells_deletable: given.flag("readTellsDeletable")?,
        extras: Extras {
            delete_path: Some(keep.text(delete_path)),
            delete_method: method,
            api_key_prefix: auth.prefix,
            headers: given.read("headers", |fixed| headers(fixed, auth.header, keep))?.unwrap_or_default(),
            force_parameter: force_parameter.map(|name| keep.text(name)),
            envelope: place_in_agent("in")?.map(|place| keep.text(place)),
            name_member: keep.text(place_in_agent("name")?.unwrap_or_else(|| "name".to_owned())),
            ..Extras::NONE
        },
    };
    Ok(keep.one(facts).map(|facts| Described { name: keep.text(name), facts }))
}

const LONGEST_SENTENCE: usize = 300;

fn name<'a>(given: &Member<'a>) -> Read<&'a str> {
    let name = given.text(40)?;
    let is_of_name = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    if name.len() < 2 || name.starts_with('-') || name.ends_with('-') || !name.bytes().all(is_of_name) {
        return given.must("be 2 to 40 lower-case letters, digits and inner hyphens");
    }
    let is_known = |backend: &&Backend| backend.name() == name || backend.facts().aliases.contains(&name);
    match Backend::ALL.iter().find(is_known) {
        Some(known) => {
            given.must(&format!("be another: so the platform {known} is called; give its name as backend"))
        }
        None => Ok(name),
    }
}

fn base_url<'a>(given: &Member<'a>) -> Read<&'a str> {
    let text = given.text(1000)?;
    match BaseUrl::parse(text) {
        Err(fault) => Err(format!("backend.{fault}")),
        Ok(url) if !url.is_private() => given.must("be https, or lead to this machine"),
        Ok(_) => Ok(text),
    }
}

/// The path that an object holds, and the object.
fn path_of<'a>(given: &Member<'a>, known: &[&'static str]) -> Read<(String, Object<'a>)> {
    let object = given.object(known)?;
    let path =
        path(object.needed("path", "with {id} as a whole segment, as \"/agents/{id}\"")?, About::OneAgent)?;
    Ok((path, object))
}

/// The agent itself, and what else can be saved.
fn parts(given: &Object<'_>, agent_path: &'static str, keep: Keep) -> Read<&'static [Part]> {
    let mut parts = vec![Part::new("agent", PartKind::Agent, agent_path)];
    let mut names = vec!["agent"];
    for item in given.items("backup", 20)? {
        let (path, part) = path_of(&item, &["name", "path", "in"])?;
        let name = part.needed("name", "what the part is called in a backup")?;
        let text = name.text(LONGEST_NAME)?;
        if names.contains(&text) {
            return name.must("be another: a part of this name is there already");
        }
        names.push(text);
        let whole = Part::new(keep.text(text), PartKind::Extra, keep.text(path)).of_whole_answer();
        parts.push(match part.read("in", place)? {
            Some(place) => whole.in_member(keep.text(place)),
            None => whole,
        });
    }
    Ok(keep.list(parts))
}

/// What "missing" means besides, which nobody can say where it is not said what that is.
fn missing_means(given: &Object<'_>, name: &str) -> Read<bool> {
    let is_said = given.flag(name)?;
    let is_empty = given.items("missing", usize::MAX)?.is_empty();
    if is_said && is_empty {
        return Err(format!("backend.{name} must be false or left out where missing says nothing"));
    }
    Ok(is_said)
}

fn hints(given: &Object<'_>, title: &str, keep: Keep) -> Read<&'static [(ErrorCode, &'static str)]> {
    let codes = FAILURES.into_iter().chain([("not-found", ErrorCode::NotFound)]);
    let names: Vec<_> = codes.clone().map(|(name, _)| name).collect();
    let said = given.read("hints", |hints| hints.object(&names))?;
    let mut hints = Vec::new();
    for (name, code) in codes {
        let hint = match &said {
            Some(said) => said.read(name, |hint| hint.text(LONGEST_SENTENCE))?,
            None => None,
        };
        match hint {
            Some(hint) => hints.push((code, keep.text(hint))),
            None if code == ErrorCode::WrongEndpoint => hints.push((code, keep.text(format!(
                "Check baseUrl, and the paths in the description of {title}. If it says in these words that an agent is not there, they belong into missing there."
            )))),
            None => {}
        }
    }
    Ok(keep.list(hints))
}

/// A list of sentences, or the one that stands in its place.
fn sentences(
    given: &Object<'_>,
    name: &str,
    default: &'static str,
    keep: Keep,
) -> Read<&'static [&'static str]> {
    let Some(items) = given.read(name, |list| list.items(20))? else { return Ok(keep.list(vec![default])) };
    let texts: Read<Vec<_>> = items.iter().map(|item| Ok(keep.text(item.text(LONGEST_SENTENCE)?))).collect();
    Ok(keep.list(texts?))
}
