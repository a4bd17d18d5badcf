//! Deleting one agent, safely: nothing is changed before everything that may stop it has been heard.
//!
//! The order never changes: plan, confirm, back up, stop or unset, delete, settle, verify.

use super::agents::read_agent;
use super::backup::take_backup;
use super::cascade::{InUse, check_cascade, delete_threads, sessions_on_first_page};
use super::errors::cut_short;
use super::plan::{Blocker, blockers_of, blocking, session_blocker};
use super::session::Cut;
use super::settle::{PROVES_NOTHING, Seen, settle, verify};
use super::{BackupWish, DeleteOptions, Deletion, Force, IfMissing, Outcome, Session, plan_deletion};
use crate::agent::Agent;
use crate::backend::{Answer, ForceSupport, Platform, Verdict, judge_deletion};
use crate::error::{Error, sentences};
use crate::error_code::ErrorCode;
use crate::http::{AgentId, Route};
use crate::step::Purpose;
use std::time::Duration;

/// Whether the agent is read before anything else, should nothing else ask for that.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum FirstLook {
    /// Where the platform itself would not keep it from being deleted.
    WhereNeeded,
    /// Everywhere, for the plan that was confirmed may be old.
    Always,
}

/// Deletes the agent as the options say. What was saved first comes along, also with an error: it may be the only copy.
pub(crate) async fn delete_agent(
    session: &Session<'_>,
    id: &AgentId,
    options: &DeleteOptions,
    first_look: FirstLook,
) -> Result<Deletion, Error> {
    check_cascade(session, id, options)?;
    let deletion = Deletion::of(session.link.backend(), id.to_string());
    let mut deleting =
        Deleting { session, id, options, first_look, is_default: false, operation: None, deletion };
    let ended = deleting.run().await;
    let backup = session.backup.take();
    match ended {
        Ok(()) => Ok(Deletion { backup, steps: session.receipt(), ..deleting.deletion }),
        Err(mut error) => {
            error.backup = backup;
            Err(error)
        }
    }
}

/// A deletion under way.
struct Deleting<'d> {
    session: &'d Session<'d>,
    id: &'d AgentId,
    options: &'d DeleteOptions,
    first_look: FirstLook,
    /// Whether it was read, and is the default agent.
    is_default: bool,
    /// What carries an accepted deletion out, where the platform says.
    operation: Option<AgentId>,
    /// Filled in as things become known.
    deletion: Deletion,
}

