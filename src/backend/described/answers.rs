//! What the platform's answers mean: each pattern of a description becomes a row of `Saying`.

use super::shape::{LONGEST_NAME, text_fault};
use super::{items, kept};
use crate::backend::saying::{MESSAGE, Means, Saying, Word};
use crate::backend::verdict::{Fault, is_done, is_said, speaks_against};
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
        for pattern in items(description, name) {
            let (status, words) = (status(pattern), words(pattern));
            let is_bare = words.is_empty();
            let means = means.unwrap_or_else(|| Means::Failed(failure(pattern, status)));
            if status == 202 && !is_bare && name == "accepted" {
                // Another 202 is about something else.
                last.push(Saying::new(202, &[], Means::Failed(UNDECLARED_202)));
            }
            let words = words.into_iter().map(Said::kept).collect();
            let row = Saying::new(status, kept::list(words), means);
            if is_bare && name == "failures" { last.push(row) } else { rows.push(row) }
        }
    }
    rows.append(&mut last);
    rows.push(Saying::new(204, &[], Means::UNDOCUMENTED_204));
    kept::list(rows)
}

const UNDECLARED_202: Fault =
    Fault::doubtful(ErrorCode::UnexpectedResponse, "it answered 202, but not in the words of a deletion");

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

/// The place of an error's code, by which a success speaks against itself; none where what the description takes for a success
/// has a code as well.
pub(super) fn refusal_place(description: &Json) -> Option<&'static str> {
    let code = description.get("errors")?.text("code")?;
    let place = code.replace('.', "/");
    for list in ["proof", "accepted"] {
        for pattern in items(description, list) {
            for said in words(pattern) {
                if matches!(said.says, Says::Code(_)) || said.place.get(1..) == Some(&place) {
                    return None;
                }
            }
        }
    }
    Some(kept::place(code))
}

/// Whether a code says that nothing failed.
pub(super) fn is_no_failure(code: &Json) -> bool {
    !is_said(code)
        || is_done(code)
        || matches!(code.as_str(), Some("" | "0" | "200"))
        || matches!(code.as_i64(), Some(0 | 200..=299))
}

/// What is wrong with the patterns of a description beside their shape: they must say enough, and none may be hidden by another
/// that fits wherever it does, counts first and means something else.
pub(super) fn fault(description: &Json) -> Option<String> {
    let mut before: Vec<(&str, usize, &Json)> = Vec::new();
    for list in ["missing", "failures", "accepted", "proof"] {
        for (place, pattern) in items(description, list).iter().enumerate() {
            let (status, says) = (status(pattern), words(pattern));
            if let Some(right) = pattern_fault(list, status, &says).or_else(|| body_against(list, pattern)) {
                return Some(format!("backend.{list}[{place}] must {right}"));
            }
            for (other, at, first) in &before {
                let fewer = words(first);
                // A failure that is told by its status alone comes last.
                if (*other != list || list == "failures")
                    && (!fewer.is_empty() || says.is_empty())
                    && self::status(first) == status
                    && fewer.iter().all(|word| says.contains(word))
                {
                    return Some(format!(
                        "backend.{list}[{place}] must say something else: wherever it fits, backend.{other}[{at}] fits too, and counts first"
                    ));
                }
            }
            before.push((list, place, pattern));
        }
    }
    None
}

/// What is wrong with a body that must stand there.
fn body_against(list: &str, pattern: &Json) -> Option<&'static str> {
    let body = pattern.get("body")?;
    if pattern.flag("empty") == Some(true) {
        Some("have a body or be empty, not both")
    } else if list == "proof" && speaks_against(body) {
        Some("not say what speaks against any proof, as an error does")
    } else {
        None
    }
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
        // What is about the request, the caller or the way, and not about the agent.
        (
            "missing",
            202
            | 204
            | 300..=399
            | 401
            | 403
            | 405..=408
            | 411
            | 413..=415
            | 417
            | 421
            | 426
            | 428
            | 429
            | 431
            | 501..=505
            | 511,
        ) => Some("have another status: this one never says that an agent is not there"),
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
#[derive(PartialEq)]
struct Said<'a> {
    place: String,
    says: Says<'a>,
}

