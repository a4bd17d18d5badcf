//! A machine of the core, as `drive.js` drives it.

use super::output::Actions;
use super::{event, input};
use crate::Error;
use crate::deletion::{self, Driver, Event, Key, Moment};
use alloc::boxed::Box;
use alloc::string::String;
use core::fmt;
use wasm_bindgen::prelude::*;

/// One call, a list or a bulk. Nobody tells it of something while it takes something in: `drive.js` lets one event wait
/// for the other.
#[wasm_bindgen]
pub struct Machine(Box<dyn deletion::Machine>);

#[wasm_bindgen]
impl Machine {
    /// Makes a machine for what a call was given, packed into a text. One that can't be made fails at the first event.
    #[wasm_bindgen(constructor)]
    pub fn new(input: &str) -> Self {
        Self(input::machine(input).unwrap_or_else(|error| Box::new(Refused(Some(error)))))
    }

    /// Takes in what has happened, and gives the actions that follow, as JSON.
    #[expect(clippy::too_many_arguments, reason = "each is a number or a text, and crosses as it is")]
    pub fn next(
        &mut self,
        key: Key,
        event: u32,
        number: u32,
        text: String,
        cause: u32,
        now: f64,
        random: f64,
    ) -> String {
        let event = event::read(event, number, text.into(), cause);
        let mut actions = Actions::default();
        actions.0.raw("[");
        self.0.next(key, event, Moment { now, random }, &mut actions);
        actions.0.raw("]");
        actions.0.into_text()
    }
}

impl fmt::Debug for Machine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Machine")
    }
}

/// In the place of a machine that can't be made: why.
struct Refused(Option<Error>);

impl deletion::Machine for Refused {
    fn next(&mut self, _key: Key, _event: Event, _moment: Moment, driver: &mut dyn Driver) {
        driver.end(self.0.take());
    }
}
