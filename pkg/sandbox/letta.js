// @ts-check
// Letta 0.16.8, as measured on its own server. `guarded` has a sleeptime agent, which goes along with it.

import { detail } from "./fastapi.js";
import { iso, secret, uuid } from "./platform.js";
import { empty, json } from "./reply.js";
import { asked, described } from "./table.js";

/** @typedef {import("./table.js").Agent} Agent */

const ACTOR =
  "id='user-00000000-0000-4000-8000-000000000000' organization_id='org-00000000-0000-4000-8000-000000000000' " +
  "name='default_user' is_deleted=False";

/** @param {Agent} agent */
const group = ({ id }) => ({
  id: `group-${id.slice("agent-".length)}`,
  manager_type: "sleeptime",
  agent_ids: [companion(id)],
});

/** The sleeptime agent of an agent. @param {string} id */
const companion = (id) => id.replace(/^agent-./, "agent-e");

/** @param {Agent} agent */
const row = ({ id, name, createdAt, guarded = false }) => ({
  id,
  name,
  agent_type: "memgpt_v2_agent",
  description: null,
  system: "You help.",
  tool_exec_environment_variables: [{ key: "API_KEY", value: secret("letta-env") }],
  enable_sleeptime: guarded || null,
  managed_group: null,
  multi_agent_group: null,
  created_at: iso(createdAt),
  updated_at: iso(createdAt),
});

export const letta = described({
  name: "letta",
  base: "/v1",
  read: "GET /agents/{id}",
  remove: "DELETE /agents/{id}",
  list: "GET /agents/",
  credential: ["authorization", "Bearer "],
  id: (number) => `agent-${uuid("1e000000", number)}`,
  seeds: {
    guarded: { name: "With a sleeptime agent", guarded: true },
    sleeptime: { id: companion(`agent-${uuid("1e000000", 3)}`), name: "Asleep" },
  },
  view: (agent) => {
    const managed = agent.guarded ? group(agent) : null;
    return { ...row(agent), managed_group: managed, multi_agent_group: managed };
  },
  page(request, { agents }) {
    const names = { size: "limit", cursor: "after", search: "query_text" };
    const { size, cursor, search } = asked(request, names, 50);
    // A cursor that is gone begins anew.
    const after = cursor === null ? 0 : (agents.get(cursor)?.seq ?? 0);
    const rest = agents
      .values()
      .filter(({ seq, name }) => seq > after && name.toLowerCase().includes(search.toLowerCase()));
    return json(200, rest.slice(0, size).map(row));
  },
  goesAlong: ({ id, guarded }) => (guarded ? [companion(id)] : []),
  removed: ({ id }) => json(200, { message: `Agent id=${id} successfully deleted` }),
  missing: (id, { method, path }) => {
    if (path.endsWith("/export")) return detail(500, `Export failed: Agent ${id} not found`);
    if (method === "GET") return detail(404, `Agent with ID ${id} not found`);
    return detail(404, `Agent not found with id='['${id}']', access level in ['read'] for actor='${ACTOR}'`);
  },
  refused: () => detail(401, "Unauthorized"),
  noRoute: ({ origin, prefix, path, method }) => {
    if (/^\/v1\/agents\/[^/]+\/$/.test(path)) {
      return empty(307, { location: `${origin}${prefix}${path.slice(0, -1)}` });
    }
    if (method !== "GET" && path === "/v1/agents/") return detail(405, "Method Not Allowed", { allow: "GET" });
    return detail(404, "Not Found");
  },
  rateLimited: (_, seconds) => detail(429, "Too many requests", { "retry-after": String(seconds) }),
  failed: () => detail(500, "An unknown error occurred"),
  routes: (_, ofAgent) => ({
    "GET /agents/{id}/export": ofAgent((agent) => json(200, { agents: [row(agent)], groups: [], blocks: [], tools: [] })),
    "GET /agents/{id}/core-memory/blocks": ofAgent(() => json(200, [])),
    "GET /agents/{id}/archival-memory": ofAgent(() => json(200, [])),
    "GET /agents/{id}/messages": ofAgent(() => json(200, [])),
  }),
});
