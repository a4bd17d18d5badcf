//! The credentials that a call sent, to keep them out of whatever the platform says.

/// The credentials sent so far.
#[derive(Default)]
pub(crate) struct Secrets(Vec<String>);

impl Secrets {
    pub(super) fn remember(&mut self, secret: &str) {
        if !secret.is_empty() && !self.0.iter().any(|known| known == secret) {
            self.0.push(secret.to_owned());
        }
    }

    pub(super) fn add(&mut self, more: Self) {
        more.0.iter().for_each(|secret| self.remember(secret));
    }

    /// The text without the credentials, should the platform have repeated one.
    pub(super) fn hide(&self, text: &str) -> String {
        self.0.iter().fold(text.to_owned(), |text, secret| text.replace(secret, "[credential]"))
    }
}
