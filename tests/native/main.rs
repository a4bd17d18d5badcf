//! The native tests: the whole core through its public API, under a scripted transport and a virtual clock.

#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![allow(missing_docs, missing_debug_implementations, unreachable_pub)]

mod abort;
mod auth;
mod backup;
mod bulk;
mod cascade;
mod debug;
mod described;
mod doubt;
mod force;
mod fuzz;
mod input;
mod leaks;
mod plan;
mod plan_many;
mod platforms;
mod property;
mod reading;
mod retries;
mod secrets;
mod sentences;
mod settle;
mod signing;
mod simulation;
mod support;
mod told;
mod unsent;
mod wire;
mod wire_bytes;
