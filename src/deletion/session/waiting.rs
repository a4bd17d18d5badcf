//! Waiting, for the caller, for a turn, for an answer or for time to pass, and what cuts it short.

use super::Session;
use crate::http::{Cause, Turn};
use crate::step::Purpose;
use futures_util::future::{Either, select};
use std::pin::pin;
use std::time::Duration;

/// Why a wait ended early.
#[derive(Debug)]
pub(crate) enum Cut {
    /// Its time was over.
    TimedOut,
    /// The caller aborts.
    Cancelled(Cause),
}

impl<'c> Session<'c> {
    /// Waits for a place among the requests of a bulk, where it is one of many.
    pub(super) async fn turn(&self, purpose: Purpose) -> Result<Option<Turn<'c>>, Cut> {
        self.still_wanted(purpose)?;
        let Some(pace) = self.pace else { return Ok(None) };
        loop {
            let Some(pause) = pace.pause_at(self.now()) else {
                let turn = self.unless_cancelled(Some(purpose), pace.turn()).await?;
                self.still_wanted(purpose)?;
                // Meanwhile somebody may have been told to wait.
                if pace.pause_at(self.now()).is_none() {
                    return Ok(Some(turn));
                }
                continue;
            };
            self.rest(purpose, pause).await?;
        }
    }

    /// Waits until no other of a bulk asks its caller something.
    pub(crate) async fn turn_to_ask(&self) -> Result<Option<Turn<'c>>, Cut> {
        let Some(questions) = self.questions else { return Ok(None) };
        self.unless_cancelled(Some(Purpose::Delete), questions.turn()).await.map(Some)
    }

    /// Waits so many milliseconds, or until the caller cancels.
    pub(crate) async fn rest(&self, purpose: Purpose, pause: f64) -> Result<(), Cut> {
        self.still_wanted(purpose)?;
        self.unless_cancelled(Some(purpose), self.sleep(pause)).await
    }

    async fn sleep(&self, millis: f64) {
        let duration = Duration::try_from_secs_f64(millis.max(0.0) / 1000.0).unwrap_or(Duration::MAX);
        self.link.transport.sleep(duration).await;
    }

    /// The caller's abort, unless what is asked must be tried whatever happens.
    pub(crate) fn still_wanted(&self, purpose: Purpose) -> Result<(), Cut> {
        match self.cancels.reason() {
            Some(cause) if purpose != Purpose::RestoreDefault => Err(Cut::Cancelled(cause)),
            _ => Ok(()),
        }
    }

    /// Waits for some work, for so many milliseconds at most. Where both have ended, the work wins.
    pub(super) async fn within<O>(
        &self,
        limit: f64,
        gives_way: Option<Purpose>,
        work: impl Future<Output = O>,
    ) -> Result<O, Cut> {
        match select(pin!(self.unless_cancelled(gives_way, work)), pin!(self.sleep(limit))).await {
            Either::Left((ended, _)) => ended,
            Either::Right(_) => Err(Cut::TimedOut),
        }
    }

    /// Waits for some work; where it gives way, only until the caller cancels. Where both have happened, the work wins.
    pub(crate) async fn unless_cancelled<O>(
        &self,
        gives_way: Option<Purpose>,
        work: impl Future<Output = O>,
    ) -> Result<O, Cut> {
        if gives_way.is_none_or(|purpose| purpose == Purpose::RestoreDefault) {
            return Ok(work.await);
        }
        match select(pin!(work), pin!(self.cancels.cancelled())).await {
            Either::Left((done, _)) => Ok(done),
            Either::Right((cause, _)) => Err(Cut::Cancelled(cause)),
        }
    }

    /// How many milliseconds an attempt still has. Should the clock have been set back, it has no more for that.
    pub(super) fn left(&self, started: f64) -> f64 {
        let gone = self.now() - started;
        (self.timeout - gone.max(0.0)).max(0.0)
    }

    /// Asks for so many milliseconds at most. `None` where there was no answer by then.
    pub(crate) async fn at_most<O>(&self, limit: f64, asking: impl Future<Output = O>) -> Option<O> {
        match select(pin!(asking), pin!(self.sleep(limit))).await {
            Either::Left((answered, _)) => Some(answered),
            Either::Right(_) => {
                self.close(None, None);
                None
            }
        }
    }
}
