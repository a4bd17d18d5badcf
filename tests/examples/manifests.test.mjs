// @ts-check
// What the examples say of themselves.

import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { root } from "../../scripts/lib/paths.mjs";
import { manifestOf, version } from "./support/example.mjs";

const folder = join(root, "examples");
const examples = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => name);

test("each names this version of the package, and all else by an exact version", () => {
  assert.ok(examples.length >= 4);
  for (const name of examples) {
    const { dependencies, devDependencies, ...manifest } = manifestOf(name);
    assert.equal(manifest.private, true, name);
    assert.equal(dependencies["agent-delete"], version, name);
    for (const pinned of Object.values({ ...dependencies, ...devDependencies })) assert.match(String(pinned), /^\d+\.\d+\.\d+$/, name);
  }
});

test("each has its line in the table, and a test", () => {
  const table = readFileSync(join(folder, "README.md"), "utf8");
  for (const name of examples) {
    const [, file] = new RegExp(`\\| \\[${name}\\]\\((${name}/[\\w./-]+)\\) \\|`).exec(table) ?? assert.fail(name);
    assert.ok(existsSync(join(folder, file)), file);
    assert.ok(existsSync(join(root, "tests", "examples", `${name}.test.mjs`)), name);
  }
});
