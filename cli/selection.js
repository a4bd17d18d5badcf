// @ts-check
// Which agents are meant. Dry run, plan and deletion, and every other command, choose by `select` and by nothing else.

import { glob } from "./globs.js";

/** @import { Agent } from "../pkg/types.d.ts" */
/** @import { Protection } from "./protect.js" */

/**
 * @typedef {object} Filters
 * @property {string[]} [name] Globs, of which one must match the name.
 * @property {string[]} [exclude] Globs, of which none may match the name or the id; the case is ignored.
 * @property {"active" | "inactive"} [status]
 * @property {number} [olderThan] Created longer ago than that, in milliseconds.
 * @property {number} [createdBefore] Milliseconds since 1970.
 * @property {number} [updatedBefore]
 * @property {boolean} [notDefault]
 *
 * @typedef {object} Selection
 * @property {Agent[]} chosen
 * @property {{ agent: Agent, by: string }[]} kept What would have been chosen, and is protected.
 * @property {Agent[]} undated What would have been chosen, and has no date by which to tell.
 * @property {Agent[]} others
 */

/** @param {Filters} filters */
export const isFiltered = ({ name, exclude, status, olderThan, createdBefore, updatedBefore, notDefault }) =>
  [name, exclude, status, olderThan, createdBefore, updatedBefore].some((filter) => filter !== undefined) || notDefault === true;

/**
 * @param {Agent[]} agents
 * @param {Filters} filters
 * @param {Protection} protection
 * @param {number} now
 * @returns {Selection}
 */
export function select(agents, filters, protection, now) {
  const names = filters.name?.map((pattern) => glob(pattern));
  const excluded = (filters.exclude ?? []).map((pattern) => glob(pattern, { ignoreCase: true }));
  /** @type {Selection} */
  const selection = { chosen: [], kept: [], undated: [], others: [] };
  for (const agent of agents) {
    const { id, name, status, isDefault } = agent;
    const passes =
      (names === undefined || (name !== null && names.some((matches) => matches(name)))) &&
      !excluded.some((matches) => matches(id) || (name !== null && matches(name))) &&
      (filters.status === undefined || status === filters.status) &&
      !(filters.notDefault && isDefault === true);
    const inTime = passes ? isInTime(agent, filters, now) : false;
    const by = protection.of(agent);
    if (inTime === null) selection.undated.push(agent);
    else if (!inTime) selection.others.push(agent);
    else if (by !== null) selection.kept.push({ agent, by });
    else selection.chosen.push(agent);
  }
  return selection;
}

/**
 * Whether an agent is as old as it has to be; null where it has no date that could tell.
 *
 * @param {Agent} agent
 * @param {Filters} filters
 * @param {number} now
 */
function isInTime({ createdAt, updatedAt }, { olderThan, createdBefore, updatedBefore }, now) {
  /** @type {[string | null, number | undefined][]} */
  const limits = [
    [createdAt, olderThan === undefined ? undefined : now - olderThan],
    [createdAt, createdBefore],
    [updatedAt, updatedBefore],
  ];
  let known = true;
  for (const [date, limit] of limits) {
    if (limit === undefined) continue;
    const time = date === null ? Number.NaN : Date.parse(date);
    if (Number.isNaN(time)) known = false;
    else if (time >= limit) return false;
  }
  return known ? true : null;
}
