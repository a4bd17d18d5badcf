//! What can be saved of an agent.

use super::{Next, Platform, Template};
use crate::http::{AgentId, Content, Json, Members, Route};
use serde::{Serialize, Serializer};
use std::fmt;

/// A part of an agent that can be saved.
#[derive(Debug)]
pub(crate) struct Part {
    /// Its name in the backup's content.
    pub(crate) name: &'static str,
    pub(crate) kind: PartKind,
    /// Where it is; `{}` stands for the agent's id.
    at: Template,
    /// Whether it is a file, byte for byte, and no document.
    is_file: bool,
    /// The member that holds it, or a path to it; empty where it is all that came.
    member: &'static str,
    /// Whether that is looked for in all that came, and not within the envelope around what a body is about.
    is_of_whole_answer: bool,
    /// Whether a document is such a part.
    is_one: fn(&Json) -> bool,
    /// The parameter that asks for a later page.
    cursor: &'static str,
    /// What leads from page to page.
    next: Next,
    /// The member by which a row on such a page is known.
    pub(crate) row_id: &'static str,
    /// Whether this agent has such a part.
    pub(crate) of: fn(&Json) -> bool,
}

/// A part, or a page of one.
#[derive(Debug)]
pub(crate) struct PartPage {
    pub(crate) saved: Saved,
    /// The cursor of the next page; empty on the last.
    pub(crate) next: String,
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
    /// A part that is the whole document of one answer, and that every agent has.
    pub(super) const fn new(name: &'static str, kind: PartKind, path: &'static str) -> Self {
        Self::at(name, kind, Template::get(path))
    }

    /// The same by another request than a GET.
    pub(super) const fn at(name: &'static str, kind: PartKind, at: Template) -> Self {
        Self {
            name,
            kind,
            at,
            is_file: false,
            member: "",
            is_of_whole_answer: false,
            is_one: |_| true,
            cursor: "",
            next: Next::Never,
            row_id: "",
            of: |_| true,
        }
    }

    /// The same, as a file.
    pub(super) const fn file(self) -> Self {
        Self { is_file: true, ..self }
    }

    /// The same, in this member of the document.
    pub(super) const fn in_member(self, member: &'static str) -> Self {
        Self { member, ..self }
    }

    /// The same, looked for in all that came.
    pub(super) const fn of_whole_answer(self) -> Self {
        Self { is_of_whole_answer: true, ..self }
    }

    /// The same, only if it is as it must be.
    pub(super) const fn that(self, is_one: fn(&Json) -> bool) -> Self {
        Self { is_one, ..self }
    }

    /// The same, in pages of rows with an id.
    pub(super) const fn paged_by(self, cursor: &'static str, next: Next, row_id: &'static str) -> Self {
        Self { cursor, next, row_id, ..self }
    }

    /// The same, only for some agents.
    pub(super) const fn only_of(self, of: fn(&Json) -> bool) -> Self {
        Self { of, ..self }
    }

    /// How it is asked for, and the parameter that asks for a later page, if there is one.
    pub(super) fn request(&self) -> (&Template, &'static str) {
        (&self.at, self.cursor)
    }

    /// Where it is, from a cursor on.
    pub(crate) fn route(&self, id: &AgentId, cursor: Option<&str>) -> Route {
        self.at.page(id, self.cursor, cursor)
    }

    /// The part in the body of a 200, or a page of it. A file is taken out of there.
    pub(crate) fn read(&self, platform: &dyn Platform, content: &mut Content) -> Option<PartPage> {
        match content {
            Content::Json(body) if !self.is_file => {
                let body = &*body;
                let mut part = if self.is_of_whole_answer { body } else { platform.facts().payload(body) };
                if !self.member.is_empty() {
                    part = part.member(self.member)?;
                }
                if !(self.is_one)(part) {
                    return None;
                }
                Some(PartPage { next: self.next.named_in(body)?, saved: Saved::Json(part.clone()) })
            }
            Content::Other(bytes) if self.is_file => {
                Some(PartPage { next: String::new(), saved: Saved::Bytes(std::mem::take(bytes)) })
            }
            _ => None,
        }
    }
}

impl Saved {
    /// Adds a later page of the same part: a list to the end of a list.
    pub(crate) fn add(&mut self, page: Self) {
        match (&mut *self, page) {
            (Self::Json(Json::Array(items)), Self::Json(Json::Array(mut more))) => items.append(&mut more),
            (_, page) => *self = page,
        }
    }
}

/// Whether a document is a bare list.
pub(super) fn is_list(document: &Json) -> bool {
    document.as_array().is_some()
}

impl fmt::Debug for Saved {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            // What a platform sent may hold secrets.
            Saved::Json(_) => f.write_str("JSON"),
            Saved::Bytes(bytes) => write!(f, "{} bytes", bytes.len()),
        }
    }
}

impl Serialize for Saved {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Saved::Json(document) => document.serialize(serializer),
            Saved::Bytes(bytes) => serializer.serialize_bytes(bytes),
        }
    }
}
