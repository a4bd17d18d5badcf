// @ts-check
// Servers are installed once for a user, below the tools' cache and outside of the repository.

import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Problem } from "../../../scripts/lib/main.mjs";
import { cache } from "../../../scripts/lib/paths.mjs";
import { run } from "../../../scripts/lib/run.mjs";
import { progress, tell } from "../../../scripts/lib/terminal.mjs";

/**
 * A command that is run in the server's folder, or a file that is written there.
 * @typedef {{ run: [command: string, ...args: string[]], cwd?: string } | { file: string, text: string }} Install
 */

/** @param {{ install: string }} server */
export const folderOf = ({ install }) => join(cache, "live", install);

/** Installed wholly, this file stands in the folder. A server may not be moved: a virtual environment knows its path. */
const DONE = "installed";

/** @param {import("./types.mjs").LiveServer} server */
export async function ensureInstalled(server) {
  const folder = folderOf(server);
  if (existsSync(join(folder, DONE))) return tell(server.install, "installed");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const step = progress(server.install, "installing, once for this user");
  for (const part of server.steps) {
    if ("file" in part) {
      writeFileSync(join(folder, part.file), part.text);
      continue;
    }
    const [command, ...args] = part.run;
    const { code, output } = await run(command, args, { cwd: join(folder, part.cwd ?? "."), timeoutMs: 30 * 60_000 });
    if (code !== 0) {
      step.end("failed");
      throw new Problem(`${output.trim()}\n${command} ${args[0]} failed: ${server.title} is not installed. --only runs the others.`);
    }
  }
  writeFileSync(join(folder, DONE), "");
  step.end("installed");
}

/** An npm project of its own. @param {string[]} packages With their versions. @param {string[]} [flags] @returns {Install[]} */
export const npm = (packages, flags = []) => [
  { file: "package.json", text: '{ "private": true, "type": "module" }\n' },
  { run: ["npm", "install", "--no-audit", "--no-fund", "--loglevel=error", ...flags, ...packages] },
];

/** A virtual environment of Python's. @param {string[]} packages @returns {Install[]} */
export const pip = (packages) => [
  { run: ["python3", "-m", "venv", "venv"] },
  { run: ["venv/bin/pip", "install", "--quiet", "--disable-pip-version-check", ...packages] },
];
