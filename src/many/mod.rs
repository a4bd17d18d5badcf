//! Many deletions at once: what is given (`ids.rs`), planned (`plan.rs`) and confirmed (`confirm.rs`), and the bulk that carries
//! it out (`bulk.rs`): its work (`work.rs`), which deletes each id once (`repeats.rs`), and its results (`queue.rs`, `result.rs`).

mod bulk;
mod confirm;
mod errors;
mod ids;
mod options;
mod plan;
mod queue;
mod repeats;
mod result;
mod work;

pub use bulk::Bulk;
pub use ids::{GivenId, IdSource, PlannedId};
pub use options::{AskConfirmAll, ConfirmAll, DeleteManyOptions, OnProgress};
pub use plan::{BlockedPlan, DeletionsPlan, FailedPlan};
pub use result::{DeletionResult, DeletionsSummary, Progress};

pub(crate) use plan::plan_deletions;
