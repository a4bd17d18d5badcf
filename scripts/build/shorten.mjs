// @ts-check
// Short names for what WebAssembly imports from its glue. Nobody reads those that wasm-bindgen makes, and the hash
// in each does not compress: in the module and in the glue together they are nearly 3 kB of the download.

import { HEADER, Reader, SECTION, leb128, part } from "../lib/wasm.mjs";

/**
 * The short names, by the long ones.
 * @typedef {Map<string, string>} Names
 *
 * What the module imports from a module of JavaScript rather than from its glue.
 * @typedef {{ from: string, name: string, short: string }} Moved
 */

/**
 * The module with short names for its imports, all of them from its glue; these names; and which came from elsewhere.
 * @param {Uint8Array} wasm
 * @param {string} glue What the module calls its glue.
 */
export function shortenImports(wasm, glue) {
  /** @type {Names} */
  const names = new Map();
  /** @type {Moved[]} */
  const moved = [];
  const module = new Reader(wasm);
  const parts = [wasm.subarray(0, HEADER)];
  module.at = HEADER;
  while (!module.done) {
    const id = module.byte();
    const section = module.part();
    const bytes = id === SECTION.import ? shortened(section, glue, names, moved) : section.bytes;
    parts.push(Uint8Array.of(id), part(bytes));
  }
  return { wasm: Buffer.concat(parts), names, moved };
}

/**
 * The glue with the same short names.
 * @param {string} glue
 * @param {Names} names
 */
export function shortenGlue(glue, names) {
  return glue.replace(/\b__wb\w+/g, (name) => names.get(name) ?? name);
}

/**
 * An import section, which holds nothing but functions.
 * @param {Reader} section
 * @param {string} glue
 * @param {Names} names
 * @param {Moved[]} moved
 */
function shortened(section, glue, names, moved) {
  const count = section.number();
  const parts = [leb128(count)];
  for (let left = count; left > 0; left -= 1) {
    const from = section.text();
    const name = section.text();
    const kind = section.byte();
    const type = section.number();
    if (kind !== 0) throw new Error(`${name} is imported and is not a function`);
    const known = names.get(name);
    const short = known ?? `_${names.size.toString(36)}`;
    names.set(name, short);
    if (from !== glue && known === undefined) moved.push({ from, name, short });
    parts.push(part(encode(glue)), part(encode(short)), Uint8Array.of(kind), leb128(type));
  }
  return Buffer.concat(parts);
}

/** @param {string} text */
const encode = (text) => new TextEncoder().encode(text);
