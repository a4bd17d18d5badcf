import assert from "node:assert/strict";
import { test } from "node:test";
import { cargoCounts, failedTests, nodeCounts, oneCheck, verdict } from "./report.mjs";

test("cargo's test programs are added up, and ignored tests count as failed", () => {
  const output = [
    "test result: ok. 12 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.01s",
    "   Doc-tests agent_delete",
    "test result: FAILED. 3 passed; 1 failed; 2 ignored; 0 measured; 0 filtered out; finished in 0.20s",
  ].join("\n");
  assert.deepEqual(cargoCounts(output), { passed: 15, failed: 3 });
});

test("node's closing lines are read, and skipped tests and todos count as failed", () => {
  const output = "✔ a (1ms)\nℹ tests 9\nℹ pass 4\nℹ fail 1\nℹ cancelled 1\nℹ skipped 2\nℹ todo 1\n";
  assert.deepEqual(nodeCounts(output), { passed: 4, failed: 5 });
});

test("a file without a test is no test that passed", () => {
  const output = "✔ tests/package/empty.test.mjs (40.1ms)\nℹ tests 1\nℹ pass 1\nℹ fail 0\n";
  assert.deepEqual(nodeCounts(output), { passed: 0, failed: 1 });
});

test("output without closing lines counts nothing", () => {
  assert.deepEqual(cargoCounts("no tests to run!"), { passed: 0, failed: 0 });
  assert.deepEqual(nodeCounts("Error: cannot find module"), { passed: 0, failed: 0 });
});

test("a runner that ran no test has failed, whatever its exit code", () => {
  assert.deepEqual(verdict(0, { passed: 0, failed: 0 }), { passed: 0, failed: 1 });
  assert.deepEqual(verdict(1, { passed: 0, failed: 0 }), { passed: 0, failed: 1 });
});

test("a runner that counted no failure but ended with an error has failed once", () => {
  assert.deepEqual(verdict(1, { passed: 7, failed: 0 }), { passed: 7, failed: 1 });
  assert.deepEqual(verdict(1, { passed: 7, failed: 2 }), { passed: 7, failed: 2 });
  assert.deepEqual(verdict(0, { passed: 7, failed: 0 }), { passed: 7, failed: 0 });
});

test("a command without tests is one check", () => {
  assert.deepEqual(oneCheck(0), { passed: 1, failed: 0 });
  assert.deepEqual(oneCheck(101), { passed: 0, failed: 1 });
});

test("the names of failed and skipped tests are found, each once", () => {
  const output = [
    "test flow::fine ... ok",
    "test flow::broken ... FAILED",
    "test src/lib.rs - (line 12) ... ignored",
    "test web::broken_too ... FAIL",
    "✔ good (1.2ms)",
    "▶ group",
    "  ✖ bad (in a group) (3.4ms)",
    "﹣ left out (0.1ms) # SKIP",
    "✔ later (0.1ms) # TODO",
    "✔ tests/package/empty.test.mjs (40.1ms)",
    "✖ failing tests:",
    "✖ bad (in a group) (3.4ms)",
  ].join("\n");
  assert.deepEqual(failedTests(output), [
    "flow::broken", "src/lib.rs - (line 12)", "web::broken_too", "bad (in a group)", "left out", "later",
    "tests/package/empty.test.mjs",
  ]);
});
