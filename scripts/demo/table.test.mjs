import assert from "node:assert/strict";
import { test } from "node:test";
import { beginning, lastSegments, table } from "./table.mjs";
import { wrap } from "./text.mjs";

test("columns are as wide as their longest text, numbers stand to the right", () => {
  const columns = [{ title: "Name" }, { title: "ms", align: /** @type {const} */ ("right") }];
  assert.deepEqual(table(columns, [["a", "7"], ["longer", "123"]]), [
    "  Name     ms",
    "  a         7",
    "  longer  123",
  ]);
});

test("a column that can be cut gives way, and no other", () => {
  const columns = [{ title: "Path", cut: lastSegments }, { title: "Status" }];
  const [, row] = table(columns, [["/api/projects/demo/agents/a?x=1", "200"]], 32);
  assert.equal(row, "  …/demo/agents/a?x=1     200");
});

test("what is painted is measured without its colours", () => {
  const paint = (/** @type {string} */ text) => `<${text}>`;
  assert.deepEqual(table([{ title: "A" }, { title: "B" }], [[["x", paint], "y"]])[1], "  <x>  y");
});

test("a text is cut at its end, a path at its segments", () => {
  assert.equal(beginning("abcdef", 4), "abc…");
  assert.equal(lastSegments("/one/two/three", 8), "…/three");
  assert.equal(lastSegments("/one/a-name-that-is-long", 8), "…is-long");
});

test("text breaks between words, and a word is never broken", () => {
  assert.deepEqual(wrap("one two three", 7), ["one two", "three"]);
  assert.deepEqual(wrap("incomprehensibly long", 6), ["incomprehensibly", "long"]);
});
