//! What carries requests out.

use super::{Reply, Request, SendFailure};
use futures_util::future::LocalBoxFuture;
use std::future::Future;
use std::time::Duration;

/// Sends requests, waits, and tells time and chance. Passed in, so that everything runs under a script in tests.
///
/// Dropping the future that `send` gave must abort the request.
pub trait Transport {
    /// Sends a request and reads the answer to its end.
    fn send(&self, request: Request) -> impl Future<Output = Result<Reply, SendFailure>>;

    /// Waits.
    fn sleep(&self, duration: Duration) -> impl Future<Output = ()>;

    /// Milliseconds since 1970.
    fn now(&self) -> f64;

    /// A number from 0 up to, not including, 1.
    fn random(&self) -> f64;

    /// Whether the surroundings keep to themselves why no answer came, as a browser does: a platform that allows no calls
    /// from other origins looks like one that is down there.
    fn hides_reasons(&self) -> bool {
        false
    }
}

/// A [`Transport`] of whatever type, so that the flow is compiled once and not for each.
pub(crate) trait Carrier {
    fn send(&self, request: Request) -> LocalBoxFuture<'_, Result<Reply, SendFailure>>;
    fn sleep(&self, duration: Duration) -> LocalBoxFuture<'_, ()>;
    fn now(&self) -> f64;
    fn random(&self) -> f64;
    fn hides_reasons(&self) -> bool;
}

impl<T: Transport> Carrier for T {
    fn send(&self, request: Request) -> LocalBoxFuture<'_, Result<Reply, SendFailure>> {
        Box::pin(Transport::send(self, request))
    }

    fn sleep(&self, duration: Duration) -> LocalBoxFuture<'_, ()> {
        Box::pin(Transport::sleep(self, duration))
    }

    fn now(&self) -> f64 {
        Transport::now(self)
    }

    fn random(&self) -> f64 {
        Transport::random(self)
    }

    fn hides_reasons(&self) -> bool {
        Transport::hides_reasons(self)
    }
}
