//! Reading one agent.

use super::Session;
use super::flow::Flow;
use crate::agent::Agent;
use crate::backend::Answer;
use crate::error::Error;
use crate::error_code::ErrorCode;
use crate::http::AgentId;
use crate::step::Purpose;
use alloc::boxed::Box;
use core::task::{Poll, ready};

/// Reads the agent.
pub(crate) fn read_agent(flow: &Flow<'_>, purpose: Purpose) -> Poll<Result<Box<Agent>, Error>> {
    let answer = ready!(flow.ask(purpose, flow.platform.facts().agent_route(flow.id)))?;
    Poll::Ready(agent_in(flow.session, flow.id, purpose, &answer))
}

/// The agent in an answer. Only one that holds this very agent counts.
pub(super) fn agent_in(
    session: &Session<'_>,
    id: &AgentId,
    purpose: Purpose,
    answer: &Answer,
) -> Result<Box<Agent>, Error> {
    session.check(purpose, answer)?;
    let agent = answer.body().and_then(|body| session.link.platform().read_agent(body));
    agent.filter(|agent| id.names(&agent.id)).ok_or_else(|| session.unreadable(purpose, answer))
}

/// The agent that was read, or `None` where the platform says that it is not there.
pub(super) fn unless_missing(read: Result<Box<Agent>, Error>) -> Result<Option<Box<Agent>>, Error> {
    match read {
        Err(error) if error.code == ErrorCode::NotFound => Ok(None),
        read => read.map(Some),
    }
}
