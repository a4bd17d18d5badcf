//! HTTP through `fetch`, as browsers, Node, Deno, Bun and workers offer it: a [`Transport`](crate::Transport) for
//! applications in Rust.
//!
//! What must look at values of any making, and catch whatever they throw, is written in JavaScript, in the `.js` files
//! beside these: there it is a tenth as long to download, and crosses into WebAssembly once a request.

mod fetch;
mod job;
mod value;

pub use fetch::Fetch;
