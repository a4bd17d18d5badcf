/**
 * `agent-delete` with the WebAssembly part inside the module, for places that can neither fetch nor read a
 * file.
 */
export * from "./index.js";
