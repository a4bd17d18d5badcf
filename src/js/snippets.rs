//! The modules that those named elsewhere import. wasm-bindgen copies out only what it is told of.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/js/calls.js")]
extern "C" {
    fn one();
}

#[wasm_bindgen(module = "/src/js/ids.js")]
extern "C" {
    fn iterate();
}

#[wasm_bindgen(module = "/src/js/options.js")]
extern "C" {
    #[wasm_bindgen(js_name = readId)]
    fn read_id();
}

#[wasm_bindgen(module = "/src/js/signal.js")]
extern "C" {
    fn watch();
}

#[wasm_bindgen(module = "/src/js/stream.js")]
extern "C" {
    fn stream();
}
