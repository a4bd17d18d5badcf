//! Reading an object of options, strictly.

use crate::Error;
use crate::text::{concat, join};
use crate::transport::{cause_of, kind_of};
use alloc::string::String;
use alloc::vec::Vec;
use core::time::Duration;
use js_sys::{Array, Function, Reflect, Symbol};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = Object)]
    fn keys(object: &JsValue) -> Result<Array, JsValue>;
}

/// The error of an option that holds something other than what it should.
pub(super) fn wrong(name: &str, right: &str, given: &JsValue) -> Error {
    Error::input(concat(&[name, " must be ", right, ", not ", kind_of(given)]))
}

/// The error of an option whose reading threw.
fn thrown(name: &str, thrown: JsValue) -> Error {
    let cause = cause_of(thrown);
    Error::input(concat(&["reading ", name, " threw an error: ", cause.text()])).with_cause(Some(cause))
}

/// An object of options. An option that is `undefined` was not given.
///
/// The first fault is kept, and everything that is read after it is nothing; so whoever reads asks only at the end, with
/// [`finish`](Self::finish), whether all was well.
#[derive(Debug)]
pub(super) struct Fields<'a> {
    object: Option<&'a JsValue>,
    fault: Option<Error>,
}

impl<'a> Fields<'a> {
    /// Takes an object whatever its names.
    pub(super) fn any_of(object: &'a JsValue) -> Self {
        Self { object: Some(object), fault: None }
    }

    /// Takes an object that has no other names than these; `undefined` has none at all.
    pub(super) fn of(object: &'a JsValue, name: &str, known: &[&[&str]]) -> Self {
        if object.is_undefined() {
            return Self { object: None, fault: None };
        }
        let mut fields = Self::any_of(object);
        let is_known = |key: &String| known.iter().any(|known| known.contains(&key.as_str()));
        match names(object, name) {
            Ok(names) => {
                if let Some(unknown) = names.iter().find(|key| !is_known(key)) {
                    let all = join(&known.concat(), ", ");
                    let words = ["unknown option `", unknown, "`; known are ", &all];
                    fields.fail(Error::input(words.concat()));
                }
            }
            Err(error) => fields.fail(error),
        }
        fields
    }

    /// The first fault, if there was one.
    pub(super) fn finish(self) -> Result<(), Error> {
        self.fault.map_or(Ok(()), Err)
    }

    /// Notes a fault, unless there was one before.
    pub(super) fn fail(&mut self, error: Error) {
        self.fault.get_or_insert(error);
    }

    /// What was read, or the fault noted.
    pub(super) fn take<T>(&mut self, read: Result<T, Error>) -> Option<T> {
        read.map_err(|error| self.fail(error)).ok()
    }

    /// Whatever the field holds.
    pub(super) fn get(&mut self, name: &str) -> Option<JsValue> {
        let object = self.object.filter(|_| self.fault.is_none())?;
        let read = Reflect::get(object, &JsValue::from_str(name)).map_err(|reason| thrown(name, reason));
        self.take(read).filter(|value| !value.is_undefined())
    }

    /// What `read` makes of the field; where that is nothing, the field should have held what `right` says.
    pub(super) fn read<T>(
        &mut self,
        name: &str,
        right: &str,
        read: impl FnOnce(&JsValue) -> Option<T>,
    ) -> Option<T> {
        let value = self.get(name)?;
        let read = read(&value);
        if read.is_none() {
            self.fail(wrong(name, right, &value));
        }
        read
    }

    /// True or false; false where not given.
    pub(super) fn flag(&mut self, name: &str) -> bool {
        self.read(name, "true or false", JsValue::as_bool) == Some(true)
    }

    /// A string.
    pub(super) fn text(&mut self, name: &str) -> Option<String> {
        self.read(name, "a string", JsValue::as_string)
    }

    /// A function.
    pub(super) fn function(&mut self, name: &str) -> Option<Function> {
        self.read(name, "a function", function)
    }

    /// Milliseconds, 0 among them.
    pub(super) fn millis(&mut self, name: &str) -> Option<Duration> {
        let fits = |millis: &f64| (0.0..=f64::MAX).contains(millis);
        let millis = self.number(name, "a number of milliseconds, 0 or more", fits)?;
        Some(Duration::from_micros((millis * 1000.0) as u64))
    }

    /// A whole number.
    pub(super) fn count(&mut self, name: &str, least: u32) -> Option<u32> {
        let right = if least == 0 { "a whole number, 0 or more" } else { "a whole number, 1 or more" };
        let fits =
            |number: &f64| number.fract() == 0.0 && (f64::from(least)..=f64::from(u32::MAX)).contains(number);
        self.number(name, right, fits).map(|number| number as u32)
    }

    fn number(&mut self, name: &str, right: &str, fits: impl Fn(&f64) -> bool) -> Option<f64> {
        let value = self.get(name)?;
        let number = value.as_f64();
        let read = number.filter(fits);
        if read.is_none() {
            self.fail(match number {
                Some(_) => Error::input(concat(&[name, " must be ", right])),
                None => wrong(name, right, &value),
            });
        }
        read
    }
}

/// The value, if it is a function.
pub(super) fn function(value: &JsValue) -> Option<Function> {
    value.dyn_ref().cloned()
}

/// The names of a plain object's own members.
pub(super) fn names(object: &JsValue, name: &str) -> Result<Vec<String>, Error> {
    let is_plain = object.is_object() && !Reflect::has(object, &Symbol::iterator()).unwrap_or(true);
    if !is_plain {
        return Err(wrong(name, "a plain object", object));
    }
    let keys = keys(object).map_err(|reason| thrown(name, reason))?;
    let mut names = Vec::new();
    for key in keys.iter() {
        names.extend(key.as_string());
    }
    Ok(names)
}
