import { AgentClient, AgentError } from "agent-delete";
import { deleteAgents } from "../../delete-agents.js";

export default async function Page({ searchParams }) {
  const { tasks } = await searchParams;
  const result = await deleteAgents({ AgentClient, AgentError }, JSON.parse(tasks));
  return <output>{JSON.stringify(result)}</output>;
}
