//! Reading one agent.

use super::Session;
use super::flow::{Flow, Stop};
use crate::agent::Agent;
use crate::backend::Answer;
use crate::error::Error;
use crate::http::AgentId;
use crate::step::Purpose;
use alloc::boxed::Box;

/// Reads the agent.
pub(crate) fn read_agent(flow: &Flow, purpose: Purpose) -> Result<Box<Agent>, Stop> {
    let answer = flow.ask(purpose, flow.platform.facts().agent_route(&flow.id))?;
    flow.sure(agent_in(&flow.session, &flow.id, purpose, answer))
}

/// The agent in an answer. Only one that holds this very agent counts.
pub(super) fn agent_in(
    session: &Session,
    id: &AgentId,
    purpose: Purpose,
    answer: &Answer,
) -> Result<Box<Agent>, Error> {
    session.check(purpose, answer)?;
    match answer.body().and_then(|body| session.link.platform().read_agent(body)) {
        Some(agent) if id.names(&agent.id) => Ok(agent),
        _ => Err(session.unreadable(purpose, answer)),
    }
}