impl Deleting<'_> {
    async fn run(&mut self) -> Result<(), Error> {
        if let Err(error) = self.prepare().await {
            // Nothing was changed, so what was saved is no more than what is there.
            self.session.backup.take();
            return self.absent_or(error);
        }
        let is_default = self.options.force && self.is_default;
        match is_default.then(|| self.platform().default_routes(self.id)).flatten() {
            Some((unset, restore)) => self.delete_default(&unset, &restore).await,
            None => {
                self.strike().await?;
                self.follow_up().await.map(drop)
            }
        }
    }

    fn platform(&self) -> &'static dyn Platform {
        self.session.link.platform()
    }

    /// Everything that comes before the first change.
    async fn prepare(&mut self) -> Result<(), Error> {
        let reads_first = self.platform().facts().reads_first(self.options.force);
        if self.options.confirm.is_some() {
            self.ask_to_confirm().await?;
        } else if reads_first || self.first_look == FirstLook::Always {
            self.look().await?;
        }
        self.back_up().await?;
        if self.options.lets_time_pass() && reads_first { self.look().await } else { Ok(()) }
    }

    /// Shows the caller what would follow, and stops where something stands in the way or the caller says no.
    async fn ask_to_confirm(&mut self) -> Result<(), Error> {
        let Some(confirm) = &self.options.confirm else { return Ok(()) };
        let plan = plan_deletion(self.session, self.id, self.options).await?;
        if let Some(blocker) = blocking(&plan.blockers) {
            return Err(self.blocked(blocker));
        }
        if let Some(agent) = &plan.agent {
            self.saw(agent);
        }
        // Among many, one question at a time.
        let _turn = self.session.turn_to_ask().await.map_err(|cut| self.cut(cut))?;
        let (code, reason, cause) = match self.ask_caller(|| (confirm.0)(&plan)).await? {
            Ok(Some(true)) => return Ok(()),
            Ok(Some(false)) => (ErrorCode::Cancelled, "confirm declined it".to_owned(), None),
            Ok(None) => {
                (ErrorCode::Cancelled, "confirm gave undefined: return true to delete".to_owned(), None)
            }
            Err(cause) => {
                (ErrorCode::ConfirmFailed, format!("confirm failed ({})", cause.text()), Some(cause))
            }
        };
        let reason = format!("{reason}; nothing was changed");
        Err(self.session.finished(Purpose::Delete, Error::new(code, reason).with_cause(cause)))
    }

    /// Saves the agent if that is asked for, and hands the backup over.
    async fn back_up(&mut self) -> Result<(), Error> {
        if !self.options.backs_up() {
            return Ok(());
        }
        let backup = take_backup(self.session, self.id, false).await?;
        // What could be saved was there.
        self.deletion.existed = Some(true);
        if let BackupWish::HandTo(keep) = &self.options.backup
            && let Err(cause) = self.ask_caller(|| keep(&backup)).await?
        {
            let reason = format!("the backup function failed ({}); nothing was deleted", cause.text());
            let error = Error::new(ErrorCode::BackupFailed, reason).with_cause(Some(cause));
            return Err(self.session.finished(Purpose::Delete, error));
        }
        self.session.backup.replace(Some(backup));
        Ok(())
    }

    /// Calls a function of the caller, and waits for it unless the call is aborted. An abort in the same moment as its answer
    /// goes first.
    async fn ask_caller<O, F: Future<Output = O>>(&self, call: impl FnOnce() -> F) -> Result<O, Error> {
        let asked = async {
            self.session.still_wanted(Purpose::Delete)?;
            let answer = self.session.unless_cancelled(Some(Purpose::Delete), call()).await?;
            self.session.still_wanted(Purpose::Delete)?;
            Ok(answer)
        };
        asked.await.map_err(|cut| self.cut(cut))
    }

    /// The error of a call that was ended before anything was changed.
    fn cut(&self, cut: Cut) -> Error {
        self.session.finished(Purpose::Delete, cut_short(cut, false))
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
        let force = self.options.force;
        let mut blockers = blockers_of(self.session, &agent, force);
        if !force {
            // With it they keep nothing from being deleted, and here nobody is shown them.
            blockers.extend(session_blocker(self.session, self.id, &agent, force).await?);
        }
        match blocking(&blockers) {
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
        let reason = blocker.message.strip_suffix('.').unwrap_or(&blocker.message);
        let mut error = self.session.found(Purpose::Delete, blocker.code.error_code(), reason);
        if blocker.lifted_by.is_some() {
            error.add_hint("Pass force: true to delete it all the same.");
        }
        error
    }

    /// Makes a default agent an ordinary one, deletes it, and makes it the default one again where it was not deleted.
    async fn delete_default(&mut self, unset: &Route, restore: &Route) -> Result<(), Error> {
        let struck = match self.session.ask_well(Purpose::UnsetDefault, unset).await {
            Ok(_) => self.strike().await,
            Err(error) => Err(agent_lives(error)),
        };
        let is_contradicted = match struck {
            Ok(()) => self.follow_up().await?,
            Err(error) if !self.session.sent(Purpose::UnsetDefault) => return Err(error),
            Err(mut error) => {
                error.add_hint(self.make_default_again(restore).await);
                return Err(error);
            }
        };
        let said = match self.deletion.outcome {
            Outcome::Deleted => return Ok(()),
            Outcome::Accepted if !is_contradicted => "It is no longer the default agent.",
            Outcome::Accepted | Outcome::Absent => self.make_default_again(restore).await,
        };
        self.say(said);
        Ok(())
    }

    /// Makes the agent the default one again, and says whether that worked.
    async fn make_default_again(&self, restore: &Route) -> &'static str {
        match self.session.ask_well(Purpose::RestoreDefault, restore).await {
            Ok(_) => "It was made the default agent again.",
            Err(_) => {
                "It is perhaps no longer the default agent, and making it so again failed: set it back by hand."
            }
        }
    }

    /// Deletes what hangs on the agent, then the agent.
    async fn strike(&mut self) -> Result<(), Error> {
        if self.options.threads() {
            delete_threads(self.session, self.id).await?;
        }
        let force = self.options.force;
        let route = self.platform().facts().delete_route(self.id, force);
        let mut answered = self.session.ask(Purpose::Delete, &route).await;
        let mut stopped = Stop::Refused;
        let mut doubt = false;
        if let Ok(answer) = &answered
            && force
            && self.platform().wants_stop_first(answer)
        {
            // An attempt before the one that was refused may still take effect.
            doubt = answer.maybe_applied;
            stopped = self.stop(doubt).await?;
            if stopped != Stop::Refused {
                answered = self.session.ask(Purpose::Delete, &route).await;
            }
        }
        let judged = match answered {
            Ok(answer) => self.judge(&answer, doubt),
            Err(error) => Err(error),
        };
        let Err(mut error) = judged else { return Ok(()) };
        error.outcome_unknown |= doubt;
        if stopped == Stop::Done {
            error.add_hint("The agent was stopped.");
        } else if error.code == ErrorCode::Conflict && !force {
            error = self.explain_conflict(error).await;
        }
        Err(error)
    }

    /// Stops the agent. Only the caller's abort ends the call here; the conflict says the rest. In doubt, the agent may be
    /// deleted by then.
    async fn stop(&self, doubt: bool) -> Result<Stop, Error> {
        let Some(route) = self.platform().facts().stop_route(self.id) else { return Ok(Stop::Refused) };
        match self.session.ask_well(Purpose::Stop, &route).await {
            Ok(_) => Ok(Stop::Done),
            Err(mut error) if error.code == ErrorCode::Aborted => {
                error.outcome_unknown = doubt;
                Err(error)
            }
            // The stop of a stopped agent reads like that of a missing one.
            Err(error) if error.code == ErrorCode::NotFound => Ok(Stop::Needless),
            Err(_) => Ok(Stop::Refused),
        }
    }

    /// Notes what the answer to the deletion means.
    fn judge(&mut self, answer: &Answer, doubt: bool) -> Result<(), Error> {
        let doubt = doubt || answer.maybe_applied;
        let told = |text: Option<&str>| text.map(|text| self.session.told(text));
        self.deletion.request_id = answer.request_id.as_deref().map(|id| self.session.hide(id));
        let mut fault = match judge_deletion(self.platform(), self.id, answer) {
            Verdict::Deleted(proof) => {
                if self.platform().facts().deleted_means_existed {
                    self.deletion.existed = Some(true);
                }
                self.deletion.outcome = Outcome::Deleted;
                self.deletion.message = told(proof.message.as_deref());
                self.deletion.deleted_at = proof.deleted_at;
                return Ok(());
            }
            Verdict::Accepted { operation } => {
                self.operation = operation;
                self.deletion.outcome = Outcome::Accepted;
                self.deletion.message = told(answer.readable_message().as_deref());
                return Ok(());
            }
            Verdict::Failed(fault) => fault,
        };
        if fault.code == ErrorCode::NotFound && doubt {
            // An attempt without an answer may have deleted it.
            self.absent(None);
            return Ok(());
        }
        fault.outcome_unknown |= doubt;
        let mut error = self.session.fault(Purpose::Delete, answer, fault);
        let advises_force = error.hint.as_deref().is_some_and(|hint| hint.contains("force: true"));
        if self.options.force
            && advises_force
            && matches!(error.code, ErrorCode::Conflict | ErrorCode::Protected)
        {
            error.hint = None;
        }
        self.absent_or(error)
    }

    /// A missing agent, where that is a result; else the error.
    fn absent_or(&mut self, error: Error) -> Result<(), Error> {
        if error.code != ErrorCode::NotFound || self.options.if_missing != IfMissing::Ignore {
            return Err(error);
        }
        self.deletion.request_id = error.request_id.clone();
        let certain = self.platform().facts().missing_is_certain;
        self.absent(self.deletion.existed.or(certain.then_some(false)));
        self.deletion.force = self.force();
        Ok(())
    }

    fn absent(&mut self, existed: Option<bool>) {
        self.deletion.outcome = Outcome::Absent;
        self.deletion.existed = existed;
        self.deletion.message =
            (!self.platform().facts().missing_is_certain).then(|| PROVES_NOTHING.to_owned());
        if self.options.verify {
            self.say("It was not read back, for the platform said that it is not there.");
        }
    }

    /// Says more, behind the platform's own words.
    fn say(&mut self, more: &str) {
        self.deletion.message = Some(sentences(self.deletion.message.as_deref(), more));
    }

    /// A 409 is ambiguous: `force` is advised only where sessions in use are found.
    async fn explain_conflict(&self, error: Error) -> Error {
        match sessions_on_first_page(self.session, self.id).await {
            Ok(InUse { count, at_least }) if count > 0 => {
                let at_least = if at_least { "At least " } else { "" };
                error.with_hint(format!(
                    "{at_least}{count} session(s) are in use. Pass force: true to delete them along with the agent."
                ))
            }
            _ => error,
        }
    }

    /// Finds out what became of a deletion, as far as that is asked for. Whether the agent was still there, though the platform
    /// had said that it deleted it.
    async fn follow_up(&mut self) -> Result<bool, Error> {
        self.deletion.force = self.force();
        let DeleteOptions { verify: reads_back, wait, .. } = *self.options;
        let mut seen = None;
        match self.deletion.outcome {
            Outcome::Absent => return Ok(false),
            Outcome::Accepted if !wait.is_zero() => {
                seen = Some(settle(self.session, self.id, self.operation.as_ref(), wait).await?);
            }
            Outcome::Accepted | Outcome::Deleted => {}
        }
        if seen == Some(Seen::Done) {
            self.deletion.outcome = Outcome::Deleted;
            seen = None;
        }
        if reads_back && seen != Some(Seen::Gone) {
            // An accepted one was waited for already.
            let is_deleted = self.deletion.outcome == Outcome::Deleted;
            let wait = if is_deleted { wait } else { Duration::ZERO };
            seen = Some(verify(self.session, self.id, wait).await);
        }
        match &seen {
            Some(Seen::Gone) => {
                self.deletion.outcome = Outcome::Deleted;
                self.deletion.verified = true;
            }
            // "Deleted" would be more than is known.
            Some(Seen::Alive) if self.deletion.outcome == Outcome::Deleted => {
                self.deletion.outcome = Outcome::Accepted;
                self.say("The platform said that it deleted the agent, and yet it could still be read.");
                return Ok(true);
            }
            Some(Seen::Alive) => self.say("The agent could still be read."),
            Some(Seen::Nothing(why)) => self.say(why),
            Some(Seen::Done) | None => {}
        }
        Ok(false)
    }

    /// What became of `force`.
    fn force(&self) -> Force {
        match self.platform().facts().capabilities.force {
            _ if !self.options.force => Force::NotRequested,
            ForceSupport::None => Force::NotApplicable,
            _ if !self.session.sent(Purpose::Delete) => Force::NotApplicable,
            // There, only a default agent is forced.
            _ if self.platform().facts().extras.default_bodies.is_some() && !self.is_default => {
                Force::NotApplicable
            }
            ForceSupport::Server | ForceSupport::Client => Force::Applied,
        }
    }
}

/// What became of a stop.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stop {
    Done,
    /// There was nothing to stop.
    Needless,
    Refused,
}

/// An error of a request before the deletion: that request's fate may be unknown, the agent's is not.
fn agent_lives(mut error: Error) -> Error {
    error.outcome_unknown = false;
    error
}
