//! The servers of the other platforms, each a table in `servers/`: where its routes are, what it answers, what keeps an agent.
//! What an agent looks like there is in `tests/platforms/`.
//!
//! `read` and `delete` are routes; `deleted`, `accepted`, `missing` (`missingToARead`, `missingToOthers` where that differs), `busy` and
//! `failed` the answers, in which `{id}` is the agent's. `list` has its `route`, how it `pages`, the parameters `size` and `cursor`, and
//! where in the answer `rows`, `next` (a member, or "/its/place") and `more` stand. A `guard` keeps an agent: `by` what, `lifted` by which
//! parameter, `refused` in which words, and what the `agent` looks like. `onlyAccepts`, `missingIsUnknown` and their like are truths
//! that the simulation judges by.

use super::model::{Kept, Model, What};
use crate::support::*;
use agent_delete::{Backend, Reply};
use serde_json::{Map, Value, json as value};
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

/// A platform's table.
pub struct Server {
    backend: Backend,
    table: Value,
}

static SERVERS: LazyLock<Vec<Server>> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/native/simulation/servers");
    let read = |further: &Further| {
        let file = folder.join(format!("{}.json", further.kind()));
        let text = fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        Server { backend: further.backend, table: serde_json::from_str(&text).unwrap() }
    };
    let mut servers: Vec<_> = Further::all().map(read).collect();
    let retell = servers.iter().find(|server| server.backend == Backend::Retell).unwrap();
    let mut table = retell.table.clone();
    table["delete"] = "POST /delete-agent/{id}".into();
    servers.push(Server { backend: BY_POST.backend, table });
    servers
});

impl Server {
    /// The platform of a story: every third one is played on a description, where there is one of it.
    pub fn platform(backend: Backend, number: u64) -> Backend {
        match number % 6 {
            0 if backend == Backend::Retell => BY_POST.backend,
            0 | 3 => {
                TWINS.iter().find(|twin| twin.kind() == backend.name()).map_or(backend, |twin| twin.backend)
            }
            _ => backend,
        }
    }

