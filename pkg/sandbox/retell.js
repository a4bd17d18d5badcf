// @ts-check
// Retell AI, by the vendor's SDKs and pages, and reports of live answers.

import { secret } from "./platform.js";
import { empty, json } from "./reply.js";
import { cursorOf } from "./store.js";
import { asked, described, pageAfter } from "./table.js";

const JSON_UTF8 = { "content-type": "application/json; charset=UTF-8" };

/** @param {number} status @param {string} message @param {Record<string, string>} [headers] */
const error = (status, message, headers) =>
  json(status, { status: "error", message }, { ...JSON_UTF8, ...headers });

export const retell = described({
  name: "retell",
  base: "",
  read: "GET /get-agent/{id}",
  remove: "DELETE /delete-agent/{id}",
  list: "POST /v2/list-agents",
  credential: ["authorization", "Bearer "],
  openRoutes: true,
  id: (number) => `agent_${number.toString(16).padStart(26, "0")}`,
  view: ({ id, name, createdAt }) => ({
    agent_id: id,
    agent_name: name,
    version: 0,
    channel: "voice",
    response_engine: { type: "retell-llm", llm_id: "llm_1" },
    webhook_url: `https://hooks.example.com/${secret("retell-webhook")}`,
    last_modification_timestamp: createdAt,
  }),
  page(request, world, view) {
    const { records, more } = pageAfter(world, asked(request, { size: "limit", cursor: "pagination_key" }, 50));
    const last = records[records.length - 1];
    return json(
      200,
      {
        items: records.map(view),
        has_more: more,
        ...(more && last ? { pagination_key: cursorOf(last) } : {}),
      },
      JSON_UTF8,
    );
  },
  removed: () => empty(204),
  missing: (id) => error(404, `Item ${id} not found from agent`),
  refused: () => error(401, "API key is missing or invalid."),
  noRoute: () => error(404, "Not Found"),
  rateLimited: (_, seconds) =>
    error(429, "Account rate limited, please throttle your requests.", { "retry-after": String(seconds) }),
  failed: () => error(500, "An unexpected server error occurred."),
  routes: (_, ofAgent) => ({
    "GET /list-agent-versions/{id}": ofAgent(({ id }) =>
      json(200, { items: [{ agent_id: id, version: 0 }], has_more: false }, JSON_UTF8),
    ),
    // One version, with the same 204.
    "DELETE /delete-agent-version/{id}": ofAgent((_, request) => {
      request.dangerous = true;
      return empty(204);
    }),
  }),
});
