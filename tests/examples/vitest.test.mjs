// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";
import { must } from "../consumers/support/run.mjs";
import { example } from "./support/example.mjs";

test("the suite of the Vitest example passes", { timeout: 10 * 60_000 }, async (t) => {
  const { folder, bin } = await example(t, "vitest");
  const output = await must(bin("vitest"), ["run"], { cwd: folder });
  assert.match(output, /Tests +4 passed \(4\)/);
});
