//! What is kept of a description.

/// Whether what is read is kept. A description is read twice: first to find whatever is wrong with it, keeping nothing, and then,
/// once nothing is, to keep it. What is kept, is so for the life of the program: `Facts` are `'static`, as those of the platforms
/// in this crate are, and each different description is kept but once, however many clients are made of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Keep {
    Nothing,
    Everything,
}

impl Keep {
    pub(super) fn text(self, text: impl Into<String>) -> &'static str {
        match self {
            Self::Nothing => "",
            Self::Everything => Box::leak(text.into().into_boxed_str()),
        }
    }

    pub(super) fn list<T>(self, items: Vec<T>) -> &'static [T] {
        match self {
            Self::Nothing => &[],
            Self::Everything => Box::leak(items.into_boxed_slice()),
        }
    }

    pub(super) fn one<T>(self, item: T) -> Option<&'static T> {
        (self == Self::Everything).then(|| &*Box::leak(Box::new(item)))
    }
}
