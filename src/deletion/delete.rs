//! Deleting one agent, safely: nothing is changed before everything that may stop it has been heard.

use super::agent::read_agent;
use super::cascade::{check_cascade, delete_threads};
use super::plan::{Blocker, BlockerCode, blockers, count_sessions};
use super::settle::{settle, verify};
use super::{
    BackupWish, DeleteOptions, Deletion, Force, IfMissing, Outcome, Session, plan_deletion, take_backup,
};
use crate::agent::Agent;
use crate::backend::{Answer, Cascade, ForceSupport, Platform, Verdict, judge_deletion};
use crate::error::Error;
use crate::error_code::ErrorCode;
use crate::http::{AgentId, Route};
use crate::step::{Purpose, Step};
use crate::text::{concat, contains, decimal};
use alloc::borrow::ToOwned;
use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;

/// Deletes the agent as `options` say.
pub(crate) async fn delete_agent(
    session: &Session<'_>,
    id: &AgentId,
    options: &DeleteOptions,
) -> Result<Box<Deletion>, Error> {
    check_cascade(session, id, options)?;
    let deletion = Box::new(Deletion {
        backend: session.link.backend,
        agent_id: id.as_str().to_owned(),
        outcome: Outcome::Absent,
        existed: None,
        force: Force::NotRequested,
        verified: false,
        deleted_at: None,
        message: None,
        request_id: None,
        backup: None,
        steps: Vec::new(),
    });
    let platform = session.link.platform();
    let mut deleting = Deleting { session, platform, id, options, is_default: false, deletion };
    let ended = deleting.run().await;
    let mut deletion = deleting.deletion;
    match ended {
        Ok(()) => {
            deletion.steps = session.steps();
            Ok(deletion)
        }
        Err(mut error) => {
            // It may be the only copy, should the agent be gone all the same.
            error.backup = deletion.backup;
            Err(error)
        }
    }
}

struct Deleting<'a, 'b> {
    session: &'a Session<'b>,
    platform: &'static dyn Platform,
    id: &'a AgentId,
    options: &'a DeleteOptions,
    /// Whether it was read, and is the default agent.
    is_default: bool,
    /// Filled in as things become known.
    deletion: Box<Deletion>,
}

impl Deleting<'_, '_> {
    async fn run(&mut self) -> Result<(), Error> {
        if let Err(error) = self.prepare().await {
            self.deletion.backup = None;
            return self.absent_or(error);
        }
        let is_default = self.options.force && self.is_default;
        let routes = self.platform.default_routes(self.id).filter(|_| is_default);
        let Some((unset, restore)) = routes else {
            self.strike().await?;
            return self.follow_up().await.map(drop);
        };
        self.strike_default(unset).await?;
        let still_there = self.follow_up().await?;
        let undone = match self.deletion.outcome {
            Outcome::Deleted => return Ok(()),
            Outcome::Accepted if !still_there => "It is no longer the default agent.",
            Outcome::Accepted | Outcome::Absent => self.make_default_again(restore).await,
        };
        self.deletion.message = Some(match &self.deletion.message {
            Some(said) => concat(&[said, " ", undone]),
            None => undone.to_owned(),
        });
        Ok(())
    }

    /// Everything that comes before the first change.
    async fn prepare(&mut self) -> Result<(), Error> {
        let reads_first = self.platform.reads_first(self.options.force);
        if self.options.confirm.is_some() {
            self.ask_to_confirm().await?;
        } else if reads_first {
            self.look().await?;
        }
        self.back_up().await?;
        let time_passed = self.options.confirm.is_some() || self.deletion.backup.is_some();
        if time_passed && reads_first { self.look().await } else { Ok(()) }
    }

    /// Shows the caller what would follow, and stops where something stands in the way or the caller says no.
    async fn ask_to_confirm(&mut self) -> Result<(), Error> {
        let Some(confirm) = &self.options.confirm else { return Ok(()) };
        let plan = plan_deletion(self.session, self.id, self.options).await?;
        if let Some(blocker) = plan.blockers.first() {
            return Err(self.blocked(blocker));
        }
        let (reason, cause) = match self.session.unless_cancelled(Purpose::Delete, (confirm.0)(&plan)).await?
        {
            Ok(true) => {
                plan.agent.iter().for_each(|agent| self.saw(agent));
                return Ok(());
            }
            Ok(false) => ("confirm declined it; nothing was changed", None),
            Err(cause) => ("confirm failed; nothing was changed", Some(cause)),
        };
        Err(self.session.found(Purpose::Delete, ErrorCode::Cancelled, reason).with_cause(cause))
    }

