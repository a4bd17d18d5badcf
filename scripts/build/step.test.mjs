import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { basename, join, relative } from "node:path";
import { after, beforeEach, test } from "node:test";
import { root, target } from "../lib/paths.mjs";
import { step } from "./step.mjs";

mkdirSync(target, { recursive: true });
const folder = mkdtempSync(join(target, "step-test-"));
const name = basename(folder);
const input = join(folder, "input");
const output = join(folder, "output");
let runs = 0;

/** @param {{ force?: boolean, fail?: boolean }} [options] */
function build({ force = false, fail = false } = {}) {
  return step({
    name,
    inputs: [relative(root, input)],
    outputs: [relative(root, output)],
    run: () => {
      runs += 1;
      if (fail) throw new Error("compiler error");
      writeFileSync(output, "built");
    },
  }, { force });
}

beforeEach(async () => {
  mkdirSync(input, { recursive: true });
  writeFileSync(join(input, "a"), "1");
  await build({ force: true });
  runs = 0;
});

after(() => {
  rmSync(folder, { recursive: true });
  rmSync(join(target, "build", `${name}.stamp`));
});

test("nothing has changed: the step does not run", async () => {
  writeFileSync(join(input, "a"), "1"); // a newer file with the same content
  await build();
  assert.equal(runs, 0);
});

test("a changed, added or removed input runs the step once", async () => {
  writeFileSync(join(input, "a"), "2");
  await build();
  await build();
  assert.equal(runs, 1);
  writeFileSync(join(input, "b"), "1");
  await build();
  assert.equal(runs, 2);
  rmSync(join(input, "b"));
  await build();
  assert.equal(runs, 3);
});

test("a changed or missing output runs the step", async () => {
  writeFileSync(output, "edited");
  await build();
  assert.equal(runs, 1);
  rmSync(output);
  await build();
  assert.equal(runs, 2);
});

test("force runs the step", async () => {
  await build({ force: true });
  assert.equal(runs, 1);
});

test("a step that failed runs again", async () => {
  writeFileSync(join(input, "a"), "2");
  await assert.rejects(build({ fail: true }), /compiler error/);
  writeFileSync(join(input, "a"), "1");
  await build();
  assert.equal(runs, 2);
});
