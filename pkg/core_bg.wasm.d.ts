/** The WebAssembly part, as the bundler or runtime hands it over: a compiled module, as a rule. */
declare const wasm: object;
export default wasm;
