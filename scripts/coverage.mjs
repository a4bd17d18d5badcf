// @ts-check
// npm run coverage [-- --only rust,javascript] [-- --tests package,cli]: which lines and branches the tests run. It is a report,
// and fails only where a test does. Pages to look into are written to target/coverage. `--tests` runs some of JavaScript's tests
// and reports what these are for, for the command line's take long.

import { main, Problem, readOptions } from "./lib/main.mjs";
import { javascript } from "./coverage/javascript.mjs";
import { rust } from "./coverage/rust.mjs";

/** @type {Record<string, (tests?: string[]) => Promise<string[]>>} */
const sides = { rust, javascript };

await main(async () => {
  const { only, tests } = readOptions({ only: "value", tests: "value" });
  const names = only?.split(",") ?? (tests === undefined ? Object.keys(sides) : ["javascript"]);
  const unknown = names.filter((name) => !Object.hasOwn(sides, name));
  if (unknown.length > 0) throw new Problem(`Nothing is called ${unknown.join(", ")}; there are ${Object.keys(sides).join(" and ")}.`);
  /** @type {string[]} */
  const lines = [];
  for (const [name, measure] of Object.entries(sides)) if (names.includes(name)) lines.push(...(await measure(tests?.split(","))));
  console.log(`\n${lines.join("\n")}`);
});
