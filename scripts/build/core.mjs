// @ts-check
// The Rust crate as WebAssembly, with its JavaScript glue.

import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
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

/** What of the crate's JavaScript the façade uses too: so options are read before there is any WebAssembly. */
const READERS = ["readCall", "readClient"];

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
      const bound = await bind(wasmBindgen, compiled);
      trim(bound);
      const wasm = join(pkg, "core_bg.wasm");
      await optimise(join(bound, "core_bg.wasm"), wasm);
      await wrap(join(bound, "core_bg.js"), join(pkg, "core_bg.js"), shorten(wasm));
      declare(join(bound, "core.d.ts"), join(pkg, "core_bg.d.ts"));
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
  const folder = join(target, "build", "bindgen");
  rmSync(folder, { recursive: true, force: true });
  await must(join(wasmBindgen, "wasm-bindgen"), [
    wasm, "--target", "bundler", "--out-name", "core", "--out-dir", folder, "--remove-producers-section",
  ], `wasm-bindgen ${lockedVersion("wasm-bindgen")} refused the crate.`);
  return folder;
}

/** Gives what the module exports short names, and takes away what its glue has no use for. @param {string} folder */
function trim(folder) {
  const [module, script] = [join(folder, "core_bg.wasm"), join(folder, "core_bg.js")];
  const glue = readFileSync(script, "utf8");
  const { wasm, names } = shortenExports(readFileSync(module), glue);
  writeFileSync(module, wasm);
  writeFileSync(script, shortenUses(glue, names));
}

/**
 * Shrinks the module. The far end of the stack is all that lies below address 1024, so a small offset never wraps
 * around to it and can be folded into the load or store that it is for.
 * @param {string} from @param {string} to
 */
async function optimise(from, to) {
  const wasmOpt = join(root, "node_modules", "binaryen", "bin", "wasm-opt");
  await must(process.execPath, [
    wasmOpt, from, "--flatten", "--rereloop", "--local-cse", "-Oz", "--converge", "--strip-debug",
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
 * @param {string} from
 * @param {string} to
 * @param {{ names: import("./shorten.mjs").Names, moved: import("./shorten.mjs").Moved[] }} imports
 */
async function wrap(from, to, { names, moved }) {
  const { build } = await import("esbuild");
  const glue = shortenGlue(readFileSync(from, "utf8"), names);
  const importLine = /^import .*$/gm;
  const own = glue.match(importLine) ?? [];
  const others = moved.map(({ from, name, short }) => `import { ${name} as ${short} } from ${JSON.stringify(from)};`);
  const body = glue.replaceAll(importLine, "").replaceAll(/^export (?=function |class )/gm, "");
  if (/^(import|export)\b/m.test(body)) {
    throw new Problem("The glue has imports or exports that wrap() does not know: teach it.");
  }
  const members = [...exported(glue), ...moved.map(({ short }) => short)];
  await build({
    stdin: {
      contents: `${[...own, ...others, `export { ${READERS} } from "${snippet(own, "options.js")}";`].join("\n")}
export function createGlue() {\n${body}\nreturn { ${members} };\n}\n`,
      resolveDir: dirname(from),
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

/** The crate's own module of this name, as the glue imports it. @param {string[]} imports @param {string} name */
function snippet(imports, name) {
  const path = imports.map((line) => /'(.*)'/.exec(line)?.[1]).find((path) => path?.endsWith(`/${name}`));
  if (path === undefined) throw new Problem(`The glue does not import ${name}: core.mjs must look elsewhere.`);
  return path;
}

/**
 * The types of the glue, and of the function that gives it.
 * @param {string} from
 * @param {string} to
 */
function declare(from, to) {
  const types = readFileSync(from, "utf8");
  const members = exported(types).map((name) => `  ${name}: typeof ${name};\n`).join("");
  writeFileSync(to, `${types}
/** Reads the options of a call, or throws. */
export function readCall(given: unknown, call: string): any;
/** Reads the options of a client, or throws. */
export function readClient(given: unknown, backends: string): any;
/** Glue for one instance: what its imports are, and what it offers. */
export function createGlue(): {
${members}  /** Takes the exports of the instance. */
  __wbg_set_wasm(exports: WebAssembly.Exports): void;
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
