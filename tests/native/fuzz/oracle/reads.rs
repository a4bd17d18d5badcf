//! What may be said of an answer to a read: of an agent, and of an operation that deletes one.

use super::content::{Content, readings};
use super::platform::{Answer, Platform, platform};
use super::sure::Sure::{self, No, Perhaps, Yes};
use super::words::says_no;
use super::{Said, is_kept, judge, vertex};
use agent_delete::{Backend, ErrorCode, Reply};
use serde_json::Value;

/// What a read says.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Read {
    /// This agent is there.
    There,
    /// The platform's own word that it is not.
    Missing,
    Failed(ErrorCode),
}

/// All that may be said of this reply to a read of `id`.
pub fn read(backend: Backend, id: &str, reply: &Reply) -> Vec<Read> {
    read_by(platform(backend), id, reply)
}

/// The same on a platform whose truth this is.
pub fn read_by(platform: &dyn Platform, id: &str, reply: &Reply) -> Vec<Read> {
    let mut all = Vec::new();
    for content in &readings(reply) {
        for read in judged(platform, &Answer { id, status: reply.status, reply, content }) {
            if !all.contains(&read) {
                all.push(read);
            }
        }
    }
    let kept = is_kept(reply);
    if kept != No && all.contains(&Read::Missing) {
        // It was so once.
        all.retain(|read| *read != Read::Missing || kept == Perhaps);
        all.push(Read::Failed(ErrorCode::UnexpectedResponse));
        all.push(Read::Failed(ErrorCode::WrongEndpoint));
    }
    all
}

fn judged(platform: &dyn Platform, answer: &Answer<'_>) -> Vec<Read> {
    use ErrorCode::{UnexpectedResponse, WrongEndpoint};
    let failed = |code| vec![Read::Failed(code)];
    let either = |sure: Sure, yes: Read, no: Vec<Read>| match sure {
        Yes => vec![yes],
        No => no,
        Perhaps => [vec![yes], no].concat(),
    };
    match (answer.status, answer.content) {
        // A 204 has no body, and its label means nothing.
        (204, Content::Page) => [failed(WrongEndpoint), failed(UnexpectedResponse)].concat(),
        (200..=299, Content::Page) => failed(WrongEndpoint),
        (status @ 200..=299, Content::Json(body)) => {
            // With another status than its own it is left open.
            let sure = platform.shows(answer.id, body).and(if status == 200 { Yes } else { Perhaps });
            // An envelope that says no; or a member of the agent's own.
            match body.as_object().map_or(No, says_no) {
                Yes => [
                    either(sure.and(Perhaps), Read::There, failed(UnexpectedResponse)),
                    failed(ErrorCode::Refused),
                ]
                .concat(),
                _ => either(sure, Read::There, failed(UnexpectedResponse)),
            }
        }
        (200..=299, _) => failed(UnexpectedResponse),
        _ => {
            let codes = judge(platform, answer).into_iter().filter_map(|said| match said {
                Said::Failed(ErrorCode::NotFound, _) => None,
                Said::Failed(code, _) => Some(Read::Failed(code)),
                _ => None,
            });
            let mut codes: Vec<_> = codes.collect();
            if answer.status == 404 {
                codes.push(Read::Failed(WrongEndpoint));
            }
            // Words of a deletion, in an answer to a read.
            if codes.is_empty() {
                codes.push(Read::Failed(ErrorCode::BackendFailure));
                codes.push(Read::Failed(ErrorCode::InvalidRequest));
                codes.push(Read::Missing);
            }
            either(
                platform.is_missing_to_a_read(answer).and(platform.misses_this(answer)),
                Read::Missing,
                codes,
            )
        }
    }
}

/// What may be known once this reply has come to a question about the operation `name`, and nothing else ever comes.
pub fn settled(id: &str, name: &str, reply: &Reply) -> Vec<Said> {
    let mut all = Vec::new();
    for content in &readings(reply) {
        let said = match (reply.status, content) {
            (200, Content::Json(Value::Object(body))) => match body.get("name").and_then(Value::as_str) {
                Some(_) if says_no(body) == Yes => {
                    let no = [false, true].map(|unknown| Said::Failed(ErrorCode::Refused, unknown));
                    [vec![Said::Accepted], no.to_vec(), vertex::operation(id, body).1].concat()
                }
                Some(own) if own == name => vertex::operation(id, body).1,
                Some(own) if own.rsplit('/').next() == name.rsplit('/').next() => {
                    [vec![Said::Accepted], vertex::operation(id, body).1].concat()
                }
                _ => vec![Said::Accepted],
            },
            _ => vec![Said::Accepted],
        };
        all.extend(said.into_iter().map(|said| match said {
            // An answer that says nothing leaves it as it was.
            Said::Failed(ErrorCode::UnexpectedResponse, _) => Said::Accepted,
            said => said,
        }));
    }
    if is_kept(reply) != No || all.is_empty() {
        all.push(Said::Accepted);
    }
    all
}
