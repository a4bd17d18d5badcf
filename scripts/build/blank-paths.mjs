// @ts-check
// The compiler notes where in the sources a panic may happen, for crates and for the standard library with the
// folder they have on the machine that builds. That is nobody's business, and differs from machine to machine.

/** Cargo's folder of unpacked crates, or rustup's of the standard library, with all that leads there. */
const FOLDER = /\/[\w./-]*\/(?:registry\/src\/[\w.-]+|lib\/rustlib\/src\/rust)(?=\/)/g;

/**
 * The module with slashes in the place of such folders, for a text in it must keep its length.
 * @param {Uint8Array} wasm
 */
export function blankPaths(wasm) {
  const text = Buffer.from(wasm).toString("latin1");
  return Buffer.from(text.replace(FOLDER, (folder) => "/".repeat(folder.length)), "latin1");
}
