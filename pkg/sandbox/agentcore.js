// @ts-check
// Amazon Bedrock AgentCore runtimes, by the vendor's service model. `withEndpoints` has endpoints of its own, which keep it.

import { error, said, shared } from "./aws.js";
import { iso, secret } from "./platform.js";
import { cursorOf } from "./store.js";
import { asked, described, pageAfter } from "./table.js";

/** @param {import("./table.js").Agent} agent */
const view = ({ id, name, createdAt, deleting }) => ({
  agentRuntimeId: id,
  agentRuntimeName: name,
  agentRuntimeArn: `arn:aws:bedrock-agentcore:us-east-1:123456789012:runtime/${id}`,
  agentRuntimeVersion: "1",
  status: deleting ? "DELETING" : "READY",
  environmentVariables: { API_KEY: secret("agentcore-env") },
  createdAt: iso(createdAt),
  lastUpdatedAt: iso(createdAt),
});

export const agentcore = described({
  name: "agentcore",
  base: "",
  read: "GET /runtimes/{id}/",
  remove: "DELETE /runtimes/{id}/",
  list: "POST /runtimes/",
  ...shared("bedrock-agentcore:DeleteAgentRuntime"),
  id: (number) => `support_bot-${String(number).padStart(10, "0")}`,
  seeds: { withEndpoints: { name: "With endpoints", guarded: true } },
  view,
  page(request, world) {
    const { records, more } = pageAfter(world, asked(request, { size: "maxResults", cursor: "nextToken" }, 100));
    const last = records[records.length - 1];
    return said(request, 200, {
      agentRuntimes: records.map(view),
      ...(more && last ? { nextToken: cursorOf(last) } : {}),
    });
  },
  refuse: ({ guarded }, request) =>
    guarded
      ? error(
          request,
          409,
          "ConflictException",
          "This agent has endpoints that must be deleted before the agent can be removed",
        )
      : null,
  removed: ({ id }, request) => said(request, 202, { status: "DELETING", agentRuntimeId: id }),
  accepted: ({ id }, request) => said(request, 202, { status: "DELETING", agentRuntimeId: id }),
  missing: (_, request) =>
    error(request, 404, "ResourceNotFoundException", "The specified agent runtime does not exist."),
  rateLimited: (request, seconds) =>
    error(request, 429, "ThrottlingException", "Rate exceeded", { "retry-after": String(seconds) }),
  failed: (request) => error(request, 500, "InternalServerException", "Internal error"),
  routes: (_, ofAgent) => ({
    "POST /runtimes/{id}/versions/": ofAgent((agent, request) =>
      said(request, 200, { agentRuntimes: [view(agent)] }),
    ),
    "POST /runtimes/{id}/runtime-endpoints/": ofAgent((_, request) =>
      said(request, 200, { runtimeEndpoints: [{ name: "DEFAULT", status: "READY" }] }),
    ),
  }),
});
