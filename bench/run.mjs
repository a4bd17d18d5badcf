// @ts-check
// npm run bench [-- part ...]: speed and memory of the built package beside others, taken in one run; whether each goal
// is reached; and a verdict. `npm run build` first.

import { contenders, missing } from "./contenders.mjs";
import { measures } from "./measures.mjs";

const wanted = process.argv.slice(2);
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

/** @type {Record<string, number>} */
const tally = { reached: 0, missed: 0, "not measured": 0 };
for (const [part, measure] of Object.entries(measures)) {
  if (wanted.length > 0 && !wanted.includes(part)) continue;
  console.log(`\n${part}`);
  const { rows, goals } = await measure(names);
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
