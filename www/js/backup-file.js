// A backup as a file on the user's disk. Secrets are not in it: the client takes them out.

import { element } from "./element.js";

/** The browser has read the file's content long before. */
const KEEP_MS = 60_000;

/**
 * Starts a download. A browser does not tell whether it came through; a product that must know stores the
 * backup on its own server, and returns the promise of that.
 * @param {import("agent-delete").AgentBackup} backup
 */
export function saveBackup(backup) {
  const text = JSON.stringify(backup, bytesAsText, 2);
  const url = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  element("a", { href: url, download: fileName(backup) }).click();
  setTimeout(() => URL.revokeObjectURL(url), KEEP_MS);
}

/** @param {import("agent-delete").AgentBackup} backup */
function fileName({ backend, agentId, takenAt }) {
  return `${backend}-${agentId}-${takenAt}.json`.replace(/[^\w.-]+/g, "-");
}

/** Code that an agent runs is saved as bytes. @param {string} _ @param {unknown} value */
function bytesAsText(_, value) {
  if (!(value instanceof Uint8Array)) return value;
  return { base64: btoa(Array.from(value, (byte) => String.fromCharCode(byte)).join("")) };
}
