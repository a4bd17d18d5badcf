// @ts-check
// The weight of the package's default entry, as a bundler ships it.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { pkg } from "../lib/paths.mjs";

/** @typedef {{ raw: number, gzip: number, brotli: number }} Weight In bytes; gzip level 9, brotli 11. */

/** @returns {Promise<Record<"wasm" | "glue" | "facade" | "total", Weight>>} */
export async function measure() {
  const wasm = weigh(readFileSync(join(pkg, "core_bg.wasm")));
  const glue = weigh(await bundle("core_bg.js"));
  const script = weigh(await bundle("index.js"));
  return {
    wasm,
    glue,
    facade: combine(script, glue, (all, part) => all - part), // both travel in one file
    total: combine(wasm, script, (a, b) => a + b),
  };
}

/**
 * An entry with all that it loads at once: without the module, and without the module in base64, which is a
 * file of its own that is loaded only where the module cannot be fetched.
 * @param {string} entry
 */
async function bundle(entry) {
  const { build } = await import("esbuild");
  const { outputFiles } = await build({
    entryPoints: [join(pkg, entry)],
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    external: ["./wasm-inline.js", "*.wasm"],
    write: false,
  });
  return outputFiles[0].contents;
}

/** @param {Uint8Array} bytes @returns {Weight} */
function weigh(bytes) {
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
  return {
    raw: bytes.length,
    gzip: gzipSync(bytes, { level: 9 }).length,
    brotli: brotliCompressSync(bytes, { params }).length,
  };
}

/** @param {Weight} a @param {Weight} b @param {(a: number, b: number) => number} by @returns {Weight} */
function combine(a, b, by) {
  return { raw: by(a.raw, b.raw), gzip: by(a.gzip, b.gzip), brotli: by(a.brotli, b.brotli) };
}
