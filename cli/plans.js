// @ts-check
// Plans of many agents, a few at a time, in their order.

/** @import { DeleteOptions, DeletionPlan } from "../pkg/types.d.ts" */
/** @import { AgentError } from "../pkg/index.js" */
/** @import { Connection } from "./connection.js" */
/** @import { Context } from "./context.js" */

/** @typedef {{ id: string, plan: DeletionPlan, error: null } | { id: string, plan: null, error: AgentError }} Planned */

/**
 * @param {Context} context
 * @param {Connection} connection
 * @param {string[]} ids
 * @param {Pick<DeleteOptions, "force" | "cascade">} options
 * @returns {Promise<Planned[]>}
 */
export async function plansOf({ interrupt }, { agents, concurrency }, ids, options) {
  return each(ids, concurrency, async (id) => {
    interrupt.check();
    try {
      return { id, plan: await agents.planDeletion(id, { ...options, signal: interrupt.signal }), error: null };
    } catch (error) {
      interrupt.check();
      return { id, plan: null, error: /** @type {AgentError} */ (error) };
    }
  });
}

/**
 * Does something for each of many, a few at a time, and gives the results in their order. What one throws ends it.
 *
 * @template T, R
 * @param {T[]} items
 * @param {number} limit
 * @param {(item: T) => Promise<R>} work
 * @returns {Promise<R[]>}
 */
export async function each(items, limit, work) {
  /** @type {R[]} */
  const results = new Array(items.length);
  let next = 0;
  let failed = false;
  const worker = async () => {
    while (next < items.length && !failed) {
      const at = next++;
      try {
        results[at] = await work(items[at]);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, worker));
  return results;
}
