import { AgentClient, AgentError } from "agent-delete";
import { deleteAgents } from "./delete-agents.js";

globalThis.deleteAgents = (tasks) => deleteAgents({ AgentClient, AgentError }, tasks);
