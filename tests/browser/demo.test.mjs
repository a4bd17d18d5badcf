import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { SECRET_MARK, createSandbox } from "../../pkg/sandbox/index.js";

const demo = new URL("../../scripts/demo/index.mjs", import.meta.url).href;
const { stdout, stderr, status } = spawnSync(
  process.execPath,
  ["--input-type=module", "--eval", `await (await import(${JSON.stringify(demo)})).demo();`],
  { encoding: "utf8" },
);

test("the demonstration in Node runs through", () => {
  assert.equal(stderr, "");
  assert.equal(status, 0);
});

test("it shows five results, a refusal, a plan, a backup and a bulk deletion", () => {
  for (const backend of ["charm", "langchain", "foundry", "eliza", "kortix"]) {
    assert.match(stdout, new RegExp(`^  ${backend} +\\S+ +deleted `, "m"));
  }
  assert.match(stdout, /^ {2}code +conflict$/m);
  assert.match(stdout, /^ {2}hint +Pass force: true/m);
  assert.match(stdout, /^ {2}no force +not deletable$/m);
  assert.match(stdout, /^ {12}unset-default +PUT +\/kortix\//m);
  assert.match(stdout, /^ {2}memories +3 entries$/m);
  assert.match(stdout, /^ {2}as a text +\d+ characters by backupToJson, read back by backupFromJson$/m);
  assert.match(stdout, /202 of 202 {2}200 deleted, 2 failed$/m);
  assert.match(stdout, /resultsToCsv\(results\) gives 203 lines/);
  assert.match(stdout, /npx agent-delete delete … --all --name 'e2e-\*' --yes --at-most 50$/m);
});

test("it fits 100 columns, has no colours outside a terminal, and no credential anywhere", () => {
  // A path is not broken, for it may be copied.
  assert.deepEqual(stdout.split("\n").filter((line) => line.length > 100 && !/^(Backups|Journal) {2}\S+$/.test(line)), []);
  assert.ok(!stdout.includes("\x1b"));
  assert.ok(!stdout.includes(SECRET_MARK));
  const sandbox = createSandbox();
  for (const backend of /** @type {const} */ (["charm", "langchain", "foundry", "eliza", "kortix"])) {
    assert.ok(!stdout.includes(Object.values(sandbox.credential(backend))[0]), backend);
  }
});
