// @ts-check
// The calls of a client: one that gives a promise, and those that give their results one by one.
import { BEGIN, CLOSED, TAKEN, drive } from "./drive.js";
import { iterate } from "./ids.js";
import { MANY, readId } from "./options.js";

/** @import { MachineClass } from "./drive.js" */

/**
 * All that a call is given, in one object that has no other members. What the call says goes before what its client says;
 * but what undoes a change is tried as often as the client says.
 *
 * @param {object} client
 * @param {object | undefined} call
 * @param {object} more
 */
export const together = (client, call, more) => ({
  __proto__: null,
  ...client,
  clientRetries: /** @type {any} */ (client).maxRetries,
  ...call,
  ...more,
});

/**
 * A call about one agent.
 *
 * @param {MachineClass} Machine
 * @param {object} client The options of the client, as they were read.
 * @param {number} task
 * @param {unknown} id
 * @param {object | undefined} options Those of the call, as they were read.
 * @returns {Promise<any>} Rejects with the fields of an error.
 */
export const one = (Machine, client, task, id, options) =>
  new Promise((resolve, reject) => {
    const given = together(client, options, { task, ...readId(id) });
    const driver = drive(Machine, given, { give: resolve, end: resolve, fail: reject });
    // Not before the caller has the promise: what it does in the same breath, such as an abort, comes first.
    Promise.resolve().then(() => driver.feed(0, BEGIN));
  });

/**
 * A call with many results: a list, or many deletions. Nothing happens before the first is asked for.
 *
 * @param {MachineClass} Machine
 * @param {object} client The options of the client, as they were read.
 * @param {number} task
 * @param {unknown} ids
 * @param {object | undefined} options Those of the call, as they were read.
 * @returns {(ending: boolean) => Promise<any[] | undefined>} What `stream` takes, which asks for one after the other.
 * Rejects with the fields of an error.
 */
export function some(Machine, client, task, ids, options) {
  const source = task === MANY ? iterate(ids) : undefined;
  /** @type {ReturnType<typeof drive> | undefined} */
  let driver;
  /** Results that nobody has taken yet, by pages. @type {any[][]} */
  const ready = [];
  /** @type {(() => void)[]} */
  const waiting = [];
  let isLeft = false;
  let isOver = false;
  /** @type {{ error: unknown } | undefined} */
  let failed;
  const wake = () => waiting.splice(0).forEach((go) => go());
  const end = () => {
    isOver = true;
    wake();
  };
  const hearer = {
    give(/** @type {any[]} */ page) {
      if (page.length) {
        ready.push(page);
        wake();
      } else {
        driver?.feed(0, BEGIN);
      }
    },
    end,
    fail(/** @type {unknown} */ error) {
      failed = { error };
      end();
    },
  };
  return async (ending) => {
    if (ending) {
      isLeft = true;
      if (driver && source) {
        driver.feed(0, CLOSED);
      } else {
        driver?.leave();
        source?.close();
        end();
      }
    } else if (!driver || !source) {
      driver ??= drive(Machine, together(client, options, { task, ...source }), hearer, source);
      driver.feed(0, BEGIN);
    } else {
      // The one before makes room only now that the next is asked for: who breaks off has begun none unseen.
      driver.feed(0, TAKEN);
    }
    while (!isOver && (isLeft || !ready.length)) {
      await new Promise((resolve) => waiting.push(/** @type {() => void} */ (resolve)));
    }
    if (isLeft) {
      return undefined;
    }
    const page = ready.shift();
    if (!page && failed) {
      throw failed.error;
    }
    return page;
  };
}
