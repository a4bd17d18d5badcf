//! Saving an agent: every part that the platform gives.

use super::Session;
use super::cursors::Cursors;
use super::redact::redact;
use crate::backend::{Part, PartKind, PartPage, Saved};
use crate::backup::{AgentBackup, BackupContent, BackupSource, MissingPart};
use crate::error::Error;
use crate::error_code::ErrorCode;
use crate::http::{AgentId, Content, Json, iso_date};
use crate::step::Purpose;
use alloc::borrow::ToOwned;
use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;

/// Saves the agent. Fails where the agent itself can't be saved; any other part that can't is listed as missing.
pub(crate) async fn take_backup(
    session: &Session<'_>,
    id: &AgentId,
    include_secrets: bool,
) -> Result<Box<AgentBackup>, Error> {
    let platform = session.link.platform();
    let mut backup = Box::new(AgentBackup {
        backend: session.link.backend,
        agent_id: id.as_str().to_owned(),
        taken_at: String::new(),
        source: BackupSource::Agent,
        missing: Vec::new(),
        redacted: Vec::new(),
        content: BackupContent::default(),
    });
    let mut has_agent = false;
    for part in platform.facts().parts {
        if part.kind == PartKind::Agent && has_agent {
            continue;
        }
        let agent = backup.content.document("agent").and_then(|document| platform.read_agent(document));
        if agent.is_some_and(|agent| !(part.of)(&agent)) {
            continue;
        }
        match save(session, id, part).await {
            Ok(saved) => {
                has_agent |= part.kind != PartKind::Extra;
                if part.name == "export" {
                    backup.source = BackupSource::Export;
                }
                backup.content.0.push((part.name, saved));
            }
            Err(error) if error.code == ErrorCode::Aborted => return Err(error),
            Err(error) if part.kind == PartKind::Agent => return Err(as_backup_failure(error)),
            Err(error) => {
                let reason = error.backend_message.as_ref().unwrap_or(&error.message).clone();
                backup.missing.push(MissingPart { part: part.name.to_owned(), reason });
            }
        }
    }
    backup.taken_at = iso_date(session.transport.now()).unwrap_or_default();
    if !include_secrets {
        backup.redacted = redact_parts(&mut backup.content);
    }
    Ok(backup)
}

/// An agent that is not there is just that; anything else that keeps it from being saved is a failed backup.
fn as_backup_failure(mut error: Error) -> Error {
    if error.code != ErrorCode::NotFound {
        error.code = ErrorCode::BackupFailed;
    }
    error
}

/// Fetches a part, every page of it.
async fn save(session: &Session<'_>, id: &AgentId, part: &Part) -> Result<Saved, Error> {
    let mut earlier: Option<Saved> = None;
    let mut cursors = Cursors::default();
    let mut cursor: Option<String> = None;
    loop {
        let page = fetch(session, id, part, cursor.as_deref()).await?;
        let whole = match (earlier.take(), page.saved) {
            (Some(Saved::Json(Json::Array(mut items))), Saved::Json(Json::Array(more))) => {
                items.extend(more);
                Saved::Json(Json::Array(items))
            }
            (_, saved) => saved,
        };
        cursor = cursors.follow(session, Purpose::Backup, page.next)?;
        if cursor.is_none() {
            return Ok(whole);
        }
        earlier = Some(whole);
    }
}

async fn fetch(
    session: &Session<'_>,
    id: &AgentId,
    part: &Part,
    cursor: Option<&str>,
) -> Result<PartPage, Error> {
    let platform = session.link.platform();
    let route = part.route(id, cursor);
    // An export that fails has a stand-in; repeating it is not worth the wait.
    let asked = match part.kind {
        PartKind::Export => session.ask_once(Purpose::Backup, route),
        PartKind::Agent | PartKind::Extra => session.ask(Purpose::Backup, route),
    };
    let mut answer = session.check(Purpose::Backup, asked.await?)?;
    let is_this_agent = |body: &Json| platform.read_agent(body).is_some_and(|agent| id.names(&agent.id));
    // Any other success status may come with less than all of it.
    let whole =
        answer.status == 200 && (part.kind != PartKind::Agent || answer.body().is_some_and(is_this_agent));
    let body = core::mem::replace(&mut answer.content, Content::Empty);
    let page = if whole { (part.read)(body) } else { None };
    page.ok_or_else(|| session.unreadable(Purpose::Backup, &answer))
}

/// Takes every secret out of what was saved, and lists where, as JSON Pointers.
fn redact_parts(content: &mut BackupContent) -> Vec<String> {
    let mut redacted = Vec::new();
    for (name, saved) in &mut content.0 {
        if let Saved::Json(document) = saved {
            redact(document, name, &mut redacted);
        }
    }
    redacted
}
