//! What the platform's answers mean: each pattern of a description becomes a row of `Saying`.

use super::keep::Keep;
use super::members::{Member, Object, Read};
use super::places::LONGEST_NAME;
use crate::backend::saying::{MESSAGE, Means, Saying, Word};
use crate::backend::verdict::Fault;
use crate::error_code::ErrorCode;
use crate::http::is_transient;
use std::ops::RangeInclusive;

/// The failures that an answer can be, but for the one that `missing` tells.
pub(super) const FAILURES: [(&str, ErrorCode); 11] = [
    ("unauthenticated", ErrorCode::Unauthenticated),
    ("forbidden", ErrorCode::Forbidden),
    ("conflict", ErrorCode::Conflict),
    ("protected", ErrorCode::Protected),
    ("invalid-request", ErrorCode::InvalidRequest),
    ("rate-limited", ErrorCode::RateLimited),
    ("refused", ErrorCode::Refused),
    ("backend-failure", ErrorCode::BackendFailure),
    ("wrong-endpoint", ErrorCode::WrongEndpoint),
    ("unexpected-response", ErrorCode::UnexpectedResponse),
    ("timeout", ErrorCode::Timeout),
];

/// So many patterns of a kind there may be.
const MOST: usize = 50;
/// So many words a pattern may have, and so deep they may stand.
const MOST_WORDS: usize = 20;
const DEEPEST: usize = 8;
const LONGEST_TEXT: usize = 1000;

/// The members of a pattern. What is not found is nothing that a success can say.
const OF_SUCCESS: &[&str] = &["status", "body", "empty", "backendCode", "message"];
const OF_FAILURE: &[&str] = &["status", "body", "empty", "backendCode", "message", "notFound"];

