// @ts-check
// Backups of many agents, a file each.

import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { FAILED, Stop, wrongUse } from "./exit-codes.js";
import { checkPlace, freeName, makeFolder, makeRunFolder, writeWhole } from "./files.js";
import { fileName } from "./names.js";
import { each } from "./plans.js";
import { sdk } from "./sdk.js";
import { counted, few, messageOf } from "./text.js";

/** @import { AgentError } from "../pkg/index.js" */
/** @import { AgentBackup } from "../pkg/types.d.ts" */
/** @import { Connection } from "./connection.js" */
/** @import { Context } from "./context.js" */

/**
 * @typedef {object} Saved
 * @property {string} id
 * @property {string | null} file
 * @property {AgentBackup | null} backup
 * @property {AgentError | null} error Why the platform gave none.
 */

/** Where the runs of a connection keep their backups and journals, a folder each. @param {string} cwd @param {string} label @param {string} [given] */
export const runsFolder = (cwd, label, given) => resolve(cwd, given ?? join("agent-delete-backups", fileName(label)));

/** Before anything is sent: whether the folder can be made. @param {string} runs */
export function checkRunsFolder(runs) {
  try {
    checkPlace(join(runs, "run"));
  } catch (error) {
    throw wrongUse(`Backups can't be written to ${runs}: ${messageOf(error)}`);
  }
}

/** The folder of a run, which no other run has. @param {string} runs @param {string} [otherwise] As for `saveAll`. */
export function newFolder(runs, otherwise = "") {
  return stored(runs, otherwise, () => makeRunFolder(runs));
}

/**
 * Saves every agent. A file that can't be written ends it all, for the next one could not be written either.
 *
 * @param {Context} context
 * @param {Connection} connection
 * @param {string[]} ids
 * @param {string} folder
 * @param {{ includeSecrets?: boolean, onSaved?: (saved: Saved) => void, otherwise?: string }} [options] `otherwise`: what it means that
 *   a file can't be written, in a sentence.
 * @returns {Promise<Saved[]>}
 */
export async function saveAll(context, connection, ids, folder, { includeSecrets = false, onSaved = () => {}, otherwise = "" } = {}) {
  const { interrupt } = context;
  stored(folder, otherwise, () => makeFolder(folder));
  return each(ids, connection.concurrency, async (id) => {
    interrupt.check();
    const saved = await saveOne(id);
    onSaved(saved);
    return saved;
  });

  /** @param {string} id @returns {Promise<Saved>} */
  async function saveOne(id) {
    let backup;
    try {
      backup = await connection.agents.backupAgent(id, { includeSecrets, signal: interrupt.signal });
    } catch (error) {
      interrupt.check();
      return { id, file: null, backup: null, error: /** @type {AgentError} */ (error) };
    }
    const text = `${(await sdk()).backupToJson(backup)}\n`;
    // A run that was killed may have left one that its journal does not know.
    const file = freeName(join(folder, `${fileName(id)}.json`));
    stored(file, otherwise, () => writeWhole(file, text));
    return { id, file, backup, error: null };
  }
}

/**
 * What backups are without, alike ones together, a sentence each: whoever deletes has to know it.
 *
 * @param {Saved[]} saved
 */
export function gaps(saved) {
  /** @type {Map<string, string[]>} */
  const alike = new Map();
  for (const { id, backup } of saved) {
    const reasons = new Map((backup?.missing ?? []).map(({ reason }) => [reason, /** @type {string[]} */ ([])]));
    for (const { part, reason } of backup?.missing ?? []) reasons.get(reason)?.push(part);
    for (const [reason, parts] of reasons) {
      const what = `without ${parts.join(" and ")}, which could not be saved: ${reason}`;
      alike.set(what, [...(alike.get(what) ?? []), id]);
    }
  }
  return [...alike].map(([what, ids]) => `${counted(ids.length, "backup is", "backups are")} ${what} (${few(ids)})`);
}

/** How many secret values were left out, or null. @param {Saved[]} saved */
export function withheld(saved) {
  const count = saved.reduce((sum, { backup }) => sum + (backup?.redacted.length ?? 0), 0);
  return count === 0 ? null : `${counted(count, "secret value is", "secret values are")} left out; \`backup --include-secrets\` keeps them.`;
}

/** @template T @param {string} place @param {string} otherwise @param {() => T} write @returns {T} */
function stored(place, otherwise, write) {
  try {
    return write();
  } catch (error) {
    throw new Stop(FAILED, `The backup can't be written to ${place}: ${messageOf(error)}. ${otherwise}`.trimEnd(), { cause: error });
  }
}

/** Whether a file is an agent's backup, and whole. @param {string} file @param {string} id */
export async function isBackupOf(file, id) {
  try {
    return (await sdk()).backupFromJson(readFileSync(file, "utf8")).agentId === id;
  } catch {
    return false;
  }
}
