// @ts-check
// Speed and memory of the built package, as ratios taken in one run: the machine's own speed falls out.
// `npm run build` first; `npm run bench` prints the table, `npm run bench -- throughput` one part of it.

import { coldStart } from "./cold-start.mjs";
import { latency } from "./latency.mjs";
import { memory } from "./memory.mjs";
import { throughput } from "./throughput.mjs";

/** Each measures one thing, and says what the goal is. */
const parts = { "cold-start": coldStart, latency, throughput, memory };

const wanted = process.argv.slice(2);
const unknown = wanted.find((name) => !Object.hasOwn(parts, name));
if (unknown !== undefined) {
  console.error(`There is no benchmark "${unknown}"; there are ${Object.keys(parts).join(", ")}.`);
  process.exit(1);
}

for (const [name, measure] of Object.entries(parts)) {
  if (wanted.length === 0 || wanted.includes(name)) {
    console.log(`\n${name}`);
    for (const [what, value] of Object.entries(await measure())) {
      console.log(`  ${what.padEnd(58)} ${value}`);
    }
  }
}
