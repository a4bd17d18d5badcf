// @ts-check
// The stages of `npm test`, in order: what is quick and basic first.

import { join } from "node:path";
import { locked } from "../lib/cargo.mjs";
import { root } from "../lib/paths.mjs";
import { testWasmPack } from "./wasm-pack.mjs";
import { testWasm, wasmTestArgs, wasmTestEnv } from "./wasm.mjs";

/**
 * @typedef {object} Stage
 * @property {string} name
 * @property {string} about
 * @property {(context: import("./context.mjs").Context) => Promise<import("./counts.mjs").Counts>} run
 */

/** @param {string} name */
const script = (name) => join(root, "scripts", name);

const DENY_WARNINGS = ["--", "-D", "warnings"];

/** @type {Stage[]} */
export const stages = [
  {
    name: "format",
    about: "rustfmt finds nothing to change",
    run: (context) => context.check("cargo", ["fmt", "--check", "--", "--color=never"]),
  },
  {
    name: "script-types",
    about: "these scripts have no type error",
    run: (context) => context.check("tsc", ["-p", script("tsconfig.json")]),
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
    name: "sandbox",
    about: "the emulated platforms",
    run: (context) => context.nodeTest("tests/sandbox"),
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
    about: "the package and the console page in Chromium",
    run: async (context) => context.nodeTest("tests/browser", await context.packed()),
  },
  {
    name: "consumers",
    about: "the packed package in bundlers, frameworks and other runtimes",
    run: async (context) => context.nodeTest("tests/consumers", await context.packed()),
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
