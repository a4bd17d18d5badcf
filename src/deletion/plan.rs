//! What a deletion would do, found out without changing anything.

use super::agent::read_agent;
use super::cascade::check_cascade;
use super::flow::{Flow, Stop};
use super::pages::{control_route, count_sessions, threads};
use super::{Session, Wishes};
use crate::agent::{Agent, AgentStatus};
use crate::backend::{Backend, PartKind};
use crate::error::Error;
use crate::error_code::ErrorCode;
use crate::host::{json_names, json_object};
use crate::http::Route;
use crate::step::Purpose;
use crate::text::{Text, decimal, fill};
use alloc::boxed::Box;
use alloc::vec::Vec;

/// What a deletion would do, and whether the platform would let it.
#[derive(Debug, Clone)]
pub struct DeletionPlan {
    /// The platform.
    pub backend: Backend,
    /// The agent's id, as it would be sent.
    pub agent_id: Text,
    /// The agent, if it is there.
    pub agent: Option<Agent>,
    /// `None` where only the platform's answer to the deletion can tell.
    pub deletable: Option<bool>,
    /// What stands in the way.
    pub blockers: Vec<Blocker>,
    /// The requests that would follow, in order. Empty while something stands in the way.
    pub requests: Vec<PlannedRequest>,
    /// What would go.
    pub destroys: Vec<&'static str>,
    /// What would stay.
    pub keeps: Vec<&'static str>,
}

json_object!(DeletionPlan {
    backend: "backend",
    agent_id: "agentId",
    agent: "agent",
    deletable: "deletable",
    blockers: "blockers",
    requests: "requests",
    destroys: "destroys",
    keeps: "keeps",
});

/// Something that stands in the way of a deletion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blocker {
    /// What kind of thing.
    pub code: BlockerCode,
    /// One sentence for a person.
    pub message: Text,
    /// What would lift it.
    pub lifted_by: Option<LiftedBy>,
}

json_object!(Blocker { code: "code", message: "message", lifted_by: "liftedBy" });

/// What kind of thing stands in the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BlockerCode {
    /// The agent is not there.
    NotFound,
    /// It runs, or has active sessions.
    InUse,
    /// It is a default or system agent.
    Protected,
    /// The caller may not read it.
    Forbidden,
}

json_names!(BlockerCode {
    NotFound: "not-found",
    InUse: "in-use",
    Protected: "protected",
    Forbidden: "forbidden",
});

/// What lifts a blocker.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LiftedBy {
    /// The option `force`.
    Force,
}

json_names!(LiftedBy { Force: "force" });

/// A request that would be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedRequest {
    /// What for.
    pub purpose: Purpose,
    /// The HTTP method.
    pub method: &'static str,
    /// Path and query, without the host.
    pub path: Text,
}

json_object!(PlannedRequest { purpose: "purpose", method: "method", path: "path" });

/// Reads what must be known, and says what would follow.
pub(crate) fn plan_deletion(flow: &Flow, wishes: &Wishes) -> Result<Box<DeletionPlan>, Stop> {
    check_cascade(flow, wishes)?;
    let facts = flow.platform.facts();
    let mut blockers = Vec::new();
    let mut requests = Vec::new();
    let agent = match flow.caught(read_agent(flow, Purpose::Get))? {
        Ok(agent) => {
            add_blockers(flow, &agent, wishes.force, &mut blockers)?;
            if blockers.is_empty() {
                add_requests(flow, &agent, wishes, &mut requests)?;
            }
            Some(*agent)
        }
        Err(error) => {
            blockers.push(flow.sure(unread(error))?);
            None
        }
    };
    let mut destroys = lines(facts.capabilities.destroys, false);
    if wishes.threads {
        destroys.push("its threads, with their runs");
    }
    Ok(Box::new(DeletionPlan {
        backend: flow.session.link.backend(),
        agent_id: Text::from(flow.id.as_str()),
        agent,
        deletable: if blockers.is_empty() { facts.read_tells_deletable.then_some(true) } else { Some(false) },
        blockers,
        requests,
        destroys,
        keeps: lines(facts.capabilities.keeps, wishes.threads),
    }))
}

