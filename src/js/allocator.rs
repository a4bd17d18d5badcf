//! A smaller allocator than Rust's own, for the download's sake.

use talc::wasm::{WasmDynamicTalc, new_wasm_dynamic_allocator};

#[cfg(not(target_feature = "atomics"))]
#[global_allocator]
static ALLOCATOR: WasmDynamicTalc = new_wasm_dynamic_allocator();
