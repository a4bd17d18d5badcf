// A backup as a file on the user's disk. Secrets are not in it: the client takes them out.

import { backupToJson } from "agent-delete";
import { saveFile } from "./file.js";

/**
 * Starts a download. A product that must know whether it came through stores the backup on its own server, and
 * returns the promise of that.
 * @param {import("agent-delete").AgentBackup} backup
 */
export function saveBackup(backup) {
  const { backend, agentId, takenAt } = backup;
  saveFile(`${backend}-${agentId}-${takenAt}.json`, "application/json", backupToJson(backup));
}
