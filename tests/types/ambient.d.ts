// What bundlers and runtimes, not the compiler, know about the imports of the package's entries.

/** In what webpack has built. It has `v` where WebAssembly files are modules. */
declare const __webpack_require__: undefined | (() => unknown);

declare module "*.wasm" {
  const module: WebAssembly.Module;
  export default module;
}

declare module "*.wasm?module" {
  const module: WebAssembly.Module;
  export default module;
}

declare module "node:fs/promises" {
  export function readFile(path: string | URL): Promise<Uint8Array<ArrayBuffer>>;
}
