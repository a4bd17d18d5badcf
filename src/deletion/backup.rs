//! Saving an agent: every part that the platform gives.

use super::Session;
use super::cursors::Cursors;
use super::redact::redact;
use crate::backend::{Part, PartKind, PartPage, Saved, fault};
use crate::backup::{AgentBackup, BackupContent, BackupSource, MissingPart};
use crate::error::Error;
use crate::error_code::ErrorCode;
use crate::http::{AgentId, Content, Json, Transport, iso_date};
use crate::step::Purpose;

/// Saves the agent. Fails where the agent itself can't be saved; any other part that can't is listed as missing.
pub(crate) async fn take_backup<T: Transport>(
    session: &Session<'_, T>,
    id: &AgentId,
    include_secrets: bool,
) -> Result<AgentBackup, Error> {
    let platform = session.link.platform();
    let mut content = BackupContent::default();
    let mut missing = Vec::new();
    let mut source = None;
    for part in platform.parts() {
        if part.kind == PartKind::Agent && source.is_some() {
            continue;
        }
        let agent = content.document("agent").and_then(|document| platform.read_agent(document));
        if agent.is_some_and(|agent| !(part.of)(&agent)) {
            continue;
        }
        match save(session, id, part).await {
            Ok(saved) => {
                if part.kind != PartKind::Extra {
                    let exported = part.name == "export";
                    source = Some(if exported { BackupSource::Export } else { BackupSource::Agent });
                }
                content.0.push((part.name, saved));
            }
            Err(error) if error.code == ErrorCode::Aborted => return Err(error),
            Err(error) if part.kind == PartKind::Agent => return Err(as_backup_failure(error)),
            Err(error) => {
                let reason = error.backend_message.clone().unwrap_or_else(|| error.message.clone());
                missing.push(MissingPart { part: part.name.to_owned(), reason });
            }
        }
    }
    Ok(AgentBackup {
        backend: session.link.backend,
        agent_id: id.as_str().to_owned(),
        taken_at: iso_date(session.link.transport.now()).unwrap_or_default(),
        source: source.unwrap_or(BackupSource::Agent),
        missing,
        redacted: if include_secrets { Vec::new() } else { redact_parts(&mut content) },
        content,
    })
}

/// An agent that is not there is just that; anything else that keeps it from being saved is a failed backup.
fn as_backup_failure(mut error: Error) -> Error {
    if error.code != ErrorCode::NotFound {
        error.code = ErrorCode::BackupFailed;
    }
    error
}

/// Fetches a part, every page of it.
async fn save<T: Transport>(session: &Session<'_, T>, id: &AgentId, part: &Part) -> Result<Saved, Error> {
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

async fn fetch<T: Transport>(
    session: &Session<'_, T>,
    id: &AgentId,
    part: &Part,
    cursor: Option<&str>,
) -> Result<PartPage, Error> {
    let platform = session.link.platform();
    let route = (part.route)(id, cursor);
    // An export that fails has a stand-in; repeating it is not worth the wait.
    let mut answer = match part.kind {
        PartKind::Export => session.ask_once(Purpose::Backup, &route).await?,
        PartKind::Agent | PartKind::Extra => session.ask(Purpose::Backup, &route).await?,
    };
    if let Some(fault) = fault(platform, Purpose::Backup, &answer) {
        return Err(session.fault(Purpose::Backup, &answer, fault));
    }
    let body = std::mem::replace(&mut answer.content, Content::Empty);
    let is_this_agent = match &body {
        Content::Json(body) => platform.read_agent(body).is_some_and(|agent| id.names(&agent.id)),
        _ => false,
    };
    // Any other success status may come with less than all of it.
    let whole = answer.status == 200 && (part.kind != PartKind::Agent || is_this_agent);
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
