//! Stopping an agent.

use super::Session;
use super::agent::find_agent;
use crate::backend::fault;
use crate::error::Error;
use crate::error_code::ErrorCode;
use crate::http::{AgentId, Transport};
use crate::step::Purpose;

/// Stops the agent. One that is stopped already is left so.
pub(crate) async fn stop_agent<T: Transport>(session: &Session<'_, T>, id: &AgentId) -> Result<(), Error> {
    let platform = session.link.platform();
    let Some(route) = platform.stop_route(id) else {
        let message =
            [platform.title(), " has no way to stop an agent (capabilities.stop is false)"].concat();
        return Err(session.link.input_error(Some(id.as_str()), message));
    };
    let answer = session.ask(Purpose::Stop, &route).await?;
    let Some(fault) = fault(platform, Purpose::Stop, &answer) else { return Ok(()) };
    let error = session.fault(Purpose::Stop, &answer, fault);
    if error.code != ErrorCode::NotFound {
        return Err(error);
    }
    // elizaOS answers the stop of a stopped agent with the bytes of a missing one.
    match find_agent(session, id, Purpose::Get).await? {
        Some(agent) if !platform.is_in_use(&agent) => Ok(()),
        Some(_) => Err(session.found(
            Purpose::Stop,
            ErrorCode::Conflict,
            "the platform says that it is not there to stop, and yet it runs",
        )),
        None => Err(session.with_steps(error)),
    }
}
