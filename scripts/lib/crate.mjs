// @ts-check
// What the scripts need to know of the Rust crate, read from its own manifest and lock file.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Problem } from "./main.mjs";
import { root } from "./paths.mjs";

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
