//! Stopping an agent.

use super::agent::{read_agent, unless_missing};
use super::flow::Flow;
use crate::error::Error;
use crate::error_code::ErrorCode;
use crate::step::Purpose;
use crate::text::concat;
use core::task::{Poll, ready};

/// Stops the agent. One that is stopped already is left so.
pub(crate) fn stop_agent(flow: &Flow<'_>) -> Poll<Result<(), Error>> {
    let Flow { session, platform, id, .. } = flow;
    let Some(route) = platform.facts().stop_route(id) else {
        let message =
            concat(&[platform.facts().title, " has no way to stop an agent (capabilities.stop is false)"]);
        return Poll::Ready(Err(session.link.input_error(Some(id.as_str()), message)));
    };
    let error = match ready!(flow.ask_well(Purpose::Stop, route)) {
        Err(error) if error.code == ErrorCode::NotFound => error,
        stopped => return Poll::Ready(stopped.map(drop)),
    };
    // elizaOS answers the stop of a stopped agent with the bytes of a missing one.
    Poll::Ready(match unless_missing(ready!(read_agent(flow, Purpose::Get)))? {
        Some(agent) if !platform.is_in_use(&agent) => Ok(()),
        Some(_) => Err(session.found(
            Purpose::Stop,
            ErrorCode::Conflict,
            "the platform says that it is not there to stop, and yet it runs",
        )),
        None => Err(error),
    })
}
