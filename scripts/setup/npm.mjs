// @ts-check
// The npm packages that build and check the project.

import { statSync } from "node:fs";
import { join } from "node:path";
import { Problem } from "../lib/main.mjs";
import { root } from "../lib/paths.mjs";
import { progress, tell } from "../lib/progress.mjs";
import { run } from "../lib/run.mjs";

/** Installs the locked packages where they are missing or older than the lock file. */
export async function ensureNpmPackages() {
  const changed = modified("package-lock.json");
  const installed = modified(join("node_modules", ".package-lock.json"));
  if (installed >= changed) return tell("npm packages", "up to date");
  const step = progress("npm packages", "npm ci");
  const { code, output } = await run("npm", ["ci", "--no-progress"]);
  step.end(code === 0 ? "installed" : "failed");
  if (code !== 0) throw new Problem(`${output.trim()}\nRun \`npm ci\` by hand, then run this again.`);
}

/** When a file was last written; 0 where there is none. @param {string} file */
function modified(file) {
  return statSync(join(root, file), { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
