//! The receipt: one step for every HTTP exchange.

use serde::Serialize;

/// One HTTP exchange of a call. Holds no credential, no header and no body.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Step {
    /// What it was for.
    pub purpose: Purpose,
    /// The HTTP method.
    pub method: &'static str,
    /// Path and query, without the host.
    pub path: String,
    /// The status of the answer; `None` where none came.
    pub status: Option<u16>,
    /// 1 for the first try of this request, 2 for its first repetition.
    pub attempt: u32,
    /// From the start of the attempt to the end of the answer's body, in milliseconds.
    pub duration_ms: f64,
    /// The id under which the platform logged it.
    pub request_id: Option<String>,
}

/// What an exchange is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Purpose {
    /// Read the agent.
    Get,
    /// Read a page of a list.
    List,
    /// Save a part of the agent.
    Backup,
    /// Stop the agent.
    Stop,
    /// Make it no longer the default agent.
    UnsetDefault,
    /// Make it the default agent again.
    RestoreDefault,
    /// Delete what would be left behind.
    DeleteDependent,
    /// Delete the agent.
    Delete,
    /// Read the agent back after its deletion.
    Verify,
}

impl Purpose {
    /// Every purpose.
    pub const ALL: [Self; 9] = [
        Self::Get,
        Self::List,
        Self::Backup,
        Self::Stop,
        Self::UnsetDefault,
        Self::RestoreDefault,
        Self::DeleteDependent,
        Self::Delete,
        Self::Verify,
    ];

    /// Whether such a request is for the agent itself, so that "not there" is said of it.
    pub(crate) fn is_about_agent(self) -> bool {
        !matches!(self, Self::List | Self::DeleteDependent)
    }

    /// Whether such a request changes something on the platform.
    pub fn changes(self) -> bool {
        !matches!(self, Self::Get | Self::List | Self::Backup | Self::Verify)
    }
}
