// @ts-check
// Google Vertex AI Agent Engine, by its protos and recorded traffic. `guarded` has sessions, which keep it without force. The fault
// "accepted" makes a deletion an operation that goes on; else it is done at once.

import { iso, secret } from "./platform.js";
import { json, text } from "./reply.js";
import { asked, described, pageAfter } from "./table.js";
import { cursorOf } from "./store.js";

const JSON_UTF8 = { "content-type": "application/json; charset=UTF-8" };
const PLACE = "projects/123456789012/locations/us-central1";
const BASE = "/v1/projects/demo/locations/us-central1";

/** @param {number} code @param {string} status @param {string} message @param {Record<string, string>} [headers] */
const error = (code, status, message, headers) =>
  json(code, { error: { code, message, status } }, { ...JSON_UTF8, ...headers });

/** @param {string} id @param {boolean} done */
const operation = (id, done) =>
  json(
    200,
    {
      name: `${PLACE}/operations/${id}`,
      metadata: { "@type": "type.googleapis.com/google.cloud.aiplatform.v1.DeleteOperationMetadata" },
      ...(done ? { done, response: { "@type": "type.googleapis.com/google.protobuf.Empty" } } : {}),
    },
    JSON_UTF8,
  );

export const vertex = described({
  name: "vertex",
  base: BASE,
  read: "GET /reasoningEngines/{id}",
  remove: "DELETE /reasoningEngines/{id}",
  list: "GET /reasoningEngines",
  credential: ["authorization", "Bearer "],
  id: (number) => `10000000000000${String(number).padStart(5, "0")}`,
  seeds: { guarded: { name: "With sessions", guarded: true } },
  view: ({ id, name, createdAt }) => ({
    name: `${PLACE}/reasoningEngines/${id}`,
    displayName: name,
    spec: { deploymentSpec: { env: [{ name: "API_KEY", value: secret("vertex-env") }] } },
    createTime: iso(createdAt),
    updateTime: iso(createdAt),
    etag: "1",
  }),
  page(request, world, view) {
    const { records, more } = pageAfter(world, asked(request, { size: "pageSize", cursor: "pageToken" }, 100));
    const last = records[records.length - 1];
    return json(
      200,
      {
        ...(records.length > 0 ? { reasoningEngines: records.map(view) } : {}),
        ...(more && last ? { nextPageToken: cursorOf(last) } : {}),
      },
      JSON_UTF8,
    );
  },
  refuse: ({ id, guarded }, { query }) =>
    guarded && query.get("force") !== "true"
      ? error(
          400,
          "FAILED_PRECONDITION",
          `The ReasoningEngine "projects/example/locations/us-central1/reasoningEngines/${id}" contains child resources: sessions.`,
        )
      : null,
  removed: (_, { number }) => operation(String(number), true),
  accepted: (_, request, deleting) => operation(deleting.operation, false),
  missing: () => error(404, "NOT_FOUND", "The ReasoningEngine does not exist."),
  refused: (verdict, { path }) =>
    verdict === "forbidden"
      ? error(
          403,
          "PERMISSION_DENIED",
          `Permission 'aiplatform.reasoningEngines.delete' denied on resource '//aiplatform.googleapis.com${path}' (or it may not exist).`,
        )
      : error(401, "UNAUTHENTICATED", "Request had invalid authentication credentials."),
  noRoute: () =>
    text(
      404,
      "<!DOCTYPE html>\n<html lang=en>\n<title>Error 404 (Not Found)!!1</title>\n<p>The requested URL was not found on this server.",
      "text/html; charset=UTF-8",
    ),
  rateLimited: (_, seconds) =>
    error(429, "RESOURCE_EXHAUSTED", "Quota exceeded.", { "retry-after": String(seconds) }),
  failed: () => error(503, "UNAVAILABLE", "The service is currently unavailable."),
  routes: ({ agents, look }) => ({
    "GET /operations/{id}": (_, { id }) => {
      const agent = agents.values().find(({ deleting }) => deleting?.operation === id);
      return operation(id, !agent || !look(agent.id));
    },
  }),
});
