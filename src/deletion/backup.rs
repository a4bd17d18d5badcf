//! Saving an agent: every part that the platform gives, without its secrets.

use super::Session;
use super::agents::told_by_second_read;
use super::pages::Cursors;
use crate::backend::{Known, Part, PartKind, Saved};
use crate::backup::{AgentBackup, BackupContent, BackupSource, MissingPart};
use crate::error::Error;
use crate::error_code::ErrorCode;
use crate::http::{AgentId, Json, Members, iso_date};
use crate::secrecy::redact;
use crate::step::Purpose;

/// Saves the agent. Fails where the agent itself can't be saved; any other part that can't is listed as missing.
pub(crate) async fn take_backup(
    session: &Session<'_>,
    id: &AgentId,
    include_secrets: bool,
) -> Result<AgentBackup, Error> {
    let mut content = BackupContent::default();
    let mut missing = Vec::new();
    for part in session.link.platform().facts().parts {
        if !is_wanted(part, &content) {
            continue;
        }
        match save_part(session, id, part).await {
            Ok(saved) => content.0.push((part.name, saved)),
            Err(error) if part.kind == PartKind::Agent => {
                let error = told_by_second_read(session, id, Purpose::Backup, error).await;
                missing.push(given_up(part, error)?);
            }
            Err(error) => missing.push(given_up(part, error)?),
        }
    }
    let source = if has_export(&content) { BackupSource::Export } else { BackupSource::Agent };
    let mut redacted = Vec::new();
    if !include_secrets {
        for (name, saved) in &mut content.0 {
            if let Saved::Json(document) = saved {
                redact(document, name, &session.secrets(), &mut redacted);
            }
        }
    }
    Ok(AgentBackup {
        backend: session.link.backend(),
        agent_id: id.to_string(),
        taken_at: iso_date(session.now()).unwrap_or_default(),
        source,
        missing,
        redacted,
        content,
    })
}

fn has_export(content: &BackupContent) -> bool {
    content.get("export").is_some()
}

/// Whether this agent has the part, and it is still wanted: the plain agent stands in for an export that failed.
fn is_wanted(part: &Part, content: &BackupContent) -> bool {
    !(part.kind == PartKind::Agent && has_export(content)) && content.document("agent").is_none_or(part.of)
}

/// Saves a part, with all its pages.
async fn save_part(session: &Session<'_>, id: &AgentId, part: &Part) -> Result<Saved, Error> {
    let platform = session.link.platform();
    // An export that fails has a stand-in; repeating it is not worth the wait.
    let max_retries = if part.kind == PartKind::Export { 0 } else { session.max_retries(Purpose::Backup) };
    let mut cursors = Cursors::of_whole();
    let mut rows = 0;
    let mut known = Known::default();
    let mut whole: Option<Saved> = None;
    loop {
        let route = part.route(id, cursors.next.as_deref());
        let mut answer = session.ask_up_to(max_retries, Purpose::Backup, &route).await?;
        session.check(Purpose::Backup, &answer)?;
        let is_this_agent = |body: &Json| platform.is_agent(body, id);
        // Any other success status may come with less than all of it.
        let is_whole = answer.status == 200
            && (part.kind != PartKind::Agent || answer.body().is_some_and(is_this_agent));
        let page = if is_whole { part.read(platform, &mut answer.content) } else { None };
        let page = page.ok_or_else(|| session.unreadable(Purpose::Backup, &answer))?;
        if let Saved::Json(Json::Array(items)) = &page.saved
            && !page.next.is_empty()
        {
            let is_new = |item: &&Json| item.text(part.row_id).is_none_or(|id| known.is_new(id));
            rows += items.iter().filter(is_new).count();
        }
        cursors.follow(session, Purpose::Backup, page.next, rows)?;
        let saved = match whole {
            None => page.saved,
            Some(mut saved) => {
                saved.add(page.saved);
                saved
            }
        };
        if cursors.next.is_none() {
            return Ok(saved);
        }
        whole = Some(saved);
    }
}

/// Notes that a part is missing, with all its pages. An agent that is not there is just that; anything else that keeps it
/// from being saved is a failed backup.
fn given_up(part: &Part, mut error: Error) -> Result<MissingPart, Error> {
    if error.code == ErrorCode::Aborted || part.kind == PartKind::Agent {
        if !matches!(error.code, ErrorCode::Aborted | ErrorCode::NotFound | ErrorCode::InvalidInput) {
            error.code = ErrorCode::BackupFailed;
        }
        return Err(error);
    }
    let reason = error.backend_message.as_ref().unwrap_or(&error.message).clone();
    Ok(MissingPart { part: part.name.to_owned(), reason })
}
