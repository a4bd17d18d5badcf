// @ts-check
// The Rust crate as WebAssembly, and the glue that wasm-bindgen makes for it.

import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { cargo } from "../lib/cargo.mjs";
import { Problem } from "../lib/main.mjs";
import { pkg, root, target } from "../lib/paths.mjs";
import { ask, run } from "../lib/run.mjs";
import { step } from "./step.mjs";

const WASM = "wasm32-unknown-unknown";

/** What rustc 1.95 may emit for wasm32-unknown-unknown; every browser that runs the package has these. */
const WASM_FEATURES = [
  "bulk-memory", "bulk-memory-opt", "call-indirect-overlong", "multivalue", "mutable-globals",
  "nontrapping-float-to-int", "reference-types", "sign-ext",
].map((feature) => `--enable-${feature}`);

/** Where wasm-bindgen's output is, with the names of its functions. */
const bindings = join(target, "build", "bindings");

/** @param {import("./step.mjs").BuildOptions} options */
export function buildModule(options) {
  return step({
    name: "module",
    inputs: ["Cargo.lock", "Cargo.toml", "package-lock.json", "pkg/types.d.ts", "scripts/bindgen", "scripts/build/module.mjs", "src"],
    outputs: ["pkg/core_bg.wasm", "pkg/core_bg.js"],
    run: async () => {
      await bind(await compile());
      await optimise(join(bindings, "core_bg.wasm"), join(pkg, "core_bg.wasm"));
      await wrap(join(bindings, "core_bg.js"), join(pkg, "core_bg.js"));
    },
  }, options);
}

/** Rust to WebAssembly, as a cdylib only: beside an rlib, cargo leaves the link-time optimisation out. */
async function compile() {
  await cargo("crates", "fetching what the crate needs", ["fetch", "--target", WASM], {
    remedy: "The crates did not come: see what cargo says above.",
  });
  await cargo("cargo", "compiling the crate for wasm32", [
    "rustc", "--release", "--lib", "--crate-type", "cdylib", "--target", WASM,
  ], {
    env: { ...process.env, CARGO_ENCODED_RUSTFLAGS: (await withoutFolders()).join("\x1f") },
    remedy: "The crate does not compile: correct what cargo says above.",
  });
  return join(target, WASM, "release", "agent_delete.wasm");
}

/** The flags that keep this machine's folders out of the places that a panic names. */
async function withoutFolders() {
  const registry = join(process.env.CARGO_HOME || join(homedir(), ".cargo"), "registry", "src");
  const folders = existsSync(registry) ? readdirSync(registry).map((name) => join(registry, name)) : [];
  const sysroot = await ask("rustc", ["--print", "sysroot"]);
  if (sysroot) folders.push(join(sysroot, "lib", "rustlib", "src", "rust"));
  return folders.map((folder) => `--remap-path-prefix=${folder}=`);
}

/** Makes the glue that lets JavaScript call it, by the helper crate that stands in for the wasm-bindgen command. @param {string} wasm */
async function bind(wasm) {
  rmSync(bindings, { recursive: true, force: true });
  await cargo("bindings", "compiling wasm-bindgen's own part", ["run", "--package", "bindgen", "--", wasm, "core", bindings], {
    remedy: "The bindings were not made: see what cargo or wasm-bindgen says above.",
  });
}

/** Shrinks the module. @param {string} from @param {string} to */
async function optimise(from, to) {
  const wasmOpt = join(root, "node_modules", "binaryen", "bin", "wasm-opt");
  const { code, output } = await run(process.execPath, [
    wasmOpt, from, "-Oz", "--strip-debug", "--strip-target-features", ...WASM_FEATURES, "-o", to,
  ]);
  if (code !== 0) throw new Problem(`${output}\nwasm-opt refused the module.`);
}

/**
 * Puts the glue, as it is, into a function, `createGlue`. What it knows of its WebAssembly is in variables of its module:
 * so each instance has its own, and one that has stopped can be replaced. Timers and microtasks it takes from whoever calls it.
 * @param {string} from
 * @param {string} to
 */
async function wrap(from, to) {
  const { build } = await import("esbuild");
  await build({
    entryPoints: [from],
    outfile: to,
    allowOverwrite: true,
    bundle: true,
    format: "esm",
    minifySyntax: true,
    minifyWhitespace: true,
    target: "es2022",
    logLevel: "warning",
  });
  const glue = readFileSync(to, "utf8");
  // What it exports it gives back instead, as an object of its own members.
  const body = glue.replace(/export\{([^{}]*)\};\s*$/, (_, names) => `return{${names.replace(/([\w$]+) as ([\w$]+)/g, "$2:$1")}};`);
  if (body === glue) throw new Problem("The bindings have another shape than expected: they end in no list of exports.");
  const banner = "/* Made by wasm-bindgen from the Rust crate. */";
  writeFileSync(to, `${banner}\nexport function createGlue({setTimeout,clearTimeout,queueMicrotask}) {\n${body}\n}\n`);
}
