// Deletes an agent of one of the platforms described beside this, and says what is known:
//
//   AGENT_BASE_URL=https://n8n.mycompany.example/api/v1 AGENT_KEY=… node delete-agent.mjs n8n WORKFLOW_ID
//
// AGENT_BASE_URL is not needed for Botpress, which needs BOTPRESS_WORKSPACE_ID.

import { AgentClient, isAgentError } from "agent-delete";
import { botpress } from "./botpress.mjs";
import { dify } from "./dify.mjs";
import { n8n } from "./n8n.mjs";

const { AGENT_BASE_URL: baseUrl, AGENT_KEY: key, BOTPRESS_WORKSPACE_ID: workspace } = process.env;
const [name, id] = process.argv.slice(2);

const clients = {
  botpress: () => new AgentClient({ backend: botpress, baseUrl, auth: { bearer: key }, headers: workspace ? { "x-workspace-id": workspace } : {} }),
  dify: () => new AgentClient({ backend: dify, baseUrl, auth: { bearer: key } }),
  n8n: () => new AgentClient({ backend: n8n, baseUrl, auth: { apiKey: key } }),
};

try {
  const client = clients[name]?.();
  if (!client) throw new Error(`Say of which platform: ${Object.keys(clients).join(", ")}.`);
  const { outcome, verified, message } = await client.deleteAgent(id, { verify: true, waitMs: 30_000 });
  console.log(`${outcome}${verified ? ", and a read found it gone" : ""}. ${message ?? ""}`.trim());
  if (outcome === "accepted") process.exitCode = 1;
} catch (error) {
  console.error(isAgentError(error) ? `${error.code}: ${error.message}. ${error.hint ?? ""}` : error.message);
  process.exitCode = 1;
}
