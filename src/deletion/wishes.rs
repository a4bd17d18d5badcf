//! What a caller may ask of a call, as the core needs to know it: without the functions to call, which are the driver's.

/// What any call may have of its own.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Terms {
    /// For one attempt, the body included, in milliseconds; the client's where not given.
    pub(crate) timeout: Option<f64>,
    /// Attempts after the first; the client's where not given.
    pub(crate) max_retries: Option<u32>,
}

/// What a call about one agent may have.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Wishes {
    /// Delete an agent that is in use.
    pub(crate) force: bool,
    /// A missing agent is a result, not an error.
    pub(crate) ignore_missing: bool,
    /// Save the agent first.
    pub(crate) backs_up: bool,
    /// Hand over what was saved before anything is deleted.
    pub(crate) hands_over: bool,
    /// Delete the agent's threads first.
    pub(crate) threads: bool,
    /// Show the plan before anything is changed, and go on only when told so.
    pub(crate) confirms: bool,
    /// How many milliseconds to go on asking whether an accepted deletion has happened.
    pub(crate) wait: f64,
    /// Read the agent back after the deletion.
    pub(crate) verify: bool,
    /// Keep secret values in a backup.
    pub(crate) include_secrets: bool,
    pub(crate) terms: Terms,
}

/// What is to be done about one agent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Task {
    Delete,
    Plan,
    Get,
    Backup,
    Stop,
}
