// @ts-check
// npm run coverage [-- --only rust,javascript]: which lines and branches the tests run. It is a report, and fails only where a
// test does. Pages to look into are written to target/coverage.

import { main, Problem, readOptions } from "./lib/main.mjs";
import { javascript } from "./coverage/javascript.mjs";
import { rust } from "./coverage/rust.mjs";

const sides = { rust, javascript };

await main(async () => {
  const { only } = readOptions({ only: "value" });
  const names = only?.split(",") ?? Object.keys(sides);
  const unknown = names.filter((name) => !Object.hasOwn(sides, name));
  if (unknown.length > 0) throw new Problem(`Nothing is called ${unknown.join(", ")}; there are ${Object.keys(sides).join(" and ")}.`);
  /** @type {string[]} */
  const lines = [];
  for (const [name, measure] of Object.entries(sides)) if (names.includes(name)) lines.push(...(await measure()));
  console.log(`\n${lines.join("\n")}`);
});
