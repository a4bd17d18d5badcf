//! What a call asks of the world, and what it is told of it. The core decides and does nothing: it never sends, waits or
//! calls anybody. Who drives it does what the actions say, and tells what came of it.

use super::{Deletion, DeletionPlan, DeletionResult, GivenId, Progress};
use crate::agent::Agent;
use crate::backup::AgentBackup;
use crate::error::Error;
use crate::http::{Cause, Reply, Request, SendFailure};
use crate::step::Step;
use crate::text::Text;
use alloc::boxed::Box;
use alloc::vec::Vec;

/// Which call an action or event is about: [`WHOLE`], or one of the calls under way in a bulk. Under a key there is never
/// more than one piece of work.
pub(crate) type Key = u32;

/// The machine as a whole.
pub(crate) const WHOLE: Key = 0;

/// A piece of work. With a limit, in milliseconds, [`Event::TimedOut`] is told where it has not ended by then. Work that
/// asks something of the caller ends in [`Event::Threw`] where that fails.
#[derive(Debug)]
pub(crate) enum Work {
    /// Send this. Told: [`Event::Replied`] or [`Event::Lost`].
    Send(Box<Request>),
    /// Ask for the credential. Told: [`Event::Secret`].
    Secret,
    /// Nothing but wait for the limit.
    Rest,
    /// Show the caller this plan. Told: [`Event::Yes`] or [`Event::No`].
    Confirm(Box<DeletionPlan>),
    /// Ask the source for another id. Told: [`Event::Id`].
    Pull,
}

/// What is handed out.
#[derive(Debug)]
pub(crate) enum Item {
    Deletion(Box<Deletion>),
    Plan(Box<DeletionPlan>),
    Agent(Box<Agent>),
    Backup(Box<AgentBackup>),
    /// A call that gives nothing has come to its end well.
    Nothing,
    /// One of a bulk.
    Settled(Box<DeletionResult>),
    /// A page of a list.
    #[expect(clippy::box_collection, reason = "every item is one word wide")]
    Agents(Box<Vec<Agent>>),
}

/// What has happened. It may hold a credential, and what a platform said: so it has no `Debug`.
pub(crate) enum Event {
    /// It is time to begin; or, of a list, the next page is wanted.
    Begin,
    /// The limit of the work has passed.
    TimedOut,
    /// The answer to a request.
    Replied(Box<Reply>),
    /// No answer came to a request.
    Lost(Box<SendFailure>),
    /// The credential that was asked for.
    Secret(Text),
    /// A function of the caller did well, and said yes where it was asked.
    Yes,
    /// It said no.
    No,
    /// What the source of ids gave; `None` after its last.
    Id(Option<Box<GivenId>>),
    /// What was asked of the caller failed.
    Threw(Cause),
    /// The work under this key has not begun, and the caller's abort is told next.
    Unbegun,
    /// The caller aborts.
    Aborted(Cause),
    /// A result of a bulk was taken by its reader.
    Taken,
    /// Nobody reads the results any more.
    Closed,
    /// A call under way has got its place among those of a bulk.
    Turn,
}

/// The moment of an event, and chance: what the core must know of the world and can't.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Moment {
    /// Milliseconds since 1970.
    pub(crate) now: f64,
    /// From 0 to 1.
    pub(crate) random: f64,
}

/// Something that is driven by events: one call, a list, a bulk.
pub(crate) trait Machine {
    /// Takes an event in, and tells the driver what is to be done. After [`Driver::end`] it takes no more.
    fn next(&mut self, key: Key, event: Event, moment: Moment, driver: &mut dyn Driver);
}

/// Who drives a machine: does what it says, in the order in which it says it.
pub(crate) trait Driver {
    /// Begin a piece of work, and tell its end under this key.
    fn start(&mut self, key: Key, work: Work, limit: Option<f64>);

    /// Hand this backup to the caller. Told: [`Event::Yes`] or [`Event::Threw`].
    fn keep(&mut self, key: Key, backup: &AgentBackup);

    /// Give up the work under this key, and tell nothing of it.
    fn drop(&mut self, key: Key);

    /// Tell the observer of an exchange.
    fn tell(&mut self, step: &Step);

    /// Tell how far a bulk is.
    fn progress(&mut self, progress: &Progress);

    /// Hand something out. Of a call under way in a bulk, it is the last that is heard under its key.
    fn give(&mut self, key: Key, item: Item);

    /// Ask the source of ids for no more.
    fn close_source(&mut self);

    /// The machine has come to its end, with an error perhaps.
    fn end(&mut self, error: Option<Error>);
}
