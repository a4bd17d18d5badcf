//! What was saved of an agent.

use crate::backend::{Backend, Saved};
use crate::host::Json;
use serde::{Serialize, Serializer};

/// What was saved of an agent.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AgentBackup {
    /// The platform.
    pub backend: Backend,
    /// The agent.
    pub agent_id: String,
    /// When, in ISO 8601.
    pub taken_at: String,
    /// Where it came from.
    pub source: BackupSource,
    /// Parts that could not be saved.
    pub missing: Vec<MissingPart>,
    /// Where secrets were taken out: JSON Pointers into `content`.
    pub redacted: Vec<String>,
    /// What was saved, by part.
    pub content: BackupContent,
}

/// What was saved, by the parts' names, in the order in which they were saved.
#[derive(Debug, Clone, Default)]
pub struct BackupContent(pub Vec<(&'static str, Saved)>);

impl BackupContent {
    /// The part of this name.
    pub fn get(&self, part: &str) -> Option<&Saved> {
        self.0.iter().find(|(name, _)| *name == part).map(|(_, saved)| saved)
    }

    pub(crate) fn document(&self, part: &str) -> Option<&Json> {
        if let Saved::Json(document) = self.get(part)? { Some(document) } else { None }
    }
}

impl Serialize for BackupContent {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, saved)| (name, saved)))
    }
}

/// Where a backup came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum BackupSource {
    /// The platform's own export.
    Export,
    /// The plain agent, where there is no export or it failed.
    Agent,
}

/// A part that could not be saved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MissingPart {
    /// Its name.
    pub part: String,
    /// Why.
    pub reason: String,
}
