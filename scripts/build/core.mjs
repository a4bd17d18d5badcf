// @ts-check
// The Rust crate as WebAssembly, with its JavaScript glue.

import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cargo } from "../lib/cargo.mjs";
import { lockedVersion } from "../lib/crate.mjs";
import { Problem } from "../lib/main.mjs";
import { pkg, root, target } from "../lib/paths.mjs";
import { run } from "../lib/run.mjs";
import { shortenExports, shortenGlue, shortenImports, shortenUses } from "./shorten.mjs";
import { step } from "./step.mjs";

/** What rustc 1.95 may emit for wasm32-unknown-unknown; every browser that runs the package has these. */
const WASM_FEATURES = [
  "bulk-memory", "bulk-memory-opt", "call-indirect-overlong", "multivalue", "mutable-globals",
  "nontrapping-float-to-int", "reference-types", "sign-ext",
].map((feature) => `--enable-${feature}`);

/** What the façade uses of the crate's JavaScript: so options are read before there is any WebAssembly. */
const SHARED = {
  "calls.js": ["one", "some"],
  "options.js": ["BACKUP", "DELETE", "GET", "LIST", "MANY", "PLAN", "STOP", "readCall", "readClient"],
  "signal.js": ["watch"],
  "stream.js": ["stream"],
};

/** Where wasm-bindgen's output is. */
const bound = join(target, "build", "bindgen");

/** What the module calls its glue. */
const GLUE = "./core_bg.js";

/**
 * @param {string} wasmBindgen The folder of the wasm-bindgen command.
 * @param {import("./step.mjs").BuildOptions} options
 */
export function buildCore(wasmBindgen, options) {
  return step({
    name: "core",
    inputs: [
      "Cargo.lock", "Cargo.toml", "package-lock.json", "pkg/types.d.ts",
      "scripts/build/core.mjs", "scripts/build/shorten.mjs", "scripts/lib/wasm.mjs", "src",
    ],
    outputs: ["pkg/core_bg.wasm", "pkg/core_bg.js", "pkg/core_bg.d.ts"],
    run: async () => {
      const compiled = await compile();
      await bind(wasmBindgen, compiled);
      const trimmed = trim();
      const wasm = join(pkg, "core_bg.wasm");
      await optimise(trimmed.wasm, wasm);
      await wrap(trimmed.glue, join(pkg, "core_bg.js"), shorten(wasm));
      declare(join(pkg, "core_bg.d.ts"));
    },
  }, options);
}

/** Rust to WebAssembly, as a cdylib only: beside an rlib, cargo leaves the link-time optimisation out. */
async function compile() {
  await cargo("cargo", "compiling the crate for wasm32", [
    "rustc", "--release", "--lib", "--crate-type", "cdylib", "--target", "wasm32-unknown-unknown",
    "--features", "trap",
  ], { remedy: "The crate does not compile: correct what cargo says above." });
  return join(target, "wasm32-unknown-unknown", "release", "agent_delete.wasm");
}

/** Makes the glue that lets JavaScript call it. @param {string} wasmBindgen @param {string} wasm */
async function bind(wasmBindgen, wasm) {
  rmSync(bound, { recursive: true, force: true });
  await must(join(wasmBindgen, "wasm-bindgen"), [
    wasm, "--target", "bundler", "--out-name", "core", "--out-dir", bound, "--remove-producers-section",
  ], `wasm-bindgen ${lockedVersion("wasm-bindgen")} refused the crate.`);
}

/**
 * Gives what the module exports short names, and takes away what its glue has no use for: a table for JavaScript's
 * values, above all, of which none is in the module.
 */
function trim() {
  const module = join(bound, "trimmed.wasm");
  const whole = readFileSync(join(bound, "core_bg.js"), "utf8");
  const glue = whole.replace(/^export function __wbindgen_init_externref_table\(\) \{$[^]*?^\}$/m, "");
  if (glue.includes("externref")) throw new Problem("The module holds values of JavaScript: it must not.");
  const { wasm, names } = shortenExports(readFileSync(join(bound, "core_bg.wasm")), glue);
  writeFileSync(module, wasm);
  return { wasm: module, glue: shortenUses(glue, names) };
}