    /// Reads the agent, and stops where something stands in the way.
    async fn look(&mut self) -> Result<(), Error> {
        let agent = match read_agent(self.session, self.id, Purpose::Get).await {
            Err(error) if error.code == ErrorCode::NotFound => {
                let reason = "the platform says that it is not there";
                return Err(self.session.found(Purpose::Delete, ErrorCode::NotFound, reason));
            }
            read => read?,
        };
        let blockers = blockers(self.session, self.id, &agent, self.options.force).await?;
        match blockers.iter().find(|blocker| !(self.options.force && blocker.lifted_by.is_some())) {
            Some(blocker) => Err(self.blocked(blocker)),
            None => {
                self.saw(&agent);
                Ok(())
            }
        }
    }

    fn saw(&mut self, agent: &Agent) {
        self.deletion.existed = Some(true);
        self.is_default = agent.is_default == Some(true);
    }

    fn blocked(&self, blocker: &Blocker) -> Error {
        let code = match blocker.code {
            BlockerCode::NotFound => ErrorCode::NotFound,
            BlockerCode::InUse => ErrorCode::Conflict,
            BlockerCode::Protected => ErrorCode::Protected,
            BlockerCode::Forbidden => ErrorCode::Forbidden,
        };
        let error = self.session.found(
            Purpose::Delete,
            code,
            blocker.message.strip_suffix(".").unwrap_or(&blocker.message),
        );
        if blocker.lifted_by.is_some() {
            error.with_hint("Pass force: true to delete it all the same.")
        } else {
            error
        }
    }

    async fn back_up(&mut self) -> Result<(), Error> {
        if matches!(self.options.backup, BackupWish::No) {
            return Ok(());
        }
        let backup = take_backup(self.session, self.id, false).await?;
        if let BackupWish::HandTo(keep) = &self.options.backup
            && let Err(cause) = self.session.unless_cancelled(Purpose::Delete, keep(&backup)).await?
        {
            let reason = concat(&["the backup function failed (", cause.text(), "); nothing was deleted"]);
            let error = self.session.found(Purpose::Delete, ErrorCode::BackupFailed, &reason);
            return Err(error.with_cause(Some(cause)));
        }
        self.deletion.backup = Some(*backup);
        Ok(())
    }

    /// Finds out what became of a deletion, as far as that is asked for. Whether the agent is seen to be still there.
    async fn follow_up(&mut self) -> Result<bool, Error> {
        self.deletion.force = self.force();
        if self.deletion.outcome == Outcome::Accepted {
            settle(self.session, self.id, self.options.wait, &mut self.deletion).await?;
        }
        if self.deletion.outcome == Outcome::Absent || !self.options.verify || self.deletion.verified {
            return Ok(false);
        }
        Ok(verify(self.session, self.id, &mut self.deletion).await)
    }

    /// Makes a default agent an ordinary one and deletes it; where that fails, makes it the default one again.
    async fn strike_default(&mut self, unset: Route) -> Result<(), Error> {
        let unset = self.session.ask(Purpose::UnsetDefault, unset).await;
        let ended = match self.check(Purpose::UnsetDefault, unset) {
            Ok(()) => self.strike().await,
            Err(error) => Err(agent_lives(error)),
        };
        let routes = self.platform.default_routes(self.id);
        match (ended, routes) {
            (Err(error), Some((_, restore))) if self.session.sent(Purpose::UnsetDefault) => {
                let undone = self.make_default_again(restore).await;
                Err(self.session.with_steps(add_hint(error, undone)))
            }
            (ended, _) => ended,
        }
    }

