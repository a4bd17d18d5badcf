//! The members of a description, read strictly: each by its name and type, and no other. A fault is a sentence that names the
//! member and says what would be right. It repeats no value, only names.

use crate::http::Json;
use crate::nearest::{nearest, shown_name, unknown_name};

/// What is read, and what must be right about it.
pub(super) type Read<T> = Result<T, String>;

/// A value in a description, and the name by which a sentence calls it: `backend.delete.path`.
pub(super) struct Member<'a> {
    value: &'a Json,
    pub(super) name: String,
}

impl<'a> Member<'a> {
    /// The description itself.
    pub(super) fn whole(value: &'a Json) -> Self {
        Self { value, name: "backend".to_owned() }
    }

    /// The fault that it must be otherwise.
    pub(super) fn must<T>(&self, right: &str) -> Read<T> {
        Err(format!("{} must {right}", self.name))
    }

    fn must_be<T>(&self, right: &str) -> Read<T> {
        Err(format!("{} must be {right}, not {}", self.name, kind_of(self.value)))
    }

    /// An object that has none but the known members.
    pub(super) fn object(&self, known: &[&'static str]) -> Read<Object<'a>> {
        let entries = self.entries(usize::MAX)?;
        match entries.iter().find(|(name, _)| !known.contains(name)) {
            None => Ok(Object { entries, name: self.name.clone() }),
            Some((unknown, _)) => {
                let meant = nearest(unknown, &mut known.iter().copied());
                let fault = format!("unknown member `{}.{}`", self.name, shown_name(unknown));
                Err(unknown_name(&fault, meant, known))
            }
        }
    }

    /// The members of an object of whatever names.
    pub(super) fn entries(&self, most: usize) -> Read<Vec<(&'a str, Self)>> {
        let Json::Object(members) = self.value else { return self.must_be("a plain object") };
        if members.len() > most {
            return self.must(&format!("have at most {most} members"));
        }
        let entry = |(name, value): (&'a String, &'a Json)| {
            (name.as_str(), Self { value, name: format!("{}.{}", self.name, shown_name(name)) })
        };
        Ok(members.iter().map(entry).collect())
    }

    /// The items of an array.
    pub(super) fn items(&self, most: usize) -> Read<Vec<Self>> {
        let Json::Array(items) = self.value else { return self.must_be("an array") };
        if items.len() > most {
            return self.must(&format!("have at most {most} items"));
        }
        let item = |(place, value)| Self { value, name: format!("{}[{place}]", self.name) };
        Ok(items.iter().enumerate().map(item).collect())
    }

    pub(super) fn value(&self) -> &'a Json {
        self.value
    }

    /// A text of at most so many characters, on one line.
    pub(super) fn text(&self, longest: usize) -> Read<&'a str> {
        let Json::String(text) = self.value else { return self.must_be("a string") };
        if text.is_empty() || text.chars().count() > longest || text.chars().any(char::is_control) {
            return self.must(&format!("be a text on one line, of 1 to {longest} characters"));
        }
        Ok(text)
    }

    /// What one of these words stands for.
    pub(super) fn choice<T: Copy>(&self, choices: &[(&'static str, T)]) -> Read<T> {
        let text = self.value.as_str();
        match choices.iter().find(|(word, _)| text == Some(word)) {
            Some((_, chosen)) => Ok(*chosen),
            None => self.must(&format!("be {}", either(choices.iter().map(|(word, _)| *word)))),
        }
    }

    pub(super) fn flag(&self) -> Read<bool> {
        let Some(flag) = self.value.as_bool() else { return self.must_be("true or false") };
        Ok(flag)
    }

    /// A whole number within these bounds.
    pub(super) fn number(&self, least: i64, most: i64) -> Read<i64> {
        match self.value.as_i64() {
            Some(number) if (least..=most).contains(&number) => Ok(number),
            _ => self.must(&format!("be a whole number from {least} to {most}")),
        }
    }

    /// Whether it is a text; else it is an object, or what `right` says is wrong about it.
    pub(super) fn is_text_or_object(&self, right: &str) -> Read<bool> {
        match self.value {
            Json::String(_) => Ok(true),
            Json::Object(_) => Ok(false),
            _ => self.must_be(right),
        }
    }
}

/// An object of a description, in which all names are known.
pub(super) struct Object<'a> {
    entries: Vec<(&'a str, Member<'a>)>,
    name: String,
}

impl<'a> Object<'a> {
    /// A member, where it was given.
    pub(super) fn get(&self, name: &str) -> Option<&Member<'a>> {
        self.entries.iter().find(|(given, _)| *given == name).map(|(_, member)| member)
    }

    /// A member that there must be.
    pub(super) fn needed(&self, name: &str, right: &str) -> Read<&Member<'a>> {
        self.get(name).ok_or_else(|| format!("{}.{name} must be given: {right}", self.name))
    }

    /// What `read` makes of a member, where it was given.
    pub(super) fn read<T>(&self, name: &str, read: impl FnOnce(&Member<'a>) -> Read<T>) -> Read<Option<T>> {
        self.get(name).map(read).transpose()
    }

    /// The items of an array, none where nothing is said.
    pub(super) fn items(&self, name: &str, most: usize) -> Read<Vec<Member<'a>>> {
        Ok(self.read(name, |list| list.items(most))?.unwrap_or_default())
    }

    /// True or false, and false where nothing is said.
    pub(super) fn flag(&self, name: &str) -> Read<bool> {
        Ok(self.read(name, Member::flag)?.unwrap_or_default())
    }
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
fn either<'a>(words: impl Iterator<Item = &'a str>) -> String {
    let quoted: Vec<_> = words.map(|word| format!("\"{word}\"")).collect();
    match quoted.split_last() {
        Some((last, before)) if !before.is_empty() => format!("{} or {last}", before.join(", ")),
        _ => quoted.concat(),
    }
}
