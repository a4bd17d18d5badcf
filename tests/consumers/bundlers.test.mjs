// @ts-check
// What bundlers make of the package, opened in Chromium: their production builds, and what Vite's development
// server serves.

import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { deleteInPage, openPage, startChromium } from "./support/chromium.mjs";
import { servePlatforms } from "./support/platforms.mjs";
import { install } from "./support/project.mjs";
import { must, tell } from "./support/run.mjs";
import { serveFolder } from "./support/serve.mjs";
import { startServer } from "./support/server.mjs";

/**
 * @typedef {object} Row
 * @property {string} name
 * @property {string} consumer
 * @property {string} [from]
 * @property {[command: string, ...args: string[]]} build
 * @property {string} root The folder to serve, in that of the consumer.
 * @property {boolean} emits Whether the WebAssembly comes out as a file; else it is in the scripts as text.
 */

/** @type {Pick<Row, "build" | "root" | "emits">} */
const vite = { build: ["vite", "build"], root: "dist", emits: true };

/** @type {Row[]} */
const rows = [
  {
    name: "esbuild", consumer: "esbuild", root: "", emits: false,
    build: ["esbuild", "main.js", "--bundle", "--minify", "--format=esm", "--outdir=dist"],
  },
  {
    name: "esbuild with code splitting", consumer: "esbuild", root: "", emits: false,
    build: ["esbuild", "main.js", "--bundle", "--minify", "--format=esm", "--splitting", "--outdir=dist"],
  },
  { name: "Rollup", consumer: "rollup", root: "", emits: false, build: ["rollup", "--config"] },
  { name: "webpack 5", consumer: "webpack", root: "", emits: true, build: ["webpack", "build"] },
  {
    name: "webpack 5, where WebAssembly files are modules", consumer: "webpack", root: "", emits: false,
    build: ["webpack", "build", "--config", "wasm-modules.config.js"],
  },
  { name: "Vite, newest", consumer: "vite", ...vite },
  { name: "Vite 6", consumer: "vite-6", from: "vite", ...vite },
  {
    name: "Parcel", consumer: "parcel", root: "dist", emits: true,
    build: ["parcel", "build", "index.html", "--no-cache", "--cache-dir=.parcel-cache"],
  },
];

for (const { name, consumer, from, build: [command, ...args], root, emits } of rows) {
  test(`${name}, production build`, { timeout: 12 * 60_000 }, async (t) => {
    tell(name);
    const { folder, bin } = await install(t, consumer, { from });
    await must(bin(command), args, { cwd: folder });
    const browser = await startChromium(t);
    const { assertDeletes } = await servePlatforms(t);
    const server = await serveFolder(t, join(folder, root));
    const { page, errors } = await openPage(browser, `${server.origin}/`);
    await assertDeletes((tasks) => deleteInPage(page, tasks));
    assert.deepEqual(errors, []);
    const emitted = server.requests.some((path) => path.endsWith(".wasm") && !path.endsWith("/core_bg.wasm"));
    assert.equal(emitted, emits, `asked for ${server.requests.join(" ")}`);
  });
}

for (const { name, consumer, from } of rows.filter(({ consumer }) => consumer.startsWith("vite"))) {
  test(`${name}, development server`, { timeout: 12 * 60_000 }, async (t) => {
    tell(`${name}, development server`);
    const { folder, bin } = await install(t, consumer, { from });
    const args = (/** @type {number} */ port) => ["--host=127.0.0.1", `--port=${port}`];
    const origin = await startServer(t, bin("vite"), args, folder);
    const browser = await startChromium(t);
    const { assertDeletes } = await servePlatforms(t);
    const { page, errors } = await openPage(browser, `${origin}/`);
    await assertDeletes((tasks) => deleteInPage(page, tasks));
    assert.deepEqual(errors, []);
  });
}

/** @type {{ name: string, consumer: string, build: Row["build"], file: string }[]} */
const forNode = [
  ...[["esm", "out.mjs"], ["cjs", "out.cjs"]].map(([format, file]) => ({
    name: `esbuild, one ${format} file for Node`, consumer: "esbuild", file,
    build: /** @type {Row["build"]} */ ([
      "esbuild", "node.js", "--bundle", "--platform=node", `--format=${format}`, `--outfile=${file}`,
    ]),
  })),
  {
    name: "webpack 5 for Node, where WebAssembly files are modules", consumer: "webpack", file: "dist/main.cjs",
    build: ["webpack", "build", "--config", "wasm-modules.config.js", "--env", "node"],
  },
];

for (const { name, consumer, build: [command, ...args], file } of forNode) {
  test(name, { timeout: 12 * 60_000 }, async (t) => {
    tell(name);
    const { folder, bin } = await install(t, consumer);
    await must(bin(command), args, { cwd: folder });
    const { assertDeletes } = await servePlatforms(t);
    await assertDeletes(async (tasks) => {
      return JSON.parse(await must(process.execPath, [file, JSON.stringify(tasks)], { cwd: folder }));
    });
  });
}
