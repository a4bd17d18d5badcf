// @ts-check
import * as glue from "./core_bg.js";
import { LoadError } from "./error.js";

/** Exports that are called many times in a request, and from within a call that is watched. */
const unwatched = /^__(wbindgen_(malloc|realloc|free|exn_store)|externref)/;

/**
 * The running WebAssembly module. What stops it (a full memory or stack) stops it for good: its memory can't
 * be trusted any more. The calls under way then end in an error, where they would else wait for ever.
 */
export class Instance {
  /** @type {LoadError | undefined} */
  #stopped;
  /** Ends each of the calls under way. @type {Set<(trap: unknown) => void>} */
  #calls = new Set();

  /** The bare client. */
  AgentClient = glue.AgentClient;

  /** @param {BufferSource | WebAssembly.Module} source */
  static async start(source) {
    const instance = new Instance();
    const made = await WebAssembly.instantiate(source, { "./core_bg.js": glue });
    // Told apart by shape: a module of another realm, as tests have them, is no `instanceof` of this one's.
    const { exports } = made.instance ?? made;
    glue.__wbg_set_wasm(instance.#watch(exports));
    exports.__wbindgen_start();
    return instance;
  }

  /**
   * Makes a call that settles whatever happens to the module.
   *
   * @template T
   * @param {() => Promise<T>} call
   * @param {(trap: unknown) => Error} lost The error, should the module stop meanwhile.
   * @returns {Promise<T>}
   */
  async run(call, lost) {
    if (this.#stopped) {
      throw this.#stopped;
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
      return (...args) => {
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
    const message = "The WebAssembly part has stopped. Reload the page or start the program again.";
    this.#stopped ??= new LoadError(message, { cause: trap });
    // Promises, timers and finalizers that still point into the module find nothing to call.
    glue.__wbg_set_wasm(mapFunctions(exports, () => () => []));
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