/**
 * Shrinks the module. The far end of the stack is all that lies below address 1024, so a small offset never wraps
 * around to it and can be folded into the load or store that it is for.
 * @param {string} from @param {string} to
 */
async function optimise(from, to) {
  const wasmOpt = join(root, "node_modules", "binaryen", "bin", "wasm-opt");
  await must(process.execPath, [
    wasmOpt, from, "--flatten", "--rereloop", "--local-cse", "-Oz", "--converge", "--strip-debug", "--strip-target-features",
    "--low-memory-unused", "--one-caller-inline-max-function-size=20", ...WASM_FEATURES, "-o", to,
  ], "wasm-opt refused the module.");
}

/** Gives the imports of the module short names. @param {string} file */
function shorten(file) {
  const { wasm, ...imports } = shortenImports(readFileSync(file), GLUE);
  writeFileSync(file, wasm);
  return imports;
}

/**
 * Puts the generated glue into a function, in one file with the crate's own JavaScript, without comments and white
 * space. What it knows of its WebAssembly is in variables: so each instance has its own, and one that has stopped can
 * be replaced.
 * @param {string} source
 * @param {string} to
 * @param {{ names: import("./shorten.mjs").Names, moved: import("./shorten.mjs").Moved[] }} imports
 */
async function wrap(source, to, { names, moved }) {
  const { build } = await import("esbuild");
  const glue = shortenGlue(source, names);
  const importLine = /^import .*$/gm;
  const others = moved.map(({ from, name, short }) => `import { ${name} as ${short} } from ${JSON.stringify(from)};`);
  const shared = Object.entries(SHARED).map(([file, names]) => `export { ${names} } from "./src/js/${file}";`);
  const body = glue.replaceAll(importLine, "").replaceAll(/^export (?=function |class )/gm, "");
  if (/^(import|export)\b/m.test(body)) {
    throw new Problem("The glue has imports or exports that wrap() does not know: teach it.");
  }
  const members = [...exported(glue), ...moved.map(({ short }) => short)];
  const head = [...(glue.match(importLine) ?? []), ...others, ...shared].join("\n");
  await build({
    stdin: {
      // The crate's own modules, and not wasm-bindgen's copies of them, of which there may not be two.
      contents: `${head.replaceAll(/\.\/snippets\/[^/]+\//g, "./")}
export function createGlue() {\n${body}\nreturn { ${members} };\n}\n`,
      resolveDir: root,
    },
    outfile: to,
    allowOverwrite: true,
    bundle: true,
    format: "esm",
    minify: true,
    // What wasm-bindgen keeps on its own objects, and nobody else reads.
    mangleProps: /^(__destroy_into_raw|__wbg_ptr|__wrap|_wbg_cb_unref)$/,
    target: "es2022",
    banner: { js: "/* Made by wasm-bindgen from the Rust crate, and with its JavaScript. */" },
    logLevel: "warning",
  });
}

/**
 * The types of the glue, for the package's own modules.
 * @param {string} to
 */
function declare(to) {
  const shared = Object.entries(SHARED).map(([file, names]) => `export { ${names.join(", ")} } from "../src/js/${file}";\n`);
  writeFileSync(to, `${shared.join("")}
/** Glue for one instance: what its imports are, and what it offers. */
export function createGlue(): {
  Machine: import("../src/js/drive.js").MachineClass;
  /** Takes the exports of the instance. */
  __wbg_set_wasm(exports: WebAssembly.Exports): void;
  [name: string]: any;
};
`);
}

/** The names of what a file of wasm-bindgen's exports as values. @param {string} source */
function exported(source) {
  return Array.from(source.matchAll(/^export (?:function|class) (\w+)/gm), ([, name]) => name);
}

/** @param {string} command @param {string[]} args @param {string} problem */
async function must(command, args, problem) {
  const { code, output } = await run(command, args);
  if (code !== 0) throw new Problem(`${output}\n${problem}`);
}