#[derive(PartialEq)]
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
            Says::Text(text) => is_own_text(text),
            Says::Code(code) => !is_anybodys(code, false),
            Says::NotFound(_) => true,
            // Neither a status nor one of gRPC's few codes; and a success is nobody's answer to an unknown path.
            Says::Number(number) => status < 300 || number.abs() > 999,
            Says::Given | Says::Flag(_) | Says::Empty => false,
        }
    }
}

/// The words of a pattern.
fn words<'a>(pattern: &'a Json) -> Vec<Said<'a>> {
    let mut words = Vec::new();
    if let Some(body) = pattern.get("body") {
        members(body, "", &mut words);
    }
    let mut add = |says: Option<Says<'a>>| {
        if let Some(says) = says {
            words.push(Said { place: String::new(), says });
        }
    };
    add((pattern.flag("empty") == Some(true)).then_some(Says::Empty));
    add(pattern.text("backendCode").map(Says::Code));
    add(pattern.text("message").map(Says::Text));
    add(pattern.text("notFound").map(Says::NotFound));
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
    words_of(text)
        .all(|word| is_in(ANY_THING, word) || is_in(ANY_WORD, word))
        .then_some("be what the platform calls an agent: any server misses a route or a resource")
}

/// Whether a text is a mark of the platform's own. A path is none, with or without an id in it: any server repeats the one that it
/// does not know, as `Cannot DELETE /agents/7` or as a member `path`.
fn is_own_text(text: &str) -> bool {
    let is_path = |word: &&str| word.contains('/') && !is_problem_type(word);
    let names_it = |word: &str| {
        let before = word.split("{id}").next().unwrap_or_default();
        // What a wildcard stands for may be a path.
        word.contains("{id}") && before != "*"
    };
    let mut rest = Vec::new();
    for word in text.split(' ').filter(|word| !is_path(word)) {
        if names_it(word) {
            return true;
        }
        rest.push(word);
    }
    let rest = rest.join(" ").replace("{id}", "");
    !is_anybodys(&rest, text.contains(' '))
}

/// Whether a word is the address of a kind of problem (RFC 9457) that the platform itself has put down, and not everybody's.
fn is_problem_type(word: &str) -> bool {
    let is_address = word.starts_with("https://") || word.starts_with("http://");
    is_address
        && !["{id}", "rfc", "httpstatus", "mozilla.org", "w3.org"].iter().any(|sign| word.contains(sign))
}

/// Whether words are such as any server has for what is not there: "Not Found", "The requested resource does not exist",
/// NOT_FOUND, RouteNotFound. A code is one word, and may name the resource that it misses.
fn is_anybodys(text: &str, is_sentence: bool) -> bool {
    words_of(text).all(|word| {
        word.bytes().all(|byte| byte.is_ascii_digit())
            || is_in(ANY_WORD, word)
            || (is_sentence && is_in(ANY_THING, word))
    })
}

/// The words of a text, of a code such as `routeNotFound` too.
fn words_of(text: &str) -> impl Iterator<Item = &str> {
    let is_between = |char: char| char.is_ascii() && !char.is_ascii_alphanumeric();
    text.split(is_between).flat_map(|run| {
        let mut rest = run;
        std::iter::from_fn(move || {
            let bytes = rest.as_bytes();
            let is_start = |pair: &[u8]| matches!(pair, [before, next] if !before.is_ascii_uppercase() && next.is_ascii_uppercase());
            let end = bytes.windows(2).position(is_start).map_or(rest.len(), |at| at + 1);
            let (word, left) = rest.split_at_checked(end)?;
            rest = left;
            (!word.is_empty()).then_some(word)
        })
    })
}

fn is_in(words: &str, word: &str) -> bool {
    words.split(' ').any(|one| one.eq_ignore_ascii_case(word))
}

/// What any server misses in a sentence; in a code, it may be the platform's word for what it has.
const ANY_THING: &str = "resource resources object entity item file service host site domain";
/// With these words alone, nothing is said of an agent.
const ANY_WORD: &str = "not found notfound notfounderror error errors exception fail failed failure bad request requested http \
                        the a an no such was is are does doesn t exist exists could be cannot can on in at for of to by with \
                        under this that these those it its server gateway nginx apache html web default backend static handler \
                        route routes router path paths page pages url uri endpoint endpoints api rest method allowed matched \
                        matching match values you we re looking sorry unknown invalid unrecognized unsupported available any \
                        there here null none undefined client status code message get post put patch delete head options \
                        about blank";
