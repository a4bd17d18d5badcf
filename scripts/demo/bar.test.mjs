import assert from "node:assert/strict";
import { test } from "node:test";
import { progressBar } from "./bar.mjs";

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
