//! What lies behind an error: something thrown by code that is not ours.

use std::any::Any;
use std::fmt;
use std::rc::Rc;

/// The reason behind an [`Error`](crate::Error): what `fetch`, an auth function or a callback threw.
///
/// The core only carries it. The value stays opaque, so that this crate's pure part knows no JavaScript type.
#[derive(Clone)]
pub struct Cause(Rc<Thrown>);

struct Thrown {
    text: String,
    value: Option<Box<dyn Any>>,
    says: Option<Says>,
}

/// Whether a value says what a function knows, anywhere in it.
type Says = Box<dyn Fn(&dyn Fn(&str) -> bool) -> bool>;

/// Says whether a value of this type does.
#[cfg(target_arch = "wasm32")]
type Search<V> = fn(&V, &dyn Fn(&str) -> bool) -> bool;

impl Cause {
    /// A cause known by its words only.
    pub fn new(text: impl Into<String>) -> Self {
        Self(Rc::new(Thrown { text: text.into(), value: None, says: None }))
    }

    /// A cause that also carries the very value that was thrown.
    pub fn with_value(text: impl Into<String>, value: impl Any) -> Self {
        Self(Rc::new(Thrown { text: text.into(), value: Some(Box::new(value)), says: None }))
    }

    /// The same of a value that can be searched for what must not be seen.
    #[cfg(target_arch = "wasm32")]
    pub(crate) fn with_searched<V: Any + Clone>(text: impl Into<String>, value: V, says: Search<V>) -> Self {
        let searched = value.clone();
        let says: Says = Box::new(move |is_meant| says(&searched, is_meant));
        Self(Rc::new(Thrown { text: text.into(), value: Some(Box::new(value)), says: Some(says) }))
    }

    /// Whether it says what is meant, in its words or anywhere in the value that was thrown.
    pub(crate) fn says(&self, is_meant: &dyn Fn(&str) -> bool) -> bool {
        is_meant(&self.0.text) || self.0.says.as_ref().is_some_and(|says| says(is_meant))
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
