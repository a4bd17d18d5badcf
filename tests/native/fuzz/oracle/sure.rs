//! Yes, no, and what the contract leaves open.

/// How sure the contract is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Sure {
    Yes,
    No,
    Perhaps,
}

impl Sure {
    pub fn and(self, other: Self) -> Self {
        use Sure::{No, Perhaps, Yes};
        match (self, other) {
            (No, _) | (_, No) => No,
            (Yes, Yes) => Yes,
            _ => Perhaps,
        }
    }

    pub fn or(self, other: Self) -> Self {
        use Sure::{No, Perhaps, Yes};
        match (self, other) {
            (Yes, _) | (_, Yes) => Yes,
            (No, No) => No,
            _ => Perhaps,
        }
    }
}
