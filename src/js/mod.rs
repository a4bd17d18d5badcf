//! The boundary to JavaScript: the class `AgentClient` and what it takes and gives.
//!
//! Whatever comes in is read strictly and at once, so that a misspelt option is an error, and an object that is changed
//! after a call changes nothing. Whatever the caller's functions do, they cannot break a call's promise.

mod allocator;
mod callback;
mod client;
mod described;
mod given;
mod ids;
mod nearest;
mod options;
mod planned;
mod platforms;
mod reader;
mod result;
mod signal;
mod sources;
mod typescript;
