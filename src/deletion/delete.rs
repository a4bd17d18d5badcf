//! Deleting one agent, safely: nothing is changed before everything that may stop it has been heard.

use super::agent::find_agent;
use super::cascade::{check_cascade, delete_threads};
use super::plan::{Blocker, BlockerCode, blockers, count_sessions};
use super::settle::{settle, verify};
use super::{
    BackupWish, DeleteOptions, Deletion, Force, IfMissing, Outcome, Session, plan_deletion, take_backup,
};
use crate::agent::Agent;
use crate::backend::{Answer, Cascade, ForceSupport, Proof, Verdict, fault, judge_deletion};
use crate::backup::AgentBackup;
use crate::error::Error;
use crate::error_code::ErrorCode;
use crate::http::{AgentId, Route, Transport};
use crate::step::{Purpose, Step};

/// Deletes the agent as `options` say.
pub(crate) async fn delete_agent<T: Transport>(
    session: &Session<'_, T>,
    id: &AgentId,
    options: &DeleteOptions,
) -> Result<Deletion, Error> {
    Deleting { session, id, options }.run().await
}

struct Deleting<'a, 'b, T> {
    session: &'a Session<'b, T>,
    id: &'a AgentId,
    options: &'a DeleteOptions,
}

/// What is known before the first change.
struct Prepared {
    /// The agent, if it was read.
    seen: Option<Agent>,
    backup: Option<AgentBackup>,
}

/// How the deletion itself ended.
enum End {
    Deleted {
        proof: Proof,
        request_id: Option<String>,
    },
    Accepted {
        message: Option<String>,
        request_id: Option<String>,
    },
    /// `existed` is false where the platform is certain that nothing was there.
    Absent {
        existed: Option<bool>,
        request_id: Option<String>,
    },
}

impl<T: Transport> Deleting<'_, '_, T> {
    async fn run(&self) -> Result<Deletion, Error> {
        check_cascade(self.session, self.id, self.options)?;
        let prepared = match self.prepare().await {
            Err(error) if self.may_be_missing(&error) => {
                return Ok(self.deletion(self.absent(&error), None, false));
            }
            prepared => prepared?,
        };
        let Prepared { seen, backup } = prepared;
        let mut ended = self.act(seen.as_ref()).await;
        match &mut ended {
            Ok(deletion) => deletion.backup = backup,
            // It may be the only copy, should the agent be gone all the same.
            Err(error) => error.backup = backup,
        }
        ended
    }

    /// Everything that comes before the first change.
    async fn prepare(&self) -> Result<Prepared, Error> {
        let seen = self.look_first().await?;
        let backup = self.back_up().await?;
        let time_passed = self.options.confirm.is_some() || backup.is_some();
        let look_again = time_passed && self.session.link.platform().reads_first(self.options.force);
        let seen = if look_again { Some(self.look().await?) } else { seen };
        Ok(Prepared { seen, backup })
    }

    /// Deletes the agent, and finds out what became of it.
    async fn act(&self, seen: Option<&Agent>) -> Result<Deletion, Error> {
        let is_default = self.options.force && seen.and_then(|agent| agent.is_default) == Some(true);
        let routes = self.session.link.platform().default_routes(self.id).filter(|_| is_default);
        let end = match &routes {
            Some((unset, restore)) => self.strike_default(unset, restore).await?,
            None => self.strike().await?,
        };
        let mut deletion = self.deletion(end, seen, routes.is_some());
        if deletion.outcome == Outcome::Accepted {
            settle(self.session, self.id, self.options.wait, &mut deletion).await?;
        }
        let mut still_there = false;
        if deletion.outcome != Outcome::Absent && self.options.verify && !deletion.verified {
            still_there = verify(self.session, self.id, &mut deletion).await;
        }
        if let Some((_, restore)) = &routes {
            let undone = match deletion.outcome {
                Outcome::Deleted => None,
                Outcome::Accepted if !still_there => Some("It is no longer the default agent."),
                Outcome::Accepted | Outcome::Absent => Some(self.make_default_again(restore).await),
            };
            if let Some(undone) = undone {
                let said = deletion.message.take().unwrap_or_default();
                deletion.message = Some([&said, " ", undone].concat().trim_start().to_owned());
            }
        }
        deletion.steps = self.session.steps();
        Ok(deletion)
    }

    fn may_be_missing(&self, error: &Error) -> bool {
        error.code == ErrorCode::NotFound && self.options.if_missing == IfMissing::Ignore
    }

    fn absent(&self, error: &Error) -> End {
        let seen = |step: &Step| step.purpose == Purpose::Get && step.status == Some(200);
        let existed = if self.session.steps().iter().any(seen) {
            Some(true)
        } else {
            self.session.link.platform().missing_is_certain().then_some(false)
        };
        End::Absent { existed, request_id: error.request_id.clone() }
    }

