//! Saving an agent: every part that the platform gives.

use super::attempts::Attempts;
use super::cursors::Cursors;
use super::event::Value;
use super::flow::Flow;
use super::redact::redact;
use super::rounds::Rounds;
use super::session::Answered;
use super::{BackupWish, DeleteOptions, Session};
use crate::backend::{Answer, Part, PartKind, Saved};
use crate::backup::{AgentBackup, BackupContent, BackupSource, MissingPart};
use crate::error::Error;
use crate::error_code::ErrorCode;
use crate::http::{AgentId, Content, Json, iso_date};
use crate::step::Purpose;
use crate::text::concat;
use alloc::borrow::ToOwned;
use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use core::task::{Poll, ready};
use futures_util::TryFutureExt;

/// Saves the agent as `options` say, and hands the backup over. Whether there is one; the session keeps it.
pub(super) fn back_up<'s>(flow: &Flow<'s>, options: &'s DeleteOptions) -> Poll<Result<bool, Error>> {
    if matches!(options.backup, BackupWish::No) {
        return Poll::Ready(Ok(false));
    }
    ready!(save(flow, false))?;
    if let BackupWish::HandTo(keep) = &options.backup
        && let Some(backup) = &*flow.session.backup.borrow()
        && let Err(cause) = ready!(flow.call(|| Box::pin(keep(backup).map_ok(|()| true))))?
    {
        let reason = concat(&["the backup function failed (", cause.text(), "); nothing was deleted"]);
        let error = flow.session.found(Purpose::Delete, ErrorCode::BackupFailed, &reason);
        return Poll::Ready(Err(error.with_cause(Some(cause))));
    }
    Poll::Ready(Ok(true))
}

/// Saves the agent. Fails where the agent itself can't be saved; any other part that can't is listed as missing.
pub(crate) fn take_backup(flow: &Flow<'_>, include_secrets: bool) -> Poll<Result<AgentBackup, Error>> {
    ready!(save(flow, include_secrets))?;
    let nothing = || flow.session.found(Purpose::Backup, ErrorCode::BackupFailed, "nothing was saved");
    Poll::Ready(flow.session.backup.take().ok_or_else(nothing))
}

fn save(flow: &Flow<'_>, include_secrets: bool) -> Poll<Result<bool, Error>> {
    let id = flow.id;
    flow.ask_in_rounds(Value::done, || {
        let backup = AgentBackup {
            backend: flow.session.link.options.backend,
            agent_id: id.as_str().to_owned(),
            taken_at: String::new(),
            source: BackupSource::Agent,
            missing: Vec::new(),
            redacted: Vec::new(),
            content: BackupContent::default(),
        };
        let parts = flow.platform.facts().parts;
        Box::new(Parts { id, include_secrets, backup, parts, pages: Pages::default() })
    })
}

/// The parts of a backup, those before taken in.
struct Parts<'s> {
    id: &'s AgentId,
    include_secrets: bool,
    backup: AgentBackup,
    /// Those that are left, the one that is read first among them.
    parts: &'static [Part],
    pages: Pages,
}

impl<'s> Rounds<'s> for Parts<'s> {
    fn next(&mut self, session: &'s Session<'s>) -> Option<Attempts<'s>> {
        while let [part, rest @ ..] = self.parts {
            let cursor = self.pages.cursor.as_deref();
            if cursor.is_some() || has(&self.backup, part) {
                // An export that fails has a stand-in; repeating it is not worth the wait.
                let max_retries = if part.kind == PartKind::Export { 0 } else { session.max_retries() };
                let route = part.route(self.id, cursor);
                return Some(session.ask_up_to(max_retries, Purpose::Backup, route));
            }
            self.parts = rest;
        }
        None
    }

    fn take_in(&mut self, session: &'s Session<'s>, answered: Answered) -> Result<(), Error> {
        let [part, rest @ ..] = self.parts else { return Ok(()) };
        let taken = answered.and_then(|answer| self.pages.take_in(session, self.id, part, answer));
        if taken.is_ok() && self.pages.cursor.is_some() {
            return Ok(());
        }
        self.parts = rest;
        let pages = core::mem::take(&mut self.pages);
        file(&mut self.backup, part, pages.saved, taken.err())
    }

    fn end(mut self: Box<Self>, session: &'s Session<'s>) -> Value {
        self.backup.taken_at = iso_date(session.transport.now()).unwrap_or_default();
        if !self.include_secrets {
            self.backup.redacted = redact_parts(&mut self.backup.content);
        }
        session.backup.replace(Some(self.backup));
        Value::Done(true)
    }
}

/// Whether this agent has the part, and it is still wanted: the plain agent stands in for an export that failed.
fn has(backup: &AgentBackup, part: &Part) -> bool {
    if part.kind == PartKind::Agent && backup.source == BackupSource::Export {
        return false;
    }
    backup.content.document("agent").is_none_or(part.of)
}

/// Adds a part to the backup, or notes that it is missing. An agent that is not there is just that; anything else that
/// keeps it from being saved is a failed backup.
fn file(
    backup: &mut AgentBackup,
    part: &Part,
    saved: Option<Saved>,
    failed: Option<Error>,
) -> Result<(), Error> {
    let Some(mut error) = failed else {
        if part.name == "export" {
            backup.source = BackupSource::Export;
        }
        backup.content.0.extend(saved.map(|saved| (part.name, saved)));
        return Ok(());
    };
    if error.code == ErrorCode::Aborted || part.kind == PartKind::Agent {
        if !matches!(error.code, ErrorCode::Aborted | ErrorCode::NotFound) {
            error.code = ErrorCode::BackupFailed;
        }
        return Err(error);
    }
    let reason = error.backend_message.as_ref().unwrap_or(&error.message).clone();
    backup.missing.push(MissingPart { part: part.name.to_owned(), reason });
    Ok(())
}

/// The pages of a part.
#[derive(Default)]
struct Pages {
    saved: Option<Saved>,
    cursors: Cursors,
    /// Of the next page.
    cursor: Option<String>,
}

impl Pages {
    fn take_in(
        &mut self,
        session: &Session<'_>,
        id: &AgentId,
        part: &Part,
        mut answer: Box<Answer>,
    ) -> Result<(), Error> {
        session.check(Purpose::Backup, &answer)?;
        let platform = session.link.platform();
        let is_this_agent = |body: &Json| platform.is_agent(body, id);
        // Any other success status may come with less than all of it.
        let whole = answer.status == 200
            && (part.kind != PartKind::Agent || answer.body().is_some_and(is_this_agent));
        let body = core::mem::replace(&mut answer.content, Content::Empty);
        let page = if whole { (part.read)(body) } else { None };
        let page = page.ok_or_else(|| session.unreadable(Purpose::Backup, &answer))?;
        self.cursor = self.cursors.follow(session, Purpose::Backup, page.next)?;
        match (&mut self.saved, page.saved) {
            (Some(Saved::Json(Json::Array(items))), Saved::Json(Json::Array(more))) => items.extend(more),
            (saved, page) => *saved = Some(page),
        }
        Ok(())
    }
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
