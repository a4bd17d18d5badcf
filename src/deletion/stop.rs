//! Stopping an agent.

use super::Session;
use super::agent::{read_agent, unless_missing};
use crate::error::Error;
use crate::error_code::ErrorCode;
use crate::http::AgentId;
use crate::step::Purpose;
use crate::text::concat;

/// Stops the agent. One that is stopped already is left so.
pub(crate) async fn stop_agent(session: &Session<'_>, id: &AgentId) -> Result<(), Error> {
    let platform = session.link.platform();
    let Some(route) = platform.facts().stop_route(id) else {
        let message =
            concat(&[platform.facts().title, " has no way to stop an agent (capabilities.stop is false)"]);
        return Err(session.link.input_error(Some(id.as_str()), message));
    };
    let answer = session.ask(Purpose::Stop, route).await?;
    let error = match session.check(Purpose::Stop, answer) {
        Err(error) if error.code == ErrorCode::NotFound => error,
        checked => return checked.map(drop),
    };
    // elizaOS answers the stop of a stopped agent with the bytes of a missing one.
    match unless_missing(read_agent(session, id, Purpose::Get).await)? {
        Some(agent) if !platform.is_in_use(&agent) => Ok(()),
        Some(_) => Err(session.found(
            Purpose::Stop,
            ErrorCode::Conflict,
            "the platform says that it is not there to stop, and yet it runs",
        )),
        None => Err(session.with_steps(error)),
    }
}
