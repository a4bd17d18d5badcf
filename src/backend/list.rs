//! How a platform lists its agents: where, with which parameters, and what leads from page to page.

use super::Template;
use crate::http::{Json, Members, Route, json_text};

/// How a platform lists its agents.
#[derive(Debug)]
pub(crate) struct List {
    at: Template,
    parameters: &'static [Parameter],
    /// The member of a page that holds the agents, or a path to it; the page itself where there is none.
    member: Option<&'static str>,
    /// Whether a page without that member is an empty one.
    may_lack_member: bool,
    next: Next,
    /// Whether what it names is looked for in the whole page, and not within the envelope around what a body is about.
    pub(super) is_of_whole_page: bool,
}

/// Which page of the agents is wanted.
#[derive(Debug, Clone, Default)]
pub(crate) struct PageQuery {
    pub(crate) size: Option<u32>,
    pub(crate) search: Option<String>,
    /// From the page before.
    pub(crate) cursor: Option<String>,
}

/// A parameter of a list.
#[derive(Debug)]
pub(crate) struct Parameter {
    name: &'static str,
    asks: Asked,
    /// Where the caller says nothing; left out where there is none.
    default: Option<&'static str>,
}

/// What a parameter of a list asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Asked {
    Size,
    Cursor,
    Search,
}

/// What leads from a page to the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Next {
    /// There is but one.
    Never,
    /// The page holds the cursor of the next in this member. Where it has a member `more` besides, that says whether there is
    /// a next one at all.
    Named { cursor: &'static str, more: Option<&'static str> },
    /// A member of the last row is the cursor. There is a next page while the member `more` does not say no; without one,
    /// while pages are full.
    LastRow { member: &'static str, more: Option<&'static str>, restarts: bool },
    /// The number of rows before it, while pages are full.
    Offset,
    /// Its number, the first being 1, while what this path leads to says that there is one; without one, while pages are
    /// full.
    Number { more: Option<&'static str> },
}

impl Parameter {
    pub(super) const fn new(name: &'static str, asks: Asked) -> Self {
        Self { name, asks, default: None }
    }

    pub(super) const fn or(self, default: &'static str) -> Self {
        Self { default: Some(default), ..self }
    }

    fn value<'a>(&'a self, query: &'a PageQuery) -> Option<String> {
        let given = match self.asks {
            Asked::Size => query.size.map(|size| size.to_string()),
            Asked::Cursor => query.cursor.clone(),
            Asked::Search => query.search.clone(),
        };
        given.or_else(|| self.default.map(str::to_owned))
    }
}

impl List {
    /// A list of one page, which is the rows themselves.
    pub(super) const fn at(at: Template) -> Self {
        Self {
            at,
            parameters: &[],
            member: None,
            may_lack_member: false,
            next: Next::Never,
            is_of_whole_page: false,
        }
    }

    /// Where agents can't be listed: it is never asked for.
    pub(super) const NONE: Self = Self::at(Template::get("/"));

    /// How it is asked for, and with which parameters.
    pub(super) fn request(&self) -> (&Template, Vec<&'static str>) {
        (&self.at, self.parameters.iter().map(|parameter| parameter.name).collect())
    }

    /// The same with parameters: in the JSON body, where the request has one, or in the query.
    pub(super) const fn with(self, parameters: &'static [Parameter]) -> Self {
        Self { parameters, ..self }
    }

    /// The same, with the agents in this member.
    pub(super) const fn in_member(self, member: &'static str) -> Self {
        Self { member: Some(member), ..self }
    }

    /// The same, where an empty page leaves the member out.
    pub(super) const fn in_member_if_any(self, member: &'static str) -> Self {
        Self { member: Some(member), may_lack_member: true, ..self }
    }

    /// The same in pages.
    pub(super) const fn paged(self, next: Next) -> Self {
        Self { next, ..self }
    }

    /// The same, with all that it names looked for in the whole page.
    pub(super) const fn of_whole_page(self) -> Self {
        Self { is_of_whole_page: true, ..self }
    }

