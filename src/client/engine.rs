//! Runs a machine: does what it says, and tells it what came of that.

use super::cancel::{CancelToken, Cancelled};
use super::hands::Hands;
use super::job::Job;
use crate::backup::AgentBackup;
use crate::deletion::{Driver, Event, Item, Key, Machine, Progress, WHOLE, Work};
use crate::error::Error;
use crate::step::Step;
use alloc::collections::VecDeque;
use alloc::vec::Vec;
use core::future::poll_fn;
use core::pin::Pin;
use core::task::{Context, Poll, ready};
use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;

/// What a machine gives; `None` when it has ended well, an error when not.
pub(super) type Given = Result<Option<Item>, Error>;

/// Runs a machine until it gives something or ends. Whatever is still under way is given up then.
pub(super) async fn run<'e>(
    machine: &'e mut dyn Machine,
    hands: Hands<'e>,
    cancel: Option<&CancelToken>,
) -> Given {
    let mut engine = Engine::new(machine, hands, cancel);
    engine.tell(Event::Begin);
    poll_fn(|context| engine.poll(context)).await
}

/// A machine, and who drives it. When it is dropped, so is the work under way.
pub(super) struct Engine<'e> {
    machine: &'e mut dyn Machine,
    desk: Desk<'e>,
    /// The caller's switch, until the machine knows that it was thrown.
    abort: Option<Cancelled>,
}

/// What is under way for a machine.
struct Desk<'e> {
    hands: Hands<'e>,
    jobs: FuturesUnordered<Job<'e>>,
    /// What was given and not yet taken.
    given: VecDeque<Given>,
    /// The machine has come to its end, and takes no more events.
    over: bool,
}

impl<'e> Engine<'e> {
    pub(super) fn new(machine: &'e mut dyn Machine, hands: Hands<'e>, cancel: Option<&CancelToken>) -> Self {
        let desk = Desk { hands, jobs: FuturesUnordered::new(), given: VecDeque::new(), over: false };
        Self { machine, desk, abort: cancel.map(CancelToken::wait) }
    }

    /// Tells the machine of something that no work has led to.
    pub(super) fn tell(&mut self, event: Event) {
        self.tell_abort();
        self.feed(WHOLE, event);
    }

    /// Works until the machine gives something.
    pub(super) fn poll(&mut self, context: &mut Context<'_>) -> Poll<Given> {
        loop {
            if let Some(given) = self.desk.given.pop_front() {
                return Poll::Ready(given);
            }
            match self.desk.jobs.poll_next_unpin(context) {
                Poll::Ready(Some(Some((key, event)))) => self.hear(key, event),
                // It was given up.
                Poll::Ready(Some(None)) => {}
                Poll::Ready(None) | Poll::Pending => {
                    let Some(abort) = &mut self.abort else { return Poll::Pending };
                    ready!(Pin::new(abort).poll(context));
                    self.tell_abort();
                }
            }
        }
    }

    /// Tells of the end of a piece of work. An abort in the same moment goes first, so that the machine may give up what
    /// has ended; but an answer of the platform's is never thrown away. Before an abort is told nothing more is begun.
    fn hear(&mut self, key: Key, event: Event) {
        if self.is_aborted() && !matches!(event, Event::Replied(_)) {
            self.desk.jobs.push(Job::ended(key, event));
        } else {
            self.feed(key, event);
        }
        self.tell_abort();
    }

    /// Whether there is an abort that the machine does not know of.
    fn is_aborted(&self) -> bool {
        self.abort.as_ref().is_some_and(|abort| abort.reason().is_some())
    }

    fn tell_abort(&mut self) {
        if let Some(cause) = self.abort.as_ref().and_then(Cancelled::reason) {
            self.abort = None;
            let unbegun: Vec<_> = self.desk.jobs.iter().filter_map(Job::unbegun).collect();
            for key in unbegun {
                self.feed(key, Event::Unbegun);
            }
            self.feed(WHOLE, Event::Aborted(cause));
        }
    }

    fn feed(&mut self, key: Key, event: Event) {
        if !self.desk.over {
            self.machine.next(key, event, self.desk.hands.moment(), &mut self.desk);
        }
    }
}

impl Driver for Desk<'_> {
    fn start(&mut self, key: Key, work: Work, limit: Option<f64>) {
        let work = self.hands.begin(work);
        self.jobs.push(Job::new(key, work, limit.map(|millis| self.hands.sleep(millis))));
    }

    fn keep(&mut self, key: Key, backup: &AgentBackup) {
        self.jobs.push(Job::new(key, self.hands.keep(backup), None));
    }

    fn drop(&mut self, key: Key) {
        self.jobs.iter_mut().for_each(|job| job.give_up(key));
    }

    fn tell(&mut self, step: &Step) {
        if let Some(on_step) = self.hands.on_step {
            (on_step.0)(step);
        }
    }

    fn progress(&mut self, progress: &Progress) {
        if let Some(on_progress) = self.hands.on_progress {
            (on_progress.0)(*progress);
        }
    }

    fn give(&mut self, _key: Key, item: Item) {
        // A bulk goes on; anything else has given all that was asked of it.
        self.over |= !matches!(item, Item::Settled(_));
        self.given.push_back(Ok(Some(item)));
    }

    fn close_source(&mut self) {
        if let Some(source) = self.hands.source {
            source.close();
        }
    }

    fn end(&mut self, error: Option<Error>) {
        self.over = true;
        self.given.push_back(error.map_or(Ok(None), Err));
    }
}
