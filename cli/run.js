// @ts-check
// A run of `delete`: where its records go, and its journal, which says what was chosen before anything is done to it.

import { existsSync, rmdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { checkRunsFolder, newFolder, runsFolder } from "./backups.js";
import { wrongUse } from "./exit-codes.js";
import { checkPlace } from "./files.js";
import { fingerprint } from "./fingerprint.js";
import { Journal, runHead } from "./journal.js";
import { messageOf } from "./text.js";

/** @import { Connection } from "./connection.js" */
/** @import { Context } from "./context.js" */
/** @import { RunOptions } from "./journal.js" */
/** @import { Target } from "./targets.js" */

/**
 * @typedef {object} Records
 * @property {boolean} [backup] False where none are wanted.
 * @property {string} [backupDir]
 * @property {string} [journal]
 */

/** @param {Records} records Whether the run needs a folder of its own. */
const needsFolder = ({ backup = true, journal }) => backup || journal === undefined;

/**
 * Before anything is sent: whether the records can be kept. What is there is never written over.
 *
 * @param {Context} context
 * @param {string} label
 * @param {Records} records
 */
export function checkRecords({ cwd }, label, records) {
  if (needsFolder(records)) checkRunsFolder(runsFolder(cwd, label, records.backupDir));
  if (records.journal === undefined) return;
  const file = resolve(cwd, records.journal);
  if (existsSync(file)) {
    throw wrongUse(`The journal ${file} can't be written: it is there, and no journal is written over. Name another, or go on with it by \`resume\`.`);
  }
  try {
    checkPlace(file);
  } catch (error) {
    throw wrongUse(`The journal ${file} can't be written: ${messageOf(error)}`);
  }
}

/**
 * @param {Context} context
 * @param {Connection} connection
 * @param {Target[]} targets
 * @param {RunOptions} options
 * @param {Records} records
 * @returns {{ journal: Journal, folder: string | null }} `folder`: where backups go; null where none are wanted.
 */
export function beginRun({ cwd }, { label, name, backend, baseUrl, client }, targets, options, records) {
  const own = needsFolder(records) ? newFolder(runsFolder(cwd, label, records.backupDir), "Nothing was deleted.") : null;
  const folder = records.backup === false ? null : own;
  try {
    const journal = new Journal(resolve(cwd, records.journal ?? join(String(own), "journal.ndjson")), "wx");
    const { apiVersion, allowInsecureHttp = false } = client;
    journal.write(
      { ...runHead(), connection: { name, backend, baseUrl, apiVersion, allowInsecureHttp }, options, backups: folder, agents: targets.length },
      ...targets.map(({ id, agent }) => /** @type {const} */ ({ type: "chosen", agentId: id, seen: fingerprint(agent) })),
    );
    return { journal, folder };
  } catch (error) {
    if (own !== null && records.journal !== undefined) rmdirSync(own);
    throw error;
  }
}
