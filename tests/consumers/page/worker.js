// Import maps are for pages only.
import { AgentClient, AgentError } from "./node_modules/agent-delete/index.js";
import { deleteAgents } from "./delete-agents.js";

onmessage = async ({ data }) => postMessage(await deleteAgents({ AgentClient, AgentError }, data));
