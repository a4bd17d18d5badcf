// @ts-check
// Failures, together and at the end: the client's own sentence and hint, those alike counted. The receipts stand
// above them, for who asks: every exchange is shown as it happens.

import { few } from "./text.js";
import { hintOf, sentenceOf } from "./wording.js";

/** @import { AgentError } from "../pkg/index.js" */
/** @import { Step } from "../pkg/types.d.ts" */
/** @import { Output } from "./output.js" */

/** @typedef {{ agentId: string | null, error: AgentError }} Failure */

/**
 * @typedef {object} Group
 * @property {string} code
 * @property {string} message Without the agents' ids.
 * @property {string | null} hint
 * @property {boolean} outcomeUnknown
 * @property {Failure[]} members
 */

/** Those alike together, the most frequent first. @param {Failure[]} failures @returns {Group[]} */
export function grouped(failures) {
  /** @type {Map<string, Group>} */
  const groups = new Map();
  for (const failure of failures) {
    const { agentId, error } = failure;
    const { code = "error", outcomeUnknown = false } = error;
    const hint = hintOf(error);
    const message = agentId === null ? sentenceOf(error) : sentenceOf(error).replaceAll(agentId, "…");
    const key = JSON.stringify([code, message, hint, outcomeUnknown]);
    const group = groups.get(key) ?? { code, message, hint, outcomeUnknown, members: [] };
    group.members.push(failure);
    groups.set(key, group);
  }
  return [...groups.values()].sort((a, b) => b.members.length - a.members.length);
}

/** @param {Output} out @param {Failure[]} failures */
export function showFailures(out, failures) {
  const { red, yellow, dim } = out.paint;
  for (const { code, message, hint, members } of grouped(failures)) {
    const [{ agentId, error }] = members;
    const sentence = members.length === 1 ? sentenceOf(error) : message;
    out.warn(["✗ ", red], [members.length === 1 ? "" : `${members.length} × `, red], [code, red], `  ${sentence}`);
    if (hint) out.warn("    ", [hint, yellow]);
    if (members.length > 1 && agentId !== null) {
      out.warn("    ", [few(members.map((one) => String(one.agentId))), dim]);
    }
  }
}

/** Every exchange, in order. @param {Output} out @param {Step[]} steps */
export function showReceipt(out, steps) {
  for (const { purpose, method, path, status, attempt, durationMs, requestId } of steps) {
    const end = `${status ?? "no answer"}, attempt ${attempt}, ${Math.round(durationMs)} ms${requestId === null ? "" : `, ${requestId}`}`;
    out.warn("    ", [`${purpose}: ${method} ${path} → ${end}`, out.paint.dim]);
  }
}
