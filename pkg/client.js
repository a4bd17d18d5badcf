// @ts-check
import { capabilitiesOf } from "./described.js";
import { AgentError, isAgentError } from "./error.js";
import { inputError, kindOf } from "./given.js";
import { callOptions, clientOptions, platformDescription } from "./options.js";
import { platforms } from "./platforms.js";
import { DeletionReader, Reader } from "./reader.js";
import { routesOf } from "./sent.js";

/**
 * @import { AgentClient as Declared } from "./index.js"
 * @import { ErrorCode, Platform } from "./types.d.ts"
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
      const { backend } = AgentClient.#of(this, "backend").#options;
      return /** @type {Declared["backend"]} */ (typeof backend === "string" ? backend : backend.name);
    }

    get capabilities() {
      const { backend } = AgentClient.#of(this, "capabilities").#options;
      if (typeof backend !== "string") {
        return capabilitiesOf(backend);
      }
      // A client has no other platform by its name than one of these.
      return /** @type {Platform} */ (platforms.find(({ name }) => name === backend)).capabilities;
    }

    /** @type {Declared["deleteAgent"]} */
    deleteAgent(id, given) {
      return AgentClient.#ask(this, "deleteAgent", id, given, true, (client, options) => client.deleteAgent(id, options));
    }

    /** @type {Declared["planDeletion"]} */
    planDeletion(id, given) {
      return AgentClient.#ask(this, "planDeletion", id, given, false, (client, options) => client.planDeletion(id, options));
    }

    /** @type {Declared["getAgent"]} */
    getAgent(id, given) {
      return AgentClient.#ask(this, "getAgent", id, given, false, (client, options) => client.getAgent(id, options));
    }

    /** @type {Declared["backupAgent"]} */
    backupAgent(id, given) {
      return AgentClient.#ask(this, "backupAgent", id, given, false, (client, options) => client.backupAgent(id, options));
    }

    /** @type {Declared["stopAgent"]} */
    stopAgent(id, given) {
      return AgentClient.#ask(this, "stopAgent", id, given, true, (client, options) => client.stopAgent(id, options));
    }

    /** @type {Declared["deleteAgents"]} */
    deleteAgents(ids, given) {
      const self = AgentClient.#of(this, "deleteAgents");
      const options = callOptions(given);
      // What could not be copied is refused later, and not read here.
      if (options !== given && typeof options.confirmAll === "function") {
        const { confirmAll } = options;
        options.confirmAll = (/** @type {any} */ plan) => confirmAll(withConvertedErrors(plan));
      }
      return new DeletionReader(() => self.#open(options, true, (client) => client.deleteAgents(ids, options)));
    }

    /** @type {Declared["planDeletions"]} */
    async planDeletions(ids, given) {
      const self = AgentClient.#of(this, "planDeletions");
      return withConvertedErrors(await self.#call(null, given, false, (client, options) => client.planDeletions(ids, options)));
    }

    /** @type {Declared["listAgents"]} */
    listAgents(given) {
      const self = AgentClient.#of(this, "listAgents");
      const options = callOptions(given);
      return new Reader(() => self.#open(options, false, (client) => client.listAgents(options)));
    }

    /**
     * A call about one agent.
     *
     * @template T
     * @param {unknown} self What the method was called on.
     * @param {string} method
     * @param {unknown} id
     * @param {any} given The call's options.
     * @param {boolean} changes Whether the call may change something on the platform.
     * @param {(client: Client, options: any) => Promise<T>} call
     * @returns {Promise<T>}
     */
    static async #ask(self, method, id, given, changes, call) {
      // Awaited, for the engine would call a promise's `then` to return it.
      return await AgentClient.#of(self, method).#call(id, given, changes, call);
    }

    /**
     * What a member was taken of, which must be a client: `const { deleteAgent } = client` leaves its client behind.
     *
     * @param {any} self
     * @param {string} member
     * @returns {AgentClient}
     */
    static #of(self, member) {
      if (typeof self === "object" && self !== null && #options in self) {
        return self;
      }
      throw inputError(`${member} must be used on its client, as in client.${member}; here it is used on ${kindOf(self)}`, {
        hint:
          `Call it on the client, or hand on a function that does: (id) => client.deleteAgent(id). A client behind a proxy, ` +
          "as frameworks make them of what they watch, is none: keep it out of there (in Vue by markRaw).",
      });
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
      checkObjects();
      let instance = loader.running;
      if (!instance || !promisesAreKnown()) {
        // Copied before anything is waited for.
        given = callOptions(given);
        await checkPromises();
        instance =
          loader.running ??
          (await unlessAborted(given?.signal, loader.start(), (reason) =>
            this.#failure("aborted", id, "the call was aborted before it started", reason),
          ));
      }
      const there = instance;
      return await this.#run(there, id, changes, () => call(this.#clientOf(there), given, there));
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
        return await instance.run(work, ({ trap, by }) => {
          const why = by === undefined ? "" : `: what it calls of the surroundings ("${by}") threw an error`;
          return this.#failure("unexpected-response", id, `the WebAssembly part stopped meanwhile${why}`, trap, changes);
        });
      } catch (error) {
        const known = converted(error);
        throw isAgentError(known)
          ? known
          : this.#failure("unexpected-response", id, "what it calls of the surroundings threw an error", known, changes);
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
 * The function `describePlatform` of an entry.
 *
 * @param {Loader} loader
 * @returns {typeof import("./index.js").describePlatform}
 */
export const describing = (loader) => async (given) => {
  // Copied before anything is waited for.
  const description = platformDescription(given);
  await checkPromises();
  const instance = await loader.start();
  try {
    const { platform, sent } = await instance.run(
      () => instance.describe(description),
      (cause) => inputError("backend could not be read: the WebAssembly part stopped meanwhile", { cause: [cause] }),
    );
    return { .../** @type {any} */ (platform), routes: routesOf(/** @type {any} */ (sent)) };
  } catch (error) {
    throw converted(error);
  }
};

/** Refuses where every object has a `then`: a promise of any result would ask that in its place, and might wait for ever. */
function checkObjects() {
  if ("then" in Object.prototype) {
    throw inputError("Object.prototype has a then here, so that no promise can give a result: take it away");
  }
}

/** So many turns, and then so many milliseconds, may a promise take that is there already. */
const TURNS = 10;
const LONGEST_MS = 1000;

/** The `then` of promises that has been seen to work. @type {unknown} */
let workingThen;

/** Whether promises are those that have been seen to work. */
function promisesAreKnown() {
  try {
    return Promise.prototype.then === workingThen && Promise[Symbol.species] === Promise;
  } catch {
    return false;
  }
}

/** Refuses where something has replaced the `then` of promises by what calls nobody: any call would wait for ever. */
async function checkPromises() {
  try {
    const { then } = Promise.prototype;
    const there = new Promise((made) => made(undefined));
    let works = false;
    there.then(() => {
      works = true;
    });
    // To await what is no promise asks no `then`. One that works needs a turn or two, and no clock, which a test may have set.
    for (let turn = 0; turn < TURNS && !works; turn++) await undefined;
    if (!works) {
      await new Promise((resolve, reject) => {
        const timer = setTimeout(reject, LONGEST_MS);
        there.then(() => {
          clearTimeout(timer);
          resolve(undefined);
        });
      });
    }
    workingThen = then;
  } catch (cause) {
    throw inputError("promises give no result here: something has replaced Promise, or Promise.prototype.then", { cause: [cause] });
  }
}

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
