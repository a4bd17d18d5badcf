// @ts-check
// LangGraph Agent Server (Python, 0.16.7), as measured on its own server. `guarded` is a graph's default assistant, which
// the server itself deletes as willingly as any other.

import { detail } from "./fastapi.js";
import { isUuid, iso, objectOf, secret, uuid } from "./platform.js";
import { empty, json, text } from "./reply.js";
import { asked, described } from "./table.js";

export const langgraph = described({
  name: "langgraph",
  base: "",
  read: "GET /assistants/{id}",
  remove: "DELETE /assistants/{id}",
  list: "POST /assistants/search",
  credential: ["x-api-key", ""],
  id: (number) => uuid("1a000000", number),
  seeds: { guarded: { name: "agent", guarded: true }, withThreads: { name: "With threads", threads: 3 } },
  view: ({ id, name, createdAt, guarded = false }) => ({
    assistant_id: id,
    graph_id: "agent",
    name,
    description: null,
    config: { configurable: { api_key: secret("langgraph-config") } },
    context: {},
    metadata: { created_by: guarded ? "system" : "user" },
    version: 1,
    created_at: iso(createdAt),
    updated_at: iso(createdAt),
  }),
  page(request, { agents }, view) {
    const { size, cursor, search } = asked(request, { size: "limit", cursor: "offset", search: "name" }, 10);
    const named = agents.values().filter(({ name }) => name.toLowerCase().includes(search.toLowerCase()));
    const offset = Number(cursor ?? 0);
    const rows = named.slice(offset, offset + size);
    const more = named.length > offset + size;
    return json(200, rows.map(view), {
      "x-pagination-total": String(offset + rows.length + Number(more)),
      ...(more ? { "x-pagination-next": String(offset + size) } : {}),
    });
  },
  removed: () => empty(204),
  missing: (id, { method, path }) => {
    if (path.endsWith("/versions")) return detail(404, `Assistant ${id} not found`);
    if (method !== "DELETE") return detail(404, "Not Found");
    if (!isUuid(id)) return detail(422, "Invalid assistant ID: must be a UUID");
    return detail(404, `Assistant with ID ${id} not found`);
  },
  refused: (verdict) =>
    detail(403, { none: "Missing authentication headers", wrong: "Invalid token", forbidden: "Forbidden" }[verdict]),
  noRoute: ({ path }) =>
    /^\/assistants\/?$/.test(path)
      ? detail(405, "Method Not Allowed", { allow: "POST" })
      : detail(404, "Not Found"),
  rateLimited: (_, seconds) => detail(429, "Too many requests", { "retry-after": String(seconds) }),
  failed: () => text(500, "Internal Server Error", "text/plain; charset=utf-8"),
  routes({ agents }, ofAgent) {
    /** Threads outlive their assistant. @type {Map<string, string>} */
    const threads = new Map();
    let isSown = false;
    const sow = () => {
      if (isSown) return;
      isSown = true;
      for (const { id, threads: count = 0 } of agents.values()) {
        for (let i = 1; i <= count; i += 1) threads.set(uuid("7b000000", threads.size + 1), id);
      }
    };
    return {
      "POST /assistants/{id}/versions": ofAgent((agent) =>
        json(200, [{ assistant_id: agent.id, version: 1, metadata: {} }]),
      ),
      "POST /threads/search": (request) => {
        sow();
        const metadata = /** @type {{ assistant_id?: string }} */ (objectOf(request.body)?.metadata ?? {});
        const { size, cursor } = asked(request, { size: "limit", cursor: "offset" }, 10);
        const own = [...threads].filter(([, of]) => of === metadata.assistant_id);
        const rows = own.slice(Number(cursor ?? 0)).slice(0, size);
        return json(
          200,
          rows.map(([id, of]) => ({ thread_id: id, status: "idle", metadata: { assistant_id: of } })),
        );
      },
      "DELETE /threads/{id}": (_, { id }) => {
        sow();
        return threads.delete(id) ? empty(204) : detail(404, `Thread with ID ${id} not found`);
      },
    };
  },
});
