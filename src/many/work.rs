//! The work of a bulk deletion: takes id after id while there is room, and puts what became of each into the queue.

use super::confirm::ask_for_all;
use super::errors::{not_text, refused, source_failed, unstarted};
use super::ids::{Asked, Planned, Source};
use super::plan::plan_many;
use super::queue::Queue;
use super::repeats::{Ended, Met, Seen};
use super::{DeleteManyOptions, DeletionResult, GivenId, PlannedId, Progress};
use crate::deletion::{Blocker, Connection, Deletion, FirstLook, IfMissing, Session, delete_agent};
use crate::error::Error;
use crate::error_code::ErrorCode;
use crate::http::{AgentId, Cancels, Cause, Fingerprint, Pace, Turns};
use crate::secrecy::Secrets;
use futures_util::StreamExt;
use futures_util::future::LocalBoxFuture;
use futures_util::stream::FuturesUnordered;
use std::future::poll_fn;
use std::pin::pin;
use std::rc::Rc;
use std::task::Poll;

/// What a bulk waits for.
enum Event {
    /// A deletion has ended.
    Ended(Box<Settled>),
    /// The source has given what it was asked for.
    Given(Option<Result<Asked, Cause>>),
    /// The caller aborts, nobody reads any more, or there is room again.
    Changed,
}

/// A result, and the id that it is known by.
struct Settled {
    id: Fingerprint,
    result: DeletionResult,
    /// The credentials that its id turned out to hold.
    secrets: Option<Secrets>,
}

/// An id that was given again while it was being deleted.
struct Waiting {
    id: Fingerprint,
    agent_id: AgentId,
    given: String,
}

/// Does the work of a bulk deletion.
pub(super) async fn work(
    queue: Rc<Queue>,
    link: Rc<Connection>,
    mut source: Box<dyn Source>,
    options: DeleteManyOptions,
) {
    let link = &*link;
    let pace = Pace::new(options.concurrency);
    let cancels: Cancels = options.each.call.cancel.iter().chain([&queue.closed]).cloned().collect();
    let mut failure = None;
    if let Some(confirm) = &options.confirm_all {
        let mut planned = plan_many(link, &*source, &options, &pace, &cancels).await;
        failure = planned.failure.take();
        let refusal = ask_for_all(confirm, &planned, &cancels).await;
        source = Box::new(Planned::of(planned.into_asked(link, refusal.as_ref())));
    }
    let mut many = Many {
        link,
        pace: &pace,
        questions: &Turns::new(1),
        cancels,
        seen: Seen::new(link.transport.random()),
        waiting: Vec::new(),
        failed: false,
        progress: Progress { total: source.total(), ..Progress::default() },
        secrets: link.secrets.clone(),
        under_way: FuturesUnordered::new(),
        pulling: None,
        more: true,
        queue: &queue,
        source: &*source,
        options: &options,
    };
    let failure = many.run().await.or(failure);
    drop(many);
    if let Some(error) = failure {
        queue.put(Err(error));
    }
    queue.end();
}

/// A bulk deletion under way.
struct Many<'b> {
    link: &'b Connection,
    options: &'b DeleteManyOptions,
    queue: &'b Queue,
    source: &'b dyn Source,
    pace: &'b Pace,
    /// Only one deletion asks the caller something at a time.
    questions: &'b Turns,
    /// The caller's switch, and that of readers who are gone.
    cancels: Cancels,
    seen: Seen,
    /// Ids that came again, until the first is settled.
    waiting: Vec<Waiting>,
    /// Whether a failure stops the rest.
    failed: bool,
    progress: Progress,
    /// The credentials that no id in a result may hold.
    secrets: Secrets,
    under_way: FuturesUnordered<LocalBoxFuture<'b, Box<Settled>>>,
    /// What the source was asked for.
    pulling: Option<LocalBoxFuture<'b, Option<Result<Asked, Cause>>>>,
    /// Whether the source may have more.
    more: bool,
}

