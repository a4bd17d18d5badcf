// @ts-check
// The module as text, for the places where it cannot be fetched as a file of its own.

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pkg } from "../lib/paths.mjs";
import { step } from "./step.mjs";

/** @param {import("./step.mjs").BuildOptions} options */
export function buildInline(options) {
  return step({
    name: "inline",
    inputs: ["pkg/core_bg.wasm", "scripts/build/inline.mjs"],
    outputs: ["pkg/wasm-inline.js"],
    run: () => {
      const text = readFileSync(join(pkg, "core_bg.wasm")).toString("base64");
      const source = `/* Generated: core_bg.wasm in base64. */\nexport default "${text}";\n`;
      writeFileSync(join(pkg, "wasm-inline.js"), source);
    },
  }, options);
}
