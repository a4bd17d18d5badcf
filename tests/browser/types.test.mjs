import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const file = (/** @type {string} */ path) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

test("the page uses the package as its types say", () => {
  const { status, stdout } = spawnSync(process.execPath, [
    file("node_modules/typescript/bin/tsc"), "-p", file("www/jsconfig.json"),
  ], { encoding: "utf8" });
  assert.equal(stdout, "");
  assert.equal(status, 0);
});
