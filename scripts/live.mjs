// @ts-check
// npm run test:live [-- --only name,name] [--list]: the packed package against real servers on loopback. They come from
// package registries, once for a user, and ask no model. Not a part of `npm test`: some weigh gigabytes.

import { readdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "./build/index.mjs";
import { main, Problem, readOptions } from "./lib/main.mjs";
import { root } from "./lib/paths.mjs";
import { run } from "./lib/run.mjs";
import { setUpBuild } from "./setup/index.mjs";
import { nodeCounts, sum, verdict } from "./test/report.mjs";

const folder = join(root, "tests", "live");

await main(async () => {
  const { only, list } = readOptions({ only: "value", list: "flag" });
  const all = readdirSync(join(folder, "servers")).filter((name) => name.endsWith(".mjs")).map((name) => name.slice(0, -4)).sort();
  const names = only?.split(",") ?? all;
  const unknown = names.filter((name) => !all.includes(name));
  if (unknown.length > 0) throw new Problem(`No server is called ${unknown.join(", ")}; there are ${all.join(", ")}.`);
  /** @type {Record<string, any>} */
  const servers = {};
  for (const name of names) servers[name] = (await load(join("servers", `${name}.mjs`))).default;
  if (list) {
    for (const name of names) console.log(`${name.padEnd(15)} ${servers[name].title}`);
    return;
  }
  await setUpBuild();
  await build();
  console.log("Servers");
  const { ensureInstalled } = await load(join("support", "install.mjs"));
  for (const server of Object.values(servers)) await ensureInstalled(server);
  console.log();
  const { code, output } = await run(process.execPath, ["--test", "--test-reporter=spec", join(folder, "live.test.mjs")], {
    env: { ...process.env, AGENT_DELETE_LIVE: names.join(","), NO_COLOR: "1" },
    onLine: (line) => console.log(line),
  });
  const counts = verdict(code, nodeCounts(output));
  console.log(`\n${names.length} servers: ${sum(counts)}`);
  if (counts.failed > 0) process.exitCode = 1;
});

/** @param {string} file Below tests/live. @returns {Promise<any>} */
function load(file) {
  return import(pathToFileURL(join(folder, file)).href);
}
