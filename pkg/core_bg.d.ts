/** What wasm-bindgen makes of the crate, for one instance: what its imports are, and what it offers. */
export function createGlue(surroundings: {
  setTimeout(call: () => void, millis: number): unknown;
  clearTimeout(timer: unknown): void;
  queueMicrotask(task: () => void): void;
}): {
  AgentClient: typeof import("./index.js").AgentClient;
  /** Takes the exports of the instance. */
  __wbg_set_wasm(exports: WebAssembly.Exports): void;
  [name: string]: any;
};