/// All that the description says of answers, in the order in which it counts: of two that fit, what says less comes first. A
/// failure that is told by its status alone is what is left where nothing else fits.
pub(super) fn sayings(description: &Object<'_>, keep: Keep) -> Read<&'static [Saying]> {
    let mut rows = Vec::new();
    for item in description.items("missing", MOST)? {
        rows.push(missing(&item, keep)?);
    }
    let mut bare_failures = Vec::new();
    for item in description.items("failures", MOST)? {
        let (failure, is_bare) = failure(&item, keep)?;
        if is_bare { bare_failures.push(failure) } else { rows.push(failure) }
    }
    let mut is_202_told = false;
    for item in description.items("accepted", MOST)? {
        let pattern = Pattern::of(&item.object(OF_SUCCESS)?, keep, 200..=299)?;
        if pattern.status == 204 {
            return item.must("have another status: a 204 does not say that something is still to come");
        }
        if pattern.status != 202 && !pattern.is_told {
            return item.must("say by what it is known, such as body: a success may say anything");
        }
        is_202_told |= pattern.status == 202 && pattern.is_told;
        rows.push(pattern.means(Means::Accepted, keep));
    }
    let proofs = description.needed("proof", PROOF)?.items(MOST)?;
    for item in proofs {
        let pattern = Pattern::of(&item.object(OF_SUCCESS)?, keep, 200..=299)?;
        if pattern.status == 202 {
            return item
                .must("have another status: a 202 says that it is not done; it belongs into accepted");
        }
        if pattern.status != 204 && !pattern.is_told {
            return item.must("say by what it is known as a proof, such as body; or empty: true, where an empty answer is one");
        }
        rows.push(pattern.means(Means::Deleted, keep));
    }
    rows.append(&mut bare_failures);
    if is_202_told {
        rows.push(Saying::new(202, &[], Means::Failed(UNDECLARED_202)));
    }
    rows.push(Saying::new(204, &[], Means::UNDOCUMENTED_204));
    Ok(keep.list(rows))
}

const PROOF: &str =
    "the answers that prove a deletion, as [{ status: 204 }]; nothing else is ever \"deleted\"";

const UNDECLARED_202: Fault =
    Fault::doubtful(ErrorCode::UnexpectedResponse, "it answered 202, but not in the words of a deletion");

/// What says that this agent is not there.
fn missing(item: &Member<'_>, keep: Keep) -> Read<Saying> {
    let pattern = Pattern::of(&item.object(OF_FAILURE)?, keep, 200..=599)?;
    if matches!(pattern.status, 202 | 204 | 300..=399 | 401 | 403 | 407 | 408 | 429 | 502..=504) {
        return item.must("have another status: this one never says that an agent is not there");
    }
    if !pattern.is_own {
        return item.must(
            "have a mark of the platform's own: words or a code that no other server has for an unknown path, the agent's id, or notFound. A bare 404 stays wrong-endpoint",
        );
    }
    Ok(pattern.means(Means::Missing, keep))
}

/// A failure, and whether it is told by its status alone.
fn failure(item: &Member<'_>, keep: Keep) -> Read<(Saying, bool)> {
    let known = [OF_FAILURE, &["code", "outcomeUnknown", "retry"]].concat();
    let given = item.object(&known)?;
    let pattern = Pattern::of(&given, keep, 100..=599)?;
    let code = given.needed("code", "what the failure is, as \"conflict\"")?.choice(&FAILURES)?;
    let is_bare = !pattern.is_told;
    let status = pattern.status;
    if is_bare && (200..300).contains(&status) {
        return item.must("say by what it is known, such as body: a success may say anything");
    }
    let is_refusal = (400..500).contains(&status) && status != 408;
    let fault = Fault {
        outcome_unknown: given.read("outcomeUnknown", Member::flag)?.unwrap_or(!is_refusal),
        retry: given.read("retry", Member::flag)?.unwrap_or_else(|| is_transient(status)),
        ..Fault::refused(code, "its description says that this is a failure")
    };
    Ok((pattern.means(Means::Failed(fault), keep), is_bare))
}

/// An answer, told by its status and by what else must all stand in it.
struct Pattern {
    status: u16,
    words: Vec<Word>,
    /// Whether more than the status tells it, and more than that a member is there.
    is_told: bool,
    /// Whether it has a mark that only the platform itself puts there.
    is_own: bool,
}

impl Pattern {
    fn of(given: &Object<'_>, keep: Keep, statuses: RangeInclusive<i64>) -> Read<Self> {
        let status = given.needed("status", "the HTTP status of the answer")?;
        let status = status.number(*statuses.start(), *statuses.end())? as u16;
        let mut pattern = Self { status, words: Vec::new(), is_told: false, is_own: false };
        if let Some(body) = given.get("body") {
            pattern.members(body, "", keep)?;
        }
        if let Some(empty) = given.get("empty") {
            if !empty.flag()? || given.get("body").is_some() {
                return empty.must("be true, and without a body, or be left out");
            }
            pattern.say(Word::Empty, false);
        }
        if let Some(code) = given.get("backendCode") {
            let text = code.text(LONGEST_NAME)?;
            // A gateway has its status for a code.
            let is_own = text.parse::<u16>().is_err() && !is_anybodys(text);
            pattern.say(Word::Code(keep.text(text)), is_own);
        }
        if let Some(message) = given.get("message") {
            pattern.text(message, MESSAGE, keep)?;
        }
        if let Some(noun) = given.get("notFound") {
            let text = noun.text(LONGEST_NAME)?;
            if ANY_THING.iter().any(|thing| thing.eq_ignore_ascii_case(text)) {
                return noun
                    .must("be what the platform calls an agent: any server misses a route or a resource");
            }
            pattern.say(Word::Missing(MESSAGE, keep.text(text)), true);
        }
        Ok(pattern)
    }

    /// The row of this pattern.
    fn means(self, means: Means, keep: Keep) -> Saying {
        Saying::new(self.status, keep.list(self.words), means)
    }

    fn say(&mut self, word: Word, is_own: bool) {
        self.is_told |= !matches!(word, Word::Given(_));
        self.is_own |= is_own;
        self.words.push(word);
    }

    /// The members that must stand in an object below this place.
    fn members(&mut self, object: &Member<'_>, place: &str, keep: Keep) -> Read<()> {
        let entries = object.entries(MOST_WORDS)?;
        if entries.is_empty() {
            return object.must("name a member that must stand there");
        }
        for (name, member) in entries {
            if name.is_empty() || name.contains('/') || name.len() > LONGEST_NAME {
                return member.must("have a name without slashes, of 1 to 100 characters");
            }
            let place = format!("{place}/{name}");
            if place.matches('/').count() > DEEPEST || self.words.len() >= MOST_WORDS {
                return object.must("hold at most 20 members, no more than 8 deep");
            }
            let at = || keep.text(place.as_str());
            match member.value() {
                value if value.is_object() => self.members(&member, &place, keep)?,
                value if value.is_string() => self.text(&member, &place, keep)?,
                value if value.as_bool() == Some(true) => self.say(Word::True(at()), false),
                value if value.as_bool() == Some(false) => self.say(Word::False(at()), false),
                value => match value.as_i64() {
                    Some(number) => self.say(Word::Number(at(), number), is_own_number(self.status, number)),
                    None => {
                        return member.must("be a text, a whole number, true, false or an object of such");
                    }
                },
            }
        }
        Ok(())
    }

    /// A text that must stand at this place.
    fn text(&mut self, member: &Member<'_>, place: &str, keep: Keep) -> Read<()> {
        let text = member.text(LONGEST_TEXT)?;
        if text.contains("{}") {
            return member.must("have {id} where the agent's id stands, and no {}");
        }
        let at = || if place == MESSAGE { MESSAGE } else { keep.text(place) };
        let kept = |text: &str| keep.text(text.replace("{id}", "{}"));
        let word = match (text.strip_prefix('*'), text.strip_suffix('*')) {
            (None, None) if text == "{id}" => {
                self.say(Word::Id(at()), true);
                return Ok(());
            }
            (None, None) => Word::Is(at(), kept(text)),
            (Some(""), _) if place != MESSAGE => {
                self.say(Word::Given(at()), false);
                return Ok(());
            }
            (Some(end), None) if !end.is_empty() => Word::Ends(at(), kept(end)),
            (None, Some(start)) if !start.is_empty() => Word::Begins(at(), kept(start)),
            _ => return member.must("have a * at its beginning or at its end, and words beside it"),
        };
        self.say(word, text.contains("{id}") || !is_anybodys(text.trim_matches('*')));
        Ok(())
    }
}

/// Whether a number is a mark of the platform's own. A status is not, and gRPC's few codes are any gateway's; a success is
/// nobody's answer to an unknown path.
fn is_own_number(status: u16, number: i64) -> bool {
    (200..300).contains(&status) || !(-999..=999).contains(&number)
}

/// Whether words are such as any server has for what is not there: "Not Found", "The requested resource does not exist",
/// NOT_FOUND. A code is one word, and may name what it misses.
fn is_anybodys(text: &str) -> bool {
    let is_sentence = text.contains(char::is_whitespace);
    let mut words = text.split(|char: char| !char.is_alphanumeric()).map(str::to_lowercase);
    words.all(|word| {
        word.is_empty()
            || word.parse::<u16>().is_ok()
            || ANY_WORD.contains(&word.as_str())
            || (is_sentence && ANY_THING.contains(&word.as_str()))
    })
}

/// What any server misses.
const ANY_THING: [&str; 12] = [
    "resource", "route", "path", "page", "url", "uri", "endpoint", "api", "file", "object", "entity", "item",
];
/// With these words alone, nothing is said of an agent.
const ANY_WORD: [&str; 26] = [
    "not",
    "found",
    "notfound",
    "notfounderror",
    "error",
    "errors",
    "bad",
    "request",
    "requested",
    "http",
    "the",
    "a",
    "no",
    "such",
    "was",
    "is",
    "does",
    "doesn",
    "t",
    "exist",
    "could",
    "be",
    "cannot",
    "on",
    "this",
    "server",
];
