// @ts-check
// npm run size [-- --functions]: what a browser downloads of the package, against its budget.
// `--functions` also shows where the bytes of the module go.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { main, Problem, readOptions } from "./lib/main.mjs";
import { target } from "./lib/paths.mjs";
import { byModule, functions } from "./size/functions.mjs";
import { measure } from "./size/measure.mjs";

/**
 * The most that the module, its glue and the façade may weigh together in brotli 11, with all features in: a ceiling, and
 * half of what the official clients of three of the platforms weigh.
 */
const BUDGET_BYTES = 80_000;

/** How many of the largest functions and modules are shown. */
const SHOWN = 40;

await main(async () => {
  const options = readOptions({ functions: "flag" });
  if (options.functions) showFunctions();
  const parts = await measure();
  console.table(parts);
  const { brotli } = parts.total;
  if (brotli > BUDGET_BYTES) {
    throw new Problem(`${brotli} bytes are over the budget of ${BUDGET_BYTES}: take something out.`);
  }
  console.log(`${brotli} bytes, within the budget of ${BUDGET_BYTES}`);
});

/** The module as it is before wasm-opt, which takes the names away. */
function showFunctions() {
  const all = functions(readFileSync(join(target, "build", "bindgen", "core_bg.wasm")));
  show("Largest functions", all);
  show("By module", byModule(all));
}

/** @param {string} title @param {{ name: string, bytes: number }[]} rows */
function show(title, rows) {
  console.log(`${title}, in bytes of code before wasm-opt`);
  for (const { name, bytes } of rows.slice(0, SHOWN)) console.log(`${String(bytes).padStart(8)}  ${name}`);
  console.log();
}
