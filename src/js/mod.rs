//! The boundary to JavaScript: a machine of the core, as JavaScript drives it, and the class `AgentClient`.
//!
//! Whatever a caller gives is read in JavaScript (`options.js`), strictly and at once, so that a misspelt option is an error,
//! and an object that is changed after a call changes nothing. What was read comes here as one text, what is to be done
//! leaves as another, and no value of JavaScript's own is ever looked at.

mod allocator;
#[cfg(not(feature = "trap"))]
mod client;
mod event;
mod input;
mod machine;
mod output;
#[cfg(not(feature = "trap"))]
mod platforms;
#[cfg(not(feature = "trap"))]
mod snippets;
#[cfg(not(feature = "trap"))]
mod typescript;
