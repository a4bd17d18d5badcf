// @ts-check
// Node, Deno and Bun, each from an installed package and as its own process.

import { test } from "node:test";
import { servePlatforms } from "./support/platforms.mjs";
import { install } from "./support/project.mjs";
import { must, tell } from "./support/run.mjs";

/** Deno may use the network and nothing else; it stops, and does not ask, when it would need more. */
const denoFlags = ["run", "--allow-net", "--no-prompt", "--quiet"];

/** @type {{ name: string, consumer: string, command?: string, args: string[] }[]} */
const rows = [
  { name: "Node, ESM", consumer: "node", args: ["esm.mjs"] },
  { name: "Node, CommonJS", consumer: "node", args: ["commonjs.cjs"] },
  { name: "Node, worker_threads", consumer: "node", args: ["threads.mjs"] },
  { name: "Node, a realm as Jest makes them", consumer: "node", args: ["realm.cjs"] },
  { name: "Deno with --allow-net only", consumer: "deno", command: "deno", args: [...denoFlags, "main.js"] },
  { name: "Bun, ESM", consumer: "bun", command: "bun", args: ["esm.js"] },
  { name: "Bun, CommonJS", consumer: "bun", command: "bun", args: ["commonjs.cjs"] },
];

for (const { name, consumer, command, args } of rows) {
  test(name, { timeout: 10 * 60_000 }, async (t) => {
    tell(name);
    const { folder, bin } = await install(t, consumer);
    const { assertDeletes } = await servePlatforms(t);
    await assertDeletes(async (tasks) => {
      const output = await must(command ? bin(command) : process.execPath, [...args, JSON.stringify(tasks)], {
        cwd: folder, timeoutMs: 60_000,
      });
      // All of the output: a warning is not wanted, either.
      return JSON.parse(output);
    });
  });
}
