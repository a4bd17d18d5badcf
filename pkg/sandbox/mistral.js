// @ts-check
// Mistral agents (beta), by the vendor's OpenAPI document. How a missing one is told is not known: this says what its framework says
// of a route that is not there, which proves nothing.

import { iso, secret } from "./platform.js";
import { empty, json } from "./reply.js";
import { cursorOf } from "./store.js";
import { asked, described, pageAfter } from "./table.js";

const JSON_UTF8 = { "content-type": "application/json; charset=UTF-8" };

/** @param {number} status @param {string} message @param {string} type @param {Record<string, string>} [headers] */
const failure = (status, message, type, headers) =>
  json(
    status,
    { object: "error", message, type, param: null, code: type === "rate_limited" ? "1300" : null },
    { ...JSON_UTF8, ...headers },
  );

export const mistral = described({
  name: "mistral",
  base: "/v1",
  read: "GET /agents/{id}",
  remove: "DELETE /agents/{id}",
  list: "GET /agents/pages",
  credential: ["authorization", "Bearer "],
  openRoutes: true,
  id: (number) => `ag_${number.toString(16).padStart(32, "0")}`,
  view: ({ id, name, createdAt }) => ({
    object: "agent",
    id,
    name,
    model: "mistral-medium-latest",
    instructions: "You help.",
    tools: [{ type: "connector", authorization: secret("mistral-connector") }],
    version: 0,
    created_at: iso(createdAt),
    updated_at: iso(createdAt),
  }),
  page(request, world, view) {
    const names = { size: "page_size", cursor: "page_token", search: "search" };
    const { records, more } = pageAfter(world, asked(request, names, 20));
    const last = records[records.length - 1];
    return json(
      200,
      { object: "list", data: records.map(view), next_page_token: more && last ? cursorOf(last) : null },
      JSON_UTF8,
    );
  },
  removed: () => empty(204),
  missing: () => json(404, { detail: "Not Found" }, JSON_UTF8),
  refused: (verdict) =>
    verdict === "forbidden"
      ? json(403, { detail: "Forbidden" }, JSON_UTF8)
      : json(401, { detail: "Unauthorized" }, JSON_UTF8),
  noRoute: () => json(404, { detail: "Not Found" }, JSON_UTF8),
  rateLimited: (_, seconds) =>
    failure(429, "Rate limit exceeded", "rate_limited", { "retry-after": String(seconds) }),
  failed: () => failure(503, "Service unavailable", "service_unavailable"),
  routes: (_, ofAgent) => ({
    "GET /agents/{id}/versions": ofAgent(({ id }) => json(200, [{ id, version: 0 }], JSON_UTF8)),
    // An alias, with the same 204.
    "DELETE /agents/{id}/aliases": ofAgent((_, request) => {
      request.dangerous = true;
      return empty(204);
    }),
  }),
});
