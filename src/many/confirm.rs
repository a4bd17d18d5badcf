//! Asking the caller once for many deletions, with the plan of all.

use super::ConfirmAll;
use super::errors::Refusal;
use super::plan::PlannedMany;
use crate::deletion::LONGEST_REASON;
use crate::error_code::ErrorCode;
use crate::http::{Cancels, cut};
use futures_util::future::{Either, select};
use std::pin::pin;

/// Shows the caller the plan of all, if there is anything to agree to. An abort meanwhile is told by every id in its turn.
pub(super) async fn ask_for_all(
    confirm: &ConfirmAll,
    planned: &PlannedMany,
    cancels: &Cancels,
) -> Option<Refusal> {
    if !planned.plan.offers_any() || cancels.reason().is_some() {
        return None;
    }
    let cancelled = pin!(cancels.cancelled());
    let Either::Left((answer, _)) = select((confirm.0)(&planned.plan), cancelled).await else { return None };
    let (code, reason, cause) = match answer {
        Ok(Some(true)) => return None,
        Ok(Some(false)) => (ErrorCode::Cancelled, "confirmAll declined it".to_owned(), None),
        Ok(None) => {
            (ErrorCode::Cancelled, "confirmAll gave undefined: return true to delete".to_owned(), None)
        }
        Err(cause) => {
            // Whatever was thrown, no credential that was sent gets into an error.
            let cause = planned.secrets.borrow().cleaned(cause);
            let text = cut(cause.text(), LONGEST_REASON);
            (ErrorCode::ConfirmFailed, format!("confirmAll failed ({text})"), Some(cause))
        }
    };
    Some(Refusal { code, reason, cause })
}
