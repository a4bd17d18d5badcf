// @ts-check
// The client of whoever uses the bare output: it does what the package's façade does for others.
import { one, some, together } from "./calls.js";
import { CLOSED, FAIL, inputOf } from "./drive.js";
import { LIST, readCall, readClient } from "./options.js";
import { watch } from "./signal.js";
import { stream } from "./stream.js";

/** @import { Machine, MachineClass } from "./drive.js" */

export class Bare {
  #Machine;
  /** @type {any} */
  #options;

  /**
   * @param {Machine} machine Any of the instance that is to be used.
   * @param {string} platforms What they can do, by their names, as JSON.
   * @param {unknown} options
   */
  constructor(machine, platforms, options) {
    this.#Machine = /** @type {MachineClass} */ (machine.constructor);
    machine.free();
    const all = JSON.parse(platforms);
    try {
      this.#options = readClient(options, Object.keys(all).join(", "));
      this.#check({}, LIST);
    } catch (failed) {
      throw agentError(failed, null);
    }
    this.capabilities = all[this.backend];
  }

  get backend() {
    return this.#options.backend;
  }

  /**
   * A call about one agent.
   *
   * @param {number} task
   * @param {unknown} id
   * @param {unknown} given
   */
  async one(task, id, given) {
    try {
      return await one(this.#Machine, this.#options, task, id, readCall(given, task));
    } catch (failed) {
      throw agentError(failed, this.backend);
    }
  }

  /**
   * A call with many results.
   *
   * @param {number} task
   * @param {unknown} ids
   * @param {unknown} given
   */
  some(task, ids, given) {
    /** @type {ReturnType<typeof some>} */
    let more;
    try {
      const options = readCall(given, task);
      if (options?.signal) {
        // Whether it can be listened to is known now.
        watch(options.signal, () => {})();
      }
      more = some(this.#Machine, this.#options, task, ids, options);
      this.#check(options, task);
    } catch (failed) {
      throw agentError(failed, this.backend);
    }
    return stream(async (ending) => {
      try {
        const page = await more(ending);
        for (const result of page ?? []) {
          if (result.error) {
            result.error = agentError(result.error, null);
          }
        }
        return page;
      } catch (failed) {
        throw agentError(failed, null);
      }
    });
  }

  /** Throws what is wrong with options that only the core can judge. @param {object} options @param {number} task */
  #check(options, task) {
    const machine = new this.#Machine(inputOf(together(this.#options, options, { task })));
    const actions = JSON.parse(machine.next(0, CLOSED, 0, "", 0, 0, 0));
    machine.free();
    for (const [does, , value] of actions) {
      if (does === FAIL) {
        throw { name: "AgentError", ...value[0] };
      }
    }
  }
}

/**
 * What a platform can do.
 *
 * @param {string} platforms
 * @param {unknown} name
 */
export function capabilitiesOf(platforms, name) {
  const all = JSON.parse(platforms);
  if (typeof name === "string" && Object.hasOwn(all, name)) {
    return all[name];
  }
  const shown = typeof name === "string" ? name : "whose name is no string";
  throw agentError({ name: "AgentError", message: `there is no backend ${shown}` }, null);
}

/** The fields of an error of which nothing more is known, in their order. */
const FIELDS = {
  code: "invalid-input",
  message: "",
  backend: null,
  agentId: null,
  status: null,
  backendCode: null,
  backendMessage: null,
  requestId: null,
  details: [],
  retryable: false,
  retryAfterMs: null,
  outcomeUnknown: false,
  hint: null,
  steps: [],
};

/**
 * An `Error` named "AgentError" with these fields as its own. What is no error of ours stays as it is.
 *
 * @param {any} failed
 * @param {string | null} backend
 */
function agentError(failed, backend) {
  if (failed?.name !== "AgentError") {
    return failed;
  }
  const { cause, backup, ...fields } = failed;
  const error = new Error(fields.message, "cause" in failed ? { cause } : undefined);
  Object.assign(error, FIELDS, { details: [], steps: [] }, fields, { backend: fields.backend ?? backend });
  if (backup) {
    // Not enumerable, so that no log holds what was saved.
    Object.defineProperty(error, "backup", { value: backup });
  }
  return error;
}
