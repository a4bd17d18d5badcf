// @ts-check
import assert from "node:assert/strict";
import test from "node:test";
import { shortenExports, shortenGlue, shortenImports, shortenUses } from "./shorten.mjs";

/** A module that imports two functions of its glue, one of them twice, and one of another module. */
const wasm = module([
  ["glue", "__wbg_now_0123456789"], ["glue", "__wbg_parse_9876543210"],
  ["snippet", "wait"], ["glue", "__wbg_now_0123456789"],
]);

test("imports get short names, the same in the module and in the glue", async () => {
  const { wasm: short, names, moved } = shortenImports(wasm, "glue");
  const imports = WebAssembly.Module.imports(await WebAssembly.compile(/** @type {BufferSource} */ (short)));
  assert.deepEqual(imports.map(({ module, name }) => `${module} ${name}`), ["glue _0", "glue _1", "glue _2", "glue _0"]);
  assert.deepEqual(moved, [{ from: "snippet", name: "wait", short: "_2" }]);
  const glue = "export function __wbg_now_0123456789() {}\nexport function __wbg_set_wasm() {}";
  assert.equal(shortenGlue(glue, names), "export function _0() {}\nexport function __wbg_set_wasm() {}");
});

test("exports get short names, the same in the module and in the glue, and unused ones go", async () => {
  const exported = Uint8Array.from([
    ...[0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 0x60, 0, 0, 3, 2, 1, 0],
    ...exportSection(["client_new", "unused", "__wbindgen_start", "__wbindgen_malloc"]), 10, 4, 1, 2, 0, 0x0b,
  ]);
  const glue = "wasm.client_new(wasm.__wbindgen_malloc)";
  const { wasm: short, names } = shortenExports(exported, glue);
  const exports = WebAssembly.Module.exports(await WebAssembly.compile(/** @type {BufferSource} */ (short)));
  assert.deepEqual(exports.map(({ name }) => name), ["x0", "x1"]);
  assert.equal(shortenUses(glue, names), "wasm.x0(wasm.x1)");
});

/** A module that imports these functions. @param {string[][]} functions The module and the name of each. */
function module(functions) {
  /** @param {string} text */
  const text = (text) => [text.length, ...Buffer.from(text)];
  const imports = functions.flatMap(([from, name]) => [...text(from), ...text(name), 0, 0]);
  const section = [functions.length, ...imports];
  assert.ok(section.length < 128, "its length must be one byte");
  return Uint8Array.from([0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 0x60, 0, 0, 2, section.length, ...section]);
}

/** A section that exports the first function under these names. @param {string[]} names */
function exportSection(names) {
  const entries = names.flatMap((name) => [name.length, ...Buffer.from(name), 0, 0]);
  return [7, entries.length + 1, names.length, ...entries];
}
