//! With what a machine's work is done.

use super::client_options::OnStep;
use super::credential::AskSecret;
use super::ids::Source;
use super::options::{Confirm, KeepBackup, OnProgress};
use super::transport::Carrier;
use crate::backup::AgentBackup;
use crate::deletion::{Event, Moment, Work};
use crate::http::Cause;
use alloc::boxed::Box;
use core::time::Duration;
use futures_util::FutureExt;
use futures_util::future::LocalBoxFuture;

/// The transport, the caller's functions, and a bulk's ids. A machine asks only for what is there.
#[derive(Clone, Copy)]
pub(super) struct Hands<'e> {
    pub(super) transport: &'e dyn Carrier,
    pub(super) secret: Option<&'e AskSecret>,
    pub(super) on_step: Option<&'e OnStep>,
    pub(super) confirm: Option<&'e Confirm>,
    pub(super) keep: Option<&'e KeepBackup>,
    pub(super) on_progress: Option<&'e OnProgress>,
    pub(super) source: Option<&'e dyn Source>,
}

impl<'e> Hands<'e> {
    /// This moment.
    pub(super) fn moment(&self) -> Moment {
        Moment { now: self.transport.now(), random: self.transport.random() }
    }

    /// Waits so many milliseconds.
    pub(super) fn sleep(&self, millis: f64) -> LocalBoxFuture<'e, ()> {
        self.transport.sleep(Duration::try_from_secs_f64(millis.max(0.0) / 1e3).unwrap_or(Duration::MAX))
    }

    /// Begins a piece of work, if it is more than to wait for its limit.
    pub(super) fn begin(&self, work: Work) -> Option<LocalBoxFuture<'e, Event>> {
        Some(match work {
            Work::Send(request) => Box::pin(self.transport.send(*request).map(|sent| match sent {
                Ok(reply) => Event::Replied(Box::new(reply)),
                Err(failure) => Event::Lost(Box::new(failure)),
            })),
            Work::Secret => Box::pin(self.secret?().map(|given| match given {
                Ok(secret) => Event::Secret(secret.into()),
                Err(cause) => Event::Threw(cause),
            })),
            Work::Confirm(plan) => Box::pin((self.confirm?.0)(&plan).map(said)),
            Work::Pull => Box::pin(self.source?.pull().map(|given| match given.transpose() {
                Ok(given) => Event::Id(given.map(Box::new)),
                Err(cause) => Event::Threw(cause),
            })),
            Work::Rest => return None,
        })
    }

    /// Begins to hand a backup over.
    pub(super) fn keep(&self, backup: &AgentBackup) -> Option<LocalBoxFuture<'e, Event>> {
        Some(Box::pin((self.keep?)(backup).map(|kept| said(kept.map(|()| true)))))
    }
}

/// What a function of the caller gave.
fn said(said: Result<bool, Cause>) -> Event {
    match said {
        Ok(true) => Event::Yes,
        Ok(false) => Event::No,
        Err(cause) => Event::Threw(cause),
    }
}
