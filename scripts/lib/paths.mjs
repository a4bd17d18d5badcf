// @ts-check
// Where things are: the repository, its build output, and the per-user cache of command-line tools.

import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** The repository's root. */
export const root = fileURLToPath(new URL("../..", import.meta.url)).replace(/[\\/]$/, "");

/** The npm package's folder. */
export const pkg = join(root, "pkg");

/** Cargo's output folder; also holds every file that these scripts write outside pkg/. */
export const target = resolve(root, process.env.CARGO_TARGET_DIR ?? "target");

/** Tools and test fixtures that are costly to install and outlive one clone. */
export const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "agent-delete");

/**
 * The executable file of a command on PATH.
 * @param {string} command
 * @returns {string | null}
 */
export function which(command) {
  const suffixes = process.platform === "win32" ? [".exe", ".cmd"] : [""];
  for (const folder of (process.env.PATH ?? "").split(delimiter).filter(Boolean)) {
    for (const suffix of suffixes) {
      const file = join(folder, command + suffix);
      if (existsSync(file)) return file;
    }
  }
  return null;
}
