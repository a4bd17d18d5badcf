//! HTTP through `fetch`, as browsers, Node, Deno, Bun and workers offer it: a [`Transport`](crate::Transport) for
//! applications in Rust. Besides `js` the only room that knows a JavaScript value.
//!
//! A replacement of `fetch` may do anything: throw, give no promise, give no response, never end. So every call into
//! JavaScript is caught, nothing is taken for what it merely claims to be, and whoever drops a request aborts it.
//!
//! gloo-net reads the answers that are genuine. Its `send`, `build`, `header`, `text` and `json` are not used: an abort
//! whose reason is a text, a fetch that rejects with no `Error`, or a header value with a line break panics in them.

mod abort;
mod body;
mod cause;
mod fetch;
mod policy;
mod ports;
mod promise;
mod response;
mod says;
mod surroundings;
mod timer;
mod unsent;
mod value;

pub use fetch::Fetch;

#[cfg(feature = "js")]
pub(crate) use cause::cause_of;
#[cfg(feature = "js")]
pub(crate) use promise::{ignore, settle};
#[cfg(feature = "js")]
pub(crate) use value::{is_array, kind_of};
