//! The data types that the classes' signatures name, shared with the npm package's own declarations.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = include_str!("../../pkg/types.d.ts");
