//! Everything that all calls of a client share: the platform, where it is, how to prove who asks, and the transport.

use super::ClientOptions;
use crate::backend::Platform;
use crate::error::Error;
use crate::http::{AgentId, BaseUrl, Carrier};
use crate::text::concat;
use alloc::borrow::ToOwned;
use alloc::string::String;

/// An id as messages show it: on one line, and cut where it is very long.
pub(super) fn shown(id: &str) -> String {
    const LONGEST: usize = 80;
    let (mut shown, mut kept, mut all) = (String::new(), 0, 0);
    for char in id.chars() {
        all += 1;
        if kept < LONGEST && !char.is_control() {
            kept += 1;
            shown.push(char);
        }
    }
    if all > LONGEST {
        shown.push('…');
    }
    shown
}

/// A platform's API, checked and ready to be asked.
pub(crate) struct Connection<T: ?Sized> {
    pub(crate) base: BaseUrl,
    /// Checked, and without headers that would stand in the way of ours.
    pub(crate) options: ClientOptions,
    pub(crate) transport: T,
}

impl<T: ?Sized> Connection<T> {
    pub(crate) fn platform(&self) -> &'static dyn Platform {
        self.options.backend.platform()
    }

    /// Checks an agent's id by the platform's rule.
    pub(crate) fn agent_id(&self, text: &str) -> Result<AgentId, Error> {
        self.options.backend.agent_id(text).ok_or_else(|| self.id_error(text))
    }

    /// The error of an id that can't be an agent's on this platform.
    pub(crate) fn id_error(&self, text: &str) -> Error {
        let platform = self.platform();
        let shown = shown(text);
        let words = [
            platform.facts().title,
            " can't have an agent with the id \"",
            &shown,
            "\": id must be ",
            platform.facts().id.words,
        ];
        self.input_error(Some(text), concat(&words))
    }

    /// Bad input to a call on this platform.
    pub(crate) fn input_error(&self, agent_id: Option<&str>, message: impl Into<String>) -> Error {
        let mut error = Error::input(message).of_backend(self.options.backend);
        error.agent_id = agent_id.map(str::to_owned);
        error
    }
}

/// A connection by whatever transport.
pub(crate) type Link<'a> = Connection<dyn Carrier + 'a>;
