// @ts-check
// tests/web.rs as WebAssembly, in Node and in Chrome, against the emulated platforms over real HTTP.

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { locked } from "../lib/cargo.mjs";
import { pkg, root, target } from "../lib/paths.mjs";

const TARGET = "wasm32-unknown-unknown";

/**
 * The sandbox's address is compiled into the tests, which cannot read an environment at run time. It stays
 * the same wherever the port is free, so that nothing is compiled again.
 */
const SANDBOX_PORT = 47_811;

/** What has to be in the environment to compile tests/web.rs. @param {string} [origin] */
export function wasmTestEnv(origin = `http://127.0.0.1:${SANDBOX_PORT}`) {
  return { AGENT_DELETE_SANDBOX: origin };
}

/** The arguments of cargo that choose those tests. */
export const wasmTestArgs = ["--target", TARGET, ...locked];

/**
 * @param {import("./context.mjs").Context} context
 * @param {"node" | "chrome"} where
 */
export async function testWasm(context, where) {
  const sandbox = await startSandbox();
  try {
    return await onceScriptsLoad(context, () => context.cargoTest([...wasmTestArgs, "--no-default-features", "--test", "web"], {
      ...wasmTestEnv(sandbox.origin),
      ...(where === "chrome" ? chromeEnv(context.tools) : {}),
      CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER: join(context.tools.wasmBindgen, "wasm-bindgen-test-runner"),
      WASM_BINDGEN_TEST_TIMEOUT: "100",
      WASM_BINDGEN_TEST_DRIVER_TIMEOUT: "60",
    }));
  } finally {
    await sandbox.close();
  }
}

/** How often a page is opened whose scripts don't come. */
const OPENINGS = 3;

/**
 * Runs tests that may not begin: now and then the runner's server leaves a request unanswered while the browser keeps
 * its connections open, and the page waits for a script for ever. No test has run then.
 * @param {import("./context.mjs").Context} context
 * @param {() => Promise<import("./counts.mjs").Counts>} run
 */
async function onceScriptsLoad(context, run) {
  for (let left = OPENINGS - 1; ; left -= 1) {
    const before = context.output.length;
    const counts = await run();
    if (left === 0 || !context.output.slice(before).includes("Loading scripts...")) return counts;
  }
}

/**
 * Makes the runner use this Chromium, with the flags of webdriver.json.
 * @param {import("../setup/index.mjs").Tools} tools
 */
function chromeEnv({ chromium }) {
  const capabilities = JSON.parse(readFileSync(join(root, "webdriver.json"), "utf8"));
  capabilities["goog:chromeOptions"].binary = chromium;
  const file = join(target, "build", "webdriver.json");
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(capabilities));
  return {
    WASM_BINDGEN_USE_BROWSER: "1",
    WASM_BINDGEN_TEST_WEBDRIVER_JSON: file,
    // The runner takes the first driver that it is told of; ours is the only one.
    GECKODRIVER: undefined, SAFARIDRIVER: undefined, MSEDGEDRIVER: undefined,
  };
}

/** @returns {Promise<{ origin: string, close: () => Promise<void> }>} */
async function startSandbox() {
  const { createSandbox } = await import(pathToFileURL(join(pkg, "sandbox", "index.js")).href);
  const { serveSandbox } = await import(pathToFileURL(join(pkg, "sandbox", "node.js")).href);
  try {
    return await serveSandbox(createSandbox(), { port: SANDBOX_PORT });
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== "EADDRINUSE") throw error;
    return serveSandbox(createSandbox(), { port: 0 });
  }
}
