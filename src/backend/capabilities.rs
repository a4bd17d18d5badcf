//! What a platform can do, and what a deletion destroys and keeps there.

use serde::Serialize;

/// What a platform can do, and what a deletion destroys and keeps there. From its contract.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Capabilities {
    /// Who carries `force` out.
    pub force: ForceSupport,
    /// Whether an agent can be stopped.
    pub stop: bool,
    /// Whether agents can be listed.
    pub list: bool,
    /// Whether the platform has an export of its own.
    pub export: bool,
    /// Dependents that can be deleted along with the agent.
    pub cascade: &'static [Cascade],
    /// What goes with the agent.
    pub destroys: &'static [&'static str],
    /// What stays behind.
    pub keeps: &'static [&'static str],
}

/// Who carries `force` out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ForceSupport {
    /// The platform.
    Server,
    /// This crate, by further requests.
    Client,
    /// Nobody: there is nothing to force.
    None,
}

/// Dependents of an agent that its deletion would leave behind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cascade {
    /// Its threads, with their runs.
    Threads,
}
