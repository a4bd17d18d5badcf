// Evaluated in the realm of realm.cjs. A realm has no `import()`, so this can't use the consumers' common
// module.
const { AgentClient, AgentError } = require("agent-delete");

module.exports = async (tasks) => {
  const outcomes = {};
  for (const { client, id, options } of tasks) {
    const { outcome } = await new AgentClient(client).deleteAgent(id, options);
    outcomes[client.backend] = outcome;
  }
  const [{ client, id }] = tasks;
  const errors = [];
  for (const wrong of [id, ".."]) {
    const error = await new AgentClient(client).deleteAgent(wrong).catch((reason) => reason);
    // Jest's `toThrow(Error)` asks for an error of this realm.
    const known = error instanceof AgentError && error instanceof Error;
    errors.push(known ? error.code : `no AgentError: ${error}`);
  }
  return { outcomes, errors };
};
