// @ts-check
// What a run of the stages comes to: how many tests each ran and which of them failed, read from its runner's own
// lines, and what is printed of it.

import { inspect } from "node:util";
import { Problem } from "../lib/main.mjs";
import { duration } from "../lib/terminal.mjs";

/**
 * @typedef {object} Counts
 * @property {number} passed
 * @property {number} failed Skipped tests too: a test that did not run proves nothing.
 *
 * @typedef {(output: string) => Counts} Counter
 */

/** cargo test and wasm-bindgen-test-runner: one `test result:` line for each test program. @type {Counter} */
export function cargoCounts(output) {
  const counts = { passed: 0, failed: 0 };
  for (const [, passed, failed, ignored] of output.matchAll(
    /^test result: \w+\. (\d+) passed; (\d+) failed; (\d+) ignored;/gm,
  )) {
    counts.passed += Number(passed);
    counts.failed += Number(failed) + Number(ignored);
  }
  return counts;
}

/** node --test with its spec reporter: one `ℹ name number` line for each kind of outcome. @type {Counter} */
export function nodeCounts(output) {
  /** @param {string} name */
  const total = (name) => {
    const lines = [...output.matchAll(new RegExp(`^ℹ ${name} (\\d+)$`, "gm"))];
    return Number(lines.at(-1)?.[1] ?? 0);
  };
  const failed = ["fail", "cancelled", "skipped", "todo"].reduce((sum, name) => sum + total(name), 0);
  // A file without any test is counted by the runner as one test that passed, under the file's name.
  const empty = [...output.matchAll(/^✔ \S+\.test\.mjs \(/gm)].length;
  return { passed: total("pass") - empty, failed: failed + empty };
}

/**
 * The verdict on commands that count nothing themselves: each is one check.
 * @param {number} code Its exit code.
 * @returns {Counts}
 */
export function oneCheck(code) {
  return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

/**
 * The verdict on a test runner. Exit code 0 without a test, or another without a failure, is one.
 * @param {number} code Its exit code.
 * @param {Counts} counted
 * @returns {Counts}
 */
export function verdict(code, { passed, failed }) {
  const silent = failed === 0 && (code !== 0 || passed === 0);
  return { passed, failed: silent ? 1 : failed };
}

/** What cargo, its like for WebAssembly, and node print of a test that failed, was skipped or holds nothing. */
const FAILED_TESTS = [
  /^test (.+?) \.\.\. (?:FAILED|FAIL|ignored)\b/gm,
  /^ *[✖﹣] (.+?) \([\d.]+ms\)/gm,
  /^ *✔ (.+?) \([\d.]+ms\) # TODO/gm,
  /^✔ (\S+\.test\.mjs) \(/gm,
];

/** The names of the tests that failed, each once. None where a stage is a single check. @param {string} output */
export function failedTests(output) {
  return [...new Set(FAILED_TESTS.flatMap((line) => [...output.matchAll(line)].map(([, name]) => name)))];
}

/** How much of a failed stage's output is shown; all of it is in its log. */
const SHOWN_LINES = 300;

/** Outside a terminal a long stage says that it still works. */
const PERIOD_MS = 60_000;

/**
 * @typedef {object} Result
 * @property {import("./stages.mjs").Stage} stage
 * @property {Counts} counts
 * @property {string[]} failedTests Their names.
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
  return { stage, counts, failedTests: counts.failed > 0 ? failedTests(output) : [], ms };
}

/** @param {string} output @param {string} file */
function tail(output, file) {
  const lines = output.trimEnd().split("\n");
  const cut = lines.length - SHOWN_LINES;
  const shown = cut > 0 ? [`(${cut} more lines above, in ${file})`, ...lines.slice(cut)] : lines;
  return shown.map((line) => `  | ${line}`).join("\n");
}

/**
 * The closing lines: the time of every stage, the stages and the tests that failed, and the totals.
 * @param {Result[]} results
 * @returns {boolean} Whether all passed.
 */
export function summarise(results) {
  for (const { stage, counts, ms } of results) {
    const state = counts.failed > 0 ? "FAILED" : "ok";
    console.log(`${state.padEnd(7)} ${stage.name.padEnd(15)} ${duration(ms).padStart(12)}`);
  }
  const failed = results.filter(({ counts }) => counts.failed > 0);
  if (failed.length > 0) {
    console.log("\nFailed:");
    for (const { stage, failedTests } of failed) {
      for (const name of failedTests.length > 0 ? failedTests : [stage.about]) console.log(`  ${stage.name}: ${name}`);
    }
    console.log(`To run these alone: npm test -- --only ${failed.map(({ stage }) => stage.name).join(",")}`);
  }
  const total = results.reduce(
    (all, { counts }) => ({ passed: all.passed + counts.passed, failed: all.failed + counts.failed }),
    { passed: 0, failed: 0 },
  );
  console.log(`\n${sum(total)}`);
  return total.failed === 0 && total.passed > 0;
}

/** @param {Counts} counts */
export function sum({ passed, failed }) {
  return `${passed} passed, ${failed} failed`;
}
