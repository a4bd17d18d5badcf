// The code under test: what a support tool says after it has been told to remove an agent.

import { isAgentError } from "agent-delete";

/**
 * @param {import("agent-delete").AgentClient} client
 * @param {string} id
 * @returns {Promise<string>}
 */
export async function removeAgent(client, id) {
  try {
    const { outcome, verified } = await client.deleteAgent(id, { verify: true });
    if (outcome === "accepted") return "It is being removed. Look again later.";
    return verified ? "It is gone." : "It was removed.";
  } catch (error) {
    if (!isAgentError(error)) throw error;
    if (error.code === "not-found") return "There is no such agent.";
    return error.outcomeUnknown ? "It may be gone. Look before you try again." : `It is still there. ${error.hint ?? ""}`.trim();
  }
}
