// @ts-check
// What a run of the stages prints.

import { inspect } from "node:util";
import { Problem } from "../lib/main.mjs";
import { duration } from "../lib/progress.mjs";

/** How much of a failed stage's output is shown; all of it is in its log. */
const SHOWN_LINES = 300;

/** Outside a terminal a long stage says that it still works. */
const PERIOD_MS = 60_000;

/**
 * @typedef {object} Result
 * @property {import("./stages.mjs").Stage} stage
 * @property {import("./counts.mjs").Counts} counts
 * @property {number} ms
 */

/**
 * Runs one stage: a heading, a summary, and the output where it failed.
 * @param {import("./context.mjs").Context} context
 * @param {import("./stages.mjs").Stage} stage
 * @param {{ verbose: boolean }} options `verbose`: show the output as it comes.
 * @returns {Promise<Result>}
 */
export async function runStage(context, stage, { verbose }) {
  console.log(`${stage.name}: ${stage.about}`);
  const start = performance.now();
  const timer = setInterval(() => console.log(`  … ${duration(performance.now() - start)}`), PERIOD_MS);
  context.onLine = verbose ? (line) => console.log(`  | ${line}`) : () => {};
  let counts = { passed: 0, failed: 1 };
  try {
    counts = await stage.run(context);
  } catch (error) {
    context.output += `${error instanceof Problem ? error.message : inspect(error)}\n`;
  }
  clearInterval(timer);
  const ms = performance.now() - start;
  const { file, output } = context.keepLog(stage.name);
  if (counts.failed > 0 && !verbose) console.log(tail(output, file));
  console.log(`  ${counts.failed > 0 ? "FAILED" : "ok"}: ${sum(counts)} (${duration(ms)})\n`);
  return { stage, counts, ms };
}

/** @param {string} output @param {string} file */
function tail(output, file) {
  const lines = output.trimEnd().split("\n");
  const cut = lines.length - SHOWN_LINES;
  const shown = cut > 0 ? [`(${cut} more lines above, in ${file})`, ...lines.slice(cut)] : lines;
  return shown.map((line) => `  | ${line}`).join("\n");
}

/**
 * The closing lines: the time of every stage, the stages that failed, and the totals.
 * @param {Result[]} results
 * @returns {boolean} Whether all passed.
 */
export function summarise(results) {
  for (const { stage, counts, ms } of results) {
    const state = counts.failed > 0 ? "FAILED" : "ok";
    console.log(`${state.padEnd(7)} ${stage.name.padEnd(15)} ${duration(ms).padStart(12)}`);
  }
  const failed = results.filter(({ counts }) => counts.failed > 0).map(({ stage }) => stage.name);
  if (failed.length > 0) console.log(`\nFailed. To run these alone: npm test -- --only ${failed.join(",")}`);
  const total = results.reduce(
    (all, { counts }) => ({ passed: all.passed + counts.passed, failed: all.failed + counts.failed }),
    { passed: 0, failed: 0 },
  );
  console.log(`\n${sum(total)}`);
  return total.failed === 0 && total.passed > 0;
}

/** @param {import("./counts.mjs").Counts} counts */
function sum({ passed, failed }) {
  return `${passed} passed, ${failed} failed`;
}
