// @ts-check
// OpenAI Agents (beta), by the vendor's SDKs and pages. Bodies of errors are made from the documented envelope.

import { secret } from "./platform.js";
import { json } from "./reply.js";
import { asked, described } from "./table.js";

const JSON_UTF8 = { "content-type": "application/json; charset=UTF-8" };

/**
 * @param {number} status
 * @param {string} message
 * @param {string | null} code
 * @param {Record<string, string>} [headers]
 * @param {string} [type]
 */
const error = (status, message, code, headers, type = "invalid_request_error") =>
  json(status, { error: { message, type, param: null, code } }, { ...JSON_UTF8, ...headers });

export const openai = described({
  name: "openai",
  base: "/v1",
  read: "GET /agents/{id}",
  remove: "DELETE /agents/{id}",
  list: "GET /agents",
  credential: ["authorization", "Bearer "],
  id: (number) => `agent_${number.toString(16).padStart(16, "0")}`,
  view: ({ id, name, createdAt }) => ({
    object: "agent",
    id,
    name,
    model: "gpt-5",
    instructions: "You help.",
    tools: [{ type: "mcp", server_label: "crm", headers: { Authorization: secret("openai-mcp") } }],
    metadata: {},
    created_at: Math.floor(createdAt / 1000),
    updated_at: Math.floor(createdAt / 1000),
  }),
  page(request, { agents }, view) {
    const { size, cursor } = asked(request, { size: "limit", cursor: "after" }, 20);
    const after = cursor === null ? 0 : (agents.get(cursor)?.seq ?? Infinity);
    const rest = agents.values().filter(({ seq }) => seq > after);
    return json(200, { object: "list", data: rest.slice(0, size).map(view), has_more: rest.length > size }, JSON_UTF8);
  },
  removed: ({ id }) => json(200, { id, deleted: true, object: "agent.deleted" }, JSON_UTF8),
  missing: () => error(404, "Agent not found.", "not_found_error"),
  refused: (verdict) =>
    verdict === "forbidden"
      ? error(403, "Missing scopes: api.agents.write", "forbidden")
      : error(401, "Unauthorized.", "unauthorized"),
  noRoute: ({ method, path }) => error(404, `Invalid URL (${method} ${path})`, null),
  rateLimited: (_, seconds) =>
    error(
      429,
      "Rate limit reached.",
      "rate_limit_exceeded",
      { "retry-after-ms": String(seconds * 1000), "retry-after": String(Math.ceil(seconds)) },
      "requests",
    ),
  failed: () => error(503, "Overloaded.", "server_is_overloaded", undefined, "server_error"),
});
