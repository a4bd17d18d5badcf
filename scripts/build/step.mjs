// @ts-check
// A build step runs only when what goes in or what came out has changed, judged by content.

import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { duration, tell } from "../lib/terminal.mjs";
import { root, target } from "../lib/paths.mjs";

/** @typedef {{ force: boolean }} BuildOptions */

/**
 * @param {object} step
 * @param {string} step.name
 * @param {string[]} step.inputs Files and folders that decide the result, relative to the repository.
 * @param {string[]} step.outputs The files made, relative to the repository.
 * @param {() => Promise<void> | void} step.run
 * @param {BuildOptions} options
 */
export async function step({ name, inputs, outputs, run }, { force }) {
  const stamp = join(target, "build", `${name}.stamp`);
  const before = digest(inputs);
  if (!force && existsSync(stamp) && readFileSync(stamp, "utf8") === `${before} ${digest(outputs)}`) {
    return tell(name, "up to date");
  }
  rmSync(stamp, { force: true }); // a step that is interrupted runs again
  const start = performance.now();
  await run();
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, `${before} ${digest(outputs)}`);
  tell(name, `built in ${duration(performance.now() - start)}`);
}

/** A hash of the names and contents of files. @param {string[]} paths */
function digest(paths) {
  const hash = createHash("sha256");
  for (const file of paths.flatMap((path) => files(join(root, path)))) {
    hash.update(`${relative(root, file)}\0`).update(readFileSync(file)).update("\0");
  }
  return hash.digest("hex");
}

/**
 * A file, or every file below a folder, in a fixed order; nothing where there is neither.
 * @param {string} path
 * @returns {string[]}
 */
function files(path) {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat) return [];
  if (stat.isFile()) return [path];
  return readdirSync(path).sort().flatMap((name) => files(join(path, name)));
}