/// What would go or stay, in the words of the platform's file; without what it says of threads that go along.
fn lines(lines: &[&'static str], without_threads: bool) -> Vec<&'static str> {
    let mut left = Vec::new();
    for line in lines {
        if !(without_threads && line.starts_with("its threads")) {
            left.push(*line);
        }
    }
    left
}

/// What an agent that can't be read says of its deletion, if anything.
fn unread(error: Error) -> Result<Blocker, Error> {
    let (code, message) = match error.code {
        ErrorCode::NotFound => {
            (BlockerCode::NotFound, Text::from("The platform says that the agent is not there."))
        }
        ErrorCode::Forbidden => (BlockerCode::Forbidden, fill("{}.", &[&error.message])),
        _ => return Err(error),
    };
    Ok(Blocker { code, message, lifted_by: None })
}

/// Adds what stands in the way of deleting an agent that was read. With `force`, that is nothing which `force` lifts.
pub(super) fn add_blockers(
    flow: &Flow,
    agent: &Agent,
    force: bool,
    blockers: &mut Vec<Blocker>,
) -> Result<(), Stop> {
    let mut add = |code, message, lifted_by| blockers.push(Blocker { code, message, lifted_by });
    if agent.is_protected == Some(true) {
        let message = "It is the platform's own agent, which can't be deleted.";
        add(BlockerCode::Protected, Text::from(message), None);
    } else if !force && agent.is_default == Some(true) {
        add(BlockerCode::Protected, Text::from("It is the default agent."), Some(LiftedBy::Force));
    }
    if !force && flow.platform.is_in_use(agent) {
        let message = match agent.status {
            Some(AgentStatus::Active) => "The agent is running.",
            _ => "The agent may be running: the platform does not say that it is stopped.",
        };
        add(BlockerCode::InUse, Text::from(message), Some(LiftedBy::Force));
    }
    if !force && flow.platform.has_sessions(agent) {
        let sessions = count_sessions(flow)?;
        if sessions > 0 {
            let message = fill("The agent has {} session(s) in use.", &[&decimal(sessions as i64)]);
            add(BlockerCode::InUse, message, Some(LiftedBy::Force));
        }
    }
    Ok(())
}

/// Adds the requests of a deletion that nothing blocks. One that only a certain answer would cause is not among them.
fn add_requests(
    flow: &Flow,
    agent: &Agent,
    wishes: &Wishes,
    requests: &mut Vec<PlannedRequest>,
) -> Result<(), Stop> {
    let Flow { session, platform, id, .. } = flow;
    let facts = platform.facts();
    if wishes.backs_up {
        let mut has_export = false;
        for part in facts.parts {
            has_export |= part.kind == PartKind::Export;
            // The plain agent stands in for an export, but only where that fails.
            if (part.of)(&agent.raw) && !(has_export && part.kind == PartKind::Agent) {
                add(session, Purpose::Backup, part.route(id, None), requests);
            }
        }
    }
    let time_passes = wishes.confirms || wishes.backs_up;
    if time_passes && platform.reads_first(wishes.force) {
        add(session, Purpose::Get, facts.agent_route(id), requests);
    }
    if wishes.force
        && agent.is_default == Some(true)
        && let Some((unset, _)) = platform.default_routes(id)
    {
        add(session, Purpose::UnsetDefault, unset, requests);
    }
    if wishes.threads {
        let threads = threads(flow)?;
        if let Some(list) = threads.control {
            add(session, Purpose::List, control_route(list), requests);
        }
        for thread in &threads.ids {
            if let Some(route) = platform.delete_thread_route(thread) {
                add(session, Purpose::DeleteDependent, route, requests);
            }
        }
    }
    add(session, Purpose::Delete, platform.facts().delete_route(id, wishes.force), requests);
    if wishes.verify {
        add(session, Purpose::Verify, facts.agent_route(id), requests);
    }
    Ok(())
}

/// Adds the request that a route would become.
fn add(session: &Session, purpose: Purpose, route: Route, requests: &mut Vec<PlannedRequest>) {
    if let Some(request) = session.planned(purpose, route) {
        requests.push(request);
    }
}
