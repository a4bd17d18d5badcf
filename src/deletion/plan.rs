//! What a deletion would do, found out without changing anything.

use super::agent::read_agent;
use super::cascade::check_cascade;
use super::flow::Flow;
use super::pages::{count_sessions, threads};
use super::{BackupWish, DeleteOptions};
use crate::agent::{Agent, AgentStatus};
use crate::backend::{Backend, Cascade, PartKind};
use crate::error::Error;
use crate::error_code::ErrorCode;
use crate::host::{json_names, json_object};
use crate::http::Route;
use crate::step::Purpose;
use crate::text::{concat, decimal};
use alloc::borrow::ToOwned;
use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use core::task::{Poll, ready};

/// What a deletion would do, and whether the platform would let it.
#[derive(Debug, Clone)]
pub struct DeletionPlan {
    /// The platform.
    pub backend: Backend,
    /// The agent's id, as it would be sent.
    pub agent_id: String,
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
    pub message: String,
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
    pub path: String,
}

json_object!(PlannedRequest { purpose: "purpose", method: "method", path: "path" });

/// Reads what must be known, and says what would follow.
pub(crate) fn plan_deletion(
    flow: &Flow<'_>,
    options: &DeleteOptions,
) -> Poll<Result<Box<DeletionPlan>, Error>> {
    check_cascade(flow, options)?;
    let capabilities = &flow.platform.facts().capabilities;
    let mut plan = Box::new(DeletionPlan {
        backend: flow.session.link.options.backend,
        agent_id: flow.id.as_str().to_owned(),
        agent: None,
        deletable: Some(false),
        blockers: Vec::new(),
        requests: Vec::new(),
        destroys: capabilities.destroys.to_vec(),
        keeps: capabilities.keeps.to_vec(),
    });
    if options.cascade.contains(&Cascade::Threads) {
        plan.keeps.retain(|kept| !kept.starts_with("its threads"));
        plan.destroys.push("its threads, with their runs");
    }
    match ready!(read_agent(flow, Purpose::Get)) {
        Ok(agent) => {
            plan.blockers = ready!(blockers(flow, &agent, options.force))?;
            plan.blockers.retain(|blocker| !(options.force && blocker.lifted_by.is_some()));
            if plan.blockers.is_empty() {
                plan.deletable = flow.platform.facts().read_tells_deletable.then_some(true);
                plan.requests = ready!(requests(flow, &agent, options))?;
            }
            plan.agent = Some(*agent);
        }
        Err(error) => plan.blockers.push(unread(error)?),
    }
    Poll::Ready(Ok(plan))
}

/// What an agent that can't be read says of its deletion, if anything.
fn unread(error: Error) -> Result<Blocker, Error> {
    let (code, message) = match error.code {
        ErrorCode::NotFound => {
            (BlockerCode::NotFound, "The platform says that the agent is not there.".to_owned())
        }
        ErrorCode::Forbidden => (BlockerCode::Forbidden, concat(&[&error.message, "."])),
        _ => return Err(error),
    };
    Ok(Blocker { code, message, lifted_by: None })
}

/// What stands in the way of deleting an agent that was read. With `force`, what that lifts is not looked for.
pub(super) fn blockers(flow: &Flow<'_>, agent: &Agent, force: bool) -> Poll<Result<Vec<Blocker>, Error>> {
    let platform = flow.platform;
    let mut found = Vec::new();
    let mut add = |code, message: &str, lifted_by| {
        found.push(Blocker { code, message: message.to_owned(), lifted_by });
    };
    if agent.is_protected == Some(true) {
        add(BlockerCode::Protected, "It is the platform's own agent, which can't be deleted.", None);
    } else if agent.is_default == Some(true) {
        add(BlockerCode::Protected, "It is the default agent.", Some(LiftedBy::Force));
    }
    if platform.is_in_use(agent) {
        let message = match agent.status {
            Some(AgentStatus::Active) => "The agent is running.",
            _ => "The agent may be running: the platform does not say that it is stopped.",
        };
        add(BlockerCode::InUse, message, Some(LiftedBy::Force));
    }
    if !force && platform.has_sessions(agent) {
        let sessions = ready!(count_sessions(flow))?;
        if sessions > 0 {
            let message = concat(&["The agent has ", &decimal(sessions as i64), " session(s) in use."]);
            add(BlockerCode::InUse, &message, Some(LiftedBy::Force));
        }
    }
    Poll::Ready(Ok(found))
}

/// The requests of a deletion that nothing blocks. One that only a certain answer would cause is not among them.
fn requests(
    flow: &Flow<'_>,
    agent: &Agent,
    options: &DeleteOptions,
) -> Poll<Result<Vec<PlannedRequest>, Error>> {
    let (platform, id) = (flow.platform, flow.id);
    let mut planned = Vec::new();
    let mut plan = |purpose, route: Route| planned.extend(flow.session.planned(purpose, route));
    let backs_up = !matches!(options.backup, BackupWish::No);
    if backs_up {
        // The plain agent stands in for an export, but only where that fails.
        let has_export = platform.facts().parts.iter().any(|part| part.kind == PartKind::Export);
        for part in platform.facts().parts {
            if (part.of)(&agent.raw) && !(has_export && part.kind == PartKind::Agent) {
                plan(Purpose::Backup, part.route(id, None));
            }
        }
    }
    let time_passes = options.confirm.is_some() || backs_up;
    if time_passes && platform.reads_first(options.force) {
        plan(Purpose::Get, platform.facts().agent_route(id));
    }
    if options.force
        && agent.is_default == Some(true)
        && let Some((unset, _)) = platform.default_routes(id)
    {
        plan(Purpose::UnsetDefault, unset);
    }
    if options.cascade.contains(&Cascade::Threads) {
        for thread in ready!(threads(flow))?.iter() {
            if let Some(route) = platform.delete_thread_route(thread) {
                plan(Purpose::DeleteDependent, route);
            }
        }
    }
    plan(Purpose::Delete, platform.delete_route(id, options.force));
    if options.verify {
        plan(Purpose::Verify, platform.facts().agent_route(id));
    }
    Poll::Ready(Ok(planned))
}
