import { AgentClient, AgentError } from "./node_modules/agent-delete/index.js";
import { deleteAgents } from "./delete-agents.js";

onmessage = (event) => {
  const [port] = event.ports;
  const work = deleteAgents({ AgentClient, AgentError }, event.data).catch((error) => String(error));
  event.waitUntil(work.then((result) => port.postMessage(result)));
};
