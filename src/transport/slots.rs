//! Values by number, for callbacks that JavaScript holds on to: one that comes too late finds nothing.

use alloc::vec::Vec;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    type Callback;

    #[wasm_bindgen(method)]
    fn bind(this: &Callback, context: &JsValue, number: u32) -> JsValue;
}

/// A function that calls a closure with this number first.
pub(super) fn bound<F: ?Sized>(closure: &Closure<F>, number: u32) -> JsValue {
    closure.as_ref().unchecked_ref::<Callback>().bind(&JsValue::UNDEFINED, number)
}

/// Values by number. There are few at a time, so a list will do.
#[derive(Debug)]
pub(super) struct Slots<T> {
    taken: Vec<(u32, T)>,
    last_number: u32,
}

impl<T> Slots<T> {
    pub(super) const fn new() -> Self {
        Self { taken: Vec::new(), last_number: 0 }
    }

    /// Keeps a value, and gives its number.
    pub(super) fn put(&mut self, value: T) -> u32 {
        self.last_number = self.last_number.wrapping_add(1);
        self.taken.push((self.last_number, value));
        self.last_number
    }

    /// The value of this number, while it is kept.
    pub(super) fn get(&mut self, number: u32) -> Option<&mut T> {
        self.taken.iter_mut().find(|slot| slot.0 == number).map(|slot| &mut slot.1)
    }

    /// Gives a value back; its number means nothing any more.
    pub(super) fn take(&mut self, number: u32) -> Option<T> {
        let place = self.taken.iter().position(|slot| slot.0 == number)?;
        Some(self.taken.swap_remove(place).1)
    }
}
