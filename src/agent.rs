//! An agent as every platform's is shown.

use crate::host::{json_names, json_object};
use crate::http::{Json, iso_date};
use crate::text::is_one_of;
use alloc::borrow::ToOwned;
use alloc::boxed::Box;
use alloc::string::String;

/// An agent, reduced to what the platforms have in common.
#[derive(Debug, Clone, PartialEq)]
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
    pub(crate) fn read(word: Option<&str>, inactive: &str) -> Option<Self> {
        match word? {
            "active" => Some(Self::Active),
            word if is_one_of(word, inactive) => Some(Self::Inactive),
            _ => None,
        }
    }
}

impl Agent {
    /// What the platforms name alike; `id` is the member that holds the id.
    pub(crate) fn from_json(raw: &Json, id: &str) -> Option<Box<Self>> {
        let text = |name| raw.text(name).map(str::to_owned);
        Some(Box::new(Self {
            id: raw.text(id)?.to_owned(),
            name: text("name"),
            description: text("description"),
            status: None,
            is_default: None,
            is_protected: None,
            created_at: date(raw, ["created_at", "createdAt"]),
            updated_at: date(raw, ["updated_at", "updatedAt"]),
            raw: raw.clone(),
        }))
    }
}

/// A date given as text is passed on; one given as a number is seconds or milliseconds since 1970.
fn date(raw: &Json, names: [&str; 2]) -> Option<String> {
    /// Larger numbers of seconds than this lie beyond the year 5000: they are milliseconds.
    const SECONDS_END: f64 = 1e11;
    names.into_iter().find_map(|name| match raw.get(name)? {
        Json::String(text) => Some(text.clone()),
        Json::Number(number) if *number < SECONDS_END => iso_date(number * 1000.0),
        Json::Number(number) => iso_date(*number),
        _ => None,
    })
}
