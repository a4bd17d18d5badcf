// @ts-check
// A backup as JSON and back. Bytes, as those of an agent's code, are base64 in an object of their own.

/** @import { AgentBackup } from "../pkg/types.d.ts" */

const VERSION = 1;

/** The only member of an object that stands for bytes. */
const BYTES = "$bytes";

/** @param {AgentBackup} backup @returns {string} */
export function backupToJson(backup) {
  return `${JSON.stringify({ version: VERSION, ...backup }, (_, value) => (value instanceof Uint8Array ? { [BYTES]: Buffer.from(value).toString("base64") } : value), 2)}\n`;
}

/** @param {string} text @returns {AgentBackup} */
export function backupFromJson(text) {
  const { version, ...backup } = JSON.parse(text, (_, value) =>
    typeof value?.[BYTES] === "string" && Object.keys(value).length === 1 ? new Uint8Array(Buffer.from(value[BYTES], "base64")) : value,
  );
  if (version !== VERSION) throw new Error(`a backup of version ${version} can't be read, only one of version ${VERSION}`);
  return backup;
}
