//! What can be saved of an agent.

use crate::host::{JsonText, ToJson};
use crate::http::{AgentId, Content, Json, Method, Route};
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

/// A part of an agent that can be saved.
#[derive(Debug)]
pub(crate) struct Part {
    /// Its name in the backup's content.
    pub(crate) name: &'static str,
    pub(crate) kind: PartKind,
    /// Where it is; `{}` stands for the agent's id.
    path: &'static str,
    /// The query parameter that asks for a later page.
    cursor: &'static str,
    /// The part proper in the body of a 200, and the cursor of the next page where there are several.
    pub(crate) read: fn(Content) -> Option<PartPage>,
    /// Whether this agent has such a part.
    pub(crate) of: fn(&Json) -> bool,
}

/// A part, or a page of one.
#[derive(Debug)]
pub(crate) struct PartPage {
    pub(crate) saved: Saved,
    pub(crate) next: Option<String>,
}

/// What it means when a part can't be saved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PartKind {
    /// The platform's export. Without it the next part, the plain agent, takes its place.
    Export,
    /// The agent itself. Without it there is no backup.
    Agent,
    /// Anything else. Its absence is noted.
    Extra,
}

/// A part that was saved. `Debug` shows no content.
#[derive(Clone, PartialEq)]
pub enum Saved {
    /// A document.
    Json(Json),
    /// A file, byte for byte.
    Bytes(Vec<u8>),
}

impl Part {
    /// A part that is the whole body of one answer, and that every agent has.
    pub(super) const fn new(name: &'static str, kind: PartKind, path: &'static str) -> Self {
        let read = |content| PartPage::whole(document(content)?);
        Self { name, kind, path, cursor: "", read, of: |_| true }
    }

    /// The same, in pages.
    pub(super) const fn paged_by(self, cursor: &'static str) -> Self {
        Self { cursor, ..self }
    }

    /// The same, read in another way.
    pub(super) const fn read_by(self, read: fn(Content) -> Option<PartPage>) -> Self {
        Self { read, ..self }
    }

    /// The same, only for some agents.
    pub(super) const fn only_of(self, of: fn(&Json) -> bool) -> Self {
        Self { of, ..self }
    }

    /// Where it is, from a cursor on.
    pub(crate) fn route(&self, id: &AgentId, cursor: Option<&str>) -> Route {
        Route::of(Method::Get, self.path, id).query_if(self.cursor, cursor)
    }
}

impl PartPage {
    /// A document that comes whole.
    pub(super) fn whole(document: Json) -> Option<Self> {
        Some(Self { saved: Saved::Json(document), next: None })
    }
}

/// Reads a part that is one bare list.
pub(super) fn list(content: Content) -> Option<PartPage> {
    PartPage::whole(document(content).filter(|document| document.as_array().is_some())?)
}

/// The JSON of an answer.
pub(super) fn document(content: Content) -> Option<Json> {
    if let Content::Json(document) = content { Some(document) } else { None }
}

impl fmt::Debug for Saved {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Saved::Json(document) => document.fmt(f),
            Saved::Bytes(bytes) => write!(f, "{} bytes", bytes.len()),
        }
    }
}

/// JSON has no bytes: whoever has some puts them in the place of a `null`.
impl ToJson for Saved {
    fn write_json(&self, out: &mut JsonText) {
        let document = if let Saved::Json(document) = self { document } else { &Json::Null };
        document.write_json(out);
    }
}
