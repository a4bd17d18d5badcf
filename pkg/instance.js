// @ts-check
import { createGlue } from "./core_bg.js";

/**
 * @typedef {object} Stop Why a module takes no further call.
 * @property {unknown} trap What it threw.
 * @property {string} [by] The function of the surroundings that threw it.
 */

/**
 * A running WebAssembly module. Whatever it throws (a full memory or stack, a bug) stops it for good, since its memory
 * can't be trusted any more: the calls under way, which would else wait for ever, end in an error, and the next call
 * takes another instance. Each has glue of its own, so what is left of one that stopped never reaches the next.
 */
export class Instance {
  /** The timers under way: none keeps a program running once it has stopped. @type {Set<unknown>} */
  #timers = new Set();
  #glue = createGlue({
    setTimeout: (/** @type {() => void} */ call, /** @type {number} */ millis) => {
      const timer = setTimeout(() => {
        // Where the surroundings' clearTimeout knows it no more, one that was taken back is due all the same.
        if (this.#timers.delete(timer)) {
          call();
        }
      }, millis);
      this.#timers.add(timer);
      return timer;
    },
    clearTimeout: (/** @type {any} */ timer) => {
      this.#timers.delete(timer);
      clearTimeout(timer);
    },
    queueMicrotask: microtask,
  });
  /** Ends each of the calls under way. @type {Set<(stop: Stop) => void>} */
  #calls = new Set();
  /** What a function of the surroundings threw where nothing may, and its name. @type {{ thrown: unknown, name: string } | undefined} */
  #thrown;

  /** Why it takes no further call. @type {Stop | undefined} */
  stopped;

  /** @param {WebAssembly.Module} module */
  static async start(module) {
    const instance = new Instance();
    const imports = eachFunction(instance.#glue, (call, name) => instance.#imported(call, name));
    const { exports } = await WebAssembly.instantiate(module, { "./core_bg.js": imports });
    instance.#glue.__wbg_set_wasm(eachFunction(exports, (call) => instance.#exported(call)));
    // Another module would have none.
    /** @type {Function} */ (exports.__wbindgen_start)();
    return instance;
  }

  /** The class that the crate exports. */
  get AgentClient() {
    return this.#glue.AgentClient;
  }

  /** The function that the crate exports. */
  get describe() {
    return this.#glue.describe;
  }

  /**
   * Makes a call that settles whatever happens to the module.
   *
   * @template T
   * @param {() => T | Promise<T>} call
   * @param {(stop: Stop) => Error} lost The error, should the module stop meanwhile.
   * @returns {Promise<T>}
   */
  run(call, lost) {
    return new Promise((resolve, reject) => {
      const end = (/** @type {Stop} */ stop) => reject(lost(stop));
      if (this.stopped) {
        end(this.stopped);
        return;
      }
      this.#calls.add(end);
      const called = new Promise((made) => made(call()));
      called.then(resolve, reject).then(() => this.#calls.delete(end));
    });
  }

  /**
   * An export as the glue is given it: what it throws is a trap, for an ordinary error is handed over as a value. It is
   * noticed here, for most calls come from a promise, a timer or a finalizer, where nobody would catch it. Who called finds
   * nothing in what it gets: no value and no error.
   *
   * @param {Function} call
   */
  #exported(call) {
    return (/** @type {unknown[]} */ ...args) => {
      if (this.stopped) {
        return [];
      }
      try {
        return call(...args);
      } catch (trap) {
        this.#stop(trap);
        return [];
      }
    };
  }

  /**
   * An import as the module is given it. Where the module has stopped meanwhile, what waits for it on the stack is not gone
   * on with.
   *
   * @param {Function} call
   * @param {string} name
   */
  #imported(call, name) {
    return (/** @type {unknown[]} */ ...args) => {
      let result;
      try {
        result = call(...args);
      } catch (thrown) {
        this.#thrown = { thrown, name };
        throw thrown;
      }
      if (this.stopped) {
        throw this.stopped.trap;
      }
      return result;
    };
  }

  /** @param {unknown} trap */
  #stop(trap) {
    const { thrown, name } = this.#thrown ?? {};
    this.stopped ??= { trap, by: thrown === trap ? builtIn(name) : undefined };
    for (const end of this.#calls) {
      end(this.stopped);
    }
    for (const timer of this.#timers) {
      clearTimeout(/** @type {any} */ (timer));
    }
    this.#timers.clear();
  }
}

/** The name of a function of the surroundings, as the glue has it: `__wbg_resolve_0123456789abcdef`. @param {string} [name] */
function builtIn(name) {
  return name?.match(/^__wbg_([a-z]\w*)_[0-9a-f]{16}$/i)?.[1];
}

/** Runs a task by the engine's own means, which no fake clock of a test holds up. @param {() => void} task */
async function microtask(task) {
  await undefined;
  task();
}

/**
 * The same members, but for the functions.
 *
 * @param {object} members
 * @param {(call: Function, name: string) => Function} change
 */
function eachFunction(members, change) {
  return Object.fromEntries(
    Object.entries(members).map(([name, member]) => [name, typeof member === "function" ? change(member, name) : member]),
  );
}
