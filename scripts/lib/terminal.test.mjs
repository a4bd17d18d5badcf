import assert from "node:assert/strict";
import { test } from "node:test";
import { beginning, lastSegments, progressBar, table, wrap } from "./terminal.mjs";

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

/** @param {boolean} isTTY */
function drawn(isTTY) {
  let text = "";
  const bar = progressBar({ isTTY, write: (/** @type {any} */ part) => ((text += part), true) });
  for (let done = 1; done <= 100; done += 1) bar.show(done, 100, "fine");
  bar.end();
  return text;
}

test("on a terminal it is one line, drawn again and again", () => {
  const text = drawn(true);
  assert.equal(text.split("\n").length, 2);
  assert.equal(text.split("\r\x1b[2K").length, 101);
});

test("elsewhere it is a few lines, the last of them full", () => {
  const lines = drawn(false).trimEnd().split("\n");
  assert.equal(lines.length, 4);
  assert.match(lines[3], /█{30} {2}100 of 100 {2}fine$/);
  assert.ok(!lines.some((line) => line.includes("\x1b")));
});
