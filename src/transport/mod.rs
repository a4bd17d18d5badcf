//! HTTP through `fetch`, as browsers, Node, Deno, Bun and workers offer it. The only place besides `js` that knows a
//! JavaScript value.
//!
//! A replacement of `fetch` may do anything: throw, give no promise, give no response, never end. So every call into
//! JavaScript is caught, nothing is taken for what it merely claims to be, and whoever drops a request aborts it.

mod abort;
mod answer;
mod body;
mod bytes;
mod fetch;
mod foreign;
mod head;
mod kind;
mod settle;
mod slots;
mod thrown;
mod timer;
mod wait;

pub use fetch::Fetch;

#[cfg(feature = "js")]
pub(crate) use kind::{is_array, kind_of};
#[cfg(feature = "js")]
pub(crate) use settle::{ignore, settle};
#[cfg(feature = "js")]
pub(crate) use thrown::cause_of;
