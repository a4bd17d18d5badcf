// @ts-check
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { root } from "../lib/paths.mjs";
import { draw } from "./draw.mjs";

const read = (/** @type {string} */ file) => readFileSync(join(root, file), "utf8");

test("the chart in docs is that of the results that are kept", () => {
  assert.equal(read("docs/benchmark.svg"), draw(JSON.parse(read("bench/results.json"))));
});

test("bars are as long as their numbers, the best stands first, and names are escaped", () => {
  const picture = draw({
    taken: "2026-01-01", node: "v20.0.0", cores: 2, packages: { peer: "peer@1.0.0", plain: null },
    parts: [
      { title: "A & B", unit: "µs", better: "less", values: { peer: 400, "agent-delete": 100, "<odd>": 200 } },
      { title: "C", unit: "a second", better: "more", values: { peer: 1, "agent-delete": 4 } },
    ],
  });
  const bars = [...picture.matchAll(/<rect class="bar".* width="([\d.]+)" height="14"/g)].map(([, width]) => Number(width));
  assert.deepEqual(bars.map((width) => Math.round((width / bars[2]) * 100)), [25, 50, 100, 100, 25]);
  assert.ok(picture.indexOf(">agent-delete<") < picture.indexOf(">peer<"));
  assert.match(picture, /A &amp; B[^]*&lt;odd&gt;/);
  assert.match(picture, /Peers: peer@1\.0\.0\./);
  assert.match(picture, /prefers-color-scheme: dark/);
});
