//! Reading one agent.

use super::Session;
use crate::agent::Agent;
use crate::backend::fault;
use crate::error::Error;
use crate::error_code::ErrorCode;
use crate::http::{AgentId, Content, Transport};
use crate::step::Purpose;

/// Reads the agent. Only an answer that holds this very agent counts.
pub(crate) async fn read_agent<T: Transport>(
    session: &Session<'_, T>,
    id: &AgentId,
    purpose: Purpose,
) -> Result<Agent, Error> {
    let platform = session.link.platform();
    let answer = session.ask(purpose, &platform.agent_route(id)).await?;
    if let Some(fault) = fault(platform, purpose, &answer) {
        return Err(session.fault(purpose, &answer, fault));
    }
    let Content::Json(body) = &answer.content else {
        return Err(session.unreadable(purpose, &answer));
    };
    let agent = platform.read_agent(body).filter(|agent| id.names(&agent.id));
    agent.ok_or_else(|| session.unreadable(purpose, &answer))
}

/// The agent, or `None` where the platform says that it is not there.
pub(crate) async fn find_agent<T: Transport>(
    session: &Session<'_, T>,
    id: &AgentId,
    purpose: Purpose,
) -> Result<Option<Agent>, Error> {
    match read_agent(session, id, purpose).await {
        Ok(agent) => Ok(Some(agent)),
        Err(error) if error.code == ErrorCode::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}
