// @ts-check
import { capabilities } from "./capabilities.js";
import { AgentError } from "./error.js";
import { Reader } from "./reader.js";

/**
 * @import { AgentClient as Declared } from "./index.js"
 * @import { ClientOptions, ErrorCode } from "./types.d.ts"
 * @import { Instance } from "./instance.js"
 * @import { Loader } from "./loader.js"
 * @import { Source } from "./reader.js"
 *
 * @typedef {InstanceType<Instance["AgentClient"]>} Client The client in WebAssembly, which does everything.
 */

/**
 * The class `AgentClient` of an entry: it forwards every call to the client in WebAssembly.
 *
 * @param {Loader} loader Handed in, because a bundler may drop what is only registered.
 */
export const clientClass = (loader) =>
  /** @implements {Declared} */
  class AgentClient {
    #options;
    /** @type {Client | undefined} */
    #client;
    /** Whose client that is. @type {Instance | undefined} */
    #instance;

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

    /** @type {Declared["deleteAgent"]} */
    deleteAgent(id, given) {
      const options = asGiven(given);
      return this.#call(id, options, true, (client) => client.deleteAgent(id, options));
    }

    /** @type {Declared["planDeletion"]} */
    planDeletion(id, given) {
      const options = asGiven(given);
      return this.#call(id, options, false, (client) => client.planDeletion(id, options));
    }

    /** @type {Declared["getAgent"]} */
    getAgent(id, given) {
      const options = asGiven(given);
      return this.#call(id, options, false, (client) => client.getAgent(id, options));
    }

    /** @type {Declared["backupAgent"]} */
    backupAgent(id, given) {
      const options = asGiven(given);
      return this.#call(id, options, false, (client) => client.backupAgent(id, options));
    }

    /** @type {Declared["stopAgent"]} */
    stopAgent(id, given) {
      const options = asGiven(given);
      return this.#call(id, options, true, (client) => client.stopAgent(id, options));
    }

    /** @type {Declared["listAgents"]} */
    listAgents(given) {
      const options = asGiven(given);
      return this.#read(options, false, (client) => client.listAgents(options));
    }

    /** @type {Declared["deleteAgents"]} */
    deleteAgents(ids, given) {
      const options = asGiven(given);
      return this.#read(options, true, (client) => client.deleteAgents(ids, options));
    }

    /**
     * @template T
     * @param {unknown} id
     * @param {unknown} options
     * @param {boolean} changes Whether the call may change something on the platform.
     * @param {(client: Client, instance: Instance) => T | Promise<T>} call
     * @returns {Promise<T>}
     */
    async #call(id, options, changes, call) {
      const instance =
        loader.running ??
        (await unlessAborted(options, loader.start(), (reason) =>
          this.#failure("aborted", id, "the call was aborted before it started", reason),
        ));
      return this.#run(instance, id, changes, () => call(this.#clientOf(instance), instance));
    }

    /**
     * @template T
     * @param {Instance} instance
     * @param {unknown} id
     * @param {boolean} changes
     * @param {() => T | Promise<T>} work
     * @returns {Promise<T>}
     */
    async #run(instance, id, changes, work) {
      try {
        return await instance.run(work, (trap) =>
          this.#failure("unexpected-response", id, "the WebAssembly part stopped meanwhile", trap, changes),
        );
      } catch (error) {
        throw converted(error);
      }
    }

    /**
     * @template T
     * @param {unknown} options
     * @param {boolean} changes
     * @param {(client: Client) => Source<T>} open
     */
    #read(options, changes, open) {
      return new Reader(async () => {
        const opened = await this.#call(null, options, false, (client, instance) => ({
          source: open(client),
          instance,
        }));
        const { source, instance } = opened;
        return {
          next: () => this.#run(instance, null, changes, () => source.next().then(withConvertedError)),
          return: () => this.#run(instance, null, false, () => source.return()),
        };
      });
    }

    /** @param {Instance} instance */
    #clientOf(instance) {
      if (this.#instance !== instance) {
        this.#client = new instance.AgentClient(this.#options);
        this.#instance = instance;
      }
      return /** @type {Client} */ (this.#client);
    }

    /**
     * @param {ErrorCode} code
     * @param {unknown} id
     * @param {string} reason
     * @param {unknown} cause
     */
    #failure(code, id, reason, cause, outcomeUnknown = false) {
      const { backend } = this;
      const agentId = typeof id === "string" ? id : null;
      const message = `${backend}${agentId === null ? "" : `, agent ${agentId}`}: ${reason}`;
      return new AgentError({ message, code, backend, agentId, outcomeUnknown, cause });
    }
  };

/**
 * The options as they are now, for later changes of the caller's object must not matter. Only what can't be
 * looked at later is refused here; the client in WebAssembly checks the rest, and says the same at every
 * call.
 *
 * @param {ClientOptions} options
 * @returns {ClientOptions}
 */
function snapshot(options) {
  /** @param {string} message @param {{ cause?: unknown }} [cause] */
  const invalid = (message, cause) => {
    const backend = /** @type {any} */ (null);
    return new AgentError({ code: "invalid-input", message, backend, ...cause });
  };
  /** @type {any} */
  const copy = {};
  let name = "options";
  try {
    for (name of Object.keys(options)) {
      copy[name] = snapshotOf(name, Reflect.get(options, name));
    }
  } catch (cause) {
    throw invalid(`${name} must be an object or a value that can be read`, { cause });
  }
  if (typeof copy.backend !== "string" || !Object.hasOwn(capabilities, copy.backend)) {
    throw invalid(`backend must be one of ${Object.keys(capabilities).join(", ")}`);
  }
  return copy;
}

/** @param {string} name @param {any} value */
function snapshotOf(name, value) {
  if (name === "baseUrl" && value instanceof URL) {
    return value.href;
  }
  return value?.constructor === Object ? { ...value } : value;
}

/**
 * A call's options as they are when it is made: what a caller changes while it waits must not turn a careful
 * deletion into a forced one. What can't be copied is handed on, for the client in WebAssembly to refuse.
 *
 * @param {any} options
 * @returns {any}
 */
function asGiven(options) {
  try {
    const prototype = Object.getPrototypeOf(options);
    if (prototype !== null && Object.getPrototypeOf(prototype) !== null) {
      return options;
    }
    /** @type {Record<string, unknown>} */
    const copy = {};
    // A proxy may show no name and still refuse to be read; asked for one, it says so.
    for (const name of ["signal", ...Object.keys(options)]) {
      if (name in options || options[name] !== undefined) {
        copy[name] = Array.isArray(options[name]) ? [...options[name]] : options[name];
      }
    }
    return copy;
  } catch {
    return options;
  }
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
