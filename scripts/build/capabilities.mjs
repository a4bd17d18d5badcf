// @ts-check
// What each platform can do, asked of the module once, so that a client can tell it before the module is
// loaded.

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { pkg } from "../lib/paths.mjs";
import { step } from "./step.mjs";

const HEADER = `// @ts-check
// Generated from the Rust crate.

/** @typedef {import("./types.d.ts").BackendName} BackendName */
/** @typedef {import("./types.d.ts").Capabilities} Capabilities */

/** @param {any} value */
function freeze(value) {
  for (const part of Object.values(value)) if (typeof part === "object") freeze(part);
  return Object.freeze(value);
}

/** Frozen through and through. @type {Readonly<Record<BackendName, Capabilities>>} */
export const capabilities = /* @__PURE__ */ freeze(`;

const BACKENDS = ["charm", "langchain", "foundry", "eliza", "kortix"];

/** @param {import("./step.mjs").BuildOptions} options */
export function buildCapabilities(options) {
  return step({
    name: "capabilities",
    inputs: ["pkg/core_bg.wasm", "pkg/core_bg.js", "scripts/build/capabilities.mjs"],
    outputs: ["pkg/capabilities.js"],
    run: async () => {
      const core = await loadCore();
      const all = Object.fromEntries(BACKENDS.map((name) => [name, core.capabilities(name)]));
      writeFileSync(join(pkg, "capabilities.js"), `${HEADER}${JSON.stringify(all, null, 2)});\n`);
    },
  }, options);
}

/** The module, running in this process. */
async function loadCore() {
  const { createGlue } = await import(pathToFileURL(join(pkg, "core_bg.js")).href);
  const core = createGlue();
  const bytes = readFileSync(join(pkg, "core_bg.wasm"));
  const { instance } = await WebAssembly.instantiate(bytes, { "./core_bg.js": core });
  core.__wbg_set_wasm(instance.exports);
  /** @type {any} */ (instance.exports).__wbindgen_start?.();
  return core;
}
