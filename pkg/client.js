// @ts-check
import { capabilities } from "./capabilities.js";
import {
  BACKUP, DELETE, GET, LIST, MANY, PLAN, STOP, one, readCall, readClient, some, stream, watch,
} from "./core_bg.js";
import { AgentError, isAgentError } from "./error.js";

/**
 * @import { AgentClient as Declared } from "./index.js"
 * @import { ErrorCode } from "./types.d.ts"
 * @import { Instance } from "./instance.js"
 * @import { Loader } from "./loader.js"
 */

/**
 * The class `AgentClient` of an entry. It hands every call on, by the number of its task, to what drives the WebAssembly.
 *
 * @param {Loader} loader Handed in, because a bundler may drop what is only registered.
 */
export const clientClass = (loader) =>
  /** @implements {Declared} */
  class AgentClient {
    /** As they were, for later changes of the caller's object must not matter. @type {any} */
    #options;

    /** @param {unknown} options */
    constructor(options) {
      try {
        this.#options = readClient(options, Object.keys(capabilities).join(", "));
      } catch (fault) {
        throw converted(fault);
      }
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
      return this.#one(DELETE, id, given);
    }

    /** @type {Declared["stopAgent"]} */
    stopAgent(id, given) {
      return this.#one(STOP, id, given);
    }

    /** @type {Declared["deleteAgents"]} */
    deleteAgents(ids, given) {
      return this.#some(MANY, ids, given);
    }

    /** @type {Declared["planDeletion"]} */
    planDeletion(id, given) {
      return this.#one(PLAN, id, given);
    }

    /** @type {Declared["getAgent"]} */
    getAgent(id, given) {
      return this.#one(GET, id, given);
    }

    /** @type {Declared["backupAgent"]} */
    backupAgent(id, given) {
      return this.#one(BACKUP, id, given);
    }

    /** @type {Declared["listAgents"]} */
    listAgents(given) {
      return this.#some(LIST, undefined, given);
    }

    /**
     * A call about one agent.
     *
     * @param {number} task
     * @param {unknown} id
     * @param {unknown} given
     * @returns {Promise<any>}
     */
    #one(task, id, given) {
      return this.#call(id, asGiven(given, task), changes(task), (instance, options) =>
        one(instance.Machine, this.#options, task, id, options),
      );
    }

    /**
     * A call with many results. Nothing is done before the first is asked for.
     *
     * @param {number} task
     * @param {unknown} ids
     * @param {unknown} given
     */
    #some(task, ids, given) {
      const asked = asGiven(given, task);
      /** @type {Promise<{ instance: Instance, more: ReturnType<typeof some> }> | undefined} */
      let opened;
      let isLeft = false;
      return stream(async (ending) => {
        isLeft ||= ending;
        if (!ending) {
          opened ??= this.#call(null, asked, false, (instance, options) => ({
            instance,
            more: some(instance.Machine, this.#options, task, ids, options),
          }));
        }
        const source = await (ending ? opened?.catch(() => undefined) : opened);
        // It may have been left while it opened.
        if (!source || ending !== isLeft) {
          return undefined;
        }
        const { instance, more } = source;
        const page = await this.#call(null, () => {}, !ending && changes(task), () => more(ending), instance);
        for (const result of page ?? []) {
          result.error &&= converted(result.error);
        }
        return page;
      });
    }

    /**
     * @template T
     * @param {unknown} id
     * @param {() => any} asked Gives the call's options, or throws.
     * @param {boolean} changes Whether the call may change something on the platform.
     * @param {(instance: Instance, options: any) => T | Promise<T>} work
     * @param {Instance} [instance] Where the work is to be done; that which runs, where not given.
     * @returns {Promise<T>}
     */
    async #call(id, asked, changes, work, instance = loader.running) {
      try {
        const options = asked();
        const there =
          instance ??
          (await unlessAborted(options?.signal, loader.start(), (reason) =>
            this.#failure("aborted", id, "the call was aborted before it started", reason),
          ));
        return await there.run(
          () => work(there, options),
          (trap) =>
            this.#failure("unexpected-response", id, "the WebAssembly part stopped meanwhile", trap, changes),
        );
      } catch (error) {
        throw converted(error, this.backend);
      }
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

/** Whether a task may change something on the platform: the first three are to delete and to stop. @param {number} task */
const changes = (task) => [DELETE, STOP, MANY].includes(task);

/**
 * A call's options as they are when it is made: what a caller changes while it waits must not turn a careful
 * deletion into a forced one, nor what can't be used into what can.
 *
 * @param {unknown} given
 * @param {number} task
 * @returns {() => any} Throws where they can't be used.
 */
function asGiven(given, task) {
  try {
    const options = readCall(given, task);
    return () => options;
  } catch (fault) {
    return () => {
      throw fault;
    };
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
    if (signal) {
      const stop = watch(signal, ({ thrown }) => reject(aborted(thrown)));
      starting.then(stop, stop);
    }
  });

/**
 * What a call of the core fails with, as the class that a caller knows.
 *
 * @param {any} error
 * @param {string} [backend] The platform, where the error knows none.
 */
const converted = (error, backend) =>
  error?.name === "AgentError" && !isAgentError(error) ? new AgentError(error, backend) : error;