    /// Reads the agent where that is needed, and stops where something stands in the way or the caller says no.
    async fn look_first(&self) -> Result<Option<Agent>, Error> {
        if let Some(confirm) = &self.options.confirm {
            let plan = plan_deletion(self.session, self.id, self.options).await?;
            if let Some(blocker) = plan.blockers.first() {
                return Err(self.blocked(blocker));
            }
            let asked = self.session.unless_cancelled((confirm.0)(&plan)).await?;
            let declined = |reason| self.session.found(Purpose::Delete, ErrorCode::Cancelled, reason);
            return match asked {
                Ok(true) => Ok(plan.agent),
                Ok(false) => Err(declined("confirm declined it; nothing was changed")),
                Err(cause) => Err(declined("confirm failed; nothing was changed").with_cause(Some(cause))),
            };
        }
        if !self.session.link.platform().reads_first(self.options.force) {
            return Ok(None);
        }
        self.look().await.map(Some)
    }

    /// Reads the agent, and stops where something stands in the way.
    async fn look(&self) -> Result<Agent, Error> {
        let Some(agent) = find_agent(self.session, self.id, Purpose::Get).await? else {
            return Err(self.session.found(
                Purpose::Delete,
                ErrorCode::NotFound,
                "the platform says that it is not there",
            ));
        };
        let blockers = blockers(self.session, self.id, &agent, self.options.force).await?;
        match blockers.iter().find(|blocker| !(self.options.force && blocker.lifted_by.is_some())) {
            Some(blocker) => Err(self.blocked(blocker)),
            None => Ok(agent),
        }
    }

    fn blocked(&self, blocker: &Blocker) -> Error {
        let code = match blocker.code {
            BlockerCode::NotFound => ErrorCode::NotFound,
            BlockerCode::InUse => ErrorCode::Conflict,
            BlockerCode::Protected => ErrorCode::Protected,
            BlockerCode::Forbidden => ErrorCode::Forbidden,
        };
        let error = self.session.found(Purpose::Delete, code, blocker.message.trim_end_matches('.'));
        if blocker.lifted_by.is_some() {
            error.with_hint("Pass force: true to delete it all the same.")
        } else {
            error
        }
    }

    async fn back_up(&self) -> Result<Option<AgentBackup>, Error> {
        if matches!(self.options.backup, BackupWish::No) {
            return Ok(None);
        }
        let backup = take_backup(self.session, self.id, false).await?;
        if let BackupWish::HandTo(keep) = &self.options.backup {
            let kept = self.session.unless_cancelled(keep(&backup)).await?;
            kept.map_err(|cause| {
                let reason = format!("the backup function failed ({}); nothing was deleted", cause.text());
                self.session.found(Purpose::Delete, ErrorCode::BackupFailed, &reason).with_cause(Some(cause))
            })?;
        }
        Ok(Some(backup))
    }

    /// Makes a default agent an ordinary one, deletes it, and undoes the first when the second fails.
    async fn strike_default(&self, unset: &Route, restore: &Route) -> Result<End, Error> {
        let ended = match self.unset_default(unset).await {
            Ok(()) => self.strike().await,
            Err(error) => Err(error),
        };
        let unset = self.session.sent(Purpose::UnsetDefault);
        match ended {
            Err(error) if unset => {
                let undone = self.make_default_again(restore).await;
                Err(self.session.with_steps(add_hint(error, undone)))
            }
            ended => ended,
        }
    }

