import { AgentClient, AgentError } from "agent-delete";
import { deleteAgents } from "./delete-agents.js";

export default {
  async fetch(request) {
    return Response.json(await deleteAgents({ AgentClient, AgentError }, await request.json()));
  },
};
