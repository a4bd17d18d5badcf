// @ts-check
import { capabilities } from "./capabilities.js";
import { AgentError } from "./error.js";
import { Reader } from "./reader.js";

/**
 * @import { ClientOptions } from "./types.d.ts"
 * @import { Instance } from "./instance.js"
 * @import { Loader } from "./loader.js"
 *
 * @typedef {InstanceType<Instance["AgentClient"]>} Client The client in WebAssembly, which does everything.
 */

/**
 * The class `AgentClient` of an entry: it forwards every call to the client in WebAssembly.
 *
 * @param {Loader} loader Handed in, because a bundler may drop what is only registered.
 */
export const clientClass = (loader) =>
  class AgentClient {
    #options;
    /** @type {Client | undefined} */
    #client;

    /** @param {ClientOptions} options */
    constructor(options) {
      this.#options = snapshot(options);
    }

    get backend() {
      return this.#options.backend;
    }

    get capabilities() {
      return capabilities[this.backend];
    }

    deleteAgent(id, options) {
      return this.#call(id, options, true, (client) => client.deleteAgent(id, options));
    }

    planDeletion(id, options) {
      return this.#call(id, options, false, (client) => client.planDeletion(id, options));
    }

    getAgent(id, options) {
      return this.#call(id, options, false, (client) => client.getAgent(id, options));
    }

    backupAgent(id, options) {
      return this.#call(id, options, false, (client) => client.backupAgent(id, options));
    }

    stopAgent(id, options) {
      return this.#call(id, options, true, (client) => client.stopAgent(id, options));
    }

    listAgents(options) {
      return this.#read(options, false, (client) => client.listAgents(options));
    }

    deleteAgents(ids, options) {
      return this.#read(options, true, (client) => client.deleteAgents(ids, options));
    }

    /**
     * @template T
     * @param {unknown} id
     * @param {unknown} options
     * @param {boolean} changes Whether the call may change something on the platform.
     * @param {(client: Client) => T | Promise<T>} call
     * @returns {Promise<T>}
     */
    async #call(id, options, changes, call) {
      const fail = (code, reason, cause, outcomeUnknown = false) => {
        const { backend } = this;
        const agentId = typeof id === "string" ? id : null;
        const message = `${backend}${agentId === null ? "" : `, agent ${agentId}`}: ${reason}`;
        return new AgentError({ code, message, backend, agentId, outcomeUnknown, cause });
      };
      try {
        const instance =
          loader.running ??
          (await unlessAborted(options, loader.start(), (reason) =>
            fail("aborted", "the call was aborted before it started", reason),
          ));
        return await instance.run(
          () => call((this.#client ??= new instance.AgentClient(this.#options))),
          (trap) => fail("unexpected-response", "its WebAssembly part stopped meanwhile", trap, changes),
        );
      } catch (error) {
        throw converted(error);
      }
    }

    /**
     * @template T
     * @param {unknown} options
     * @param {boolean} changes
     * @param {(client: Client) => import("./reader.js").Source<T>} open
     */
    #read(options, changes, open) {
      return new Reader(async () => {
        const source = await this.#call(null, options, false, open);
        return {
          next: () => this.#call(null, null, changes, () => source.next().then(withConvertedError)),
          return: () => this.#call(null, null, false, () => source.return()),
        };
      });
    }
  };

/**
 * The options as they are now, for later changes of the caller's object must not matter. Only what can't be
 * looked at later is refused here; the client in WebAssembly checks the rest, and says the same at every
 * call.
 *
 * @param {ClientOptions} options
 */
function snapshot(options) {
  const invalid = (message, cause) =>
    new AgentError({ code: "invalid-input", message, backend: null, ...cause });
  /** @type {any} */
  const copy = {};
  let name = "options";
  try {
    for (name of Object.keys(options)) {
      copy[name] = copied(options[name]);
    }
  } catch (cause) {
    throw invalid(`${name} must be an object or a value that can be read`, { cause });
  }
  if (typeof copy.backend !== "string" || !Object.hasOwn(capabilities, copy.backend)) {
    throw invalid(`backend must be one of ${Object.keys(capabilities).join(", ")}`);
  }
  return copy;
}

/** @param {unknown} value */
function copied(value) {
  if (value instanceof URL) {
    return value.href;
  }
  return value?.constructor === Object ? { ...value } : value;
}

/**
 * Waits for a start, but no longer than the caller does.
 *
 * @template T
 * @param {any} options
 * @param {Promise<T>} starting
 * @param {(reason: unknown) => Error} aborted
 * @returns {Promise<T>}
 */
function unlessAborted(options, starting, aborted) {
  return new Promise((resolve, reject) => {
    starting.then(resolve, reject);
    try {
      const { signal } = options;
      const abort = () => reject(aborted(signal.reason));
      signal.addEventListener("abort", abort, { once: true });
      const forget = () => signal.removeEventListener("abort", abort);
      starting.then(forget, forget);
      if (signal.aborted) {
        abort();
      }
    } catch {
      // No signal, or none that works: the client in WebAssembly says so.
    }
  });
}

/**
 * What the client in WebAssembly fails with, as the class that a caller knows.
 *
 * @param {any} error
 */
function converted(error) {
  return error?.name === "AgentError" && !(error instanceof AgentError) ? new AgentError(error) : error;
}

/** @param {IteratorResult<any, undefined>} result */
function withConvertedError(result) {
  if (result.value?.error) {
    result.value.error = converted(result.value.error);
  }
  return result;
}
