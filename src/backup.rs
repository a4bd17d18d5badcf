//! What was saved of an agent.

use crate::backend::{Backend, Saved};
use crate::host::{JsonText, ToJson, json_names, json_object};
use crate::http::Json;
use crate::text::Text;
use alloc::vec::Vec;

/// What was saved of an agent.
#[derive(Debug, Clone)]
pub struct AgentBackup {
    /// The platform.
    pub backend: Backend,
    /// The agent.
    pub agent_id: Text,
    /// When, in ISO 8601.
    pub taken_at: Text,
    /// Where it came from.
    pub source: BackupSource,
    /// Parts that could not be saved.
    pub missing: Vec<MissingPart>,
    /// Where secrets were taken out: JSON Pointers into `content`.
    pub redacted: Vec<Text>,
    /// What was saved, by part.
    pub content: BackupContent,
}

json_object!(AgentBackup {
    backend: "backend",
    agent_id: "agentId",
    taken_at: "takenAt",
    source: "source",
    missing: "missing",
    redacted: "redacted",
    content: "content",
});

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

impl ToJson for BackupContent {
    fn write_json(&self, out: &mut JsonText) {
        out.open();
        for (name, saved) in &self.0 {
            out.member(name, saved);
        }
        out.close();
    }
}

/// Where a backup came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BackupSource {
    /// The platform's own export.
    Export,
    /// The plain agent, where there is no export or it failed.
    Agent,
}

json_names!(BackupSource { Export: "export", Agent: "agent" });

/// A part that could not be saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MissingPart {
    /// Its name.
    pub part: Text,
    /// Why.
    pub reason: Text,
}

json_object!(MissingPart { part: "part", reason: "reason" });
