// @ts-check
// How many tests a stage ran, read from its runner's own closing lines.

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
