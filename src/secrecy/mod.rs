//! Keeping secrets out of what is shown and saved: the call's own credentials out of whatever comes back (`secrets.rs`), and
//! whatever is one by its name or its looks out of a document (`redact/`).

mod base64;
mod redact;
mod secrets;
mod unescaped;

pub(crate) use base64::from_base64;
pub(crate) use redact::redact;
pub(crate) use secrets::{SHORTEST_SECRET, Secrets};
