//! The boundary to JavaScript: the class `AgentClient` and what it takes and gives, one noun a file.
//!
//! Whatever comes in is read strictly and at once, so that a misspelt option is an error, and an object that is changed
//! after a call changes nothing. Whatever the caller's functions do, they cannot break a call's promise.

mod allocator;
mod bulk;
mod callback;
mod client;
mod error;
mod fields;
mod id;
mod ids;
mod iteration;
mod list;
mod object;
mod options;
mod result;
mod signal;
mod turns;
mod typescript;
