// @ts-check
// An example as somebody has it who copied its folder: with the packed package and what else its package.json names.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../../scripts/lib/paths.mjs";
import { installed } from "../../consumers/support/cache.mjs";
import { copied } from "../../consumers/support/project.mjs";

/** The version of the package, which an example must name. */
export const { version } = JSON.parse(readFileSync(join(root, "pkg", "package.json"), "utf8"));

/** @param {string} name */
export const manifestOf = (name) => JSON.parse(readFileSync(join(root, "examples", name, "package.json"), "utf8"));

/**
 * @param {import("node:test").TestContext} t
 * @param {string} name The example's folder.
 */
export async function example(t, name) {
  const { dependencies, ...manifest } = manifestOf(name);
  const { "agent-delete": _, ...others } = dependencies;
  const parent = await installed(`example-${name}`, JSON.stringify({ ...manifest, dependencies: others }));
  return copied(t, parent, [join(root, "examples", name)]);
}
