// @ts-check
// Makes sure of every tool that a command needs. What is there already costs milliseconds.

import { duration } from "../lib/progress.mjs";
import { ensureBrowser } from "./browser.mjs";
import { ensureFirefox } from "./firefox.mjs";
import { ensureNginx } from "./nginx.mjs";
import { ensureNpmPackages } from "./npm.mjs";
import { ensureComponents, ensureRust, ensureWasmTarget } from "./rust.mjs";
import { ensureWasmBindgen } from "./wasm-bindgen.mjs";
import { ensureWasmPack } from "./wasm-pack.mjs";

/** Sets up what `npm run build` and `npm start` need. */
export async function setUpBuild() {
  const start = performance.now();
  console.log("Tools");
  await ensureRust();
  await ensureWasmTarget();
  await ensureNpmPackages();
  const wasmBindgen = await ensureWasmBindgen();
  console.log(`  ready in ${duration(performance.now() - start)}\n`);
  return { wasmBindgen };
}

/**
 * @typedef {object} Tools
 * @property {string} wasmBindgen The folder of wasm-bindgen and wasm-bindgen-test-runner.
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
  console.log(`  ready in ${duration(performance.now() - start)}\n`);
  return { wasmBindgen, wasmPack, ...browser, firefox, nginx };
}
