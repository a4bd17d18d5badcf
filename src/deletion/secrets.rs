//! The credentials that a call sent, to keep them out of whatever the platform says.

use crate::text::{Text, replaced};
use alloc::vec::Vec;

/// The credentials sent so far.
#[derive(Default)]
pub(super) struct Secrets(Vec<Text>);

impl Secrets {
    pub(super) fn remember(&mut self, secret: &str) {
        if !secret.is_empty() && !self.0.iter().any(|known| known == secret) {
            self.0.push(Text::from(secret));
        }
    }

    /// The text without the credentials, should the platform have repeated one.
    pub(super) fn hide(&self, mut text: Text) -> Text {
        self.take_out_of(&mut text);
        text
    }

    /// Takes the credentials out of a text in place.
    pub(super) fn take_out_of(&self, text: &mut Text) {
        for secret in &self.0 {
            *text = replaced(text, secret, "[credential]");
        }
    }
}
