import { parentPort, workerData } from "node:worker_threads";
import { AgentClient, AgentError } from "agent-delete";
import { deleteAgents } from "./delete-agents.js";

parentPort.postMessage(await deleteAgents({ AgentClient, AgentError }, workerData));
