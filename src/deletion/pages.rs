//! What hangs on an agent, from every page of the platform's lists: its sessions and its threads.

use super::Session;
use super::cursors::Cursors;
use super::flow::{Event, Flow, Value};
use crate::error::Error;
use crate::http::AgentId;
use crate::step::Purpose;
use alloc::boxed::Box;
use alloc::rc::Rc;
use alloc::string::String;
use alloc::vec::Vec;
use core::task::Poll;

/// How many sessions keep the agent in use.
pub(super) fn count_sessions(flow: &Flow<'_>) -> Poll<Result<usize, Error>> {
    match flow.past() {
        Some(Ok(Value::Count(count))) => Poll::Ready(Ok(count)),
        Some(Err(error)) => Poll::Ready(Err(error)),
        _ => flow.begin(Box::pin(read_pages(flow.session, flow.id, None))),
    }
}

/// Every thread of the agent, from each of the platform's lists.
pub(super) fn threads(flow: &Flow<'_>) -> Poll<Result<Rc<Vec<AgentId>>, Error>> {
    match flow.past() {
        Some(Ok(Value::Threads(threads))) => Poll::Ready(Ok(threads)),
        Some(Err(error)) => Poll::Ready(Err(error)),
        _ => flow.begin(Box::pin(read_pages(flow.session, flow.id, Some(flow.platform.thread_lists())))),
    }
}

/// Reads every page of these lists of threads; without any, of the sessions.
async fn read_pages(session: &Session<'_>, id: &AgentId, lists: Option<&[&'static str]>) -> Event {
    let platform = session.link.platform();
    let (mut threads, mut in_use) = (Vec::new(), 0);
    for list in lists.unwrap_or(&[""]) {
        let mut cursors = Cursors::default();
        let mut cursor: Option<String> = None;
        loop {
            let at = cursor.as_deref();
            let route = match lists {
                Some(_) => platform.threads_route(id, list, at),
                None => platform.sessions_route(id, at),
            };
            let Some(route) = route else { break };
            let answer = session.ask(Purpose::List, route).await?;
            session.check(Purpose::List, &answer)?;
            let next = answer.body().and_then(|body| {
                if lists.is_none() {
                    let page = platform.read_sessions(body)?;
                    in_use += page.in_use;
                    return Some(page.next);
                }
                let (ids, next) = platform.read_threads(id, body)?;
                threads.extend(ids);
                Some(next)
            });
            let next = next.ok_or_else(|| session.unreadable(Purpose::List, &answer))?;
            cursor = cursors.follow(session, Purpose::List, next)?;
            if cursor.is_none() {
                break;
            }
        }
    }
    Ok(if lists.is_some() { Value::Threads(Rc::new(threads)) } else { Value::Count(in_use) })
}