    /// Whether what is deleted meanwhile moves its pages, so that it is read to its end before the first agent is given out.
    pub(crate) fn is_moved_by_deletions(&self) -> bool {
        // A row that is gone is no cursor.
        self.next.is_counted() || matches!(self.next, Next::LastRow { .. })
    }

    /// Whether it begins anew where the row of its cursor is gone, so that it may come by the same pages again.
    pub(crate) fn restarts(&self) -> bool {
        matches!(self.next, Next::LastRow { restarts: true, .. })
    }

    pub(super) fn route(&self, query: &PageQuery) -> Route {
        let mut route = self.at.plain();
        for parameter in self.parameters {
            let value = parameter.value(query);
            route = match value {
                Some(value) if self.at.has_body() => {
                    let is_number = match parameter.asks {
                        Asked::Size => true,
                        Asked::Cursor => self.next.is_counted(),
                        Asked::Search => false,
                    };
                    route.with_member(parameter.name, &if is_number { value } else { json_text(&value) })
                }
                value => route.with_query(parameter.name, value.as_deref()),
            };
        }
        route
    }

    /// The rows of a page.
    pub(super) fn rows<'a>(&self, page: &'a Json) -> Option<&'a [Json]> {
        let rows = match self.member {
            Some(name) => match page.member(name) {
                None if self.may_lack_member && page.is_object() => return Some(&[]),
                rows => rows?,
            },
            None => page,
        };
        rows.as_array().map(Vec::as_slice)
    }

    /// The cursor of the page after this one, empty on the last; `None` where the page does not say.
    pub(super) fn next(&self, query: &PageQuery, page: &Json, rows: &[Json]) -> Option<String> {
        let last = Some(String::new());
        // Whoever asks for more than is usual may be given no more than that.
        let is_full = || {
            let size = self.parameters.iter().find(|parameter| parameter.asks == Asked::Size);
            let asked = size.and_then(|size| size.value(query)?.parse::<usize>().ok()).unwrap_or(usize::MAX);
            let usual = size.and_then(|size| size.default?.parse().ok()).unwrap_or(usize::MAX);
            rows.len() >= asked.min(usual)
        };
        let before = |first: u64| query.cursor.as_deref().and_then(|text| text.parse().ok()).unwrap_or(first);
        match self.next {
            Next::Never => last,
            Next::Named { .. } => self.next.named_in(page),
            Next::LastRow { member, more, .. } => {
                let goes_on = match more {
                    Some(more) => page.member(more).and_then(Json::as_bool) != Some(false),
                    None => is_full(),
                };
                match rows.last() {
                    Some(row) if goes_on => {
                        row.member(member)?.as_str().filter(|cursor| !cursor.is_empty()).map(str::to_owned)
                    }
                    _ => last,
                }
            }
            Next::Offset if is_full() => Some((before(0) + rows.len() as u64).to_string()),
            Next::Number { more: Some(more) } if page.member(more)?.as_bool()? => {
                Some((before(1) + 1).to_string())
            }
            Next::Number { more: None } if is_full() => Some((before(1) + 1).to_string()),
            Next::Offset | Next::Number { .. } => last,
        }
    }
}

impl Next {
    /// Whether its cursor is a number that counts rows or pages.
    fn is_counted(self) -> bool {
        matches!(self, Self::Offset | Self::Number { .. })
    }

    /// The cursor that a page names for the next, empty where there is none; `None` where the page does not say which.
    pub(super) fn named_in(self, page: &Json) -> Option<String> {
        let Self::Named { cursor, more } = self else { return Some(String::new()) };
        let named = match page.member(cursor) {
            None | Some(Json::Null) => "",
            Some(cursor) => cursor.as_str()?,
        };
        let says_more = match more.map(|more| page.member(more)) {
            None => return Some(named.to_owned()),
            Some(None | Some(Json::Null)) => false,
            Some(Some(more)) => more.as_bool()?,
        };
        if !says_more {
            Some(String::new())
        } else if named.is_empty() {
            None
        } else {
            Some(named.to_owned())
        }
    }
}
