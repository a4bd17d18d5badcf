// @ts-check
import { lockedVersion } from "../lib/crate.mjs";
import { ensureCargoTool } from "./cargo-tool.mjs";

/**
 * The wasm-bindgen CLI. Its version has to equal the crate's: the two share an unversioned format.
 * @returns {Promise<string>} The folder of wasm-bindgen and wasm-bindgen-test-runner.
 */
export function ensureWasmBindgen() {
  return ensureCargoTool({
    crate: "wasm-bindgen-cli",
    version: lockedVersion("wasm-bindgen"),
    commands: ["wasm-bindgen", "wasm-bindgen-test-runner"],
  });
}
