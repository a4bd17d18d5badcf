// @ts-check
// The stages of `npm test`, in order: what is quick and basic first.

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { locked } from "../lib/cargo.mjs";
import { pkg, root, target } from "../lib/paths.mjs";

/**
 * @typedef {object} Stage
 * @property {string} name
 * @property {string} about
 * @property {(context: import("./context.mjs").Context) => Promise<import("./report.mjs").Counts>} run
 */

/** @param {string} name */
const script = (name) => join(root, "scripts", name);

const DENY_WARNINGS = ["--", "-D", "warnings"];

/** @type {Stage[]} */
export const stages = [
  {
    name: "format",
    about: "rustfmt finds nothing to change",
    run: async (context) => total(
      await context.check("cargo", ["fmt", "--check", "--", "--color=never"]),
      await context.check("cargo", ["fmt", "--check", "--manifest-path", "fuzz/Cargo.toml", "--", "--color=never"]),
    ),
  },
  {
    name: "script-types",
    about: "these scripts and the console have no type error",
    run: async (context) => total(
      await context.check("tsc", ["-p", script("tsconfig.json")]),
      await context.check("tsc", ["-p", join(root, "www", "tsconfig.json")]),
    ),
  },
  {
    name: "script-tests",
    about: "what these scripts count and skip is right",
    run: (context) => context.nodeTest("scripts"),
  },
  {
    name: "lint",
    about: "clippy has no warning, for this machine",
    run: (context) => context.check("cargo", ["clippy", "--all-targets", ...locked, ...DENY_WARNINGS]),
  },
  {
    name: "lint-wasm",
    about: "clippy has no warning, for wasm32 with its tests",
    run: (context) => context.check(
      "cargo", ["clippy", "--lib", "--test", "web", ...wasmTestArgs, ...DENY_WARNINGS], wasmTestEnv(),
    ),
  },
  {
    name: "lint-rust-only",
    about: "clippy has no warning, for wasm32 without the classes for JavaScript",
    run: (context) => context.check(
      "cargo", ["clippy", "--lib", "--no-default-features", ...wasmTestArgs, ...DENY_WARNINGS],
    ),
  },
  {
    name: "docs",
    about: "rustdoc has no warning",
    run: (context) => context.check(
      "cargo", ["doc", "--no-deps", ...locked], { RUSTDOCFLAGS: "-D warnings" },
    ),
  },
  {
    name: "site",
    about: "npm run docs: the guides and references as a site, whose links hold",
    run: (context) => context.check(process.execPath, [script("docs.mjs")]),
  },
  {
    name: "native",
    about: "Rust unit, wire, flow and documentation tests",
    run: (context) => context.cargoTest(["--no-fail-fast", ...locked]),
  },
  {
    name: "build",
    about: "npm run build",
    run: (context) => context.check(process.execPath, [script("build.mjs")]),
  },
  {
    name: "console",
    about: "what the console page decides, without a page",
    run: (context) => context.nodeTest("tests/console"),
  },
  {
    name: "sandbox",
    about: "the emulated platforms",
    run: (context) => context.nodeTest("tests/sandbox"),
  },
  {
    name: "cli",
    about: "the command line, as processes against the sandbox",
    run: async (context) => context.nodeTest("tests/cli", await context.packed()),
  },
  {
    name: "wasm-node",
    about: "the crate as wasm in Node, over HTTP",
    run: (context) => testWasm(context, "node"),
  },
  {
    name: "wasm-chrome",
    about: "the crate as wasm in headless Chrome, over HTTP",
    run: (context) => testWasm(context, "chrome"),
  },
  {
    name: "package",
    about: "the packed package, installed and used in Node",
    run: async (context) => context.nodeTest("tests/package", await context.packed()),
  },
  {
    name: "supply",
    about: "licences, the bill of materials, and pinned versions",
    run: async (context) => context.nodeTest("tests/supply", await context.packed()),
  },
  {
    name: "proxy",
    about: "the packed package behind a real nginx",
    run: async (context) => context.nodeTest("tests/proxy", await context.packed()),
  },
  {
    name: "types",
    about: "the packed package's types",
    run: async (context) => context.nodeTest("tests/types", await context.packed()),
  },
  {
    name: "browser",
    about: "the demonstration, and the console page in Chromium",
    run: async (context) => context.nodeTest("tests/browser", await context.packed()),
  },
  {
    name: "consumers",
    about: "the packed package in bundlers, frameworks and other runtimes",
    run: async (context) => context.nodeTest("tests/consumers", await context.packed()),
  },
  {
    name: "examples",
    about: "the examples, with the packed package",
    run: async (context) => context.nodeTest("tests/examples", await context.packed()),
  },
  {
    name: "wasm-pack",
    about: "wasm-pack builds the crate for nodejs, web and bundler",
    run: testWasmPack,
  },
  {
    name: "size",
    about: "the download is within its budget",
    run: (context) => context.check(process.execPath, [script("size.mjs")]),
  },
];

/** @param {...import("./report.mjs").Counts} counts */
const total = (...counts) => ({
  passed: counts.reduce((sum, { passed }) => sum + passed, 0),
  failed: counts.reduce((sum, { failed }) => sum + failed, 0),
});

const TARGET = "wasm32-unknown-unknown";

/**
 * The sandbox's address is compiled into the tests, which cannot read an environment at run time. It stays
 * the same wherever the port is free, so that nothing is compiled again.
 */
const SANDBOX_PORT = 47_811;

/** What has to be in the environment to compile tests/web.rs. @param {string} [origin] */
function wasmTestEnv(origin = `http://127.0.0.1:${SANDBOX_PORT}`) {
  return { AGENT_DELETE_SANDBOX: origin };
}

/** The arguments of cargo that choose those tests. */
const wasmTestArgs = ["--target", TARGET, ...locked];

/**
 * @param {import("./context.mjs").Context} context
 * @param {"node" | "chrome"} where
 */
async function testWasm(context, where) {
  const sandbox = await startSandbox();
  try {
    const args = [...wasmTestArgs, "--no-default-features", "--test", "web"];
    return await onceScriptsLoad(context, () => context.cargoTest(args, {
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
 * @param {() => Promise<import("./report.mjs").Counts>} run
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

/** @param {import("./context.mjs").Context} context */
async function testWasmPack(context) {
  const folder = join(target, "wasm-pack");
  for (const kind of ["nodejs", "web", "bundler"]) {
    await context.must("wasm-pack", [
      "build", "--mode", "no-install", "--target", kind, "--out-dir", join(folder, kind), "--", ...locked,
    ]);
  }
  return context.nodeTest("tests/wasm-pack", { AGENT_DELETE_WASM_PACK: folder });
}
