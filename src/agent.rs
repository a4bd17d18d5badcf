//! An agent as every platform's is shown.

use crate::host::{json_names, json_object};
use crate::http::{Json, iso_date};
use crate::text::{Text, is_one_of};
use alloc::boxed::Box;

/// An agent, reduced to what the platforms have in common.
#[derive(Debug, Clone, PartialEq)]
pub struct Agent {
    /// The id by which it is deleted (foundry: its name).
    pub id: Text,
    /// What people call it.
    pub name: Option<Text>,
    /// What it is for.
    pub description: Option<Text>,
    /// Whether it runs, where the platform says so.
    pub status: Option<AgentStatus>,
    /// Whether it is its owner's default agent, where the platform has such a thing.
    pub is_default: Option<bool>,
    /// Whether it is the platform's own and can't be deleted, where there is such a thing.
    pub is_protected: Option<bool>,
    /// ISO 8601, where the platform says so.
    pub created_at: Option<Text>,
    /// ISO 8601, where the platform says so.
    pub updated_at: Option<Text>,
    /// The platform's own object. It may carry secrets.
    pub raw: Json,
}

json_object!(Agent {
    id: "id",
    name: "name",
    description: "description",
    status: "status",
    is_default: "isDefault",
    is_protected: "isProtected",
    created_at: "createdAt",
    updated_at: "updatedAt",
    raw: "raw",
});

/// Whether an agent runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AgentStatus {
    /// Running, or ready to take work.
    Active,
    /// Stopped.
    Inactive,
}

json_names!(AgentStatus { Active: "active", Inactive: "inactive" });

impl AgentStatus {
    /// Reads a platform's word; `inactive` lists those for an agent that does not run.
    pub(crate) fn read(word: Option<&Text>, inactive: &str) -> Option<Self> {
        match word?.as_str() {
            "active" => Some(Self::Active),
            word if is_one_of(word, inactive) => Some(Self::Inactive),
            _ => None,
        }
    }
}

impl Agent {
    /// What the platforms name alike; `id` is the member that holds the id.
    pub(crate) fn from_json(raw: &Json, id: &str) -> Option<Box<Self>> {
        Some(Box::new(Self {
            id: raw.shared(id)?,
            name: raw.shared("name"),
            description: raw.shared("description"),
            status: None,
            is_default: None,
            is_protected: None,
            created_at: date(raw.get("created_at")).or_else(|| date(raw.get("createdAt"))),
            updated_at: date(raw.get("updated_at")).or_else(|| date(raw.get("updatedAt"))),
            raw: raw.clone(),
        }))
    }
}

/// A date given as text is passed on; one given as a number is seconds or milliseconds since 1970.
fn date(given: Option<&Json>) -> Option<Text> {
    /// Larger numbers of seconds than this lie beyond the year 5000: they are milliseconds.
    const SECONDS_END: f64 = 1e11;
    match given? {
        Json::String(text) => Some(text.clone()),
        Json::Number(number) => iso_date(if *number < SECONDS_END { number * 1000.0 } else { *number }),
        _ => None,
    }
}
