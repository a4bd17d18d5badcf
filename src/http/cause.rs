//! What lies behind an error: something thrown by code that is not ours.

use crate::text::Text;
use alloc::boxed::Box;
use alloc::rc::Rc;
use core::any::Any;
use core::fmt;

/// The reason behind an [`Error`](crate::Error): what `fetch`, an auth function or a callback threw.
///
/// The core only carries it. The value stays opaque, so that this crate's pure part knows no JavaScript type.
#[derive(Clone)]
pub struct Cause(Rc<Thrown>);

struct Thrown {
    text: Text,
    value: Option<Box<dyn Any>>,
    /// Under which whoever drives the core keeps what was thrown; 0 where it keeps nothing.
    number: u32,
}

impl Cause {
    /// A cause known by its words only.
    pub fn new(text: impl Into<Text>) -> Self {
        Self(Rc::new(Thrown { text: text.into(), value: None, number: 0 }))
    }

    /// A cause that also carries the very value that was thrown.
    pub fn with_value(text: impl Into<Text>, value: impl Any) -> Self {
        Self(Rc::new(Thrown { text: text.into(), value: Some(Box::new(value)), number: 0 }))
    }

    /// A cause whose value is kept elsewhere, under this number.
    #[cfg_attr(
        not(all(target_arch = "wasm32", feature = "js")),
        expect(dead_code, reason = "only JavaScript keeps any")
    )]
    pub(crate) fn numbered(text: Text, number: u32) -> Self {
        Self(Rc::new(Thrown { text, value: None, number }))
    }

    /// The number under which its value is kept; 0 where it is not.
    #[cfg_attr(
        not(all(target_arch = "wasm32", feature = "js")),
        expect(dead_code, reason = "only JavaScript keeps any")
    )]
    pub(crate) fn number(&self) -> u32 {
        self.0.number
    }

    /// What it says, in one line.
    pub fn text(&self) -> &str {
        &self.0.text
    }

    /// The value that was thrown, where there was one of this type.
    pub fn value<V: Any>(&self) -> Option<&V> {
        self.0.value.as_ref()?.downcast_ref()
    }
}

impl fmt::Debug for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Cause").field(&self.0.text).finish()
    }
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.text)
    }
}