    /// Makes the agent the default one again, and says whether that worked.
    async fn make_default_again(&self, restore: Route) -> &'static str {
        let restored = self.session.ask_regardless(Purpose::RestoreDefault, restore).await;
        match self.check(Purpose::RestoreDefault, restored) {
            Ok(()) => "It was made the default agent again.",
            Err(_) => {
                "It is perhaps no longer the default agent, and making it so again failed: set it back by hand."
            }
        }
    }

    fn check(&self, purpose: Purpose, answered: Result<Box<Answer>, Error>) -> Result<(), Error> {
        self.session.check(purpose, answered?).map(drop)
    }

    /// Deletes what hangs on the agent, then the agent.
    async fn strike(&mut self) -> Result<(), Error> {
        if self.options.cascade.contains(&Cascade::Threads) {
            delete_threads(self.session, self.id).await?;
        }
        let force = self.options.force;
        let route = self.platform.delete_route(self.id, force);
        let mut answered = self.session.ask(Purpose::Delete, route).await;
        let mut stopped = false;
        // An attempt before the one that was refused may still take effect.
        let doubt = answered.as_ref().is_ok_and(|answer| answer.maybe_applied);
        let doubtful = |mut error: Error| {
            error.outcome_unknown |= doubt;
            error
        };
        if let Ok(answer) = &answered
            && force
            && self.platform.wants_stop_first(answer)
            && self.stop().await.map_err(doubtful)?
        {
            stopped = true;
            let route = self.platform.delete_route(self.id, force);
            answered = self.session.ask(Purpose::Delete, route).await.map_err(doubtful);
            if let Ok(answer) = &mut answered {
                answer.maybe_applied |= doubt;
            }
        }
        match answered.and_then(|answer| self.judge(&answer)) {
            Err(error) if stopped => Err(add_hint(error, "The agent was stopped.")),
            Err(error) if error.code == ErrorCode::Conflict && !force => {
                Err(self.explain_conflict(error).await)
            }
            ended => ended,
        }
    }

    /// Whether the agent is stopped now. Only the caller's abort ends the call here; the conflict says the rest.
    async fn stop(&self) -> Result<bool, Error> {
        let Some(route) = self.platform.facts().stop_route(self.id) else { return Ok(false) };
        let answered = self.session.ask(Purpose::Stop, route).await;
        match self.check(Purpose::Stop, answered) {
            Ok(()) => Ok(true),
            Err(error) if error.code == ErrorCode::Aborted => Err(agent_lives(error)),
            // The stop of a stopped agent reads like that of a missing one.
            Err(error) => Ok(error.code == ErrorCode::NotFound),
        }
    }

    /// Notes what the answer to the deletion means.
    fn judge(&mut self, answer: &Answer) -> Result<(), Error> {
        let hide = |text: &Option<String>| text.as_deref().map(|text| self.session.secrets.hide(text));
        self.deletion.request_id = hide(&answer.request_id);
        let fault = match judge_deletion(self.platform, self.id, answer) {
            Verdict::Deleted(proof) => {
                if self.platform.facts().deleted_means_existed {
                    self.deletion.existed = Some(true);
                }
                self.deletion.outcome = Outcome::Deleted;
                self.deletion.message = hide(&proof.message);
                self.deletion.deleted_at = proof.deleted_at;
                return Ok(());
            }
            Verdict::Accepted => {
                self.deletion.outcome = Outcome::Accepted;
                self.deletion.message = hide(&answer.said.message);
                return Ok(());
            }
            Verdict::Failed(fault) => fault,
        };
        if fault.code == ErrorCode::NotFound && answer.maybe_applied {
            // An attempt without an answer may have deleted it.
            self.absent(None);
            return Ok(());
        }
        let mut error = self.session.fault(Purpose::Delete, answer, fault);
        if self.options.force && matches!(error.code, ErrorCode::Conflict | ErrorCode::Protected) {
            error.hint = error.hint.take().filter(|hint| !contains(hint, "force: true"));
        }
        self.absent_or(error)
    }

    /// A missing agent, where that is a result; else the error.
    fn absent_or(&mut self, error: Error) -> Result<(), Error> {
        if error.code != ErrorCode::NotFound || self.options.if_missing != IfMissing::Ignore {
            return Err(error);
        }
        let seen = |step: &Step| step.purpose == Purpose::Get && step.status == Some(200);
        let was_seen = self.session.steps().iter().any(seen);
        self.deletion.request_id = error.request_id.clone();
        self.absent(Some(was_seen).filter(|_| was_seen || self.platform.facts().missing_is_certain));
        self.deletion.force = self.force();
        Ok(())
    }

    fn absent(&mut self, existed: Option<bool>) {
        self.deletion.outcome = Outcome::Absent;
        self.deletion.existed = existed;
        self.deletion.message = (!self.platform.facts().missing_is_certain)
            .then(|| "This platform's \"not found\" does not prove that the agent is gone.".to_owned());
    }

    /// A 409 is ambiguous: `force` is advised only where sessions in use are found.
    async fn explain_conflict(&self, error: Error) -> Error {
        if self.platform.sessions_route(self.id, None).is_none() {
            return error;
        }
        let explained = match count_sessions(self.session, self.id).await {
            Ok(sessions) if sessions > 0 => {
                let advice = " session(s) are in use. Pass force: true to delete them along with the agent.";
                error.with_hint(concat(&[&decimal(sessions as i64), advice]))
            }
            _ => error,
        };
        self.session.with_steps(explained)
    }

    /// What became of `force`.
    fn force(&self) -> Force {
        match self.platform.facts().capabilities.force {
            _ if !self.options.force => Force::NotRequested,
            ForceSupport::None => Force::NotApplicable,
            _ if !self.session.sent(Purpose::Delete) => Force::NotApplicable,
            // There, only a default agent is forced.
            _ if self.platform.default_routes(self.id).is_some() && !self.is_default => Force::NotApplicable,
            ForceSupport::Server | ForceSupport::Client => Force::Applied,
        }
    }
}

/// An error of a request before the deletion: that request's fate may be unknown, the agent's is not.
fn agent_lives(mut error: Error) -> Error {
    error.outcome_unknown = false;
    error
}

fn add_hint(error: Error, more: &str) -> Error {
    let hint = match &error.hint {
        Some(hint) => concat(&[hint, " ", more]),
        None => more.to_owned(),
    };
    error.with_hint(hint)
}
