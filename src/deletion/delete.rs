//! Deleting one agent, safely: nothing is changed before everything that may stop it has been heard.

use super::agent::read_agent;
use super::backup::back_up;
use super::cascade::{check_cascade, delete_threads};
use super::flow::Flow;
use super::pages::count_sessions;
use super::plan::{Blocker, BlockerCode, blockers};
use super::settle::{settle, verify};
use super::{DeleteOptions, Deletion, Force, IfMissing, Outcome, Session, plan_deletion};
use crate::agent::Agent;
use crate::backend::{Answer, Cascade, Fault, ForceSupport, Platform, Verdict, judge_deletion};
use crate::error::Error;
use crate::error_code::ErrorCode;
use crate::http::{AgentId, Route};
use crate::step::Purpose;
use crate::text::{concat, contains, decimal};
use alloc::borrow::ToOwned;
use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use core::task::{Poll, ready};

/// Deletes the agent as `options` say.
pub(crate) fn delete_agent<'s>(
    flow: &Flow<'s>,
    options: &'s DeleteOptions,
) -> Poll<Result<Box<Deletion>, Error>> {
    check_cascade(flow, options)?;
    let Flow { session, platform, id, .. } = *flow;
    let deletion = Box::new(Deletion {
        backend: session.link.options.backend,
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
    let mut deleting = Deleting { flow, session, platform, id, options, is_default: false, deletion };
    let ended = ready!(deleting.run());
    let mut deletion = deleting.deletion;
    // It may be the only copy, should the agent be gone all the same.
    let backup = session.backup.take();
    Poll::Ready(match ended {
        Ok(()) => {
            deletion.backup = backup;
            deletion.steps = session.receipt();
            Ok(deletion)
        }
        Err(mut error) => {
            error.backup = backup;
            Err(error)
        }
    })
}

struct Deleting<'f, 's> {
    flow: &'f Flow<'s>,
    session: &'s Session<'s>,
    platform: &'static dyn Platform,
    id: &'s AgentId,
    options: &'s DeleteOptions,
    /// Whether it was read, and is the default agent.
    is_default: bool,
    /// Filled in as things become known.
    deletion: Box<Deletion>,
}

impl Deleting<'_, '_> {
    fn run(&mut self) -> Poll<Result<(), Error>> {
        if let Err(error) = ready!(self.prepare()) {
            self.session.backup.take();
            return Poll::Ready(self.absent_or(error));
        }
        let is_default = self.options.force && self.is_default;
        let routes = self.platform.default_routes(self.id).filter(|_| is_default);
        let Some((unset, restore)) = routes else {
            ready!(self.strike())?;
            return self.follow_up().map_ok(drop);
        };
        ready!(self.strike_default(unset))?;
        let still_there = ready!(self.follow_up())?;
        let undone = match self.deletion.outcome {
            Outcome::Deleted => return Poll::Ready(Ok(())),
            Outcome::Accepted if !still_there => "It is no longer the default agent.",
            Outcome::Accepted | Outcome::Absent => ready!(self.make_default_again(restore)),
        };
        self.deletion.message = Some(match &self.deletion.message {
            Some(said) => concat(&[said, " ", undone]),
            None => undone.to_owned(),
        });
        Poll::Ready(Ok(()))
    }

    /// Everything that comes before the first change.
    fn prepare(&mut self) -> Poll<Result<(), Error>> {
        let reads_first = self.platform.reads_first(self.options.force);
        let confirms = self.options.confirm.is_some();
        if confirms {
            ready!(self.ask_to_confirm())?;
        } else if reads_first {
            ready!(self.look())?;
        }
        let backed_up = ready!(back_up(self.flow, self.options))?;
        if (confirms || backed_up) && reads_first { self.look() } else { Poll::Ready(Ok(())) }
    }

    /// Shows the caller what would follow, and stops where something stands in the way or the caller says no.
    fn ask_to_confirm(&mut self) -> Poll<Result<(), Error>> {
        let Some(confirm) = &self.options.confirm else { return Poll::Ready(Ok(())) };
        let plan = ready!(plan_deletion(self.flow, self.options))?;
        if let Some(blocker) = plan.blockers.first() {
            return Poll::Ready(Err(self.blocked(blocker)));
        }
        let (reason, cause) = match ready!(self.flow.call(|| (confirm.0)(&plan)))? {
            Ok(true) => {
                plan.agent.iter().for_each(|agent| self.saw(agent));
                return Poll::Ready(Ok(()));
            }
            Ok(false) => ("confirm declined it; nothing was changed", None),
            Err(cause) => ("confirm failed; nothing was changed", Some(cause)),
        };
        let error = self.session.found(Purpose::Delete, ErrorCode::Cancelled, reason);
        Poll::Ready(Err(error.with_cause(cause)))
    }

    /// Reads the agent, and stops where something stands in the way.
    fn look(&mut self) -> Poll<Result<(), Error>> {
        let agent = match ready!(read_agent(self.flow, Purpose::Get)) {
            Err(error) if error.code == ErrorCode::NotFound => {
                let reason = "the platform says that it is not there";
                return Poll::Ready(Err(self.session.found(Purpose::Delete, ErrorCode::NotFound, reason)));
            }
            read => read?,
        };
        let blockers = ready!(blockers(self.flow, &agent, self.options.force))?;
        Poll::Ready(
            match blockers.iter().find(|blocker| !(self.options.force && blocker.lifted_by.is_some())) {
                Some(blocker) => Err(self.blocked(blocker)),
                None => {
                    self.saw(&agent);
                    Ok(())
                }
            },
        )
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

    /// Finds out what became of a deletion, as far as that is asked for. Whether the agent is seen to be still there.
    fn follow_up(&mut self) -> Poll<Result<bool, Error>> {
        self.deletion.force = self.force();
        if self.deletion.outcome == Outcome::Accepted {
            let (session, id, wait) = (self.session, self.id, self.options.wait);
            if ready!(self.flow.wait(|| Box::pin(settle(session, id, wait))))? {
                self.deletion.outcome = Outcome::Deleted;
                self.deletion.verified = true;
            }
        }
        if self.deletion.outcome == Outcome::Absent || !self.options.verify || self.deletion.verified {
            return Poll::Ready(Ok(false));
        }
        verify(self.flow, &mut self.deletion).map(Ok)
    }

    /// Makes a default agent an ordinary one and deletes it; where that fails, makes it the default one again.
    fn strike_default(&mut self, unset: Route) -> Poll<Result<(), Error>> {
        let ended = match ready!(self.flow.ask_well(Purpose::UnsetDefault, unset)) {
            Ok(_) => ready!(self.strike()),
            Err(error) => Err(agent_lives(error)),
        };
        let routes = self.platform.default_routes(self.id);
        Poll::Ready(match (ended, routes) {
            (Err(error), Some((_, restore))) if self.sent(Purpose::UnsetDefault) => {
                Err(add_hint(error, ready!(self.make_default_again(restore))))
            }
            (ended, _) => ended,
        })
    }

    /// Makes the agent the default one again, and says whether that worked.
    fn make_default_again(&self, restore: Route) -> Poll<&'static str> {
        Poll::Ready(match ready!(self.flow.ask_well(Purpose::RestoreDefault, restore)) {
            Ok(_) => "It was made the default agent again.",
            Err(_) => {
                "It is perhaps no longer the default agent, and making it so again failed: set it back by hand."
            }
        })
    }

    /// Deletes what hangs on the agent, then the agent.
    fn strike(&mut self) -> Poll<Result<(), Error>> {
        if self.options.cascade.contains(&Cascade::Threads) {
            ready!(delete_threads(self.flow))?;
        }
        let force = self.options.force;
        let ask = || self.flow.ask(Purpose::Delete, self.platform.delete_route(self.id, force));
        let mut answered = ready!(ask());
        let mut stopped = false;
        let mut doubt = false;
        if let Ok(answer) = &answered
            && force
            && self.platform.wants_stop_first(answer)
        {
            // An attempt before the one that was refused may still take effect.
            doubt = answer.maybe_applied;
            stopped = match ready!(self.stop()) {
                Ok(stopped) => stopped,
                Err(error) => return Poll::Ready(Err(in_doubt(error, doubt))),
            };
            if stopped {
                answered = ready!(ask()).map_err(|error| in_doubt(error, doubt));
            }
        }
        Poll::Ready(match answered.and_then(|answer| self.judge(&answer, doubt)) {
            Err(error) if stopped => Err(add_hint(error, "The agent was stopped.")),
            Err(error) if error.code == ErrorCode::Conflict && !force => {
                Err(ready!(self.explain_conflict(error)))
            }
            ended => ended,
        })
    }

    /// Whether the agent is stopped now. Only the caller's abort ends the call here; the conflict says the rest.
    fn stop(&self) -> Poll<Result<bool, Error>> {
        let Some(route) = self.platform.facts().stop_route(self.id) else { return Poll::Ready(Ok(false)) };
        Poll::Ready(match ready!(self.flow.ask_well(Purpose::Stop, route)) {
            Ok(_) => Ok(true),
            Err(error) if error.code == ErrorCode::Aborted => Err(agent_lives(error)),
            // The stop of a stopped agent reads like that of a missing one.
            Err(error) => Ok(error.code == ErrorCode::NotFound),
        })
    }

    /// Notes what the answer to the deletion means.
    fn judge(&mut self, answer: &Answer, doubt: bool) -> Result<(), Error> {
        let doubt = doubt || answer.maybe_applied;
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
        if fault.code == ErrorCode::NotFound && doubt {
            // An attempt without an answer may have deleted it.
            self.absent(None);
            return Ok(());
        }
        let fault = Fault { outcome_unknown: fault.outcome_unknown || doubt, ..fault };
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
        let was_seen = self.session.has(|step| step.purpose == Purpose::Get && step.status == Some(200));
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
    fn explain_conflict(&self, error: Error) -> Poll<Error> {
        if self.platform.sessions_route(self.id, None).is_none() {
            return Poll::Ready(error);
        }
        Poll::Ready(match ready!(count_sessions(self.flow)) {
            Ok(sessions) if sessions > 0 => {
                let advice = " session(s) are in use. Pass force: true to delete them along with the agent.";
                error.with_hint(concat(&[&decimal(sessions as i64), advice]))
            }
            _ => error,
        })
    }

    /// Whether a request of this purpose has left.
    fn sent(&self, purpose: Purpose) -> bool {
        self.session.has(|step| step.purpose == purpose)
    }

    /// What became of `force`.
    fn force(&self) -> Force {
        match self.platform.facts().capabilities.force {
            _ if !self.options.force => Force::NotRequested,
            ForceSupport::None => Force::NotApplicable,
            _ if !self.sent(Purpose::Delete) => Force::NotApplicable,
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

/// An error after a request that may have deleted the agent.
fn in_doubt(mut error: Error, doubt: bool) -> Error {
    error.outcome_unknown |= doubt;
    error
}

fn add_hint(error: Error, more: &str) -> Error {
    let hint = match &error.hint {
        Some(hint) => concat(&[hint, " ", more]),
        None => more.to_owned(),
    };
    error.with_hint(hint)
}
