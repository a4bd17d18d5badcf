// @ts-check
import { capabilities } from "./capabilities.js";
import { AgentError, isAgentError } from "./error.js";
import { callOptions, clientOptions } from "./options.js";
import { DeletionReader, Reader } from "./reader.js";

/**
 * @import { AgentClient as Declared } from "./index.js"
 * @import { ErrorCode } from "./types.d.ts"
 * @import { Instance } from "./instance.js"
 * @import { Loader } from "./loader.js"
 *
 * @typedef {InstanceType<Instance["AgentClient"]>} Client The client in WebAssembly, which does everything.
 */

/**
 * The class `AgentClient` of an entry. It hands every call on to the client in WebAssembly, once that has started.
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

    /** @param {unknown} options */
    constructor(options) {
      this.#options = clientOptions(options);
    }

    /** @type {Declared["backend"]} */
    get backend() {
      return this.#options.backend;
    }

    get capabilities() {
      return capabilities[this.backend];
    }

    /** @type {Declared["deleteAgent"]} */
    deleteAgent(id, given) {
      return this.#call(id, given, true, (client, options) => client.deleteAgent(id, options));
    }

    /** @type {Declared["planDeletion"]} */
    planDeletion(id, given) {
      return this.#call(id, given, false, (client, options) => client.planDeletion(id, options));
    }

    /** @type {Declared["getAgent"]} */
    getAgent(id, given) {
      return this.#call(id, given, false, (client, options) => client.getAgent(id, options));
    }

    /** @type {Declared["backupAgent"]} */
    backupAgent(id, given) {
      return this.#call(id, given, false, (client, options) => client.backupAgent(id, options));
    }

    /** @type {Declared["stopAgent"]} */
    stopAgent(id, given) {
      return this.#call(id, given, true, (client, options) => client.stopAgent(id, options));
    }

    /** @type {Declared["deleteAgents"]} */
    deleteAgents(ids, given) {
      const options = callOptions(given);
      // What could not be copied is refused later, and not read here.
      if (options !== given && typeof options.confirmAll === "function") {
        const { confirmAll } = options;
        options.confirmAll = (/** @type {any} */ plan) => confirmAll(withConvertedErrors(plan));
      }
      return new DeletionReader(() => this.#open(options, true, (client) => client.deleteAgents(ids, options)));
    }

    /** @type {Declared["planDeletions"]} */
    async planDeletions(ids, given) {
      return withConvertedErrors(await this.#call(null, given, false, (client, options) => client.planDeletions(ids, options)));
    }

    /** @type {Declared["listAgents"]} */
    listAgents(given) {
      const options = callOptions(given);
      return new Reader(() => this.#open(options, false, (client) => client.listAgents(options)));
    }

    /**
     * @template T
     * @param {unknown} id
     * @param {any} given The call's options.
     * @param {boolean} changes Whether the call may change something on the platform.
     * @param {(client: Client, options: any, instance: Instance) => T | Promise<T>} call
     * @returns {Promise<T>}
     */
    async #call(id, given, changes, call) {
      let instance = loader.running;
      if (!instance) {
        given = callOptions(given);
        instance = await unlessAborted(given?.signal, loader.start(), (reason) =>
          this.#failure("aborted", id, "the call was aborted before it started", reason),
        );
      }
      const there = instance;
      return this.#run(there, id, changes, () => call(this.#clientOf(there), given, there));
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
     * @param {any} options
     * @param {boolean} changes
     * @param {(client: Client) => any} open
     */
    async #open(options, changes, open) {
      // In an array, for what can be awaited would be.
      const [source, instance] = await this.#call(null, options, false, (client, _, instance) => [open(client), instance]);
      return {
        next: () => this.#run(instance, null, changes, async () => withConvertedError(await source.next())),
        return: () => this.#run(instance, null, false, () => source.return()),
        all: () => this.#run(instance, null, changes, async () => withConvertedErrors(await source)),
      };
    }

    /** The client in this instance, made once. What it can't use of the options, it refuses at every call. @param {Instance} instance */
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
 * Waits for a start, but no longer than the caller does.
 *
 * @template T
 * @param {any} signal
 * @param {Promise<T>} starting
 * @param {(reason: unknown) => Error} aborted
 * @returns {Promise<T>}
 */
const unlessAborted = (signal, starting, aborted) =>
  new Promise((resolve, reject) => {
    starting.then(resolve, reject);
    try {
      const abort = () => reject(aborted(signal.reason));
      if (signal.aborted) {
        abort();
      }
      signal.addEventListener("abort", abort);
      const forget = () => signal.removeEventListener("abort", abort);
      starting.then(forget, forget).catch(() => {});
    } catch {
      // No signal, or none that works: the client in WebAssembly says so.
    }
  });

/**
 * What the client in WebAssembly fails with, as the class that a caller knows.
 *
 * @param {any} error
 */
function converted(error) {
  if (error?.name !== "AgentError" || isAgentError(error)) {
    return error;
  }
  if (error.summary) {
    withConvertedErrors(error.summary);
  }
  return new AgentError(error);
}

/** @param {IteratorResult<any, undefined>} result */
function withConvertedError(result) {
  if (result.value?.error) {
    result.value.error = converted(result.value.error);
  }
  return result;
}

/** The same with the errors of a summary, or of a plan of many. @param {any} whole */
function withConvertedErrors(whole) {
  for (const ended of whole.results ?? whole.failed) {
    if (ended.error) {
      ended.error = converted(ended.error);
    }
  }
  return whole;
}
