// Deletes an agent of Amazon Bedrock, and reads until it is gone:
//
//   AWS_REGION=us-east-1 AWS_ACCESS_KEY_ID=… AWS_SECRET_ACCESS_KEY=… node delete-agent.mjs AGENT_ID
//
// AGENT_PLATFORM=agentcore deletes a runtime of AgentCore. With temporary keys, AWS_SESSION_TOKEN belongs to them.

import { AgentClient, isAgentError } from "agent-delete";
import { signFor } from "./sign.mjs";

const { AGENT_PLATFORM = "bedrock", AWS_REGION, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN } = process.env;
for (const [name, value] of Object.entries({ AWS_REGION, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY })) {
  if (!value) throw new Error(`${name} is not set.`);
}

const { service, host } = {
  bedrock: { service: "bedrock", host: "bedrock-agent" },
  agentcore: { service: "bedrock-agentcore", host: "bedrock-agentcore-control" },
}[AGENT_PLATFORM];

const client = new AgentClient({
  backend: AGENT_PLATFORM,
  baseUrl: process.env.AGENT_BASE_URL ?? `https://${host}.${AWS_REGION}.amazonaws.com`,
  auth: {
    sign: signFor({
      service,
      region: AWS_REGION,
      credentials: {
        accessKeyId: AWS_ACCESS_KEY_ID,
        secretAccessKey: AWS_SECRET_ACCESS_KEY,
        sessionToken: AWS_SESSION_TOKEN,
      },
    }),
  },
});

try {
  const { outcome, message } = await client.deleteAgent(process.argv[2], { waitMs: 120_000 });
  console.log(outcome, message ?? "");
  if (outcome === "accepted") process.exitCode = 1;
} catch (error) {
  if (!isAgentError(error)) throw error;
  console.error(`${error.code}: ${error.message}. ${error.hint ?? ""}`);
  process.exitCode = 1;
}
