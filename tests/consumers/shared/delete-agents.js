// @ts-check
// What every consumer does with the package. It is copied beside the consumer's own sources, and these
// import the package.

/**
 * Deletes an agent on each platform, then meets an error of the platform and one of the package.
 *
 * @param {Pick<typeof import("../../../pkg/index.js"), "AgentClient" | "AgentError">} exports
 * @param {import("../support/platforms.mjs").Task[]} tasks
 */
export async function deleteAgents({ AgentClient, AgentError }, tasks) {
  /** @type {Record<string, string>} */
  const outcomes = {};
  for (const { client, id, options } of tasks) {
    const { outcome } = await new AgentClient(client).deleteAgent(id, options);
    outcomes[client.backend] = outcome;
  }
  const [{ client, id }] = tasks;
  const errors = [];
  for (const wrong of [id, ".."]) {
    const error = await new AgentClient(client).deleteAgent(wrong).catch((reason) => reason);
    errors.push(error instanceof AgentError ? error.code : `no AgentError: ${error}`);
  }
  return { outcomes, errors };
}
