import * as agentDelete from "agent-delete";
import { deleteAgents } from "./delete-agents.js";

globalThis.agentDelete = agentDelete;
globalThis.deleteAgents = (tasks) => deleteAgents(agentDelete, tasks);
