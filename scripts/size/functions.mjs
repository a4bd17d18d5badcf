// @ts-check
// Where the bytes of a WebAssembly module go, by the names that the compiler gave its functions.

import { HEADER, Reader, SECTION } from "../lib/wasm.mjs";

const FUNCTION_NAMES = 1;

/**
 * The functions of a module that has its name section, the largest first.
 * @param {Uint8Array} bytes
 * @returns {{ name: string, bytes: number }[]}
 */
export function functions(bytes) {
  const module = new Reader(bytes);
  module.at = HEADER;
  let imported = 0;
  /** @type {number[]} */
  const sizes = [];
  /** @type {Map<number, string>} */
  const names = new Map();
  while (!module.done) {
    const id = module.byte();
    const section = module.part();
    if (id === SECTION.import) imported = countImportedFunctions(section);
    if (id === SECTION.code) {
      for (let left = section.number(); left > 0; left -= 1) sizes.push(section.part().bytes.length);
    }
    if (id === SECTION.custom && section.text() === "name") readNames(section, names);
  }
  return sizes
    .map((size, index) => ({ name: names.get(imported + index) ?? "(no name)", bytes: size }))
    .sort((a, b) => b.bytes - a.bytes);
}

/** wasm-bindgen imports functions, and no other kind of thing. @param {Reader} section */
function countImportedFunctions(section) {
  const count = section.number();
  for (let left = count; left > 0; left -= 1) {
    section.text();
    section.text();
    if (section.byte() !== 0) throw new Error("the module imports something that is not a function");
    section.number();
  }
  return count;
}

/** @param {Reader} section @param {Map<number, string>} names */
function readNames(section, names) {
  while (!section.done) {
    const id = section.byte();
    const part = section.part();
    if (id !== FUNCTION_NAMES) continue;
    for (let left = part.number(); left > 0; left -= 1) names.set(part.number(), readable(part.text()));
  }
}

/** A Rust path without the compiler's hashes. @param {string} name */
function readable(name) {
  return name.replace(/\[[0-9a-f]{16}\]|::h[0-9a-f]{16}$/g, "");
}

/**
 * The functions added up by crate, and within this crate by module; the largest first.
 * @param {{ name: string, bytes: number }[]} all
 */
export function byModule(all) {
  /** @type {Record<string, number>} */
  const sums = {};
  for (const { name, bytes } of all) {
    const [own] = /agent_delete(::\w+){0,2}(?=::)/.exec(name) ?? [];
    const [, crate] = /(\w+)::/.exec(name) ?? [];
    const key = own ?? crate ?? "(other)";
    sums[key] = (sums[key] ?? 0) + bytes;
  }
  return Object.entries(sums)
    .map(([name, bytes]) => ({ name, bytes }))
    .sort((a, b) => b.bytes - a.bytes);
}
