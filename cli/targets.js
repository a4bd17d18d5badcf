// @ts-check
// What a command is about to work on: the source read, the agents selected, and each one looked at. Plan, dry run and deletion
// all begin with this.

import { wrongUse } from "./exit-codes.js";
import { refuseHow, refuseInvalid } from "./input.js";
import { plansOf } from "./plans.js";
import { COMPANY } from "./protect.js";
import { sdk } from "./sdk.js";
import { isFiltered, select } from "./selection.js";
import { listing, namedIds } from "./source.js";

/** @import { AgentError } from "../pkg/index.js" */
/** @import { Agent, DeleteOptions, DeletionPlan } from "../pkg/types.d.ts" */
/** @import { Connection } from "./connection.js" */
/** @import { Context } from "./context.js" */
/** @import { Filters, Selection } from "./selection.js" */

/**
 * @typedef {Filters & Pick<DeleteOptions, "force" | "cascade"> & { all?: boolean, from?: string }} TargetOptions
 *
 * @typedef {object} Target
 * @property {string} id As it will be sent.
 * @property {Agent | null} agent Null where it is not there or can't be read.
 * @property {DeletionPlan | null} plan Null where it could not be looked at.
 * @property {AgentError | null} error Why it could not.
 *
 * @typedef {object} Targets
 * @property {Target[]} chosen
 * @property {{ agent: Agent, by: string }[]} kept
 * @property {number} undated
 * @property {number} others
 * @property {boolean} listed Whether they come from the platform's listing.
 * @property {boolean} filtered
 */

/**
 * @param {Context} context
 * @param {Connection} connection
 * @param {string[]} given Ids.
 * @param {TargetOptions} options
 * @param {number} [now]
 * @returns {Promise<Targets>}
 */
export async function targetsOf(context, connection, given, options, now = Date.now()) {
  const targets = await lookedAt(context, connection, given, options, now);
  const { AgentError } = await sdk();
  const chosen = targets.chosen.map((target) => {
    if (target.error || !connection.protection.forbidsCompany(target.plan)) return target;
    const fields = { message: `${connection.backend}, agent ${target.id}: ${COMPANY}`, code: "protected", backend: connection.backend, agentId: target.id };
    return { ...target, error: new AgentError(/** @type {any} */ (fields)) };
  });
  return { ...targets, chosen };
}

/**
 * @param {Context} context
 * @param {Connection} connection
 * @param {string[]} given
 * @param {TargetOptions} options
 * @param {number} now
 * @returns {Promise<Targets>}
 */
async function lookedAt(context, connection, given, options, now) {
  const { all, from, force = false, cascade = [] } = options;
  const filtered = isFiltered(options);
  refuseSource(given, options);
  const how = { force, cascade };
  await refuseHow(connection, how);
  if (all) {
    const selection = select(await listing(context, connection), options, connection.protection, now);
    const agents = new Map(selection.chosen.map((agent) => [agent.id, agent]));
    const planned = await plansOf(context, connection, [...agents.keys()], how);
    const targets = planned.map(({ id, plan, error }) => ({ id, agent: plan?.agent ?? agents.get(id) ?? null, plan, error }));
    // Meanwhile one may have been given a name that is protected.
    const chosen = targets.filter(({ agent }) => {
      const by = agent && connection.protection.of(agent);
      if (agent && by) selection.kept.push({ agent, by });
      return !by;
    });
    return { ...counts(selection), chosen, listed: true, filtered };
  }
  const ids = await namedIds(context, given, from);
  await refuseInvalid(connection, ids);
  return named(await plansOf(context, connection, ids, how), connection, options, filtered, now);
}

/** Whether it is said which agents. @param {string[]} given @param {TargetOptions} options */
export function refuseSource(given, { all = false, from, ...filters }) {
  if (all && (given.length > 0 || from !== undefined)) throw wrongUse("--all can't be given beside ids or --from: it means every agent.");
  if (!all && given.length === 0 && from === undefined) {
    throw wrongUse(isFiltered(filters) ? "A filter needs --all, or ids to filter." : "No agent is given: pass ids, --from FILE, or --all with filters.");
  }
}

/**
 * Ids that a person named: the agents are known only now, so they are selected only now, by the same function.
 *
 * @param {import("./plans.js").Planned[]} planned
 * @param {Connection} connection
 * @param {Filters} filters
 * @param {boolean} filtered
 * @param {number} now
 * @returns {Promise<Targets>}
 */
async function named(planned, connection, filters, filtered, now) {
  /** @type {Map<string, Target>} Two spellings of an id are one agent. */
  const targets = new Map();
  for (const { id, plan, error } of planned) {
    const sent = plan?.agentId ?? id;
    targets.set(sent, { id: sent, agent: plan?.agent ?? null, plan, error });
  }
  const { AgentError } = await sdk();
  const agents = [...targets.values()].flatMap(({ agent }) => (agent ? [agent] : []));
  const selection = select(agents, filters, connection.protection, now);
  const passed = new Set(selection.chosen);
  const chosen = [];
  for (const target of targets.values()) {
    const { id, agent } = target;
    if (agent) {
      if (passed.has(agent)) chosen.push(target);
      continue;
    }
    const by = connection.protection.of({ id, name: null });
    if (by !== null) selection.kept.push({ agent: unknownAgent(id), by });
    else if (isMissing(target)) (filtered ? selection.others.push(unknownAgent(id)) : chosen.push(target));
    else if (target.error || !(filtered || connection.protection.needsName)) chosen.push(target);
    else {
      const reason = filtered ? "whether it matches" : "whether it is protected";
      const message = `${connection.backend}, agent ${id}: it can't be read, so nobody can tell ${reason}`;
      const fields = /** @type {any} */ ({ message, code: "forbidden", backend: connection.backend, agentId: id });
      chosen.push({ ...target, error: new AgentError(fields) });
    }
  }
  return { ...counts(selection), chosen, listed: false, filtered };
}

/** @param {Selection} selection */
const counts = ({ kept, undated, others }) => ({ kept, undated: undated.length, others: others.length });

/** Whether the platform says that an agent is not there. @param {Target} target */
export const isMissing = ({ plan }) => plan?.agent === null && plan.blockers.some(({ code }) => code === "not-found");

/** What is known of an agent that can't be read. @param {string} id @returns {Agent} */
export const unknownAgent = (id) => ({
  id, name: null, description: null, status: null, isDefault: null, isProtected: null, createdAt: null, updatedAt: null, raw: null,
});
