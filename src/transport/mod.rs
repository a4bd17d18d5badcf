//! HTTP through `fetch`, as browsers, Node, Deno, Bun and workers offer it. The only place besides `js` that knows a
//! JavaScript value.
//!
//! What must look at values of any making, and catch whatever they throw, is written in JavaScript, in the `.js` files
//! beside these: there it is a tenth as long to download, and crosses into WebAssembly once a request.

mod fetch;
mod job;
mod value;

pub use fetch::Fetch;

#[cfg(feature = "js")]
pub(crate) use job::{Handle, Job};
#[cfg(feature = "js")]
pub(crate) use value::{cause_in, flag, number, text, value};
