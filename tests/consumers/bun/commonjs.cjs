const { AgentClient, AgentError } = require("agent-delete");

(async () => {
  const { deleteAgents } = await import("./delete-agents.js");
  console.log(JSON.stringify(await deleteAgents({ AgentClient, AgentError }, JSON.parse(process.argv[2]))));
})();
