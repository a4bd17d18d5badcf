//! Reading an object of options, strictly.

use crate::transport::{cause_of, kind_of};
use crate::{Cause, Error};
use js_sys::{Array, Function, Reflect, Symbol};
use std::time::Duration;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = Object)]
    fn keys(object: &JsValue) -> Result<Array, JsValue>;
}

/// What is wrong with an option.
#[derive(Debug)]
pub(super) struct Fault {
    message: String,
    cause: Option<Cause>,
}

impl Fault {
    pub(super) fn new(words: &[&str]) -> Self {
        Self { message: words.concat(), cause: None }
    }

    /// A field holds something other than what it should.
    pub(super) fn wrong(name: &str, right: &str, given: &JsValue) -> Self {
        Self::new(&[name, " must be ", right, ", not ", kind_of(given)])
    }

    /// Reading it threw.
    fn thrown(name: &str, thrown: JsValue) -> Self {
        let cause = cause_of(thrown);
        Self { message: ["reading ", name, " threw an error: ", cause.text()].concat(), cause: Some(cause) }
    }

    /// The error, made from the message by `word`.
    pub(super) fn into_error(self, word: impl FnOnce(String) -> Error) -> Error {
        let mut error = word(self.message);
        error.cause = self.cause;
        error
    }
}

/// An object of options. An option that is `undefined` was not given.
#[derive(Debug)]
pub(super) struct Fields<'a> {
    object: Option<&'a JsValue>,
}

impl<'a> Fields<'a> {
    /// Takes an object that has no other names than these; `undefined` has none at all.
    pub(super) fn of(object: &'a JsValue, name: &str, known: &[&[&str]]) -> Result<Self, Fault> {
        if object.is_undefined() {
            return Ok(Self { object: None });
        }
        for key in names(object, name)? {
            if !known.iter().any(|known| known.contains(&key.as_str())) {
                return Err(Fault::new(&[
                    "unknown option `",
                    &key,
                    "`; known are ",
                    &known.concat().join(", "),
                ]));
            }
        }
        Ok(Self { object: Some(object) })
    }

    /// Whatever the field holds.
    pub(super) fn get(&self, name: &str) -> Result<Option<JsValue>, Fault> {
        let Some(object) = self.object else { return Ok(None) };
        let value =
            Reflect::get(object, &JsValue::from_str(name)).map_err(|thrown| Fault::thrown(name, thrown))?;
        Ok(Some(value).filter(|value| !value.is_undefined()))
    }

    /// What `read` makes of the field; where that is nothing, the field should have held what `right` says.
    pub(super) fn read<T>(
        &self,
        name: &str,
        right: &str,
        read: impl FnOnce(&JsValue) -> Option<T>,
    ) -> Result<Option<T>, Fault> {
        let Some(value) = self.get(name)? else { return Ok(None) };
        match read(&value) {
            Some(read) => Ok(Some(read)),
            None => Err(Fault::wrong(name, right, &value)),
        }
    }

    /// True or false; false where not given.
    pub(super) fn flag(&self, name: &str) -> Result<bool, Fault> {
        Ok(self.read(name, "true or false", JsValue::as_bool)?.unwrap_or_default())
    }

    /// A string.
    pub(super) fn text(&self, name: &str) -> Result<Option<String>, Fault> {
        self.read(name, "a string", JsValue::as_string)
    }

    /// A function.
    pub(super) fn function(&self, name: &str) -> Result<Option<Function>, Fault> {
        self.read(name, "a function", function)
    }

    /// Milliseconds, 0 among them.
    pub(super) fn millis(&self, name: &str) -> Result<Option<Duration>, Fault> {
        let Some(value) = self.get(name)? else { return Ok(None) };
        let duration = value.as_f64().and_then(|millis| Duration::try_from_secs_f64(millis / 1000.0).ok());
        duration.map(Some).ok_or_else(|| Self::no_number(name, "a number of milliseconds, 0 or more", &value))
    }

    /// A whole number.
    pub(super) fn count(&self, name: &str, least: u32) -> Result<Option<u32>, Fault> {
        let Some(value) = self.get(name)? else { return Ok(None) };
        let whole = value.as_f64().filter(|number| {
            number.fract() == 0.0 && (f64::from(least)..=f64::from(u32::MAX)).contains(number)
        });
        let right = if least == 0 { "a whole number, 0 or more" } else { "a whole number, 1 or more" };
        whole.map(|number| Some(number as u32)).ok_or_else(|| Self::no_number(name, right, &value))
    }

    fn no_number(name: &str, right: &str, given: &JsValue) -> Fault {
        if given.as_f64().is_some() {
            Fault::new(&[name, " must be ", right])
        } else {
            Fault::wrong(name, right, given)
        }
    }
}

/// The value, if it is a function.
pub(super) fn function(value: &JsValue) -> Option<Function> {
    value.dyn_ref().cloned()
}

/// The names of a plain object's own members.
pub(super) fn names(object: &JsValue, name: &str) -> Result<Vec<String>, Fault> {
    let is_plain = object.is_object() && !Reflect::has(object, &Symbol::iterator()).unwrap_or(true);
    if !is_plain {
        return Err(Fault::wrong(name, "a plain object", object));
    }
    let keys = keys(object).map_err(|thrown| Fault::thrown(name, thrown))?;
    Ok(keys.iter().filter_map(|key| key.as_string()).collect())
}
