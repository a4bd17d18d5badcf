// Waits for a deletion and shows how it ended, well or not.

import { isAgentError } from "agent-delete";
import { titles } from "./platforms.js";
import { showDeletion, showError } from "./results.js";

/**
 * @param {Promise<import("agent-delete").Deletion>} call
 * @returns {Promise<string>} The same in a few words. Rejects with what is no error of a call: a LoadError.
 */
export async function settle(call) {
  try {
    const deletion = await call;
    showDeletion(deletion);
    return `${titles[deletion.backend]}: ${deletion.outcome}.`;
  } catch (error) {
    if (!isAgentError(error)) throw error;
    showError(error);
    if (error.code === "cancelled") return "Kept. Nothing was changed.";
    return `${titles[error.backend]}: ${error.code}. ${error.hint ?? ""}`;
  }
}
