// The policy allows no inline script, so no import map either.
import * as agentDelete from "./node_modules/agent-delete/index.js";
import { deleteAgents } from "./delete-agents.js";

globalThis.agentDelete = agentDelete;
globalThis.deleteAgents = (tasks) => deleteAgents(agentDelete, tasks);
