// @ts-check
// npm run bench [-- part ...] [--save]: speed and memory of the built package beside others, taken in one run; whether each
// goal is reached; and a verdict. `npm run build` first. --save keeps what a chart shows in bench/results.json, for `npm run chart`.

import { writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { contenders, missing } from "./contenders.mjs";
import { measures } from "./measures.mjs";

const save = process.argv.includes("--save");
const wanted = process.argv.slice(2).filter((argument) => argument !== "--save");
if (save && wanted.length > 0) {
  console.error("--save keeps a whole run: name no part.");
  process.exit(1);
}
const unknown = wanted.find((name) => !Object.hasOwn(measures, name));
if (unknown !== undefined) {
  console.error(`There is no benchmark "${unknown}"; there are ${Object.keys(measures).join(", ")}.`);
  process.exit(1);
}

const names = [];
for (const name of Object.keys(contenders)) {
  const reason = await missing(name);
  if (reason === null) names.push(name);
  else console.log(`without ${name}: ${reason}`);
}

/** @param {import("./measures.mjs").Goal} goal */
function verdict({ value, most = Infinity, least = -Infinity }) {
  if (value === null) return "not measured";
  return value <= most && value >= least ? "reached" : "missed";
}

/** @type {import("./measures.mjs").Compared[]} */
const charted = [];

/** @type {Record<string, number>} */
const tally = { reached: 0, missed: 0, "not measured": 0 };
for (const [part, measure] of Object.entries(measures)) {
  if (wanted.length > 0 && !wanted.includes(part)) continue;
  console.log(`\n${part}`);
  const { rows, goals, compared } = await measure(names);
  if (compared) charted.push(compared);
  for (const [name, cells] of Object.entries(rows)) {
    const line = Object.entries(cells).map(([title, value]) => `${value.padStart(8)} ${title}`);
    console.log(`  ${name.padEnd(16)}${line.join("  ")}`);
  }
  for (const goal of goals) {
    const { what, value, most, least } = goal;
    const state = verdict(goal);
    tally[state] += 1;
    const limit = most === undefined ? `at least ${least}` : `at most ${most}`;
    console.log(`  ${state.padEnd(13)} ${what}: ${value === null ? "" : `${value.toFixed(2)}, `}goal ${limit}`);
  }
}
const kinds = Object.entries(tally).filter(([kind, count]) => count > 0 || kind !== "not measured");
console.log(`\nGoals: ${kinds.map(([kind, count]) => `${count} ${kind}`).join(", ")}`);

if (save) {
  const packages = Object.fromEntries(names.map((name) => [name, contenders[name].install ?? null]));
  const results = { taken: new Date().toISOString().slice(0, 10), node: process.version, cores: cpus().length, packages, parts: charted };
  writeFileSync(new URL("./results.json", import.meta.url), `${JSON.stringify(results, null, 2)}\n`);
  console.log("bench/results.json is written: npm run chart draws it.");
}
