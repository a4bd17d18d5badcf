//! What a deletion would do, found out without changing anything.

use super::agents::read_agent;
use super::cascade::{InUse, check_cascade, control_route, count_sessions, own_threads};
use super::{DeleteOptions, Session};
use crate::agent::{Agent, AgentStatus};
use crate::backend::{Backend, PartKind};
use crate::error::Error;
use crate::error_code::ErrorCode;
use crate::http::{AgentId, Route};
use crate::step::Purpose;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// What a deletion would do, and whether the platform would let it.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct DeletionPlan {
    /// The platform.
    pub backend: Backend,
    /// The agent's id, as it would be sent.
    pub agent_id: String,
    /// The agent, if it is there.
    pub agent: Option<Agent>,
    /// `None` where only the platform's answer to the deletion can tell.
    pub deletable: Option<bool>,
    /// What stands in the way, and what would if `force` did not lift it.
    pub blockers: Vec<Blocker>,
    /// The requests that would follow, in order. Empty while something stands in the way.
    pub requests: Vec<PlannedRequest>,
    /// What would go.
    pub destroys: Vec<Cow<'static, str>>,
    /// What would stay.
    pub keeps: Vec<&'static str>,
}

/// Something that stands in the way of a deletion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Blocker {
    /// What kind of thing.
    pub code: BlockerCode,
    /// One sentence for a person.
    pub message: String,
    /// What would lift it.
    pub lifted_by: Option<LiftedBy>,
    /// Whether it is lifted, by an option of this call: then it stands in no way, and says what the option tramples on.
    pub overridden: bool,
}

/// What kind of thing stands in the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum BlockerCode {
    /// The agent is not there.
    NotFound,
    /// It runs, or has active sessions.
    InUse,
    /// It is a default or system agent.
    Protected,
    /// The caller may not read it.
    Forbidden,
    /// Its deletion would destroy other agents, too.
    TakesAlong,
}

impl BlockerCode {
    /// What a deletion that it stops fails with.
    pub(crate) fn error_code(self) -> ErrorCode {
        match self {
            Self::NotFound => ErrorCode::NotFound,
            Self::InUse | Self::TakesAlong => ErrorCode::Conflict,
            Self::Protected => ErrorCode::Protected,
            Self::Forbidden => ErrorCode::Forbidden,
        }
    }
}

/// What lifts a blocker.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LiftedBy {
    /// The option `force`.
    Force,
}

/// A request that would be sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PlannedRequest {
    /// What for.
    pub purpose: Purpose,
    /// The HTTP method.
    pub method: &'static str,
    /// Path and query, without the host.
    pub path: String,
}

/// Reads what must be known, and says what would follow.
pub(crate) async fn plan_deletion(
    session: &Session<'_>,
    id: &AgentId,
    options: &DeleteOptions,
) -> Result<DeletionPlan, Error> {
    check_cascade(session, id, options)?;
    let facts = session.link.platform().facts();
    let mut blockers = Vec::new();
    let mut requests = Vec::new();
    let agent = match read_agent(session, id, Purpose::Get).await {
        Ok(agent) => {
            blockers = blockers_of(session, &agent, options.force);
            blockers.extend(session_blocker(session, id, &agent, options.force).await?);
            if blocking(&blockers).is_none() {
                requests = planned_requests(session, id, &agent, options).await?;
            }
            Some(agent)
        }
        Err(error) => {
            blockers.push(unread(error)?);
            None
        }
    };
    // What the platform's file says of threads that go along is not so here.
    let goes_along = |line: &&str| options.threads() && line.starts_with("its threads");
    let mut destroys: Vec<_> = facts.capabilities.destroys.iter().copied().map(Cow::Borrowed).collect();
    if options.threads() {
        destroys.push(Cow::Borrowed("its threads, with their runs"));
    }
    if let Some(others) = agent.as_ref().and_then(|agent| session.link.platform().takes_along(agent)) {
        destroys.push(Cow::Owned(others));
    }
    Ok(DeletionPlan {
        backend: session.link.backend(),
        agent_id: id.to_string(),
        agent,
        deletable: match blocking(&blockers) {
            None => facts.read_tells_deletable.then_some(true),
            Some(_) => Some(false),
        },
        blockers,
        requests,
        destroys,
        keeps: facts.capabilities.keeps.iter().copied().filter(|line| !goes_along(line)).collect(),
    })
}

/// What an agent that can't be read says of its deletion, if anything.
fn unread(error: Error) -> Result<Blocker, Error> {
    let (code, message) = match error.code {
        ErrorCode::NotFound => {
            (BlockerCode::NotFound, "The platform says that the agent is not there.".to_owned())
        }
        ErrorCode::Forbidden => (BlockerCode::Forbidden, format!("{}.", error.message)),
        _ => return Err(error),
    };
    Ok(Blocker { code, message, lifted_by: None, overridden: false })
}