impl<'b> Many<'b> {
    /// Works to the end. Gives the source's own failure, if it had one.
    async fn run(&mut self) -> Option<Error> {
        let mut failure = None;
        loop {
            self.ask_source();
            if !self.more && self.under_way.is_empty() {
                return failure;
            }
            match self.event().await {
                Event::Ended(ended) => {
                    self.secrets.add(ended.secrets.unwrap_or_default());
                    self.settle(ended.id, ended.result);
                }
                Event::Given(Some(Ok(asked))) => self.take(asked),
                Event::Given(None) => {
                    self.more = false;
                    let open = self.under_way.len() + self.waiting.len();
                    self.progress.total = Some(self.progress.settled + open as u32);
                }
                Event::Given(Some(Err(cause))) => {
                    self.more = false;
                    failure = Some(source_failed(self.link, cause));
                }
                Event::Changed => {}
            }
        }
    }

    /// What happens next. Deletions that end go first.
    async fn event(&mut self) -> Event {
        let cancels = self.cancels.clone();
        let mut cancelled = pin!(cancels.cancelled());
        let was_cancelled = cancels.reason().is_some();
        let was_closed = self.queue.closed.is_cancelled();
        let room = self.room();
        poll_fn(|context| {
            if let Poll::Ready(Some(result)) = self.under_way.poll_next_unpin(context) {
                return Poll::Ready(Event::Ended(result));
            }
            if let Some(pulling) = &mut self.pulling
                && let Poll::Ready(given) = pulling.as_mut().poll(context)
            {
                self.pulling = None;
                return Poll::Ready(Event::Given(given));
            }
            // By a reader that came back, or by a pace that grew while deletions go on.
            let has_room = self.room() > room;
            // Readers may leave after an abort, too, which the one wait for either switch would not tell again.
            let is_left = !was_closed && self.queue.closed.is_cancelled();
            if has_room || is_left || (!was_cancelled && cancelled.as_mut().poll(context).is_ready()) {
                return Poll::Ready(Event::Changed);
            }
            self.queue.wait_as_worker(context);
            Poll::Pending
        })
        .await
    }

    /// How many more ids may be taken now.
    fn room(&self) -> usize {
        let open = self.under_way.len() + self.waiting.len() + self.queue.unread();
        self.pace.limit().saturating_sub(open)
    }

    /// Asks for another id if there is room for it, and for no more if they could be waited for in vain.
    fn ask_source(&mut self) {
        if !self.more {
            return;
        }
        let is_closed = self.queue.closed.is_cancelled();
        let is_stopped = self.failed || self.cancels.reason().is_some();
        if is_closed || (is_stopped && !self.source.is_immediate()) {
            // What the source is about to give is given, and gets its result, if it comes while others are under way.
            if self.pulling.is_none() || self.under_way.is_empty() {
                self.pulling = None;
                self.more = false;
                self.source.close();
            }
        } else if self.pulling.is_none() && self.room() > 0 {
            self.pulling = Some(self.source.pull());
        }
    }

    /// Starts a deletion, or settles the id at once where there is nothing to start.
    fn take(&mut self, asked: Asked) {
        let planned = match asked {
            Asked::Given(GivenId::Text(text)) => PlannedId::Shown(text),
            Asked::Given(GivenId::NotText(kind)) => {
                let result = Err(not_text(self.link, &kind));
                return self.tell(DeletionResult { agent_id: String::new(), result, duplicate: false });
            }
            Asked::Planned(planned) => planned,
        };
        let (PlannedId::Shown(text) | PlannedId::Blocked(text, _) | PlannedId::Failed(text, _)) = &planned;
        let parsed = self.link.agent_id(text);
        let (id, met) = self.seen.meet(parsed.as_ref().map_or(text, AgentId::as_str));
        let (result, given) = match (met, parsed, planned) {
            (Met::UnderWay, Ok(agent_id), planned) => {
                let given = planned.id();
                return self.waiting.push(Waiting { id, agent_id, given });
            }
            (Met::Settled(ended), Ok(agent_id), planned) => {
                let result = ended.again(self.link, &agent_id);
                return self.tell(DeletionResult { agent_id: planned.id(), result, duplicate: true });
            }
            // What is wrong with it is as good to say again.
            (Met::UnderWay | Met::Settled(_), Err(error), planned) => {
                let result = Err(error);
                return self.tell(DeletionResult { agent_id: planned.id(), result, duplicate: true });
            }
            (Met::New, Err(error), planned) => (Err(error), planned.id()),
            (Met::New, Ok(_), PlannedId::Failed(text, error)) => (Err(error), text),
            (Met::New, Ok(agent_id), PlannedId::Blocked(text, blocker)) => {
                (self.blocked(&agent_id, &text, &blocker), text)
            }
            (Met::New, Ok(agent_id), PlannedId::Shown(text)) => match self.may_start(&text) {
                Ok(()) => return self.start(id, text, agent_id),
                Err(error) => (Err(error), text),
            },
        };
        self.settle(id, DeletionResult { agent_id: given, result, duplicate: false });
    }

