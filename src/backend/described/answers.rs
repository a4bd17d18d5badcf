//! What the platform's answers mean: each pattern of a description becomes a row of `Saying`.

use super::kept;
use super::shape::{LONGEST_NAME, text_fault};
use crate::backend::saying::{MESSAGE, Means, Saying, Word};
use crate::backend::verdict::Fault;
use crate::error_code::ErrorCode;
use crate::http::{Json, Members, is_transient, typed};
use crate::nearest::shown_name;

/// All that the description says of answers, in the order in which it counts: of two that fit, what says less comes first. A
/// failure that is told by its status alone is what is left where nothing else fits.
pub(super) fn sayings(description: &Json) -> &'static [Saying] {
    let mut rows = Vec::new();
    let mut last = Vec::new();
    for (name, means) in [
        ("missing", Some(Means::Missing)),
        ("failures", None),
        ("accepted", Some(Means::Accepted)),
        ("proof", Some(Means::Deleted)),
    ] {
        for pattern in patterns(description, name) {
            let (status, words) = (status(pattern), words(pattern));
            let is_bare = words.is_empty();
            let means = means.unwrap_or_else(|| Means::Failed(failure(pattern, status)));
            if status == 202 && !is_bare && name == "accepted" {
                // Another 202 is about something else.
                last.push(Saying::new(202, &[], Means::Failed(UNDECLARED_202)));
            }
            let row = Saying::new(status, kept::list(words.into_iter().map(Said::kept)), means);
            if is_bare && name == "failures" { last.push(row) } else { rows.push(row) }
        }
    }
    rows.append(&mut last);
    rows.push(Saying::new(204, &[], Means::UNDOCUMENTED_204));
    kept::list(rows)
}

const UNDECLARED_202: Fault =
    Fault::doubtful(ErrorCode::UnexpectedResponse, "it answered 202, but not in the words of a deletion");

fn patterns<'a>(description: &'a Json, name: &str) -> &'a [Json] {
    description.get(name).and_then(Json::as_array).map(Vec::as_slice).unwrap_or_default()
}

fn status(pattern: &Json) -> u16 {
    pattern.get("status").and_then(Json::as_i64).unwrap_or_default() as u16
}

fn failure(pattern: &Json, status: u16) -> Fault {
    let code = pattern.get("code").and_then(typed).unwrap_or(ErrorCode::UnexpectedResponse);
    let is_refusal = (400..500).contains(&status) && status != 408;
    Fault {
        outcome_unknown: pattern.flag("outcomeUnknown").unwrap_or(!is_refusal),
        retry: pattern.flag("retry").unwrap_or_else(|| is_transient(status)),
        ..Fault::refused(code, "its description says that this is a failure")
    }
}

/// What is wrong with the patterns of a description beside their shape: they must say enough.
pub(super) fn fault(description: &Json) -> Option<String> {
    ["failures", "missing", "accepted", "proof"].into_iter().find_map(|list| {
        let patterns = patterns(description, list).iter().enumerate();
        patterns.into_iter().find_map(|(place, pattern)| {
            let is_empty = pattern.flag("empty") == Some(true) && pattern.get("body").is_some();
            let right = match pattern_fault(list, status(pattern), &words(pattern)) {
                None if is_empty => "have a body or be empty, not both",
                right => right?,
            };
            Some(format!("backend.{list}[{place}] must {right}"))
        })
    })
}

