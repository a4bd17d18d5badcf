import { AgentClient, AgentError } from "agent-delete";
import { deleteAgents } from "./delete-agents.js";

console.log(JSON.stringify(await deleteAgents({ AgentClient, AgentError }, JSON.parse(Deno.args[0]))));
