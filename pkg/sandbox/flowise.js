// @ts-check
// Flowise 3.1.2, as measured on its own server: a missing flow is a 500, and a wrong base URL the web interface.

import { isUuid, iso, secret, uuid } from "./platform.js";
import { json, text } from "./reply.js";
import { asked, described } from "./table.js";

const JSON_UTF8 = { "content-type": "application/json; charset=utf-8" };

/** @param {number} statusCode @param {string} message @param {Record<string, string>} [headers] */
const error = (statusCode, message, headers) =>
  json(statusCode, { statusCode, success: false, message, stack: {} }, { ...JSON_UTF8, ...headers });

const PAGE = `<!DOCTYPE html>\r
<html lang="en">\r
    <head>\r
        <title>Flowise - Build AI Agents, Visually</title>\r
        <link rel="icon…`;

export const flowise = described({
  name: "flowise",
  base: "/api/v1",
  read: "GET /chatflows/{id}",
  remove: "DELETE /chatflows/{id}",
  list: "GET /chatflows",
  credential: ["authorization", "Bearer "],
  openRoutes: true,
  id: (number) => uuid("f1000000", number),
  view: ({ id, name, createdAt }) => ({
    id,
    name,
    type: "CHATFLOW",
    flowData: JSON.stringify({ nodes: [], edges: [] }),
    deployed: false,
    isPublic: false,
    apikeyid: null,
    chatbotConfig: null,
    apiConfig: { overrideConfig: { authorization: secret("flowise-override") } },
    createdDate: iso(createdAt),
    updatedDate: iso(createdAt),
  }),
  page(request, { agents }, view) {
    const { size, cursor } = asked(request, { size: "limit", cursor: "page" }, 0);
    const page = Number(cursor ?? 0);
    const rows = agents.values().reverse();
    if (page < 1 || size < 1) return json(200, rows.map(view), JSON_UTF8);
    const data = rows.slice((page - 1) * size, page * size).map(view);
    return json(200, { data, total: rows.length }, JSON_UTF8);
  },
  removed: () => json(200, { raw: [], affected: 1 }, JSON_UTF8),
  missing: (id, { method }) => {
    if (method !== "DELETE") return error(404, `Chatflow ${id} not found in the database!`);
    const why = isUuid(id) ? `Chatflow ${id} not found in the database!` : "Invalid Chatflow ID";
    return error(500, `Error: chatflowsService.deleteChatflow - ${why}`);
  },
  refused: (verdict) =>
    verdict === "forbidden"
      ? json(403, { message: "Forbidden" }, JSON_UTF8)
      : json(401, { error: "Unauthorized Access" }, JSON_UTF8),
  noRoute: (request) => {
    if (request.method === "DELETE" && /\/api\/v1\/chatflows\/?$/.test(request.path)) {
      request.dangerous = true;
      return error(412, "Error: chatflowsController.deleteChatflow - id not provided!");
    }
    return text(200, PAGE, "text/html; charset=UTF-8");
  },
  rateLimited: (_, seconds) => error(429, "Too many requests", { "retry-after": String(seconds) }),
  failed: () =>
    error(500, 'Error: chatflowsService.deleteChatflow - relation "chat_message_feedback" does not exist'),
  routes: (_, ofAgent) => ({
    "GET /chatmessage/{id}": ofAgent(() => json(200, [], JSON_UTF8)),
    // Clears the flow's messages.
    "DELETE /chatmessage/{id}": (request) => {
      request.dangerous = true;
      return json(200, { raw: [], affected: 0 }, JSON_UTF8);
    },
  }),
});
