// @ts-check
// Short names for what WebAssembly imports from its glue, and for what it exports to it. Nobody reads those that
// wasm-bindgen makes, and the hash in each does not compress: in the module and in the glue together they are 3 kB of
// the download.

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
  const bytes = withSection(wasm, SECTION.import, (section) => shortened(section, glue, names, moved));
  return { wasm: bytes, names, moved };
}

/**
 * The module with short names for its exports, and without those that its glue has no use for; and these names.
 * @param {Uint8Array} wasm
 * @param {string} glue
 */
export function shortenExports(wasm, glue) {
  const used = new Set(Array.from(glue.matchAll(USE), ([, name]) => name));
  /** @type {Names} */
  const names = new Map();
  const bytes = withSection(wasm, SECTION.export, (section) => {
    const entries = [];
    for (let left = section.number(); left > 0; left -= 1) {
      const name = section.text();
      const [kind, index] = [section.byte(), section.number()];
      if (!used.has(name)) continue;
      // The memory is what others look at, too: how large it is.
      const short = name === "memory" ? name : `x${names.size.toString(36)}`;
      names.set(name, short);
      entries.push(part(encode(short)), Uint8Array.of(kind), leb128(index));
    }
    return Buffer.concat([leb128(entries.length / 3), ...entries]);
  });
  return { wasm: bytes, names };
}

/** A use of an export in the glue. */
const USE = /\bwasm\.(\w+)/g;

/**
 * The glue with the short names of the exports.
 * @param {string} glue
 * @param {Names} names
 */
export const shortenUses = (glue, names) => glue.replace(USE, (_, name) => `wasm.${names.get(name)}`);

/**
 * The module with another section in the place of the one with this number.
 * @param {Uint8Array} wasm
 * @param {number} number
 * @param {(section: Reader) => Uint8Array} change
 */
function withSection(wasm, number, change) {
  const module = new Reader(wasm);
  const parts = [wasm.subarray(0, HEADER)];
  module.at = HEADER;
  while (!module.done) {
    const id = module.byte();
    const section = module.part();
    parts.push(Uint8Array.of(id), part(id === number ? change(section) : section.bytes));
  }
  return Buffer.concat(parts);
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
