// @ts-check
// npm run size: what somebody's browser downloads for this package, and how far that is below the most it may be.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { main, Problem } from "./lib/main.mjs";
import { pkg } from "./lib/paths.mjs";

/** What the whole should weigh at the most, in bytes of brotli, with all features in. Not reached yet. */
const GOAL = 80_000;

/** What it may weigh until then: what it weighs now, and a little. */
const CEILING = 184_000;

/** @typedef {{ brotli: number, gzip: number, raw: number }} Weight In bytes: brotli 11, gzip level 9, unpacked. */

await main(async () => {
  const wasm = weigh(readFileSync(join(pkg, "core_bg.wasm")));
  const glue = weigh(await bundle("core_bg.js"));
  const script = weigh(await bundle("index.js"));
  const total = each((unit) => wasm[unit] + script[unit]);
  row("", "brotli", "gzip", "unpacked");
  show("WebAssembly", wasm);
  show("its glue", glue);
  show("hand-written", each((unit) => script[unit] - glue[unit])); // it travels in one file with the glue
  show("in all", total);
  const left = CEILING - total.brotli;
  if (left < 0) throw new Problem(`A download of ${kB(total.brotli)} is ${kB(-left)} over the limit of ${kB(CEILING)}: take something out.`);
  console.log(`\nA browser downloads ${kB(total.brotli)} (brotli); the limit is ${kB(CEILING)}, so ${kB(left)} are free.`);
  if (total.brotli > GOAL) console.log(`The goal of ${kB(GOAL)} is missed by ${kB(total.brotli - GOAL)}.`);
});

/**
 * An entry with all that it loads at once, as a bundler ships it: without the module, and without the module as text, which
 * is a file of its own that is loaded only where the module can't be fetched.
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
    brotli: brotliCompressSync(bytes, { params }).length,
    gzip: gzipSync(bytes, { level: 9 }).length,
    raw: bytes.length,
  };
}

/** @param {(unit: keyof Weight) => number} of @returns {Weight} */
function each(of) {
  return { brotli: of("brotli"), gzip: of("gzip"), raw: of("raw") };
}

/** A thousand bytes, as download sizes are told. @param {number} bytes */
function kB(bytes) {
  return `${(bytes / 1000).toFixed(1)} kB`;
}

/** @param {string} part @param {Weight} weight */
function show(part, { brotli, gzip, raw }) {
  row(part, kB(brotli), kB(gzip), kB(raw));
}

/** @param {string} part @param {string[]} cells */
function row(part, ...cells) {
  console.log(`${part.padEnd(14)}${cells.map((cell) => cell.padStart(10)).join("")}`);
}
