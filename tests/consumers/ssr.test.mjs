// @ts-check
// Servers that render pages import everything and may lack anything: an import must touch nothing and start
// nothing.

import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { install } from "./support/project.mjs";
import { must, tell } from "./support/run.mjs";

/** The glue makes a text decoder and encoder when it is evaluated: no less a part of the language today. */
const harmless = new Set(["TextDecoder", "TextEncoder"]);

/** What can start something, or look at where it is. A new client may look at its options' URL. */
const active = /^(fetch|WebAssembly|set[IT]|queueMicrotask|import|node:|Worker|process|document|window)/;

test("importing touches no global and starts nothing", { timeout: 2 * 60_000 }, async (t) => {
  tell("server-side rendering");
  const { folder } = await install(t, "ssr");
  const flags = ["--experimental-vm-modules", "--no-warnings"];

  /** @param {string} file */
  const imported = async (file) => {
    const output = await must(process.execPath, [...flags, "import-entry.mjs", file], { cwd: folder });
    return JSON.parse(output);
  };

  const at = join(folder, "node_modules", "agent-delete");
  const { exports } = JSON.parse(readFileSync(join(at, "package.json"), "utf8"));
  const files = JSON.stringify(exports).matchAll(/"\.\/([\w/-]+\.[cm]?js)"/g);
  const entries = new Set([...files].map(([, file]) => file));
  for (const needed of ["index.js", "inline.js", "inline.cjs", "node.mjs", "node.cjs", "workerd.js", "edge-light.js"]) {
    assert.ok(entries.has(needed), `${needed} is no entry`);
  }

  for (const entry of entries) {
    await t.test(entry, async () => {
      const { byImport, byClient, exports } = await imported(join(at, entry));
      assert.ok(exports > 0);
      assert.deepEqual(byImport.filter((/** @type {string} */ name) => !harmless.has(name)), []);
      assert.deepEqual(byClient.filter((/** @type {string} */ name) => active.test(name)), []);
    });
  }

  await t.test("a module that does touch something is noticed", async () => {
    writeFileSync(join(folder, "touching.js"), `
      import { readFile } from "node:fs/promises";
      export const loading = readFile("package.json").catch(() => {});
      export const known = [typeof fetch, globalThis.WebAssembly, setTimeout(() => {}, 1), typeof window];
      export class AgentClient { listAgents() { queueMicrotask(() => {}); } }
    `);
    const { byImport, byClient } = await imported("touching.js");
    assert.deepEqual(byImport, ["node:fs/promises readFile", "fetch", "WebAssembly", "setTimeout", "window"]);
    assert.deepEqual(byClient, ["queueMicrotask"]);
  });
});
