//! One plan for many deletions: every id is read, each agent is looked at once, and nothing is changed.

use super::errors::{Refusal, not_text, refused, source_failed, unstarted};
use super::ids::{Asked, Source};
use super::repeats::{Met, Seen};
use super::{DeleteManyOptions, GivenId, IdSource, PlannedId};
use crate::backend::Backend;
use crate::deletion::{Blocker, Connection, DeletionPlan, Session, plan_deletion};
use crate::error::Error;
use crate::error_code::ErrorCode;
use crate::http::{AgentId, Cancels, Pace};
use crate::secrecy::Secrets;
use futures_util::StreamExt;
use futures_util::future::{Either, LocalBoxFuture, select};
use futures_util::stream;
use serde::Serialize;
use std::cell::RefCell;
use std::pin::pin;

/// What many deletions would do.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct DeletionsPlan {
    /// The platform.
    pub backend: Backend,
    /// The root of its API, where the agents were looked at.
    pub base_url: String,
    /// How many ids were given: those of the four lists that follow the plans, and the duplicates.
    pub total: u32,
    /// A plan for each id that could be planned, in the order in which they were given.
    pub plans: Vec<DeletionPlan>,
    /// The agents that the platform would delete now.
    pub deletable: Vec<String>,
    /// The agents that something protects.
    pub blocked: Vec<BlockedPlan>,
    /// The agents of which only the platform's answer to the deletion can tell.
    pub unknown: Vec<String>,
    /// What could not be planned.
    pub failed: Vec<FailedPlan>,
    /// How many ids had been given before, in whatever spelling.
    pub duplicates: u32,
}

/// An agent that something protects.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct BlockedPlan {
    /// The agent's id.
    pub agent_id: String,
    /// What stands in the way, and what lifts it.
    pub blockers: Vec<Blocker>,
}

/// An id that could not be planned.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct FailedPlan {
    /// The id, as it was given.
    pub agent_id: String,
    /// Why.
    pub error: Error,
}

impl DeletionsPlan {
    /// The ids, for [`Client::delete_planned`](crate::Client::delete_planned): those that have a plan, then those that have none.
    pub fn into_ids(self) -> Vec<PlannedId> {
        let planned = self.plans.iter().map(|plan| PlannedId::of(plan.agent_id.clone(), plan));
        let failed =
            self.failed.into_iter().map(|FailedPlan { agent_id, error }| PlannedId::Failed(agent_id, error));
        planned.chain(failed).collect()
    }

    /// Whether there is anything in it to be deleted.
    pub(super) fn offers_any(&self) -> bool {
        !(self.deletable.is_empty() && self.unknown.is_empty())
    }

    /// Notes what an id became.
    fn add(&mut self, text: String, planned: Result<DeletionPlan, Error>) {
        let plan = match planned {
            Ok(plan) => plan,
            Err(error) => return self.failed.push(FailedPlan { agent_id: text, error }),
        };
        let agent_id = plan.agent_id.clone();
        match plan.deletable {
            Some(true) => self.deletable.push(agent_id),
            None => self.unknown.push(agent_id),
            Some(false) => {
                let blockers = plan.blockers.iter().filter(|blocker| !blocker.overridden).cloned().collect();
                self.blocked.push(BlockedPlan { agent_id, blockers });
            }
        }
        self.plans.push(plan);
    }
}

/// What the ids became, in the order in which they were given.
pub(super) struct PlannedMany {
    pub(super) plan: DeletionsPlan,
    /// The failure of what gave them, if it had one.
    pub(super) failure: Option<Error>,
    /// The credentials that were sent for it.
    pub(super) secrets: RefCell<Secrets>,
    order: Vec<Place>,
}

/// Where the plan of an id is found.
enum Place {
    /// Among the plans.
    Planned(String),
    /// Among those that failed.
    Failed(String),
    /// Nowhere, for it is no text; why is among those that failed.
    NotText(String),
    /// With the first of the same id.
    Repeated(String),
}

impl PlannedMany {
    /// The ids to delete. Where the caller did not say yes, none of those that have a plan.
    pub(super) fn into_asked(self, link: &Connection, refusal: Option<&Refusal>) -> Vec<Asked> {
        let mut plans = self.plan.plans.into_iter();
        let mut failed = self.plan.failed.into_iter();
        let asked = |place| match place {
            Place::Planned(id) => plans.next().map(|plan| {
                Asked::Planned(match refusal {
                    Some(refusal) => PlannedId::Failed(id.clone(), refusal.error(link, &id)),
                    None => PlannedId::of(id, &plan),
                })
            }),
            Place::Failed(id) => failed.next().map(|plan| Asked::Planned(PlannedId::Failed(id, plan.error))),
            Place::NotText(kind) => failed.next().map(|_| Asked::Given(GivenId::NotText(kind))),
            Place::Repeated(id) => Some(Asked::Planned(PlannedId::Shown(id))),
        };
        self.order.into_iter().filter_map(asked).collect()
    }
}

/// What was given, each id once.
struct Distinct {
    ids: Vec<(String, Result<AgentId, Error>)>,
    /// Where the plans of all are found, as far as that is known before there are any.
    order: Vec<Option<Place>>,
}

