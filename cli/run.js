// @ts-check
// What `delete` and `resume` share: asking, and beginning the journal.

import { Journal, runHead } from "./journal.js";
import { fingerprint } from "./fingerprint.js";

/** @import { Connection } from "./connection.js" */
/** @import { RunOptions } from "./journal.js" */
/** @import { Target } from "./targets.js" */

/**
 * A new journal, which says what was chosen before anything is done to it.
 *
 * @param {string} file
 * @param {Connection} connection
 * @param {Target[]} targets
 * @param {RunOptions} options
 * @param {string | null} backups The folder.
 */
export function beginJournal(file, { name, backend, baseUrl, client }, targets, options, backups) {
  const journal = new Journal(file, "wx");
  const { apiVersion, allowInsecureHttp = false } = client;
  journal.write(
    { ...runHead(), connection: { name, backend, baseUrl, apiVersion, allowInsecureHttp }, options, backups, agents: targets.length },
    ...targets.map(({ id, agent }) => /** @type {const} */ ({ type: "chosen", agentId: id, seen: fingerprint(agent) })),
  );
  return journal;
}