    /// Makes the agent the default one again, and says whether that worked.
    async fn make_default_again(&self, restore: &Route) -> &'static str {
        match self.restore_default(restore).await {
            Ok(()) => "It was made the default agent again.",
            Err(_) => {
                "It is perhaps no longer the default agent, and making it so again failed: set it back by hand."
            }
        }
    }

    async fn unset_default(&self, route: &Route) -> Result<(), Error> {
        let answer = self.session.ask(Purpose::UnsetDefault, route).await.map_err(agent_lives)?;
        self.changed(Purpose::UnsetDefault, &answer).map_err(agent_lives)
    }

    async fn restore_default(&self, route: &Route) -> Result<(), Error> {
        let answer = self.session.ask_regardless(Purpose::RestoreDefault, route).await?;
        self.changed(Purpose::RestoreDefault, &answer)
    }

    fn changed(&self, purpose: Purpose, answer: &Answer) -> Result<(), Error> {
        match fault(self.session.link.platform(), purpose, answer) {
            Some(fault) => Err(self.session.fault(purpose, answer, fault)),
            None => Ok(()),
        }
    }

    /// Deletes what hangs on the agent, then the agent.
    async fn strike(&self) -> Result<End, Error> {
        if self.options.cascade.contains(&Cascade::Threads) {
            delete_threads(self.session, self.id).await?;
        }
        let platform = self.session.link.platform();
        let route = platform.delete_route(self.id, self.options.force);
        let answer = self.session.ask(Purpose::Delete, &route).await?;
        if self.options.force && platform.wants_stop_first(&answer) && self.stop().await? {
            let again = async { self.end(self.session.ask(Purpose::Delete, &route).await?).await };
            return again.await.map_err(|error| add_hint(error, "The agent was stopped."));
        }
        self.end(answer).await
    }

    /// Whether the agent is stopped now. Only the caller's abort ends the call here; the conflict says the rest.
    async fn stop(&self) -> Result<bool, Error> {
        let platform = self.session.link.platform();
        let Some(route) = platform.stop_route(self.id) else { return Ok(false) };
        match self.session.ask(Purpose::Stop, &route).await {
            Ok(answer) => {
                // The stop of a stopped agent reads like that of a missing one.
                let failed = fault(platform, Purpose::Stop, &answer);
                Ok(failed.is_none_or(|fault| fault.code == ErrorCode::NotFound))
            }
            Err(error) if error.code == ErrorCode::Aborted => Err(agent_lives(error)),
            Err(_) => Ok(false),
        }
    }

    async fn end(&self, answer: Answer) -> Result<End, Error> {
        let platform = self.session.link.platform();
        let request_id = answer.request_id.as_deref().map(|id| self.session.hide(id));
        let fault = match judge_deletion(platform, self.id, &answer) {
            Verdict::Deleted(proof) => return Ok(End::Deleted { proof, request_id }),
            Verdict::Accepted => {
                let message = answer.said.message.as_deref().map(|message| self.session.hide(message));
                return Ok(End::Accepted { message, request_id });
            }
            Verdict::Failed(fault) => fault,
        };
        if fault.code == ErrorCode::NotFound && answer.maybe_applied {
            // An attempt without an answer may have deleted it.
            return Ok(End::Absent { existed: None, request_id });
        }
        let mut error = self.session.fault(Purpose::Delete, &answer, fault);
        if self.options.force && matches!(error.code, ErrorCode::Conflict | ErrorCode::Protected) {
            error.hint = error.hint.take().filter(|hint| !hint.contains("force: true"));
        }
        if self.may_be_missing(&error) {
            return Ok(self.absent(&error));
        }
        if error.code == ErrorCode::Conflict && !self.options.force {
            return Err(self.explain_conflict(error).await);
        }
        Err(error)
    }

    /// A 409 is ambiguous: `force` is advised only where sessions in use are found.
    async fn explain_conflict(&self, error: Error) -> Error {
        if self.session.link.platform().sessions_route(self.id, None).is_none() {
            return error;
        }
        let explained = match count_sessions(self.session, self.id).await {
            Ok(sessions) if sessions > 0 => error.with_hint(format!(
                "{sessions} session(s) are in use. Pass force: true to delete them along with the agent."
            )),
            _ => error,
        };
        self.session.with_steps(explained)
    }

    fn deletion(&self, end: End, seen: Option<&Agent>, was_default: bool) -> Deletion {
        let platform = self.session.link.platform();
        let was_there = seen.map(|_| true);
        let (outcome, existed, proof, request_id) = match end {
            End::Deleted { proof, request_id } => {
                let existed = if platform.deleted_means_existed() { Some(true) } else { was_there };
                (Outcome::Deleted, existed, proof, request_id)
            }
            End::Accepted { message, request_id } => {
                (Outcome::Accepted, was_there, Proof { message, deleted_at: None }, request_id)
            }
            End::Absent { existed, request_id } => {
                let message = (!platform.missing_is_certain()).then(|| {
                    "This platform's \"not found\" does not prove that the agent is gone.".to_owned()
                });
                (Outcome::Absent, existed, Proof { message, deleted_at: None }, request_id)
            }
        };
        Deletion {
            backend: self.session.link.backend,
            agent_id: self.id.as_str().to_owned(),
            outcome,
            existed,
            force: self.force(was_default),
            verified: false,
            deleted_at: proof.deleted_at,
            message: proof.message.map(|message| self.session.hide(&message)),
            request_id,
            backup: None,
            steps: self.session.steps(),
        }
    }

    fn force(&self, was_default: bool) -> Force {
        let platform = self.session.link.platform();
        let only_for_default = platform.default_routes(self.id).is_some();
        match platform.capabilities().force {
            _ if !self.options.force => Force::NotRequested,
            ForceSupport::None => Force::NotApplicable,
            _ if !self.session.sent(Purpose::Delete) => Force::NotApplicable,
            _ if only_for_default && !was_default => Force::NotApplicable,
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
        Some(hint) => [hint, " ", more].concat(),
        None => more.to_owned(),
    };
    error.with_hint(hint)
}
