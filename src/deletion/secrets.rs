//! The credentials that a call sent, to keep them out of whatever the platform says.

use crate::text::replaced;
use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;
use core::cell::RefCell;

/// The credentials sent so far.
#[derive(Default)]
pub(super) struct Secrets(RefCell<Vec<String>>);

impl Secrets {
    pub(super) fn remember(&self, secret: &str) {
        let mut known = self.0.borrow_mut();
        if !secret.is_empty() && !known.iter().any(|known| known == secret) {
            known.push(secret.to_owned());
        }
    }

    /// The text without the credentials, should the platform have repeated one.
    pub(super) fn hide(&self, text: &str) -> String {
        let mut text = text.to_owned();
        self.take_out_of(&mut text);
        text
    }

    /// Takes the credentials out of a text in place.
    pub(super) fn take_out_of(&self, text: &mut String) {
        for secret in self.0.borrow().iter() {
            *text = replaced(text, secret, "[credential]");
        }
    }
}
