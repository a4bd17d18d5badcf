// @ts-check
// Backups of many agents, a file each.

import { join } from "node:path";
import { FAILED, Stop } from "./exit-codes.js";
import { makeFolder, writeWhole } from "./files.js";
import { fileName, timeName } from "./names.js";
import { each } from "./plans.js";
import { sdk } from "./sdk.js";
import { messageOf } from "./text.js";

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

/** Where the backups and the journal of one run go. @param {string} cwd @param {string} label @param {number} [now] */
export const runFolder = (cwd, label, now = Date.now()) => join(cwd, "agent-delete-backups", fileName(label), timeName(now));

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
    const file = join(folder, `${fileName(id)}.json`);
    stored(file, otherwise, () => writeWhole(file, text));
    return { id, file, backup, error: null };
  }
}

/** @param {string} place @param {string} otherwise @param {() => void} write */
function stored(place, otherwise, write) {
  try {
    write();
  } catch (error) {
    throw new Stop(FAILED, `The backup can't be written to ${place}: ${messageOf(error)}. ${otherwise}`.trimEnd(), { cause: error });
  }
}
