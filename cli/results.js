// @ts-check
// What became of the agents: each one's outcome in a word, all of them counted, and the exit code that follows.

import { DONE, FAILED, INTERRUPTED, UNKNOWN } from "./exit-codes.js";
import { particularsOf } from "./platforms.js";

/** @import { AgentError } from "../pkg/index.js" */
/** @import { Deletion } from "../pkg/types.d.ts" */

/** @typedef {{ agentId: string, deletion: Deletion, error: null } | { agentId: string, deletion: null, error: AgentError }} Result */

/**
 * @typedef {"deleted" | "absent" | "accepted" | "unknown" | "failed"} Outcome `unknown`: an error after which the agent may be gone, or
 *   a "not found" that does not prove it.
 */

/** @param {Result} result @returns {Outcome} */
export function outcomeOf({ deletion, error }) {
  if (!deletion) return error.outcomeUnknown || isLostRace(error) ? "unknown" : "failed";
  return deletion.outcome === "absent" && particularsOf(deletion.backend).missingProvesNothing ? "unknown" : deletion.outcome;
}

/** Whether another deletion came first, so that the agent may be gone. @param {AgentError} error */
const isLostRace = ({ code, status, backend }) => code === "conflict" && backend != null && status === particularsOf(backend).raceStatus;

/** The outcomes that there are, with their numbers. @param {Result[]} results */
export function outcomes(results) {
  /** @type {Map<Outcome, number>} */
  const counts = new Map();
  for (const outcome of /** @type {Outcome[]} */ (["deleted", "absent", "accepted", "unknown", "failed"])) {
    const count = results.filter((result) => outcomeOf(result) === outcome).length;
    if (count > 0) counts.set(outcome, count);
  }
  return counts;
}

/**
 * @param {Result[]} results
 * @param {{ notBegun: number, skipped: number, interrupted: boolean }} rest `skipped`: named, and left alone.
 */
export function exitCodeOf(results, { notBegun, skipped, interrupted }) {
  const counts = outcomes(results);
  if (interrupted) return INTERRUPTED;
  if (counts.has("accepted") || counts.has("unknown")) return UNKNOWN;
  return counts.has("failed") || notBegun > 0 || skipped > 0 ? FAILED : DONE;
}