impl Distinct {
    fn of(link: &Connection, given: Vec<GivenId>) -> Self {
        let mut seen = Seen::new(link.transport.random());
        let (mut ids, mut order) = (Vec::new(), Vec::with_capacity(given.len()));
        for given in given {
            let text = match given {
                GivenId::Text(text) => text,
                GivenId::NotText(kind) => {
                    ids.push((String::new(), Err(not_text(link, &kind))));
                    order.push(Some(Place::NotText(kind)));
                    continue;
                }
            };
            let id = link.agent_id(&text);
            if let (_, Met::New) = seen.meet(id.as_ref().map_or(&text, AgentId::as_str)) {
                ids.push((text, id));
                order.push(None);
            } else {
                order.push(Some(Place::Repeated(text)));
            }
        }
        Self { ids, order }
    }
}

/// Plans many deletions. Fails where the ids can't be read to their end, or the caller cancels.
pub(crate) async fn plan_deletions(
    link: &Connection,
    source: impl IdSource,
    options: &DeleteManyOptions,
) -> Result<DeletionsPlan, Error> {
    options.check(link)?;
    let cancels: Cancels = options.each.call.cancel.iter().cloned().collect();
    let planned = plan_many(link, &source, options, &Pace::new(options.concurrency), &cancels).await;
    if let Some(cause) = cancels.reason() {
        let title = link.platform().facts().title;
        let error = Error::new(
            ErrorCode::Aborted,
            format!("{title} was not asked any further: the call was aborted"),
        );
        let cause = planned.secrets.borrow().cleaned(cause);
        return Err(error.of_backend(link.backend()).with_cause(Some(cause)));
    }
    match planned.failure {
        Some(error) => Err(error),
        None => Ok(planned.plan),
    }
}

/// Reads all ids, and plans each, a bounded number at a time. Where they could not be read to their end, none is planned.
pub(super) async fn plan_many(
    link: &Connection,
    source: &dyn Source,
    options: &DeleteManyOptions,
    pace: &Pace,
    cancels: &Cancels,
) -> PlannedMany {
    let (given, failure) = read_ids(link, source, cancels).await;
    let is_cut_short = failure.is_some();
    let Distinct { ids, order } = Distinct::of(link, given);
    let secrets = RefCell::new(link.secrets.clone());
    let known = &secrets;
    let plans = stream::iter(ids).map(|(text, id)| -> LocalBoxFuture<'_, _> {
        Box::pin(async move {
            let planned = match id {
                Ok(_) if is_cut_short => {
                    let reason = "the ids failed while they were read; nothing was changed";
                    Err(unstarted(link, ErrorCode::Cancelled, &text, reason))
                }
                Ok(id) => plan_one(link, &id, options, pace, cancels, known).await,
                Err(error) => Err(error),
            };
            (text, planned)
        })
    });
    let mut plans = Box::pin(plans.buffered(options.concurrency));
    let mut plan = DeletionsPlan {
        backend: link.backend(),
        base_url: link.base_url(),
        total: order.len() as u32,
        plans: Vec::new(),
        deletable: Vec::new(),
        blocked: Vec::new(),
        unknown: Vec::new(),
        failed: Vec::new(),
        duplicates: order.iter().filter(|place| matches!(place, Some(Place::Repeated(_)))).count() as u32,
    };
    let mut places = Vec::with_capacity(order.len());
    for place in order {
        if let Some(place @ Place::Repeated(_)) = place {
            places.push(place);
            continue;
        }
        let Some((text, planned)) = plans.next().await else { break };
        let found = if planned.is_ok() { Place::Planned(text.clone()) } else { Place::Failed(text.clone()) };
        places.push(place.unwrap_or(found));
        plan.add(text, planned);
    }
    drop(plans);
    // What signed a request is known but now.
    plan.base_url = secrets.borrow().hide(&plan.base_url);
    for failed in &mut plan.failed {
        failed.agent_id = secrets.borrow().shown_id(std::mem::take(&mut failed.agent_id));
    }
    PlannedMany { plan, failure, secrets, order: places }
}

/// Reads ids to their end. Of those that must be waited for, none more once the caller cancels.
async fn read_ids(
    link: &Connection,
    source: &dyn Source,
    cancels: &Cancels,
) -> (Vec<GivenId>, Option<Error>) {
    let mut ids = Vec::new();
    loop {
        let next = if source.is_immediate() {
            source.pull().await
        } else if cancels.reason().is_some() {
            source.close();
            None
        } else {
            match select(source.pull(), pin!(cancels.cancelled())).await {
                Either::Left((next, _)) => next,
                Either::Right(_) => continue,
            }
        };
        match next {
            Some(Ok(Asked::Given(id))) => ids.push(id),
            Some(Ok(Asked::Planned(planned))) => ids.push(GivenId::Text(planned.id())),
            Some(Err(cause)) => return (ids, Some(source_failed(link, cause))),
            None => return (ids, None),
        }
    }
}

async fn plan_one(
    link: &Connection,
    id: &AgentId,
    options: &DeleteManyOptions,
    pace: &Pace,
    cancels: &Cancels,
    secrets: &RefCell<Secrets>,
) -> Result<DeletionPlan, Error> {
    if let Some(error) = refused(link, pace, id.as_str()) {
        return Err(error);
    }
    let session = Session::new(link, Some(id.clone()), &options.each.call).paced(pace, cancels.clone());
    let planned = session.with_receipt(plan_deletion(&session, id, &options.each).await);
    secrets.borrow_mut().add(session.into_secrets());
    planned
}
