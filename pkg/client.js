// @ts-check
import { capabilities } from "./capabilities.js";
import { readCall, readClient } from "./core_bg.js";
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
      return this.#one("deleteAgent", id, asGiven(given, "delete", this.backend), true);
    }

    /** @type {Declared["planDeletion"]} */
    planDeletion(id, given) {
      return this.#one("planDeletion", id, asGiven(given, "delete", this.backend), false);
    }

    /** @type {Declared["getAgent"]} */
    getAgent(id, given) {
      return this.#one("getAgent", id, asGiven(given, "call", this.backend), false);
    }

    /** @type {Declared["backupAgent"]} */
    backupAgent(id, given) {
      return this.#one("backupAgent", id, asGiven(given, "backup", this.backend), false);
    }

    /** @type {Declared["stopAgent"]} */
    stopAgent(id, given) {
      return this.#one("stopAgent", id, asGiven(given, "call", this.backend), true);
    }

    /** @type {Declared["listAgents"]} */
    listAgents(given) {
      const asked = asGiven(given, "list", this.backend);
      return this.#read(asked, false, (client, options) => client.listAgents(options));
    }

    /** @type {Declared["deleteAgents"]} */
    deleteAgents(ids, given) {
      const asked = asGiven(given, "many", this.backend);
      return this.#read(asked, true, (client, options) => client.deleteAgents(ids, options));
    }

    /**
     * A call about one agent.
     *
     * @param {"deleteAgent" | "planDeletion" | "getAgent" | "backupAgent" | "stopAgent"} method
     * @param {any} id
     * @param {() => any} asked
     * @param {boolean} changes
     * @returns {Promise<any>}
     */
    #one(method, id, asked, changes) {
      return this.#call(id, asked, changes, (client, options) => /** @type {Promise<any>} */ (client[method](id, options)));
    }

    /**
     * @template T
     * @param {unknown} id
     * @param {() => any} asked Gives the call's options, or throws.
     * @param {boolean} changes Whether the call may change something on the platform.
     * @param {(client: Client, options: any, instance: Instance) => T | Promise<T>} call
     * @returns {Promise<T>}
     */
    async #call(id, asked, changes, call) {
      const options = asked();
      const instance =
        loader.running ??
        (await unlessAborted(options, loader.start(), (reason) =>
          this.#failure("aborted", id, "the call was aborted before it started", reason),
        ));
      return this.#run(instance, id, changes, () => call(this.#clientOf(instance), options, instance));
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
     * @param {() => any} asked
     * @param {boolean} changes
     * @param {(client: Client, options: any) => Source<T>} open
     */
    #read(asked, changes, open) {
      return new Reader(async () => {
        const opened = await this.#call(null, asked, false, (client, options, instance) => ({
          source: open(client, options),
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
 * The options as they are now, for later changes of the caller's object must not matter.
 *
 * @param {unknown} options
 * @returns {ClientOptions}
 */
function snapshot(options) {
  try {
    return readClient(options, Object.keys(capabilities).join(", "));
  } catch (fault) {
    throw refusal(fault);
  }
}

/** @param {any} fault Of the reader. @param {string | null} backend */
function refusal(fault, backend = fault.backend ?? null) {
  const cause = "thrown" in fault && { cause: fault.thrown };
  return new AgentError({ code: "invalid-input", message: fault.message, backend: /** @type {any} */ (backend), ...cause });
}

/**
 * A call's options as they are when it is made: what a caller changes while it waits must not turn a careful
 * deletion into a forced one, nor what can't be used into what can.
 *
 * @param {unknown} given
 * @param {string} call
 * @param {string} backend
 * @returns {() => any} Throws where they can't be used.
 */
function asGiven(given, call, backend) {
  try {
    const options = readCall(given, call);
    return () => options;
  } catch (fault) {
    return () => {
      throw refusal(fault, backend);
    };
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
      starting.then(forget, forget).catch(() => {});
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
