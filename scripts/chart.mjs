// @ts-check
// npm run chart: draws docs/benchmark.svg from bench/results.json, which `npm run bench -- --save` keeps.

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { draw } from "./chart/draw.mjs";
import { main } from "./lib/main.mjs";
import { root } from "./lib/paths.mjs";

await main(async () => {
  const results = JSON.parse(readFileSync(join(root, "bench", "results.json"), "utf8"));
  writeFileSync(join(root, "docs", "benchmark.svg"), draw(results));
  console.log("docs/benchmark.svg is drawn.");
});
