//! What the native tests stand on: a scripted transport under a virtual clock, and an executor that names a hang.

// Not everyone who stands on it needs all of it.
#![allow(dead_code, unused_imports)]

mod clock;
mod dice;
mod ids;
mod platforms;
mod replies;
mod script;
mod world;

pub use clock::Clock;
pub use dice::Dice;
pub use ids::Ids;
pub use platforms::{
    BASES, BY_POST, FURTHER, Further, KEY, TWINS, agent_json, agent_json_with, base_url, id_of, missing,
    other_id, reply_of, tests,
};
pub use replies::*;
pub use script::{Act, Scripted, Sent};
pub use world::World;

use agent_delete::{BackupWish, CancelToken, Cause, Confirm, DeleteOptions, DeletionPlan};
use serde::Serialize;
use serde_json::Value;
use std::rc::Rc;

/// A value as JavaScript would see it.
pub fn js(value: &impl Serialize) -> Value {
    serde_json::to_value(value).unwrap()
}

/// Options with `force`.
pub fn forced() -> DeleteOptions {
    DeleteOptions { force: true, ..DeleteOptions::default() }
}

/// Options without a retry.
pub fn once() -> DeleteOptions {
    let mut options = DeleteOptions::default();
    options.call.max_retries = Some(0);
    options
}

/// Options that a token cancels.
pub fn cancelled_by(token: &CancelToken) -> DeleteOptions {
    let mut options = DeleteOptions::default();
    options.call.cancel = Some(token.clone());
    options
}

/// A `confirm` that looks at the plan and answers at once.
pub fn confirm(answer: impl Fn(&DeletionPlan) -> Result<bool, Cause> + 'static) -> Option<Confirm> {
    Some(Confirm(Rc::new(move |plan| {
        let answer = answer(plan).map(Some);
        Box::pin(async move { answer })
    })))
}

/// A backup function that looks at the backup and answers at once.
pub fn keep(answer: impl Fn(&Value) -> Result<(), Cause> + 'static) -> BackupWish {
    BackupWish::HandTo(Rc::new(move |backup| {
        let answer = answer(&js(backup));
        Box::pin(async move { answer })
    }))
}
