//! Saving an agent: every part that the platform gives.

use super::cursors::Cursors;
use super::flow::{Flow, Stop};
use super::redact::redact;
use super::rounds::{Round, Rounds};
use super::session::Answered;
use super::value::Value;
use super::wanted::Want;
use super::{Session, Wishes};
use crate::backend::{Part, PartKind, Saved};
use crate::backup::{AgentBackup, BackupContent, BackupSource, MissingPart};
use crate::error::Error;
use crate::error_code::ErrorCode;
use crate::http::{AgentId, Json, iso_date};
use crate::step::Purpose;
use crate::text::{Text, fill};
use alloc::boxed::Box;
use alloc::vec::Vec;

/// Saves the agent if that is wished for, and hands the backup over. The session keeps it.
pub(super) fn back_up(flow: &Flow, wishes: &Wishes) -> Result<(), Stop> {
    if !wishes.backs_up {
        return Ok(());
    }
    save(flow, false)?;
    if wishes.hands_over
        && let Value::Threw(cause) = flow.call(|| Want::Keep)?
    {
        let reason = fill("the backup function failed ({}); nothing was deleted", &[cause.text()]);
        let error = flow.session.found(Purpose::Delete, ErrorCode::BackupFailed, &reason);
        return Err(flow.fail(error.with_cause(Some(cause.clone()))));
    }
    Ok(())
}

/// Saves the agent. Fails where the agent itself can't be saved; any other part that can't is listed as missing.
pub(crate) fn take_backup(flow: &Flow, include_secrets: bool) -> Result<Box<AgentBackup>, Stop> {
    save(flow, include_secrets)?;
    let nothing = || flow.session.found(Purpose::Backup, ErrorCode::BackupFailed, "nothing was saved");
    flow.sure(flow.session.backup.take().ok_or_else(nothing))
}

fn save(flow: &Flow, include_secrets: bool) -> Result<bool, Stop> {
    flow.ask_in_rounds(Value::flag, || {
        Box::new(Parts {
            id: flow.id.clone(),
            include_secrets,
            parts: flow.platform.facts().parts,
            cursors: Cursors::default(),
            content: BackupContent::default(),
            complete: 0,
            missing: Vec::new(),
        })
    })
}

/// The parts of a backup, and what has been saved of them.
struct Parts {
    id: AgentId,
    include_secrets: bool,
    /// Those that are left, the one that is read first among them.
    parts: &'static [Part],
    cursors: Cursors,
    content: BackupContent,
    /// How many parts in there have all their pages.
    complete: usize,
    missing: Vec<MissingPart>,
}

impl Rounds for Parts {
    fn next(&mut self, session: &Session) -> Round {
        while let [part, rest @ ..] = self.parts {
            if self.wants(part) {
                // An export that fails has a stand-in; repeating it is not worth the wait.
                let max_retries =
                    if part.kind == PartKind::Export { 0 } else { session.max_retries(Purpose::Backup) };
                let route = part.route(&self.id, self.cursors.next.as_deref());
                return Round::Ask(session.question_up_to(max_retries, Purpose::Backup, route));
            }
            self.parts = rest;
        }
        session.backup.replace(Some(self.backup(session)));
        Round::End(Value::Yes)
    }

    fn take_in(&mut self, session: &Session, answered: Answered) -> Result<(), Error> {
        let [part, rest @ ..] = self.parts else { return Ok(()) };
        if let Err(error) = self.take_page(session, part, answered) {
            self.give_up(part, error)?;
        }
        if self.cursors.next.is_none() {
            self.parts = rest;
            self.complete = self.content.0.len();
        }
        Ok(())
    }
}

impl Parts {
    fn has_export(&self) -> bool {
        self.content.get("export").is_some()
    }

    /// Whether this agent has the part, and it is still wanted: the plain agent stands in for an export that failed.
    fn wants(&self, part: &Part) -> bool {
        !(part.kind == PartKind::Agent && self.has_export())
            && self.content.document("agent").is_none_or(part.of)
    }

    /// Takes in a part, or a page of one.
    fn take_page(&mut self, session: &Session, part: &Part, answered: Answered) -> Result<(), Error> {
        let mut answer = answered?;
        session.check(Purpose::Backup, &answer)?;
        let platform = session.link.platform();
        let is_this_agent = |body: &Json| platform.is_agent(body, &self.id);
        // Any other success status may come with less than all of it.
        let is_whole = answer.status == 200
            && (part.kind != PartKind::Agent || answer.body().is_some_and(is_this_agent));
        let page = if is_whole { part.read(platform, &mut answer.content) } else { None };
        let page = page.ok_or_else(|| session.unreadable(Purpose::Backup, &answer))?;
        self.cursors.follow(session, Purpose::Backup, page.next)?;
        match self.content.0.get_mut(self.complete) {
            Some((_, saved)) => saved.add(page.saved),
            None => self.content.0.push((part.name, page.saved)),
        }
        Ok(())
    }

    /// Notes that a part is missing, with all its pages. An agent that is not there is just that; anything else that
    /// keeps it from being saved is a failed backup.
    fn give_up(&mut self, part: &Part, mut error: Error) -> Result<(), Error> {
        if error.code == ErrorCode::Aborted || part.kind == PartKind::Agent {
            if !matches!(error.code, ErrorCode::Aborted | ErrorCode::NotFound) {
                error.code = ErrorCode::BackupFailed;
            }
            return Err(error);
        }
        self.content.0.truncate(self.complete);
        self.cursors = Cursors::default();
        let reason = error.backend_message.as_ref().unwrap_or(&error.message).clone();
        self.missing.push(MissingPart { part: Text::from(part.name), reason });
        Ok(())
    }

    /// What was saved, without its secrets unless they are wanted.
    fn backup(&mut self, session: &Session) -> Box<AgentBackup> {
        let source = if self.has_export() { BackupSource::Export } else { BackupSource::Agent };
        let mut redacted = Vec::new();
        if !self.include_secrets {
            for (name, saved) in &mut self.content.0 {
                if let Saved::Json(document) = saved {
                    redact(document, name, &mut redacted);
                }
            }
        }
        Box::new(AgentBackup {
            backend: session.link.backend(),
            agent_id: Text::from(self.id.as_str()),
            taken_at: iso_date(session.now()).unwrap_or_default(),
            source,
            missing: core::mem::take(&mut self.missing),
            redacted,
            content: core::mem::take(&mut self.content),
        })
    }
}
