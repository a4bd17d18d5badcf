// @ts-check
import { createGlue } from "./core_bg.js";

/** Exports that are called many times in a request, and from within a call that is watched. */
const unwatched = /^__(wbindgen_(malloc|realloc|free|exn_store)|externref)/;

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

  /** @param {WebAssembly.Module} module */
  static async start(module) {
    const instance = new Instance();
    const { exports } = await WebAssembly.instantiate(module, { "./core_bg.js": instance.#glue });
    instance.#glue.__wbg_set_wasm(instance.#watch(exports));
    /** @type {Function} */ (exports.__wbindgen_start)();
    return instance;
  }

  /** The bare client of this instance. */
  get AgentClient() {
    return this.#glue.AgentClient;
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

  /**
   * The exports, each so that what it throws is noticed: an ordinary error is handed over as a value, never
   * thrown through WebAssembly. Most calls come from a promise, a timer or an event, where nobody would catch
   * it.
   *
   * @param {WebAssembly.Exports} exports
   */
  #watch(exports) {
    return mapFunctions(exports, (call, name) => {
      if (unwatched.test(name)) {
        return call;
      }
      return (/** @type {unknown[]} */ ...args) => {
        try {
          return call(...args);
        } catch (trap) {
          this.#stop(exports, trap);
          return [];
        }
      };
    });
  }

  /**
   * @param {WebAssembly.Exports} exports
   * @param {unknown} trap
   */
  #stop(exports, trap) {
    this.stopped ??= { trap };
    // Promises, timers and finalizers that still point into the module find nothing to call.
    this.#glue.__wbg_set_wasm(mapFunctions(exports, () => () => []));
    for (const end of this.#calls) {
      end(trap);
    }
  }
}

/**
 * @param {WebAssembly.Exports} exports
 * @param {(call: Function, name: string) => Function} change
 */
function mapFunctions(exports, change) {
  return Object.fromEntries(
    Object.entries(exports).map(([name, value]) => [
      name,
      typeof value === "function" ? change(value, name) : value,
    ]),
  );
}
