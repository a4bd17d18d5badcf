export const runtime = "edge";

import { AgentClient, AgentError } from "agent-delete";
import { deleteAgents } from "../../delete-agents.js";

export async function POST(request) {
  return Response.json(await deleteAgents({ AgentClient, AgentError }, await request.json()));
}
