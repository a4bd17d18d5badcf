// @ts-check
// What an agent was when it was looked at, so that one can tell later whether it still is: as far as the platform says.

/** @import { Agent } from "../pkg/types.d.ts" */

/**
 * @typedef {object} Fingerprint
 * @property {string | null} name
 * @property {string | null} description
 * @property {string | null} status
 * @property {boolean | null} isDefault
 * @property {boolean | null} isProtected
 * @property {string | null} createdAt
 * @property {string | null} updatedAt
 * @property {string | number | null} version
 */

/** Its schema, where a file keeps it. */
export const FINGERPRINT = {
  type: ["object", "null"],
  properties: {
    ...Object.fromEntries(["name", "description", "status", "createdAt", "updatedAt"].map((member) => [member, { type: ["string", "null"] }])),
    isDefault: { type: ["boolean", "null"] },
    isProtected: { type: ["boolean", "null"] },
    version: { type: ["string", "number", "null"] },
  },
};

/** @param {Agent | null} agent @returns {Fingerprint | null} */
export function fingerprint(agent) {
  if (!agent) return null;
  const { name, description, status, isDefault, isProtected, createdAt, updatedAt, raw } = agent;
  return { name, description, status, isDefault, isProtected, createdAt, updatedAt, version: versionOf(raw) };
}

/** The names of what is different, for a sentence. @param {Fingerprint | null} before @param {Fingerprint | null} after */
export function changes(before, after) {
  if (!before || !after) return before === after ? [] : [after ? "it is there again" : "it is gone"];
  const members = /** @type {(keyof Fingerprint)[]} */ (Object.keys(after));
  return members.filter((member) => (before[member] ?? null) !== after[member]);
}

/** Whether an id may belong to another agent by now: where both dates are known they decide. @param {Fingerprint | null} before @param {Fingerprint | null} after */
export function isAnother(before, after) {
  return before?.createdAt != null && after?.createdAt != null && before.createdAt !== after.createdAt;
}

/** The version, as far as platforms have one. @param {any} raw */
function versionOf(raw) {
  const version = raw?.versions?.latest?.version ?? raw?.version ?? raw?.revision ?? raw?.current_version_id ?? null;
  return typeof version === "string" || typeof version === "number" ? version : null;
}