    /// What becomes of an agent that its plan shows as protected, or as missing.
    fn blocked(&self, id: &AgentId, given: &str, blocker: &Blocker) -> Result<Deletion, Error> {
        let code = blocker.code.error_code();
        if code == ErrorCode::NotFound && self.options.each.if_missing == IfMissing::Ignore {
            let deletion = Deletion::of(self.link.backend(), id.to_string());
            let certain = self.link.platform().facts().missing_is_certain;
            return Ok(Deletion { existed: certain.then_some(false), ..deletion });
        }
        let reason = blocker.message.strip_suffix('.').unwrap_or(&blocker.message);
        let mut error = unstarted(self.link, code, given, reason);
        if blocker.lifted_by.is_some() {
            error.add_hint(if self.options.confirm_all.is_some() {
                "Pass force: true to delete it all the same."
            } else {
                "Make the plan with force: true to delete it all the same."
            });
        }
        Err(error)
    }

    /// What keeps a deletion from being started, if anything does.
    fn may_start(&self, agent_id: &str) -> Result<(), Error> {
        if let Some(cause) = self.cancels.reason() {
            let reason = "the call was aborted before its turn";
            let error = unstarted(self.link, ErrorCode::Aborted, agent_id, reason);
            return Err(error.with_cause(Some(self.link.secrets.cleaned(cause))));
        }
        if self.failed {
            let reason = "an earlier failure stopped the rest";
            return Err(unstarted(self.link, ErrorCode::Cancelled, agent_id, reason));
        }
        refused(self.link, self.pace, agent_id).map_or(Ok(()), Err)
    }

    fn start(&mut self, id: Fingerprint, given: String, agent_id: AgentId) {
        let each = &self.options.each;
        let first_look = if self.source.is_planned() { FirstLook::Always } else { FirstLook::WhereNeeded };
        let session = Session::new(self.link, Some(agent_id.clone()), &each.call);
        let session = session.among(self.pace, self.questions, self.cancels.clone());
        self.under_way.push(Box::pin(async move {
            let result = session.with_receipt(delete_agent(&session, &agent_id, each, first_look).await);
            let secrets = if result.is_err() { session.secrets_in(&given) } else { None };
            let result = DeletionResult { agent_id: given, result, duplicate: false };
            Box::new(Settled { id, result, secrets })
        }));
    }

    /// An id has its result, and so have those that came again meanwhile.
    fn settle(&mut self, id: Fingerprint, result: DeletionResult) {
        let ended = Ended::of(&result.result);
        self.seen.settle(id, ended);
        self.tell(result);
        let same: Vec<_> = self.waiting.extract_if(.., |waiting| waiting.id == id).collect();
        for Waiting { agent_id, given, .. } in same {
            let result = ended.again(self.link, &agent_id);
            self.tell(DeletionResult { agent_id: given, result, duplicate: true });
        }
    }

    fn tell(&mut self, mut result: DeletionResult) {
        result.agent_id = self.secrets.shown_id(result.agent_id);
        if let Err(error) = &mut result.result
            && result.duplicate
        {
            error.message = self.secrets.hide(&error.message);
            error.agent_id = error.agent_id.take().map(|id| self.secrets.shown_id(id));
        }
        self.failed |= result.result.is_err() && self.options.stop_on_error;
        self.progress.count(&result);
        if let Some(on_progress) = &self.options.on_progress {
            (on_progress.0)(self.progress);
        }
        self.queue.put(Ok(result));
    }
}