    /// `None` for the five that are not tables.
    pub fn of(backend: Backend) -> Option<&'static Self> {
        SERVERS.iter().find(|server| server.backend == backend)
    }

    /// Whether a request changes nothing.
    pub fn is_read(&self, method: &str, path: &str) -> bool {
        let (_, base) = base_url(self.backend).split_once("://").unwrap();
        let path = path.strip_prefix(base.find('/').map_or("", |at| &base[at..])).unwrap();
        let path = path.split('?').next().unwrap();
        let deletes = self.id_in(self.table["delete"].as_str().unwrap(), method, path).is_some();
        // Every other POST that these platforms are sent is a read.
        matches!(method, "GET" | "POST") && !deletes
    }

    /// Whether the path below the base URL is where this agent is deleted.
    pub fn deletes(&self, id: &str, path: &str) -> bool {
        let route = self.table["delete"].as_str().unwrap();
        let (method, _) = route.split_once(' ').unwrap();
        self.id_in(route, method, path) == Some(id)
    }

    /// Whether what it says of a missing agent is not known well enough to prove anything.
    pub fn missing_is_unknown(&self) -> bool {
        self.table["missingIsUnknown"] == true
    }

    /// Whether something may keep its agents from being deleted.
    pub fn has_guard(&self) -> bool {
        self.table["guard"].is_object()
    }

    /// Whether a guarded agent takes another along.
    pub fn takes_along(&self) -> bool {
        self.table["guard"]["along"].is_object()
    }

    /// The id of a request that this route is for.
    fn id_in<'a>(&self, route: &str, method: &str, path: &'a str) -> Option<&'a str> {
        let (before, after) = route.strip_prefix(method)?.strip_prefix(' ')?.split_once("{id}")?;
        let id = path.strip_prefix(before)?.strip_suffix(after)?;
        (!id.is_empty() && !id.contains('/')).then_some(id)
    }

    /// An answer of the table, about this agent and this operation.
    fn says(&self, name: &str, id: &str, operation: usize) -> Reply {
        self.knows(name, id, operation).unwrap_or_else(|| panic!("{} has no {name}", self.backend))
    }

    fn knows(&self, name: &str, id: &str, operation: usize) -> Option<Reply> {
        let answer = self.table.get(name)?.to_string();
        let answer = answer.replace("{id}", id).replace("{op}", &operation.to_string());
        let mut reply = reply_of(&serde_json::from_str(&answer).unwrap());
        if !reply.headers.0.iter().any(|(name, _)| name == "content-type") && reply.status != 204 {
            reply = with(reply, "content-type", "application/json");
        }
        Some(reply)
    }

    /// The first of these answers that the table has.
    fn says_one_of(&self, names: &[&str], id: &str) -> Reply {
        names.iter().find_map(|name| self.knows(name, id, 0)).unwrap()
    }

    /// An agent, as a read shows it.
    fn show(&self, model: &Model, kept: &Kept) -> Value {
        let further = Further::of(self.backend);
        let text = further.data["agent"].to_string().replace(&further.id(), &kept.id);
        let mut agent = serde_json::from_str(&text).unwrap();
        let guard = &self.table["guard"];
        if kept.guarded {
            let along = kept.along.as_deref().unwrap_or_default();
            merge(
                &mut agent,
                &serde_json::from_str(&guard["agent"].to_string().replace("{along}", along)).unwrap(),
            );
        }
        let is_companion =
            |main: &Kept| main.present && main.guarded && main.along.as_deref() == Some(kept.id.as_str());
        if model.agents.iter().any(is_companion) {
            merge(&mut agent, &guard["along"]);
        }
        if model.promised.contains(&kept.id) {
            merge(&mut agent, &self.table["whileUnderWay"]);
        }
        if self.table["list"]["pages"] == "date" {
            agent["createdAt"] = value!(created(model, kept));
        }
        agent
    }

    fn list(&self, model: &Model, query: &str, body: Option<&str>) -> Reply {
        let list = &self.table["list"];
        let body: Value = body.map_or(Value::Null, |body| serde_json::from_str(body).unwrap());
        let asked = |name: &Value| {
            let name = name.as_str().unwrap();
            if list["in"] == "body" {
                return body
                    .get(name)
                    .map(|value| value.as_str().map_or_else(|| value.to_string(), str::to_owned));
            }
            let pair = query.split('&').find_map(|pair| pair.strip_prefix(&format!("{name}=")));
            pair.map(|text| text.replace("%3A", ":"))
        };
        let size: usize = asked(&list["size"]).map_or(100, |size| size.parse().unwrap());
        let cursor = asked(&list["cursor"]);
        let number = || cursor.as_deref().and_then(|cursor| cursor.parse::<usize>().ok());
        let all: Vec<_> = model.agents.iter().enumerate().filter(|(_, kept)| kept.present).collect();
        let place = |kept: &Kept| all.iter().position(|(_, other)| other.id == kept.id);
        let start = match list["pages"].as_str().unwrap() {
            "number" => number().map_or(0, |page| (page - 1) * size),
            "offset" => number().unwrap_or(0),
            "date" => all
                .iter()
                .position(|(_, kept)| cursor.as_ref().is_none_or(|before| created(model, kept) < *before))
                .unwrap_or(all.len()),
            // By a row's id, or by its place in the order of all that ever were.
            kind => {
                let last = cursor.as_ref().and_then(|cursor| {
                    if kind == "cursor" {
                        cursor.parse().ok()
                    } else {
                        model.agents.iter().position(|kept| kept.id == *cursor)
                    }
                });
                let is_gone = last.is_some_and(|at| place(&model.agents[at]).is_none());
                match last {
                    Some(_) if is_gone && list["beginsAnew"] == true => 0,
                    Some(last) => all.iter().position(|(at, _)| *at > last).unwrap_or(all.len()),
                    None => 0,
                }
            }
        };
        let page: Vec<_> = all.iter().skip(start).take(size).collect();
        let rows: Vec<_> = page
            .iter()
            .map(|(_, kept)| {
                let mut agent = self.show(model, kept);
                for name in list["hides"].as_array().into_iter().flatten() {
                    agent[name.as_str().unwrap()] = Value::Null;
                }
                list["row"].as_str().map_or(agent.clone(), |envelope| agent[envelope].clone())
            })
            .collect();
        let more = start + page.len() < all.len();
        let Some(name) = list["rows"].as_str() else { return json(200, &Value::Array(rows).to_string()) };
        let mut body = Map::from_iter([(name.to_owned(), Value::Array(rows))]);
        if let Some(name) = list["more"].as_str() {
            body.insert(name.to_owned(), value!(more));
        }
        if let (Some(name), Some((last, _)), true) = (list["next"].as_str(), page.last(), more) {
            // It may stand deeper, as in "/next/after".
            let mut members = name.trim_start_matches('/').split('/');
            let outermost = members.next().unwrap();
            let next =
                members.rev().fold(value!(last.to_string()), |inner, member| value!({ member: inner }));
            body.insert(outermost.to_owned(), next);
        }
        json(200, &Value::Object(body).to_string())
    }
}

/// When an agent was made: the newest comes first.
fn created(model: &Model, kept: &Kept) -> String {
    let at = model.agents.iter().position(|other| other.id == kept.id).unwrap();
    format!("2024-03-{:02}T00:00:00.000Z", 28 - at)
}

fn merge(into: &mut Value, more: &Value) {
    match (into, more) {
        (Value::Object(into), Value::Object(more)) => {
            for (name, value) in more {
                merge(into.entry(name.clone()).or_insert(Value::Null), value);
            }
        }
        (_, Value::Null) => {}
        (into, more) => *into = more.clone(),
    }
}

