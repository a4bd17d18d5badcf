//! An agent as every platform's is shown.

use crate::host::{Json, Members, iso_date};
use serde::Serialize;
use std::fmt;

/// An agent, reduced to what the platforms have in common. `Debug` leaves out `raw`.
#[derive(Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Agent {
    /// The id by which it is deleted (foundry: its name).
    pub id: String,
    /// What people call it.
    pub name: Option<String>,
    /// What it is for.
    pub description: Option<String>,
    /// Whether it runs, where the platform says so.
    pub status: Option<AgentStatus>,
    /// Whether it is its owner's default agent, where the platform has such a thing.
    pub is_default: Option<bool>,
    /// Whether it is the platform's own and can't be deleted, where there is such a thing.
    pub is_protected: Option<bool>,
    /// ISO 8601, where the platform says so.
    pub created_at: Option<String>,
    /// ISO 8601, where the platform says so.
    pub updated_at: Option<String>,
    /// The platform's own object. It may carry secrets.
    pub raw: Json,
}

/// Whether an agent runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum AgentStatus {
    /// Running, or ready to take work.
    Active,
    /// Stopped.
    Inactive,
}

impl AgentStatus {
    /// Reads a platform's word; `inactive` lists those for an agent that does not run.
    pub(crate) fn read(word: Option<&str>, inactive: &[&str]) -> Option<Self> {
        match word? {
            "active" => Some(Self::Active),
            word if inactive.contains(&word) => Some(Self::Inactive),
            _ => None,
        }
    }
}

impl fmt::Debug for Agent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Agent")
            .field("id", &self.id)
            .field("name", &self.name)
            .field("status", &self.status)
            .finish_non_exhaustive()
    }
}

impl Agent {
    /// What the platforms name alike; `id` is the member that holds the id.
    pub(crate) fn from_json(raw: &Json, id: &str) -> Option<Self> {
        Some(Self {
            id: raw.text(id)?.to_owned(),
            name: raw.text("name").map(str::to_owned),
            description: raw.text("description").map(str::to_owned),
            status: None,
            is_default: None,
            is_protected: None,
            created_at: date(raw.get("created_at")).or_else(|| date(raw.get("createdAt"))),
            updated_at: date(raw.get("updated_at")).or_else(|| date(raw.get("updatedAt"))),
            raw: raw.clone(),
        })
    }
}

/// A date given as text is passed on; one given as a number is seconds or milliseconds since 1970.
fn date(given: Option<&Json>) -> Option<String> {
    /// Larger numbers of seconds than this lie beyond the year 5000: they are milliseconds.
    const SECONDS_END: f64 = 1e11;
    match given? {
        Json::String(text) => Some(text.clone()),
        Json::Number(number) => {
            let number = number.as_f64()?;
            iso_date(if number < SECONDS_END { number * 1000.0 } else { number })
        }
        _ => None,
    }
}
