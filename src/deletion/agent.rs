//! Reading one agent, and stopping it.

use super::Session;
use crate::agent::Agent;
use crate::backend::Answer;
use crate::error::Error;
use crate::error_code::ErrorCode;
use crate::http::AgentId;
use crate::step::Purpose;

/// Reads the agent.
pub(crate) async fn read_agent(
    session: &Session<'_>,
    id: &AgentId,
    purpose: Purpose,
) -> Result<Agent, Error> {
    let route = session.link.platform().facts().agent_route(id);
    let answer = session.ask(purpose, &route).await?;
    agent_in(session, id, purpose, &answer)
}

/// The agent in an answer. Only one that holds this very agent counts.
pub(super) fn agent_in(
    session: &Session<'_>,
    id: &AgentId,
    purpose: Purpose,
    answer: &Answer,
) -> Result<Agent, Error> {
    session.check(purpose, answer)?;
    match answer.body().and_then(|body| session.link.platform().read_agent(body)) {
        Some(agent) if id.names(&agent.id) => Ok(agent),
        _ => Err(session.unreadable(purpose, answer)),
    }
}

/// Stops the agent. One that is stopped already is left so.
pub(crate) async fn stop_agent(session: &Session<'_>, id: &AgentId) -> Result<(), Error> {
    let platform = session.link.platform();
    let Some(route) = platform.facts().stop_route(id) else {
        let title = platform.facts().title;
        let message = format!("{title} has no way to stop an agent (capabilities.stop is false)");
        return Err(session.link.input_error(Some(id.as_str()), message));
    };
    let error = match session.ask_well(Purpose::Stop, &route).await {
        Err(error) if error.code == ErrorCode::NotFound => error,
        stopped => return stopped.map(drop),
    };
    // elizaOS answers the stop of a stopped agent with the bytes of a missing one.
    match read_agent(session, id, Purpose::Get).await {
        Ok(agent) if !platform.is_in_use(&agent) => Ok(()),
        Ok(_) => {
            let reason = "the platform says that it is not there to stop, and yet it runs";
            Err(session.found(Purpose::Stop, ErrorCode::Conflict, reason))
        }
        Err(read) if read.code == ErrorCode::NotFound => Err(error),
        Err(read) => Err(read),
    }
}