/// The first blocker that really blocks.
pub(crate) fn blocking(blockers: &[Blocker]) -> Option<&Blocker> {
    blockers.iter().find(|blocker| !blocker.overridden)
}

/// A blocker that `force` lifts.
fn lifted_by_force(code: BlockerCode, message: impl Into<String>, force: bool) -> Blocker {
    Blocker { code, message: message.into(), lifted_by: Some(LiftedBy::Force), overridden: force }
}

/// What stands in the way of deleting an agent, as far as it says so itself. `force` only overrides what it lifts, so that
/// whoever confirms sees it.
pub(super) fn blockers_of(session: &Session<'_>, agent: &Agent, force: bool) -> Vec<Blocker> {
    let mut blockers = Vec::new();
    if agent.is_protected == Some(true) {
        let message = "It is the platform's own agent, which can't be deleted.".to_owned();
        let code = BlockerCode::Protected;
        blockers.push(Blocker { code, message, lifted_by: None, overridden: false });
    } else if agent.is_default == Some(true) {
        blockers.push(lifted_by_force(BlockerCode::Protected, "It is the default agent.", force));
    }
    if session.link.platform().is_in_use(agent) {
        let message = match agent.status {
            Some(AgentStatus::Active) => "The agent is running.",
            _ => "The agent may be running: the platform does not say that it is stopped.",
        };
        blockers.push(lifted_by_force(BlockerCode::InUse, message, force));
    }
    if let Some(others) = session.link.platform().takes_along(agent) {
        let message = format!("Its deletion would take along {others}.");
        blockers.push(lifted_by_force(BlockerCode::TakesAlong, message, force));
    }
    blockers
}

/// The sessions that keep an agent in use, which `force` ends along with it. Where they can't be listed, `force` goes on all the
/// same, and the blocker says that nobody knows what it ends.
pub(super) async fn session_blocker(
    session: &Session<'_>,
    id: &AgentId,
    agent: &Agent,
    force: bool,
) -> Result<Option<Blocker>, Error> {
    if !session.link.platform().has_sessions(agent) {
        return Ok(None);
    }
    let message = match count_sessions(session, id).await {
        Ok(InUse { count: 0, .. }) => return Ok(None),
        Ok(InUse { count, at_least }) => {
            let at_least = if at_least { "at least " } else { "" };
            let then = if force { ", which force ends" } else { "" };
            format!("The agent has {at_least}{count} session(s) in use{then}.")
        }
        Err(error) if !force || error.code == ErrorCode::Aborted => return Err(error),
        Err(error) => {
            let why = error.message.trim_end_matches('.');
            format!("The agent may have sessions in use, which force ends; they could not be counted: {why}.")
        }
    };
    Ok(Some(lifted_by_force(BlockerCode::InUse, message, force)))
}

/// The requests of a deletion that nothing blocks. One that only a certain answer would cause is not among them.
async fn planned_requests(
    session: &Session<'_>,
    id: &AgentId,
    agent: &Agent,
    options: &DeleteOptions,
) -> Result<Vec<PlannedRequest>, Error> {
    let platform = session.link.platform();
    let facts = platform.facts();
    let mut requests = Vec::new();
    let mut add = |purpose, route: Route| requests.extend(session.planned(purpose, &route));
    if options.backs_up() {
        let mut has_export = false;
        for part in facts.parts {
            has_export |= part.kind == PartKind::Export;
            // The plain agent stands in for an export, but only where that fails.
            if (part.of)(&agent.raw) && !(has_export && part.kind == PartKind::Agent) {
                add(Purpose::Backup, part.route(id, None));
            }
        }
    }
    if options.lets_time_pass() && facts.reads_first(options.force) {
        add(Purpose::Get, facts.agent_route(id));
    }
    if options.force
        && agent.is_default == Some(true)
        && let Some((unset, _)) = platform.default_routes(id)
    {
        add(Purpose::UnsetDefault, unset);
    }
    if options.threads() {
        let threads = own_threads(session, id).await?;
        if let Some(list) = threads.control {
            add(Purpose::List, control_route(list));
        }
        for route in threads.ids.iter().filter_map(|thread| platform.delete_thread_route(thread)) {
            add(Purpose::DeleteDependent, route);
        }
    }
    add(Purpose::Delete, facts.delete_route(id, options.force));
    if options.verify {
        add(Purpose::Verify, facts.agent_route(id));
    }
    Ok(requests)
}
