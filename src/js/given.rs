//! What a caller gives, read strictly: the members of a plain object, each of the type that it should have.

use super::nearest::option_meant;
use crate::Error;
use crate::nearest::{shown_name, unknown_name};
use crate::transport::{cause_of, kind_of};
use js_sys::{Array, Function, Object, Reflect, Symbol};
use std::time::Duration;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = Object)]
    fn keys(object: &JsValue) -> Result<Array, JsValue>;

    #[wasm_bindgen(catch, js_namespace = Object, js_name = hasOwn)]
    fn has_own(object: &JsValue, name: &JsValue) -> Result<bool, JsValue>;
}

/// The error of something that holds other than it should.
pub(super) fn wrong(name: &str, right: &str, value: &JsValue) -> Error {
    Error::input(format!("{name} must be {right}, not {}", kind_of(value)))
}

/// The error of something whose reading threw.
fn unreadable(name: &str, thrown: JsValue) -> Error {
    Error::input(format!("reading {name} threw an error")).with_cause(Some(cause_of(thrown)))
}

/// Reads an object of options that has no other members than the known ones, and hands each that was given to `take`. What
/// is `undefined` was not given, and of `undefined` itself nothing is read.
pub(super) fn read_options(
    given: &JsValue,
    known: &[&[&str]],
    take: &mut dyn FnMut(Given<'_>) -> Result<(), Error>,
) -> Result<(), Error> {
    if given.is_undefined() {
        return Ok(());
    }
    let object = Plain::of(given, "options")?;
    let is_known = |name: &str| known.iter().any(|names| names.contains(&name));
    let own = object.names()?;
    if let Some(unknown) = own.iter().find(|name| !is_known(name)) {
        let known = known.concat();
        let meant = option_meant(unknown, &known);
        return Err(Error::input(unknown_name(
            &format!("unknown option `{}`", shown_name(unknown)),
            meant,
            &known,
        )));
    }
    let names = if object.is_literal() {
        own
    } else {
        known.iter().copied().flatten().map(|name| String::from(*name)).collect()
    };
    for name in names {
        if let Some(value) = object.get(&name, &name)? {
            take(Given { name: &name, value })?;
        }
    }
    Ok(())
}

/// An object that is no array, no function, and nothing else that can be iterated over.
pub(super) struct Plain<'a> {
    object: &'a JsValue,
    /// What messages call it.
    name: &'a str,
}

impl<'a> Plain<'a> {
    pub(super) fn of(object: &'a JsValue, name: &'a str) -> Result<Self, Error> {
        // Asked for and looked up, so that a proxy that refuses either shows it.
        let iterator = Symbol::iterator();
        let is_plain = object.is_object()
            && Reflect::has(object, &iterator) == Ok(false)
            && Reflect::get(object, &iterator).is_ok();
        if is_plain { Ok(Self { object, name }) } else { Err(wrong(name, "a plain object", object)) }
    }

    /// The names of its own members.
    pub(super) fn names(&self) -> Result<Vec<String>, Error> {
        let keys = keys(self.object).map_err(|thrown| unreadable(self.name, thrown))?;
        Ok(keys.iter().filter_map(|key| key.as_string()).collect())
    }

    /// Whether it has no other members than its own, but for those of every object.
    fn is_literal(&self) -> bool {
        let prototype_of = |value: &JsValue| Reflect::get_prototype_of(value).map(JsValue::from);
        match prototype_of(self.object) {
            Ok(prototype) => prototype.is_null() || prototype_of(&prototype).is_ok_and(|none| none.is_null()),
            Err(_) => true,
        }
    }

    /// A member, own or of its class. What every object has was not given with this one: so no polluted prototype forces a
    /// deletion. `shown` is what messages call it.
    pub(super) fn get(&self, name: &str, shown: &str) -> Result<Option<JsValue>, Error> {
        let key = JsValue::from_str(name);
        let read = || {
            let is_everybodys = !has_own(self.object, &key)? && Reflect::has(&every_object(), &key)?;
            if is_everybodys { Ok(JsValue::UNDEFINED) } else { Reflect::get(self.object, &key) }
        };
        let value = read().map_err(|thrown| unreadable(shown, thrown))?;
        Ok(Some(value).filter(|value| !value.is_undefined()))
    }
}

/// The prototype of every plain object.
fn every_object() -> JsValue {
    Reflect::get_prototype_of(&Object::new()).map(JsValue::from).unwrap_or_default()
}

/// A member that was given.
#[derive(Debug)]
pub(super) struct Given<'a> {
    pub(super) name: &'a str,
    pub(super) value: JsValue,
}

impl Given<'_> {
    /// What `read` makes of it; where that is nothing, it should have held what `right` says.
    pub(super) fn read<T>(&self, right: &str, read: impl FnOnce(&JsValue) -> Option<T>) -> Result<T, Error> {
        read(&self.value).ok_or_else(|| wrong(self.name, right, &self.value))
    }

    /// True or false.
    pub(super) fn flag(&self) -> Result<bool, Error> {
        self.read("true or false", JsValue::as_bool)
    }

    /// A string.
    pub(super) fn text(&self) -> Result<String, Error> {
        self.read("a string", JsValue::as_string)
    }

    /// A function.
    pub(super) fn function(&self) -> Result<Function, Error> {
        self.read("a function", function)
    }

    /// Milliseconds, 0 among them.
    pub(super) fn millis(&self) -> Result<Duration, Error> {
        self.number("a number of milliseconds, 0 or more", |millis| millis >= 0.0).map(duration)
    }

    /// Milliseconds. Microseconds are the least that counts.
    pub(super) fn some_millis(&self) -> Result<Duration, Error> {
        self.number("a number of milliseconds, more than 0", |millis| millis >= 0.001).map(duration)
    }

    /// A whole number.
    pub(super) fn count(&self, least: u32) -> Result<u32, Error> {
        let range = f64::from(least)..=f64::from(u32::MAX);
        let right = format!("a whole number, {least} or more");
        let count = self.number(&right, |number| number.fract() == 0.0 && range.contains(&number))?;
        Ok(count as u32)
    }

    fn number(&self, right: &str, fits: impl Fn(f64) -> bool) -> Result<f64, Error> {
        match self.value.as_f64() {
            Some(number) if number.is_finite() && fits(number) => Ok(number),
            Some(_) => Err(Error::input(format!("{} must be {right}", self.name))),
            None => Err(wrong(self.name, right, &self.value)),
        }
    }
}

fn duration(millis: f64) -> Duration {
    Duration::try_from_secs_f64(millis / 1000.0).unwrap_or(Duration::MAX)
}

/// The value, if it is a function.
pub(super) fn function(value: &JsValue) -> Option<Function> {
    value.dyn_ref().cloned()
}

/// The members of an object of texts, such as headers. `name` is what messages call it.
pub(super) fn texts(given: &JsValue, name: &str) -> Result<Vec<(String, String)>, Error> {
    let object = Plain::of(given, name)?;
    let mut texts = Vec::new();
    for member in object.names()? {
        let shown = format!("{name}: the value of {member}");
        if let Some(value) = object.get(&member, &shown)? {
            let text = value.as_string().ok_or_else(|| wrong(&shown, "a string", &value))?;
            texts.push((member, text));
        }
    }
    Ok(texts)
}
