// The safe way to delete an agent, which is also the short one.

import { saveBackup } from "./backup-file.js";
import { askForPlan } from "./plan-dialog.js";

/** How long to go on asking whether a deletion that a platform has only accepted has happened. */
const WAIT_MS = 5000;

/**
 * Shows the plan and asks; saves the agent; deletes it; looks whether it is gone. Stops where one of these
 * fails.
 * @param {import("agent-delete").AgentClient} client
 * @param {string} id
 * @param {{ force: boolean, backup: boolean, verify: boolean }} options
 */
export function deleteSafely(client, id, { force, backup, verify }) {
  return client.deleteAgent(id, {
    force,
    verify,
    confirm: askForPlan,
    backup: backup && saveBackup,
    waitMs: WAIT_MS,
  });
}
