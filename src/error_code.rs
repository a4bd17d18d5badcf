//! The kinds of failure, the same on every platform.

use serde::{Deserialize, Serialize};

/// What kind of failure an [`Error`](crate::Error) is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum ErrorCode {
    /// Refused here, before any request.
    InvalidInput,
    /// The platform did not accept the credential, or none could be had.
    Unauthenticated,
    /// The credential is good and does not permit this.
    Forbidden,
    /// The platform says that this agent is not there.
    NotFound,
    /// The agent's state forbids it: in use, running, or changed by somebody else.
    Conflict,
    /// A default or system agent.
    Protected,
    /// The platform refused the request: 400, 422 and any other 4xx.
    InvalidRequest,
    /// Too many requests.
    RateLimited,
    /// A success status whose body says that nothing was deleted.
    Refused,
    /// 5xx.
    BackendFailure,
    /// The answer does not come from this platform's API: HTML, a redirect, an unknown route.
    WrongEndpoint,
    /// A success status whose body the contract does not allow.
    UnexpectedResponse,
    /// No answer in time.
    Timeout,
    /// No answer at all.
    Network,
    /// The caller's signal.
    Aborted,
    /// The caller's `confirm` said no, or an earlier failure stopped the rest.
    Cancelled,
    /// The backup could not be made or kept, so nothing was deleted.
    BackupFailed,
    /// The caller's `confirm` failed, so nothing was changed.
    ConfirmFailed,
}

impl ErrorCode {
    /// Every code.
    pub const ALL: [Self; 18] = [
        Self::InvalidInput,
        Self::Unauthenticated,
        Self::Forbidden,
        Self::NotFound,
        Self::Conflict,
        Self::Protected,
        Self::InvalidRequest,
        Self::RateLimited,
        Self::Refused,
        Self::BackendFailure,
        Self::WrongEndpoint,
        Self::UnexpectedResponse,
        Self::Timeout,
        Self::Network,
        Self::Aborted,
        Self::Cancelled,
        Self::BackupFailed,
        Self::ConfirmFailed,
    ];

    /// Whether the same call may succeed later, as far as the code tells.
    pub(crate) fn is_retryable(self) -> bool {
        matches!(self, Self::RateLimited | Self::BackendFailure | Self::Timeout | Self::Network)
    }
}
