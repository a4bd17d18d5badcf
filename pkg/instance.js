// @ts-check
import { createGlue } from "./core_bg.js";

/**
 * A running WebAssembly module. Whatever it throws (a full memory or stack, a bug) stops it for good, since its memory
 * can't be trusted any more: the calls under way, which would else wait for ever, end in an error, and the next call
 * takes another instance. Each has glue of its own, so what is left of one that stopped never reaches the next.
 */
export class Instance {
  #glue = createGlue();
  /** Ends each of the calls under way. @type {Set<(trap: unknown) => void>} */
  #calls = new Set();
  /** Whether its code is on the stack. */
  #isInside = false;

  /** What it threw: it takes no further call. @type {{ trap: unknown } | undefined} */
  stopped;

  /** @param {WebAssembly.Module} module */
  static async start(module) {
    const instance = new Instance();
    const { exports } = await WebAssembly.instantiate(module, { "./core_bg.js": instance.#glue });
    instance.#glue.__wbg_set_wasm(instance.#watched(exports));
    // Another module would have none.
    /** @type {Function} */ (exports.__wbindgen_start)();
    return instance;
  }

  /** The class that the crate exports. */
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
   * The exports as the glue is given them. An ordinary error is handed over as a value: so what one throws is a trap, and
   * is noticed here, for most calls come from a promise, a timer or a finalizer, where nobody would catch it.
   *
   * @param {WebAssembly.Exports} exports
   */
  #watched(exports) {
    const members = Object.entries(exports).map(([name, member]) => [
      name,
      typeof member === "function" ? this.#watch(member) : member,
    ]);
    return Object.fromEntries(members);
  }

  /** @param {Function} call */
  #watch(call) {
    return (/** @type {unknown[]} */ ...args) => {
      const isOutermost = !this.#isInside;
      this.#isInside = true;
      try {
        if (this.stopped) {
          throw this.stopped.trap;
        }
        return call(...args);
      } catch (trap) {
        this.#stop(trap);
        if (isOutermost) {
          // Its caller finds nothing in it: no value and no error.
          return [];
        }
        // It ends the code below it on the stack as well.
        throw trap;
      } finally {
        this.#isInside = !isOutermost;
      }
    };
  }

  /** @param {unknown} trap */
  #stop(trap) {
    this.stopped ??= { trap };
    for (const end of this.#calls) {
      end(trap);
    }
  }
}
