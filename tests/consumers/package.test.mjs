// @ts-check
// What the tools that judge packages say of ours, and whether it could be published. Nothing is uploaded.

import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { root } from "../../scripts/lib/paths.mjs";
import { must, tell } from "./support/run.mjs";
import { tarball } from "./support/tarball.mjs";

/** @param {string} command @param {string[]} args */
const tool = (command, args) => must(join(root, "node_modules", ".bin", command), args, { cwd: root });

test("publint has nothing to say", { timeout: 60_000 }, async () => {
  tell("publint");
  assert.match(await tool("publint", ["run", tarball(), "--strict"]), /All good!/);
});

test("the types of every entry fit every way to import it", { timeout: 60_000 }, async () => {
  tell("attw");
  const output = await tool("attw", [tarball(), "--format=ascii", "--no-emoji", "--exclude-entrypoints", "core_bg.wasm"]);
  assert.match(output, /No problems found/);
  for (const entry of ["agent-delete", "agent-delete/inline", "agent-delete/sandbox", "agent-delete/sandbox/node"]) {
    assert.ok(output.includes(`"${entry}"`), entry);
  }
});

test("npm would publish it as it is", { timeout: 2 * 60_000 }, async () => {
  tell("npm publish --dry-run");
  const output = await must("npm", ["publish", "--dry-run", tarball()], { cwd: root });
  assert.match(output, /^\+ agent-delete@\d/m);
  assert.doesNotMatch(output, /auto-corrected|errors corrected/);
});

test("cargo would publish the crate", { timeout: 5 * 60_000 }, async () => {
  tell("cargo publish --dry-run");
  const args = ["publish", "--dry-run", "--allow-dirty", "--color=never"];
  const output = await must("cargo", args, { cwd: root });
  assert.match(output, /Verifying agent-delete v/);
  assert.match(output, /aborting upload due to dry run/);
});
