//! What a part of a description must be, as data, and the check against it. What is wrong is a sentence that names the member and
//! says what would be right; it repeats no value, only names.

use crate::http::Json;
use crate::nearest::{nearest, shown_name, unknown_name};

/// What a part of a description must be.
#[derive(Debug)]
pub(super) enum Shape {
    /// A text on one line, of at most so many characters.
    Text(usize),
    /// The same, which is nothing but what this function takes; else it says what it must be.
    Word(fn(&str) -> Option<&'static str>),
    /// One of these texts.
    OneOf(&'static [&'static str]),
    Flag,
    /// A whole number, from the one to the other.
    Whole(i64, i64),
    /// An object with these members and no other.
    Object(&'static [Field]),
    /// An object whose member of this name says which members it has beside that.
    Tagged(&'static str, &'static [(&'static str, &'static [Field])]),
    /// An object of at most 20 members of any name; the function says what one must be.
    Open(fn(&str, &Json) -> Option<&'static str>),
    /// At most so many of these.
    List(usize, &'static Shape),
    /// A text, or else an object.
    TextOr(&'static Shape, &'static [Field]),
    /// What this function finds nothing wrong with.
    Own(fn(&Json, &str) -> Option<String>),
}

/// A member of an object.
#[derive(Debug)]
pub(super) struct Field {
    pub(super) name: &'static str,
    /// What it is, where it must be given.
    needed: Option<&'static str>,
    shape: Shape,
}

impl Field {
    pub(super) const fn new(name: &'static str, shape: Shape) -> Self {
        Self { name, needed: None, shape }
    }

    /// One that must be given; `what` says what it is.
    pub(super) const fn needed(name: &'static str, what: &'static str, shape: Shape) -> Self {
        Self { name, needed: Some(what), shape }
    }
}

/// So long may a word be whose own rule does not say it.
const LONGEST_WORD: usize = 500;
/// So many members an object of any names may have.
const MOST_MEMBERS: usize = 20;
pub(super) const LONGEST_NAME: usize = 100;

impl Shape {
    /// What is wrong with a value that a sentence calls `name`.
    pub(super) fn fault(&self, value: &Json, name: &str) -> Option<String> {
        let must = |right: &str| Some(format!("{name} must {right}"));
        let not = |right: &str| Some(format!("{name} must be {right}, not {}", kind_of(value)));
        match (self, value) {
            (Self::Own(fault), _) => fault(value, name),
            (Self::Text(longest), Json::String(text)) => text_fault(text, *longest).and_then(|it| must(&it)),
            (Self::Word(check), Json::String(text)) => match check(text) {
                Some(right) => must(right),
                None => text_fault(text, LONGEST_WORD).and_then(|right| must(&right)),
            },
            (Self::Text(_) | Self::Word(_), _) => not("a string"),
            (Self::OneOf(words), _) => {
                let is_one = words.iter().any(|word| value.as_str() == Some(word));
                if is_one { None } else { must(&format!("be {}", either(words))) }
            }
            (Self::Flag, Json::Bool(_)) => None,
            (Self::Flag, _) => not("true or false"),
            (Self::Whole(least, most), _) => match value.as_i64() {
                Some(number) if *least <= number && number <= *most => None,
                _ => must(&format!("be a whole number from {least} to {most}")),
            },
            (Self::List(most, shape), Json::Array(items)) => {
                if items.len() > *most {
                    return must(&format!("have at most {most} items"));
                }
                let fault = |(place, item)| shape.fault(item, &format!("{name}[{place}]"));
                items.iter().enumerate().find_map(fault)
            }
            (Self::List(..), _) => not("an array"),
            (Self::TextOr(shape, _), Json::String(_)) => shape.fault(value, name),
            (Self::Object(fields) | Self::TextOr(_, fields), Json::Object(_)) => {
                members_fault(value, name, "", fields)
            }
            (Self::TextOr(Self::OneOf(words), _), _) => {
                let quoted: Vec<_> = words.iter().map(|word| format!("\"{word}\"")).collect();
                not(&format!("{} or an object", quoted.join(", ")))
            }
            (Self::Tagged(tag, kinds), Json::Object(_)) => {
                let said = value.get(tag).and_then(Json::as_str);
                match kinds.iter().find(|(kind, _)| said == Some(kind)) {
                    Some((_, fields)) => members_fault(value, name, tag, fields),
                    None => {
                        let words: Vec<_> = kinds.iter().map(|(kind, _)| *kind).collect();
                        Some(format!("{name}.{tag} must be {}", either(&words)))
                    }
                }
            }
            (Self::Open(check), Json::Object(members)) => {
                if members.len() > MOST_MEMBERS {
                    return must(&format!("have at most {MOST_MEMBERS} members"));
                }
                members.iter().find_map(|(member, value)| {
                    let right = check(member, value)?;
                    Some(format!("{name}.{} must {right}", shown_name(member)))
                })
            }
            _ => not("a plain object"),
        }
    }
}

/// What is wrong with the members of an object, which may have one of the name `besides`, too.
fn members_fault(object: &Json, name: &str, besides: &'static str, fields: &[Field]) -> Option<String> {
    let known: Vec<_> =
        fields.iter().map(|field| field.name).chain([besides]).filter(|it| !it.is_empty()).collect();
    let given = object.as_object()?;
    if let Some(unknown) = given.keys().find(|name| !known.contains(&name.as_str())) {
        let meant = nearest(unknown, &mut known.iter().copied());
        let fault = format!("unknown member `{name}.{}`", shown_name(unknown));
        return Some(unknown_name(&fault, meant, &known));
    }
    fields.iter().find_map(|field| {
        let name = format!("{name}.{}", field.name);
        match (given.get(field.name), field.needed) {
            (Some(value), _) => field.shape.fault(value, &name),
            (None, Some(what)) => Some(format!("{name} must be given: {what}")),
            (None, None) => None,
        }
    })
}

/// What is wrong with a text that must be short and on one line.
pub(super) fn text_fault(text: &str, longest: usize) -> Option<String> {
    let fits = !text.is_empty() && text.chars().count() <= longest && !text.chars().any(char::is_control);
    if fits { None } else { Some(format!("be a text on one line, of 1 to {longest} characters")) }
}

/// What a value is, with its article.
fn kind_of(value: &Json) -> &'static str {
    match value {
        Json::Null => "null",
        Json::Bool(_) => "a boolean",
        Json::Number(_) => "a number",
        Json::String(_) => "a string",
        Json::Array(_) => "an array",
        Json::Object(_) => "an object",
    }
}

/// Words as a sentence lists them: `"a", "b" or "c"`.
fn either(words: &[&str]) -> String {
    let mut list = String::new();
    for (place, word) in words.iter().enumerate() {
        let before = if place == 0 {
            "\""
        } else if place + 1 == words.len() {
            "\" or \""
        } else {
            "\", \""
        };
        list.push_str(before);
        list.push_str(word);
    }
    list.push('"');
    list
}
