// @ts-check
// Amazon Bedrock Agents, by the vendor's service model. `guarded` is in use, which keeps it unless the check is skipped.

import { error, said, shared } from "./aws.js";
import { iso, secret } from "./platform.js";
import { cursorOf } from "./store.js";
import { asked, described, pageAfter } from "./table.js";

/** @param {import("./table.js").Agent} agent */
const status = ({ deleting }) => (deleting ? "DELETING" : "PREPARED");

export const bedrock = described({
  name: "bedrock",
  base: "",
  read: "GET /agents/{id}/",
  remove: "DELETE /agents/{id}/",
  list: "POST /agents/",
  ...shared("bedrock:DeleteAgent"),
  id: (number) => `AGENT${String(number).padStart(5, "0")}`,
  seeds: { guarded: { name: "In use", guarded: true } },
  view: (agent) => ({
    agent: {
      agentId: agent.id,
      agentName: agent.name,
      agentArn: `arn:aws:bedrock:us-east-1:123456789012:agent/${agent.id}`,
      agentStatus: status(agent),
      instruction: "You help.",
      promptOverrideConfiguration: { apiKey: secret("bedrock-prompt") },
      createdAt: iso(agent.createdAt),
      updatedAt: iso(agent.createdAt),
    },
  }),
  page(request, world) {
    const { records, more } = pageAfter(world, asked(request, { size: "maxResults", cursor: "nextToken" }, 100));
    const last = records[records.length - 1];
    return said(request, 200, {
      agentSummaries: records.map((agent) => ({
        agentId: agent.id,
        agentName: agent.name,
        agentStatus: status(agent),
        updatedAt: iso(agent.createdAt),
      })),
      ...(more && last ? { nextToken: cursorOf(last) } : {}),
    });
  },
  refuse: ({ guarded }, request) =>
    guarded && request.query.get("skipResourceInUseCheck") !== "true"
      ? error(request, 409, "ConflictException", "The agent is in use.")
      : null,
  removed: ({ id }, request) => said(request, 202, { agentId: id, agentStatus: "DELETING" }),
  accepted: ({ id }, request) => said(request, 202, { agentId: id, agentStatus: "DELETING" }),
  missing: (_, request) =>
    error(
      request,
      404,
      "ResourceNotFoundException",
      "Failed to retrieve resource because it doesn't exist. Retry the request with a different resource identifier.",
    ),
  rateLimited: (request, seconds) =>
    error(request, 429, "ThrottlingException", "Too many requests", { "retry-after": String(seconds) }),
  failed: (request) => error(request, 500, "InternalServerException", "Internal server error"),
  routes: (_, ofAgent) => ({
    "POST /agents/{id}/agentversions/": ofAgent((_, request) => said(request, 200, { agentVersionSummaries: [] })),
    "POST /agents/{id}/agentaliases/": ofAgent((_, request) => said(request, 200, { agentAliasSummaries: [] })),
    // Prepares the agent: a mistaken method changes something.
    "POST /agents/{id}/": ofAgent((_, request) => {
      request.dangerous = true;
      return said(request, 202, {});
    }),
  }),
});
