// @ts-check
// Test runners: a user's own suite (runners/suite.cjs) in each of their environments, on this Node and on Node 24. Those that
// play a browser replace some globals and not others, differently on each.

import { describe, test } from "node:test";
import { join } from "node:path";
import { tools } from "./support/cache.mjs";
import { install } from "./support/project.mjs";
import { env, must, tell } from "./support/run.mjs";

/**
 * @typedef {object} Row
 * @property {string} name
 * @property {string} consumer
 * @property {string[]} run The runner's file in the consumer's node_modules, and its arguments.
 * @property {string[]} [flags] Flags of Node.
 * @property {("this Node" | "Node 24")[]} [on] Default: both.
 */

const jest = { consumer: "jest", run: ["jest/bin/jest.js", "--ci"] };
const vitest = ["vitest/vitest.mjs", "run"];

/** @type {Row[]} */
const rows = [
  { name: "Jest in its default mode: node, jsdom, jest-fixed-jsdom", ...jest },
  { name: "Jest with vm-modules: node, jsdom, jest-fixed-jsdom", ...jest, flags: ["--experimental-vm-modules"] },
  { name: "Vitest 3: node, jsdom, happy-dom", consumer: "vitest-3", run: vitest },
  { name: "Vitest, newest: node, jsdom, happy-dom", consumer: "vitest", run: vitest, on: ["Node 24"] },
];

/** @param {NonNullable<Row["on"]>[number]} on */
async function binary(on) {
  return on === "this Node" ? process.execPath : join(await tools("node-24"), "node_modules", ".bin", "node");
}

describe("test runners", { concurrency: 2 }, () => {
  for (const { name, consumer, run: [file, ...args], flags = [], on = ["this Node", "Node 24"] } of rows) {
    test(name, { timeout: 15 * 60_000 }, async (t) => {
      for (const which of on) {
        await t.test(which, async (t) => {
          tell(`${name}, on ${which}`);
          const { folder, tools } = await install(t, consumer, { from: "runners" });
          const node = await binary(which);
          await must(node, [...flags, join(tools, "node_modules", file), ...args], { cwd: folder, timeoutMs: 120_000 });
        });
      }
    });
  }
});
