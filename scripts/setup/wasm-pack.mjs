// @ts-check
import { ensureCargoTool } from "./cargo-tool.mjs";

const VERSION = "0.15.1";

/**
 * wasm-pack, only to test that it builds the crate; the package itself is built without it.
 * @returns {Promise<string>} The folder of wasm-pack.
 */
export function ensureWasmPack() {
  return ensureCargoTool({ crate: "wasm-pack", version: VERSION, commands: ["wasm-pack"] });
}
