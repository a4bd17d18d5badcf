// @ts-check
// A consumer with the packed package installed, ready to be built and run.

import { cpSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { tools } from "./cache.mjs";
import { must } from "./run.mjs";
import { sources } from "./sources.mjs";
import { tarball } from "./tarball.mjs";

/**
 * @typedef {object} Project
 * @property {string} folder A copy of the consumer's sources, with the package in its node_modules.
 * @property {string} tools The folder whose node_modules holds what the consumer is built and run with. It is
 * the parent of `folder`, so that these are found from there, too.
 * @property {(name: string) => string} bin The file of one of these tools' commands.
 */

/**
 * Installs the package afresh into a copy of a consumer's sources. The copy is gone after the test.
 *
 * @param {import("node:test").TestContext} t
 * @param {string} name The consumer's folder, whose package.json names its tools.
 * @param {{ from?: string }} [options] `from`: the folder with its sources, where that is another.
 * @returns {Promise<Project>}
 */
export async function install(t, name, { from = name } = {}) {
  return copied(t, await tools(name), [join(sources, from), join(sources, "shared")]);
}

/**
 * Copies sources into a new folder beside their tools, and installs the package there.
 *
 * @param {import("node:test").TestContext} t
 * @param {string} parent Where the tools are.
 * @param {string[]} from
 * @returns {Promise<Project>}
 */
export async function copied(t, parent, from) {
  sweep(parent);
  const folder = mkdtempSync(join(parent, "run-"));
  t.after(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
  const filter = (/** @type {string} */ file) => basename(file) !== "package.json";
  for (const each of from) cpSync(each, folder, { recursive: true, filter });
  const manifest = { private: true, type: "module", dependencies: { "agent-delete": `file:${tarball()}` } };
  writeFileSync(join(folder, "package.json"), JSON.stringify(manifest, null, 2));
  const quiet = ["--no-audit", "--no-fund", "--loglevel=error"];
  await must("npm", ["install", "--offline", "--no-package-lock", ...quiet], { cwd: folder });
  return { folder, tools: parent, bin: (command) => join(parent, "node_modules", ".bin", command) };
}

/** Far longer than a run takes. */
const LEFT_BEHIND_MS = 3 * 3600_000;

/** Removes the copies of runs that were broken off. @param {string} parent */
function sweep(parent) {
  for (const name of readdirSync(parent).filter((name) => name.startsWith("run-"))) {
    const folder = join(parent, name);
    const made = statSync(folder, { throwIfNoEntry: false })?.birthtimeMs ?? Date.now();
    if (Date.now() - made > LEFT_BEHIND_MS) rmSync(folder, { recursive: true, force: true });
  }
}