/// Serves a request: path and query are those below the base URL.
pub fn serve(server: &Server, model: &mut Model, method: &str, path: &str, body: Option<&str>) -> Reply {
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let table = &server.table;
    let route = |name: &str| table[name].as_str().unwrap_or_default();
    if table["list"]["route"] == format!("{method} {path}") {
        return server.list(model, query, body);
    }
    if let Some(operation) = server.id_in(&route("operation").replace("{op}", "{id}"), method, path) {
        return ask(server, model, operation);
    }
    if let Some(id) = server.id_in(route("delete"), method, path) {
        return delete(server, model, id, query);
    }
    if let Some(id) = server.id_in(route("read"), method, path) {
        return match model.agents.iter().find(|kept| kept.id == id && kept.present) {
            Some(kept) => json(200, &server.show(model, kept).to_string()),
            None => server.says_one_of(&["missingToARead", "missing"], id),
        };
    }
    for (other, answer) in table["others"].as_object().into_iter().flatten() {
        if let Some(id) = server.id_in(other, method, path) {
            return match model.has(id) {
                true => json(200, &answer["body"].to_string().replace("{id}", id)),
                false => server.says_one_of(&["missingToOthers", "missingToARead", "missing"], id),
            };
        }
    }
    if table["threads"] == true {
        match (method, path.trim_start_matches('/').split('/').collect::<Vec<_>>().as_slice()) {
            ("POST", ["threads", "search"]) => return threads(model, body.unwrap_or_default()),
            ("DELETE", ["threads", thread]) => return delete_thread(model, thread),
            _ => {}
        }
    }
    json(404, r#"{"detail":"Not Found"}"#)
}

fn delete(server: &Server, model: &mut Model, id: &str, query: &str) -> Reply {
    let table = &server.table;
    let other = model.ways.other_words;
    let Some(kept) = model.agents.iter().find(|kept| kept.id == id && kept.present).cloned() else {
        let others = [
            "missingOnOldServers",
            "missingAsDocumented",
            "missingIsForbidden",
            "missingIsDeleted",
            "missing",
        ];
        return server.says_one_of(if other { &others } else { &["missing"] }, id);
    };
    if model.ways.database_down > 0 && table["busy"].is_object() {
        model.ways.database_down -= 1;
        return server.says("busy", id, 0);
    }
    if let Some(operation) = model.taken.iter().position(|taken| taken == id)
        && (model.promised.contains(&kept.id) || table["onlyAccepts"] == true)
    {
        return server.knows("underWay", id, 0).unwrap_or_else(|| server.says("accepted", id, operation));
    }
    let guard = &table["guard"];
    let lifted =
        guard["lifted"].as_str().is_some_and(|parameter| query.split('&').any(|pair| pair == parameter));
    if kept.guarded && guard["by"] == "server" && !lifted {
        return reply_of(&serde_json::from_str(&guard["refused"].to_string().replace("{id}", id)).unwrap());
    }
    if table["accepted"].is_object() && (table["onlyAccepts"] == true || model.ways.slow.is_some()) {
        model.taken.push(id.to_owned());
        if model.ways.slow != Some(false) {
            model.promised.push(id.to_owned());
        }
        return server.says("accepted", id, model.taken.len() - 1);
    }
    model.remove(id);
    if model.ways.breaks && table["deletedButFailed"].is_object() {
        return server.says("deletedButFailed", id, 0);
    }
    if table["deletedShowsTheAgent"] == true {
        return json(200, &server.show(model, &kept).to_string());
    }
    server.says_one_of(
        if other { &["deletedInJavaScript", "deletedWithoutProof", "deleted"] } else { &["deleted"] },
        id,
    )
}

/// How it stands with an operation.
fn ask(server: &Server, model: &Model, operation: &str) -> Reply {
    let Some((at, id)) = operation.parse().ok().and_then(|at: usize| Some((at, model.taken.get(at)?))) else {
        return json(404, r#"{"error":{"code":404,"message":"Operation not found.","status":"NOT_FOUND"}}"#);
    };
    match model.has(id) {
        false => server.says("deleted", id, at),
        true if model.ways.slow == Some(false) && model.ways.other_words => server.says("failed", id, at),
        true => server.says("accepted", id, at),
    }
}

fn threads(model: &Model, body: &str) -> Reply {
    let body: Value = serde_json::from_str(body).unwrap();
    let asked = body["metadata"]["assistant_id"].as_str().unwrap_or_default();
    let mut rows = Vec::new();
    for kept in model.agents.iter().filter(|kept| model.ways.filter_lost || kept.id == asked) {
        let metadata = match model.ways.threads_nameless {
            true => value!({}),
            false => value!({"assistant_id": kept.id}),
        };
        rows.extend(kept.threads.iter().map(|thread| value!({"thread_id": thread, "metadata": metadata})));
    }
    let offset = body["offset"].as_u64().unwrap_or(0) as usize;
    let limit = body["limit"].as_u64().unwrap_or(10) as usize;
    let rows: Vec<_> = rows.into_iter().skip(offset).take(limit).collect();
    json(200, &Value::Array(rows).to_string())
}

fn delete_thread(model: &mut Model, thread: &str) -> Reply {
    let owner = model.agents.iter_mut().find(|kept| kept.threads.iter().any(|own| own == thread));
    let Some(owner) = owner else {
        return json(404, &value!({"detail": format!("Thread with ID {thread} not found")}).to_string());
    };
    owner.threads.retain(|own| own != thread);
    let id = owner.id.clone();
    model.note(What::LostThread, &id);
    empty(204)
}
