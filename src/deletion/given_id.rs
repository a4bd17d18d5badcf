//! What a source of ids gave.

use crate::text::Text;

/// What a source of ids gave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GivenId {
    /// A text, perhaps an id.
    Text(Text),
    /// Something else, in words: "a number".
    NotText(Text),
}
