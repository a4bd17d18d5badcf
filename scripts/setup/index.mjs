// @ts-check
// Makes sure of every tool that a command needs, and of the npm packages. What is there already costs milliseconds.

import { statSync } from "node:fs";
import { join } from "node:path";
import { Problem } from "../lib/main.mjs";
import { root } from "../lib/paths.mjs";
import { run } from "../lib/run.mjs";
import { duration, progress, tell } from "../lib/terminal.mjs";
import { ensureWasmBindgen, ensureWasmPack } from "./cargo-tool.mjs";
import { ensureBrowser, ensureFirefox, ensureNginx, ensureShells } from "./debian.mjs";
import { ensureComponents, ensureRust, ensureWasmTarget } from "./rust.mjs";

/** Sets up what `npm run build` and `npm start` need. */
export async function setUpBuild() {
  const start = performance.now();
  console.log("Tools");
  await ensureRust();
  await ensureWasmTarget();
  await ensureNpmPackages();
  console.log(`  ready in ${duration(performance.now() - start)}\n`);
}

/**
 * @typedef {object} Tools
 * @property {string} wasmBindgen The folder of wasm-bindgen-test-runner.
 * @property {string} wasmPack The folder of wasm-pack.
 * @property {string} chromium The browser's executable file.
 * @property {string} chromedriver
 * @property {string} firefox Firefox's executable file.
 * @property {string} nginx nginx's executable file.
 */

/**
 * Sets up what `npm test` needs.
 * @returns {Promise<Tools>}
 */
export async function setUpTests() {
  const start = performance.now();
  console.log("Tools");
  await ensureRust();
  await ensureWasmTarget();
  await ensureComponents();
  await ensureNpmPackages();
  const wasmBindgen = await ensureWasmBindgen();
  const wasmPack = await ensureWasmPack();
  const browser = await ensureBrowser();
  const firefox = await ensureFirefox();
  const nginx = await ensureNginx();
  await ensureShells();
  console.log(`  ready in ${duration(performance.now() - start)}\n`);
  return { wasmBindgen, wasmPack, ...browser, firefox, nginx };
}

/** Installs the locked packages where they are missing or older than the lock file. */
export async function ensureNpmPackages() {
  const changed = modified("package-lock.json");
  const installed = modified(join("node_modules", ".package-lock.json"));
  if (installed >= changed) return tell("npm packages", "up to date");
  const step = progress("npm packages", "npm ci");
  const { code, output } = await run("npm", ["ci", "--no-progress"]);
  step.end(code === 0 ? "installed" : "failed");
  if (code !== 0) throw new Problem(`${output.trim()}\nRun \`npm ci\` by hand, then run this again.`);
}

/** When a file was last written; 0 where there is none. @param {string} file */
function modified(file) {
  return statSync(join(root, file), { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