fn pattern_fault(list: &str, status: u16, words: &[Said<'_>]) -> Option<&'static str> {
    let is_told = words.iter().any(|said| !matches!(said.says, Says::Given));
    let is_success = (200..300).contains(&status);
    match (list, status) {
        ("accepted", 204) => Some("have another status: a 204 does not say that something is still to come"),
        ("accepted", 202) | ("proof", 204) => None,
        ("proof", 202) => {
            Some("have another status: a 202 says that it is not done; it belongs into accepted")
        }
        ("missing", 202 | 204 | 300..=399 | 401 | 403 | 407 | 408 | 429 | 502..=504) => {
            Some("have another status: this one never says that an agent is not there")
        }
        ("missing", _) if !words.iter().any(|said| said.is_own(status)) => Some(
            "have a mark of the platform's own: words or a code that no other server has for an unknown path, the agent's id, or notFound. A bare 404 stays wrong-endpoint",
        ),
        ("missing", _) => None,
        _ if is_success && !is_told => Some(
            "say by what it is known beside its status, such as body; or empty: true, where an empty answer is meant",
        ),
        _ => None,
    }
}

/// A word of a pattern, and where it stands.
struct Said<'a> {
    place: String,
    says: Says<'a>,
}

enum Says<'a> {
    Text(&'a str),
    Given,
    Flag(bool),
    Number(i64),
    Empty,
    Code(&'a str),
    NotFound(&'a str),
}

impl Said<'_> {
    fn kept(self) -> Word {
        let at = if self.place.is_empty() { MESSAGE } else { kept::text(&self.place) };
        match self.says {
            Says::Given => Word::Given(at),
            Says::Text("{id}") => Word::Id(at),
            Says::Text(text) => match (text.strip_prefix("*"), text.strip_suffix("*")) {
                (Some(end), _) => Word::Ends(at, kept::with_id(end)),
                (_, Some(start)) => Word::Begins(at, kept::with_id(start)),
                _ => Word::Is(at, kept::with_id(text)),
            },
            Says::Flag(true) => Word::True(at),
            Says::Flag(false) => Word::False(at),
            Says::Number(number) => Word::Number(at, number),
            Says::Empty => Word::Empty,
            Says::Code(code) => Word::Code(kept::text(code)),
            Says::NotFound(noun) => Word::Missing(MESSAGE, kept::text(noun)),
        }
    }

    /// Whether it is a mark that only the platform itself puts there, and no gateway for an unknown path.
    fn is_own(&self, status: u16) -> bool {
        match self.says {
            Says::Text(text) => text.contains("{id}") || !is_anybodys(text.trim_matches('*')),
            Says::Code(code) => !is_anybodys(code),
            Says::NotFound(_) => true,
            // Neither a status nor one of gRPC's few codes; and a success is nobody's answer to an unknown path.
            Says::Number(number) => status < 300 || number.abs() > 999,
            Says::Given | Says::Flag(_) | Says::Empty => false,
        }
    }
}

/// The words of a pattern.
fn words(pattern: &Json) -> Vec<Said<'_>> {
    let mut words = Vec::new();
    if let Some(body) = pattern.get("body") {
        members(body, "", &mut words);
    }
    let here = |says| Said { place: String::new(), says };
    words.extend((pattern.flag("empty") == Some(true)).then(|| here(Says::Empty)));
    words.extend(pattern.text("backendCode").map(|code| here(Says::Code(code))));
    words.extend(pattern.text("message").map(|text| here(Says::Text(text))));
    words.extend(pattern.text("notFound").map(|noun| here(Says::NotFound(noun))));
    words
}

fn members<'a>(object: &'a Json, place: &str, words: &mut Vec<Said<'a>>) {
    for (name, value) in object.as_object().into_iter().flatten() {
        let place = format!("{place}/{name}");
        let says = match value {
            Json::String(text) if text == "*" => Says::Given,
            Json::String(text) => Says::Text(text),
            Json::Bool(flag) => Says::Flag(*flag),
            Json::Number(number) => Says::Number(number.as_i64().unwrap_or_default()),
            _ => {
                members(value, &place, words);
                continue;
            }
        };
        words.push(Said { place, says });
    }
}

/// What is wrong with the body of a pattern.
pub(super) fn body_fault(body: &Json, name: &str) -> Option<String> {
    if !body.is_object() {
        return Some(format!("{name} must be a plain object of the members that must stand there"));
    }
    let mut left = 20;
    member_fault(body, name, 8, &mut left)
}

fn member_fault(value: &Json, name: &str, deeper: usize, left: &mut usize) -> Option<String> {
    let right = match value {
        Json::Object(members) if !members.is_empty() && deeper > 0 => {
            return members.iter().find_map(|(member, value)| {
                let name = format!("{name}.{}", shown_name(member));
                if member.is_empty() || member.contains('/') || member.len() > LONGEST_NAME {
                    return Some(format!(
                        "{name} must have a name without slashes, of 1 to {LONGEST_NAME} characters"
                    ));
                }
                member_fault(value, &name, deeper - 1, left)
            });
        }
        Json::Object(members) if members.is_empty() => Some("name a member that must stand there"),
        Json::Object(_) => Some("stand no deeper"),
        _ if *left == 0 => Some("be left out: a body has at most 20 members"),
        Json::String(text) if text == "*" => None,
        Json::String(text) => match text_fault(text, LONGEST_TEXT) {
            Some(fault) => return Some(format!("{name} must {fault}")),
            None => words_fault(text),
        },
        Json::Bool(_) => None,
        _ if value.as_i64().is_some() => None,
        _ => Some("be a text, a whole number, true, false or an object of such"),
    };
    *left = left.saturating_sub(1);
    right.map(|right| format!("{name} must {right}"))
}

const LONGEST_TEXT: usize = 1000;

/// What is wrong with words that must stand somewhere.
pub(super) fn words_fault(text: &str) -> Option<&'static str> {
    if text.contains("{}") {
        return Some("have {id} where the agent's id stands, and no {}");
    }
    let has_both = text.starts_with("*") && text.ends_with("*");
    has_both.then_some("have a * at its beginning or at its end, and words beside it")
}

/// What is wrong with a platform's word for an agent.
pub(super) fn noun_fault(text: &str) -> Option<&'static str> {
    is_in(ANY_THING, text)
        .then_some("be what the platform calls an agent: any server misses a route or a resource")
}

/// Whether words are such as any server has for what is not there: "Not Found", "The requested resource does not exist",
/// NOT_FOUND. A code is one word, and may name what it misses.
fn is_anybodys(text: &str) -> bool {
    let is_sentence = text.contains(' ');
    let mut words = text.split(|char: char| char.is_ascii() && !char.is_ascii_alphanumeric());
    words.all(|word| {
        word.bytes().all(|byte| byte.is_ascii_digit())
            || is_in(ANY_WORD, word)
            || (is_sentence && is_in(ANY_THING, word))
    })
}

fn is_in(words: &str, word: &str) -> bool {
    words.split(' ').any(|one| one.eq_ignore_ascii_case(word))
}

/// What any server misses.
const ANY_THING: &str = "resource route path page url uri endpoint api file object entity item";
/// With these words alone, nothing is said of an agent.
const ANY_WORD: &str = "not found notfound notfounderror error errors bad request requested http the a no such was is does \
                        doesn t exist could be cannot on this server";
