// @ts-check
import { createGlue } from "./core_bg.js";

/**
 * A running WebAssembly module. Whatever it throws (a full memory or stack, a bug) stops it for good, since
 * its memory can't be trusted any more: the calls under way, which would else wait for ever, end in an error.
 */
export class Instance {
  #glue = createGlue();
  /** Ends each of the calls under way. @type {Set<(trap: unknown) => void>} */
  #calls = new Set();

  /** What it threw: it takes no further call, another instance must. @type {{ trap: unknown } | undefined} */
  stopped;

  /** What makes the calls. An ordinary error is handed over by it, and never thrown through WebAssembly. */
  Machine = Object.assign(this.#glue.Machine, {
    stop: (/** @type {unknown} */ trap) => {
      this.stopped ??= { trap };
      // Work and finalizers that still point into the module find nothing to call.
      this.#glue.__wbg_set_wasm(new Proxy({}, { get: () => () => [] }));
      for (const end of this.#calls) {
        end(trap);
      }
    },
  });

  /** @param {WebAssembly.Module} module */
  static async start(module) {
    const instance = new Instance();
    const { exports } = await WebAssembly.instantiate(module, { "./core_bg.js": instance.#glue });
    instance.#glue.__wbg_set_wasm(exports);
    // Another module would have none.
    new instance.Machine("").free();
    return instance;
  }

  /**
   * Makes a call that settles whatever happens to the module.
   *
   * @template T
   * @param {() => T | Promise<T>} call
   * @param {(trap: unknown) => Error} lost The error, should the module stop meanwhile.
   * @returns {Promise<T>}
   */
  async run(call, lost) {
    if (this.stopped) {
      throw lost(this.stopped.trap);
    }
    /** @type {(trap: unknown) => void} */
    let end = () => {};
    const ended = new Promise((_, reject) => {
      end = (trap) => reject(lost(trap));
    });
    this.#calls.add(end);
    try {
      return await Promise.race([ended, new Promise((resolve) => resolve(call()))]);
    } finally {
      this.#calls.delete(end);
    }
  }
}
