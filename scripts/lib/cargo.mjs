// @ts-check
// Cargo, with a crate count in place of its hundreds of lines; and what the crate's manifest and lock file say.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Problem } from "./main.mjs";
import { root } from "./paths.mjs";
import { progress } from "./terminal.mjs";
import { run } from "./run.mjs";

/** In CI a lock file that does not fit Cargo.toml is an error; elsewhere cargo brings it up to date. */
export const locked = process.env.CI ? ["--locked"] : [];

/**
 * Runs a long cargo command, and gives what it printed. Throws a Problem, after cargo's own output, when it fails.
 * @param {string} name The step's name.
 * @param {string} text What it does.
 * @param {string[]} args
 * @param {import("./run.mjs").RunOptions & { remedy: string }} options `remedy`: what to do when it fails.
 */
export async function cargo(name, text, args, { remedy, env = process.env, ...options }) {
  let crates = 0;
  const step = progress(name, text, () => (crates > 0 ? `${crates} crates compiled` : ""));
  const { code, output } = await run("cargo", args, {
    ...options,
    env: { ...env, CARGO_TERM_PROGRESS_WHEN: "never" },
    onLine: (line) => {
      if (/^\s*Compiling /.test(line)) crates += 1;
    },
  });
  step.end(code === 0 ? "done" : "failed");
  if (code !== 0) {
    console.error(output);
    throw new Problem(remedy);
  }
  return output;
}

/** @param {string} file @param {RegExp} pattern @param {string} what */
function find(file, pattern, what) {
  const [, value] = pattern.exec(readFileSync(join(root, file), "utf8")) ?? [];
  if (value === undefined) throw new Problem(`${file} does not name ${what}: add it.`);
  return value;
}

/** The oldest Rust that the crate compiles with. */
export function rustVersion() {
  return find("Cargo.toml", /^rust-version\s*=\s*"([\d.]+)"/m, "the crate's rust-version");
}

/**
 * The exact version of a dependency.
 * @param {string} name
 */
export function lockedVersion(name) {
  return find("Cargo.lock", new RegExp(`^name = "${name}"\\r?\\nversion = "([^"]+)"`, "m"), name);
}
