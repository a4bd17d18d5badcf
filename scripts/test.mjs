// @ts-check
// npm test [-- --only name,name] [--list] [--verbose]: sets up the tools, then runs every check.

import { main, Problem, readOptions } from "./lib/main.mjs";
import { setUpTests } from "./setup/index.mjs";
import { Context } from "./test/context.mjs";
import { runStage, summarise } from "./test/report.mjs";
import { stages } from "./test/stages.mjs";

await main(async () => {
  const { only, list, verbose = false } = readOptions({ only: "value", list: "flag", verbose: "flag" });
  if (list) {
    for (const { name, about } of stages) console.log(`${name.padEnd(15)} ${about}`);
    return;
  }
  const chosen = choose(only);
  const context = new Context(await setUpTests());
  const results = [];
  for (const stage of chosen) results.push(await runStage(context, stage, { verbose }));
  if (!summarise(results)) process.exitCode = 1;
});

/** @param {string | undefined} only Names of stages, separated by commas; all of them when absent. */
function choose(only) {
  if (only === undefined) return stages;
  const names = only.split(",");
  const unknown = names.filter((name) => !stages.some((stage) => stage.name === name));
  if (unknown.length > 0) throw new Problem(`No stage is called ${unknown.join(", ")}: see --list.`);
  return stages.filter(({ name }) => names.includes(name));
}
