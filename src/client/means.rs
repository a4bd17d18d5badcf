//! What all calls of a client are made with.

use super::client_options::{ClientOptions, OnStep};
use super::credential::AskSecret;
use super::hands::Hands;
use super::options::DeleteOptions;
use super::transport::Transport;
use crate::deletion::Connection;
use crate::error::Error;
use alloc::rc::Rc;

/// What all calls of a client are made with.
pub(super) struct Means<T> {
    pub(super) link: Rc<Connection>,
    transport: T,
    secret: Option<AskSecret>,
    on_step: Option<OnStep>,
}

impl<T: Transport> Means<T> {
    pub(super) fn new(options: ClientOptions, transport: T) -> Result<Self, Error> {
        let (setup, secret, on_step) = options.into_parts();
        Ok(Self { link: Connection::new(setup)?, transport, secret, on_step })
    }

    /// What a call is made with that asks nothing of its caller.
    pub(super) fn hands(&self) -> Hands<'_> {
        Hands {
            transport: &self.transport,
            secret: self.secret.as_ref(),
            on_step: self.on_step.as_ref(),
            confirm: None,
            keep: None,
            on_progress: None,
            source: None,
        }
    }

    /// What a deletion is made with.
    pub(super) fn hands_for<'e>(&'e self, options: &'e DeleteOptions) -> Hands<'e> {
        Hands { confirm: options.confirm.as_ref(), keep: options.backup.function(), ..self.hands() }
    }
}
