// @ts-check
// Vapi assistants, by the vendor's OpenAPI document and reports of live answers. How a missing one is told is not known: this says
// "Not Found", which proves nothing.

import { iso, secret, uuid } from "./platform.js";
import { json } from "./reply.js";
import { asked, described } from "./table.js";

const JSON_UTF8 = { "content-type": "application/json; charset=UTF-8" };

/** @param {number} statusCode @param {string} error @param {string} message @param {Record<string, string>} [headers] */
const failure = (statusCode, error, message, headers) =>
  json(statusCode, { message, error, statusCode }, { ...JSON_UTF8, ...headers });

/** @param {import("./table.js").Agent} agent */
const view = ({ id, name, createdAt, number }) => ({
  id,
  orgId: "11111111-2222-4333-8444-555555555555",
  // Each a moment after the one before, so that a list can go by it.
  createdAt: iso(createdAt + number),
  updatedAt: iso(createdAt + number),
  name,
  server: { url: "https://hooks.example.com", secret: secret("vapi-server") },
});

export const vapi = described({
  name: "vapi",
  base: "",
  read: "GET /assistant/{id}",
  remove: "DELETE /assistant/{id}",
  list: "GET /assistant",
  credential: ["authorization", "Bearer "],
  openRoutes: true,
  id: (number) => uuid("7a000000", number),
  view,
  page(request, { agents }) {
    const { size, cursor } = asked(request, { size: "limit", cursor: "createdAtLt" }, 100);
    const rows = agents.values().reverse().map(view);
    return json(200, rows.filter(({ createdAt }) => cursor === null || createdAt < cursor).slice(0, size), JSON_UTF8);
  },
  removed: (agent) => json(200, view(agent), JSON_UTF8),
  missing: () => failure(404, "Not Found", "Not Found"),
  refused: (verdict) =>
    verdict === "none"
      ? failure(401, "Unauthorized", "Missing Authorization Header.")
      : failure(
          401,
          "Unauthorized",
          "Invalid Key. Hot tip, you may be using the private key instead of the public key, or vice versa.",
        ),
  noRoute: ({ method, path }) => failure(404, "Not Found", `Cannot ${method} ${path}`),
  rateLimited: (_, seconds) =>
    failure(429, "Too Many Requests", "Too Many Requests", { "retry-after": String(seconds) }),
  failed: () => failure(500, "Internal Server Error", "Internal server error"),
});
