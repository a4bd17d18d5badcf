//! Reading one agent.

use super::Session;
use crate::agent::Agent;
use crate::error::Error;
use crate::error_code::ErrorCode;
use crate::http::AgentId;
use crate::step::Purpose;
use alloc::boxed::Box;

/// Reads the agent. Only an answer that holds this very agent counts.
pub(crate) async fn read_agent(
    session: &Session<'_>,
    id: &AgentId,
    purpose: Purpose,
) -> Result<Box<Agent>, Error> {
    let platform = session.link.platform();
    let answer = session.ask(purpose, platform.facts().agent_route(id)).await?;
    session.read(purpose, answer, |body| platform.read_agent(body).filter(|agent| id.names(&agent.id)))
}

/// The agent that was read, or `None` where the platform says that it is not there.
pub(crate) fn unless_missing(read: Result<Box<Agent>, Error>) -> Result<Option<Box<Agent>>, Error> {
    match read {
        Err(error) if error.code == ErrorCode::NotFound => Ok(None),
        read => read.map(Some),
    }
}
