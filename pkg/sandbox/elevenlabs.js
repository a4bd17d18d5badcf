// @ts-check
// ElevenLabs agents, by the vendor's OpenAPI document and recorded envelopes.

import { secret } from "./platform.js";
import { empty, json, text } from "./reply.js";
import { cursorOf } from "./store.js";
import { asked, described, pageAfter } from "./table.js";

const JSON_UTF8 = { "content-type": "application/json; charset=UTF-8" };

/** @param {number} code @param {unknown} detail @param {Record<string, string>} [headers] */
const error = (code, detail, headers) => json(code, { detail }, { ...JSON_UTF8, ...headers });

export const elevenlabs = described({
  name: "elevenlabs",
  base: "/v1/convai",
  read: "GET /agents/{id}",
  remove: "DELETE /agents/{id}",
  list: "GET /agents",
  credential: ["xi-api-key", ""],
  openRoutes: true,
  id: (number) => `agent_${number.toString(36).padStart(26, "0")}`,
  view: ({ id, name, createdAt }) => ({
    agent_id: id,
    name,
    conversation_config: { agent: { prompt: { custom_llm: { api_key: secret("elevenlabs-llm") } } } },
    created_at_unix_secs: Math.floor(createdAt / 1000),
  }),
  page(request, world, view) {
    const names = { size: "page_size", cursor: "cursor", search: "search" };
    const { records, more } = pageAfter(world, asked(request, names, 30));
    const last = records[records.length - 1];
    return json(
      200,
      { agents: records.map(view), next_cursor: more && last ? cursorOf(last) : null, has_more: more },
      JSON_UTF8,
    );
  },
  removed: () => empty(204),
  missing: (id) => error(404, { status: "document_not_found", message: `Document with id ${id} not found.` }),
  refused: (verdict) =>
    error(
      401,
      verdict === "forbidden"
        ? {
            type: "authentication_error",
            code: "unauthorized",
            message: "The API key you used is missing the permission convai_write to execute this operation.",
            status: "missing_permissions",
            request_id: "0123456789abcdef0123456789abcdef",
          }
        : { status: "invalid_api_key", message: "Invalid API key" },
    ),
  noRoute: () => error(404, "Not Found"),
  rateLimited: (_, seconds) =>
    error(
      429,
      { status: "too_many_concurrent_requests", message: "Too many concurrent requests." },
      { "retry-after": String(seconds) },
    ),
  failed: () => text(500, "Internal Server Error", "text/plain"),
});
