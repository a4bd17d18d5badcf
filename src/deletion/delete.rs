//! Deleting one agent, safely: nothing is changed before everything that may stop it has been heard.

use super::action::Work;
use super::agent::read_agent;
use super::backup::back_up;
use super::cascade::{check_cascade, delete_threads};
use super::flow::{Flow, Stop};
use super::pages::count_sessions;
use super::plan::{Blocker, BlockerCode, add_blockers};
use super::settle::{settle, verify};
use super::value::Value;
use super::wanted::Want;
use super::{Deletion, Force, Outcome, Wishes, plan_deletion};
use crate::agent::Agent;
use crate::backend::{Answer, ForceSupport, Platform, Verdict, judge_deletion};
use crate::error::{Error, sentences};
use crate::error_code::ErrorCode;
use crate::http::Route;
use crate::step::Purpose;
use crate::text::{Text, contains, decimal, fill};
use alloc::boxed::Box;
use alloc::vec::Vec;

/// Deletes the agent as `wishes` say.
pub(crate) fn delete_agent(flow: &Flow, wishes: &Wishes) -> Result<Box<Deletion>, Stop> {
    check_cascade(flow, wishes)?;
    let deletion = Box::new(Deletion {
        backend: flow.session.link.backend(),
        agent_id: Text::from(flow.id.as_str()),
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
    let mut deleting = Deleting { flow, wishes, is_default: false, deletion };
    deleting.run()?;
    Ok(deleting.deletion)
}

struct Deleting<'f> {
    flow: &'f Flow,
    wishes: &'f Wishes,
    /// Whether it was read, and is the default agent.
    is_default: bool,
    /// Filled in as things become known.
    deletion: Box<Deletion>,
}

impl Deleting<'_> {
    fn run(&mut self) -> Result<(), Stop> {
        let prepared = self.prepare();
        if let Err(error) = self.flow.caught(prepared)? {
            self.flow.session.backup.take();
            let ended = self.absent_or(error);
            return self.flow.sure(ended);
        }
        let is_default = self.wishes.force && self.is_default;
        let routes = self.platform().default_routes(&self.flow.id).filter(|_| is_default);
        let Some((unset, restore)) = routes else {
            self.strike()?;
            return self.follow_up().map(drop);
        };
        let struck = self.strike_default(unset);
        if let Err(error) = self.flow.caught(struck)? {
            return Err(self.flow.fail(self.undo_default(error, restore)?));
        }
        let still_there = self.follow_up()?;
        let undone = match self.deletion.outcome {
            Outcome::Deleted => return Ok(()),
            Outcome::Accepted if !still_there => "It is no longer the default agent.",
            Outcome::Accepted | Outcome::Absent => self.make_default_again(restore)?,
        };
        self.deletion.message = Some(sentences(self.deletion.message.as_ref(), undone));
        Ok(())
    }

    fn platform(&self) -> &'static dyn Platform {
        self.flow.platform
    }

    /// Everything that comes before the first change.
    fn prepare(&mut self) -> Result<(), Stop> {
        let reads_first = self.platform().reads_first(self.wishes.force);
        if self.wishes.confirms {
            self.ask_to_confirm()?;
        } else if reads_first {
            self.look()?;
        }
        back_up(self.flow, self.wishes)?;
        let time_passed = self.wishes.confirms || self.wishes.backs_up;
        if time_passed && reads_first { self.look() } else { Ok(()) }
    }

    /// Shows the caller what would follow, and stops where something stands in the way or the caller says no.
    fn ask_to_confirm(&mut self) -> Result<(), Stop> {
        let plan = plan_deletion(self.flow, self.wishes)?;
        if let Some(blocker) = plan.blockers.first() {
            return Err(self.flow.fail(self.blocked(blocker)));
        }
        if let Some(agent) = &plan.agent {
            self.saw(agent);
        }
        let (reason, cause) = match self.flow.call(|| Want::Work(Work::Confirm(plan)))? {
            Value::Yes => return Ok(()),
            Value::Threw(cause) => ("confirm failed; nothing was changed", Some(cause.clone())),
            _ => ("confirm declined it; nothing was changed", None),
        };
        let error = self.flow.session.found(Purpose::Delete, ErrorCode::Cancelled, reason);
        Err(self.flow.fail(error.with_cause(cause)))
    }

    /// Reads the agent, and stops where something stands in the way.
    fn look(&mut self) -> Result<(), Stop> {
        let agent = match self.flow.caught(read_agent(self.flow, Purpose::Get))? {
            Ok(agent) => agent,
            Err(mut error) => {
                if error.code == ErrorCode::NotFound {
                    let reason = "the platform says that it is not there";
                    error = self.flow.session.found(Purpose::Delete, ErrorCode::NotFound, reason);
                }
                return Err(self.flow.fail(error));
            }
        };
        let mut blockers = Vec::new();
        add_blockers(self.flow, &agent, self.wishes.force, &mut blockers)?;
        match blockers.first() {
            Some(blocker) => Err(self.flow.fail(self.blocked(blocker))),
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
        let reason = blocker.message.strip_suffix(".").unwrap_or(&blocker.message);
        let mut error = self.flow.session.found(Purpose::Delete, code, reason);
        if blocker.lifted_by.is_some() {
            error.add_hint("Pass force: true to delete it all the same.");
        }
        error
    }

    /// Finds out what became of a deletion, as far as that is asked for. Whether the agent is seen to be still there.
    fn follow_up(&mut self) -> Result<bool, Stop> {
        self.deletion.force = self.force();
        if self.deletion.outcome == Outcome::Accepted && settle(self.flow, self.wishes.wait)? {
            self.deletion.outcome = Outcome::Deleted;
            self.deletion.verified = true;
        }
        if self.deletion.outcome == Outcome::Absent || !self.wishes.verify || self.deletion.verified {
            return Ok(false);
        }
        verify(self.flow, &mut self.deletion)
    }

    /// Makes a default agent an ordinary one and deletes it.
    fn strike_default(&mut self, unset: Route) -> Result<(), Stop> {
        match self.flow.caught(self.flow.ask_well(Purpose::UnsetDefault, unset))? {
            Ok(_) => self.strike(),
            Err(error) => Err(self.flow.fail(agent_lives(error))),
        }
    }

    /// Makes an agent that could not be deleted the default one again, where it may be that no longer.
    fn undo_default(&self, error: Error, restore: Route) -> Result<Error, Stop> {
        if !self.flow.session.sent(Purpose::UnsetDefault) {
            return Ok(error);
        }
        let aside = &self.flow.set_aside;
        let mut error = aside.take().unwrap_or(error);
        match self.make_default_again(restore) {
            Ok(undone) => {
                error.add_hint(undone);
                Ok(error)
            }
            Err(Stop) => {
                aside.set(Some(error));
                Err(Stop)
            }
        }
    }

    /// Makes the agent the default one again, and says whether that worked.
    fn make_default_again(&self, restore: Route) -> Result<&'static str, Stop> {
        Ok(match self.flow.caught(self.flow.ask_well(Purpose::RestoreDefault, restore))? {
            Ok(_) => "It was made the default agent again.",
            Err(_) => {
                "It is perhaps no longer the default agent, and making it so again failed: set it back by hand."
            }
        })
    }

    /// Deletes what hangs on the agent, then the agent.
    fn strike(&mut self) -> Result<(), Stop> {
        if self.wishes.threads {
            delete_threads(self.flow)?;
        }
        let (flow, force) = (self.flow, self.wishes.force);
        let ask =
            || flow.caught(flow.ask(Purpose::Delete, flow.platform.facts().delete_route(&flow.id, force)));
        let mut stopped = false;
        let mut doubt = false;
        let answered = match ask()? {
            Ok(answer) if force && flow.platform.wants_stop_first(answer) => {
                // An attempt before the one that was refused may still take effect.
                doubt = answer.maybe_applied;
                stopped = self.stop(doubt)?;
                if stopped { ask()? } else { Ok(answer) }
            }
            answered => answered,
        };
        let judged = answered.and_then(|answer| self.judge(answer, doubt));
        let Err(mut error) = judged else { return Ok(()) };
        error.outcome_unknown |= doubt;
        if stopped {
            error.add_hint("The agent was stopped.");
        } else if error.code == ErrorCode::Conflict && !force {
            error = self.explain_conflict(error)?;
        }
        Err(flow.fail(error))
    }

    /// Whether the agent is stopped now. Only the caller's abort ends the call here; the conflict says the rest. In doubt,
    /// the agent may be deleted by then.
    fn stop(&self, doubt: bool) -> Result<bool, Stop> {
        let Some(route) = self.platform().facts().stop_route(&self.flow.id) else { return Ok(false) };
        match self.flow.caught(self.flow.ask_well(Purpose::Stop, route))? {
            Ok(_) => Ok(true),
            Err(mut error) if error.code == ErrorCode::Aborted => {
                error.outcome_unknown = doubt;
                Err(self.flow.fail(error))
            }
            // The stop of a stopped agent reads like that of a missing one.
            Err(error) => Ok(error.code == ErrorCode::NotFound),
        }
    }

    /// Notes what the answer to the deletion means.
    fn judge(&mut self, answer: &Answer, doubt: bool) -> Result<(), Error> {
        let doubt = doubt || answer.maybe_applied;
        let hide = |text: Option<Text>| text.map(|text| self.flow.session.secrets.hide(text));
        self.deletion.request_id = hide(answer.request_id.clone());
        let mut fault = match judge_deletion(self.platform(), &self.flow.id, answer) {
            Verdict::Deleted(proof) => {
                if self.platform().facts().deleted_means_existed {
                    self.deletion.existed = Some(true);
                }
                self.deletion.outcome = Outcome::Deleted;
                self.deletion.message = hide(proof.message);
                self.deletion.deleted_at = proof.deleted_at;
                return Ok(());
            }
            Verdict::Accepted => {
                self.deletion.outcome = Outcome::Accepted;
                self.deletion.message = hide(answer.content.message());
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
        let mut error = self.flow.session.fault(Purpose::Delete, answer, fault);
        if self.wishes.force
            && matches!(error.code, ErrorCode::Conflict | ErrorCode::Protected)
            && error.hint.as_ref().is_some_and(|hint| contains(hint, "force: true"))
        {
            error.hint = None;
        }
        self.absent_or(error)
    }

    /// A missing agent, where that is a result; else the error.
    fn absent_or(&mut self, error: Error) -> Result<(), Error> {
        if error.code != ErrorCode::NotFound || !self.wishes.ignore_missing {
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
        self.deletion.message = (!self.platform().facts().missing_is_certain)
            .then(|| "This platform's \"not found\" does not prove that the agent is gone.".into());
    }

    /// A 409 is ambiguous: `force` is advised only where sessions in use are found.
    fn explain_conflict(&self, error: Error) -> Result<Error, Stop> {
        Ok(match self.flow.caught(count_sessions(self.flow))? {
            Ok(sessions) if sessions > 0 => {
                let advice =
                    "{} session(s) are in use. Pass force: true to delete them along with the agent.";
                error.with_hint(fill(advice, &[&decimal(sessions as i64)]))
            }
            _ => error,
        })
    }

    /// What became of `force`.
    fn force(&self) -> Force {
        match self.platform().facts().capabilities.force {
            _ if !self.wishes.force => Force::NotRequested,
            ForceSupport::None => Force::NotApplicable,
            _ if !self.flow.session.sent(Purpose::Delete) => Force::NotApplicable,
            // There, only a default agent is forced.
            _ if self.platform().facts().extras.default_bodies.is_some() && !self.is_default => {
                Force::NotApplicable
            }
            ForceSupport::Server | ForceSupport::Client => Force::Applied,
        }
    }
}

/// An error of a request before the deletion: that request's fate may be unknown, the agent's is not.
fn agent_lives(mut error: Error) -> Error {
    error.outcome_unknown = false;
    error
}
