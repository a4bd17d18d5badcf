// @ts-check
// What each platform can do, asked of the crate, so that a client can tell it before the module is loaded, and the module
// need not hold it as JSON.

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { cargo } from "../lib/cargo.mjs";
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

/** @param {import("./step.mjs").BuildOptions} options */
export function buildCapabilities(options) {
  return step({
    name: "capabilities",
    inputs: ["Cargo.lock", "Cargo.toml", "examples/capabilities.rs", "scripts/build/capabilities.mjs", "src"],
    outputs: ["pkg/capabilities.js"],
    run: async () => {
      const lines = await cargo("capabilities", "asking the crate", ["run", "--quiet", "--example", "capabilities"], {
        remedy: "The crate does not compile for this machine: correct what cargo says above.",
      });
      const all = Object.fromEntries(Array.from(lines.matchAll(/^(\w+) (\{.*\})$/gm), ([, name, json]) => [name, JSON.parse(json)]));
      writeFileSync(join(pkg, "capabilities.js"), `${HEADER}${JSON.stringify(all, null, 2)});\n`);
    },
  }, options);
}
