import { AgentClient, AgentError } from "agent-delete";
import { deleteAgents } from "./delete-agents.js";

deleteAgents({ AgentClient, AgentError }, JSON.parse(process.argv[2])).then((result) => {
  console.log(JSON.stringify(result));
});
