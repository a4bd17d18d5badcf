//! Stopping an agent.

use super::agent::read_agent;
use super::flow::{Flow, Stop};
use crate::error_code::ErrorCode;
use crate::step::Purpose;
use crate::text::fill;

/// Stops the agent. One that is stopped already is left so.
pub(crate) fn stop_agent(flow: &Flow) -> Result<(), Stop> {
    let Flow { session, platform, id, .. } = flow;
    let Some(route) = platform.facts().stop_route(id) else {
        let message =
            fill("{} has no way to stop an agent (capabilities.stop is false)", &[platform.facts().title]);
        return Err(flow.fail(session.link.input_error(Some(id.as_str()), message)));
    };
    let error = match flow.caught(flow.ask_well(Purpose::Stop, route))? {
        Err(error) if error.code == ErrorCode::NotFound => error,
        stopped => return flow.sure(stopped.map(drop)),
    };
    // elizaOS answers the stop of a stopped agent with the bytes of a missing one.
    flow.sure(match flow.caught(read_agent(flow, Purpose::Get))? {
        Ok(agent) if !platform.is_in_use(&agent) => Ok(()),
        Ok(_) => Err(session.found(
            Purpose::Stop,
            ErrorCode::Conflict,
            "the platform says that it is not there to stop, and yet it runs",
        )),
        Err(read) if read.code == ErrorCode::NotFound => Err(error),
        Err(read) => Err(read),
    })
}
