//! What happens around a deletion: the core, which decides and does nothing. It is told what has happened, and says what is
//! to be done (`action`); whoever drives it does that. So it knows no waiting, no clock and no network.
//!
//! The order is always the same: plan, confirm, back up, stop or unset, delete, settle, verify. Every exchange leaves a
//! [`Step`](crate::Step) in the receipt.

mod action;
mod agent;
mod attempts;
mod backup;
mod call;
mod cascade;
mod connection;
mod cursors;
mod delete;
mod errors;
mod flow;
mod given_id;
mod list;
mod many;
mod pace;
mod pages;
mod plan;
mod progress;
mod redact;
mod result;
mod rounds;
mod secret_name;
mod secrets;
mod seen;
mod session;
mod settle;
mod setup;
mod stop;
mod under_way;
mod value;
mod wanted;
mod wishes;

pub use given_id::GivenId;
pub use plan::{Blocker, BlockerCode, DeletionPlan, LiftedBy, PlannedRequest};
pub use progress::Progress;
pub use result::{Deletion, DeletionResult, Force, Outcome};

pub(crate) use action::{Driver, Event, Item, Key, Machine, Moment, WHOLE, Work};
pub(crate) use call::Call;
pub(crate) use connection::Connection;
pub(crate) use list::Listing;
pub(crate) use many::{Many, ManyWishes};
pub(crate) use setup::{Credential, Setup};
pub(crate) use wishes::{Task, Terms, Wishes};

use agent::read_agent;
use backup::take_backup;
use delete::delete_agent;
use plan::plan_deletion;
use session::Session;
use stop::stop_agent;
