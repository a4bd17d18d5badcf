//! Mistral: a 204 and nothing else. What a missing agent is answered is not known.

use super::platform::Platform;

pub struct Mistral;

impl Platform for Mistral {
    fn can_prove_gone(&self) -> bool {
        false
    }

    /// A missing agent may be a 204, too.
    fn tells_existence(&self) -> bool {
        false
    }
}
