//! What a platform says, and what that means, as data: one row for each thing that the table of `verdict` would not know.

use super::missing::{begins_apart, ends_apart, names_missing};
use super::verdict::{Fault, Verdict};
use super::{Answer, Proof};
use crate::error_code::ErrorCode;
use crate::http::{AgentId, Content, Json, Members};
use crate::step::Purpose;

/// Something that a platform says, and what it means. All of the words must be there.
#[derive(Debug)]
pub(crate) struct Saying {
    status: u16,
    words: &'static [Word],
    means: Means,
}

/// A word of a platform. A place is a path into the body, such as `/error/code`; `MESSAGE` is wherever the platform puts what it tells
/// people, a plain text among it. In a text, `{}` stands for the agent's id.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Word {
    /// This very text stands there.
    Is(&'static str, &'static str),
    /// What stands there begins so.
    Begins(&'static str, &'static str),
    /// What stands there ends so.
    Ends(&'static str, &'static str),
    /// The agent's id stands there.
    Id(&'static str),
    /// `true` stands there.
    True(&'static str),
    /// `false` stands there.
    False(&'static str),
    /// This number stands there.
    Number(&'static str, i64),
    /// Anything but `null` stands there.
    Given(&'static str),
    /// The whole body is a list of the agent's id alone.
    OnlyId,
    /// There is no body.
    Empty,
    /// There is JSON that can't be read: it breaks off, or something stands in it that was not meant.
    Broken,
    /// The platform's code for the failure is this one.
    Code(&'static str),
    /// What stands there says that such a thing, "agent" or whatever the platform calls it, is not there: this one, where it
    /// names one.
    Missing(&'static str, &'static str),
}

/// Where the platform puts what it tells people.
pub(crate) const MESSAGE: &str = "";

/// What it means.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Means {
    /// The platform's own proof of a deletion.
    Deleted,
    /// It will be deleted.
    Accepted,
    /// The platform's own word that the agent is not there.
    Missing,
    /// A failure that the status alone does not tell.
    Failed(Fault),
}

impl Means {
    /// A 204 where the platform documents none: only a read proves that an agent is gone.
    pub(super) const UNDOCUMENTED_204: Self = Self::Failed(Fault::doubtful(
        ErrorCode::UnexpectedResponse,
        "it answered 204, which it does not document and which proves nothing there",
    ));
}

impl Saying {
    pub(super) const fn new(status: u16, words: &'static [Word], means: Means) -> Self {
        Self { status, words, means }
    }

    pub(super) const fn deleted(status: u16, words: &'static [Word]) -> Self {
        Self::new(status, words, Means::Deleted)
    }

    pub(super) const fn missing(status: u16, words: &'static [Word]) -> Self {
        Self::new(status, words, Means::Missing)
    }

    /// The platform refuses, and nothing was done.
    pub(super) const fn refused(status: u16, words: &'static [Word], code: ErrorCode) -> Self {
        Self::new(status, words, Means::Failed(Fault::refused(code, "the platform refuses it")))
    }

    /// Whether the answer says this.
    pub(super) fn fits(&self, purpose: Purpose, id: Option<&AgentId>, answer: &Answer) -> bool {
        // A page is another's answer, whatever the headers beside it say; a 204 is none, whatever its label.
        let is_page = answer.status != 204 && matches!(answer.content, Content::Html | Content::TooLong);
        // What a success says or does not prove, only a deletion has to: a read is one by its body.
        let is_of_deletion =
            matches!(self.means, Means::Deleted | Means::Accepted) || (200..300).contains(&self.status);
        self.status == answer.status
            && !is_page
            && (purpose == Purpose::Delete || !is_of_deletion)
            && self.words.iter().all(|word| word.is_said(id, answer))
    }

    /// What an answer that says this means.
    pub(super) fn verdict(&self, answer: &Answer) -> Verdict {
        match self.means {
            Means::Deleted => Verdict::Deleted(answer.body().map(Proof::read).unwrap_or_default()),
            Means::Accepted => Verdict::accepted(),
            Means::Missing => Verdict::MISSING,
            Means::Failed(fault) => Verdict::Failed(fault),
        }
    }
}

/// What an answer means by these rows, of which the first that fits counts.
pub(super) fn heard(
    sayings: &[Saying],
    purpose: Purpose,
    id: Option<&AgentId>,
    answer: &Answer,
) -> Option<Verdict> {
    sayings.iter().find(|saying| saying.fits(purpose, id, answer)).map(|saying| saying.verdict(answer))
}

impl Word {
    fn is_said(self, id: Option<&AgentId>, answer: &Answer) -> bool {
        let at = |place: &str| answer.body().and_then(|body| body.place(place));
        let text_is = |place: &str, fits: &dyn Fn(&str) -> bool| {
            if place == MESSAGE {
                answer.message().is_some_and(|said| fits(&said))
            } else {
                at(place).and_then(Json::as_str).is_some_and(fits)
            }
        };
        // A text that names an agent fits no other, and none where there is no agent.
        let whole = |text: &str| match id {
            Some(id) => Some(text.replace("{}", id.as_str())),
            None if text.contains("{}") => None,
            None => Some(text.to_owned()),
        };
        let compares = |place: &str, text: &str, fits: &dyn Fn(&str, &str) -> bool| {
            whole(text).is_some_and(|text| text_is(place, &|said| fits(said, &text)))
        };
        match self {
            Self::Is(place, text) => compares(place, text, &|said, text| said == text),
            // An id at the open end must end there itself: bot_1 is not bot_12.
            Self::Begins(place, text) => compares(place, text, &|said, whole| {
                said.strip_prefix(whole).is_some_and(|rest| !text.ends_with("{}") || begins_apart(rest))
            }),
            Self::Ends(place, text) => compares(place, text, &|said, whole| {
                said.strip_suffix(whole).is_some_and(|rest| !text.starts_with("{}") || ends_apart(rest))
            }),
            Self::Id(place) => text_is(place, &|said| id.is_some_and(|id| id.names(said))),
            Self::True(place) => at(place).and_then(Json::as_bool) == Some(true),
            Self::False(place) => at(place).and_then(Json::as_bool) == Some(false),
            Self::Number(place, number) => at(place).and_then(Json::as_i64) == Some(number),
            Self::Given(place) => at(place).is_some_and(|member| !member.is_null()),
            Self::OnlyId => match answer.body().and_then(Json::as_array).map(Vec::as_slice) {
                Some([Json::String(named)]) => id.is_some_and(|id| id.names(named)),
                _ => false,
            },
            Self::Empty => matches!(answer.content, Content::Empty),
            Self::Broken => match &answer.content {
                Content::Other(bytes) => {
                    bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start().starts_with(b"{")
                }
                _ => false,
            },
            Self::Code(code) => answer.code_is(code),
            Self::Missing(place, noun) => text_is(place, &|said| names_missing(noun, said, id)),
        }
    }
}
