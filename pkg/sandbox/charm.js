// @ts-check
// Charm Cloud Runner. Its document names 204 and 422 only; the rest is what its framework (FastAPI) answers.

import { detail, fastApi, invalid } from "./fastapi.js";
import { bearer, iso, judge, objectOf, secret } from "./platform.js";
import { empty, json, text } from "./reply.js";
import { Store, count } from "./store.js";

/**
 * @typedef {import("./platform.js").Incoming} Incoming
 * @typedef {import("./platform.js").Platform} Platform
 * @typedef {import("./index.d.ts").CharmAgent} Seed
 * @typedef {Seed & { id: string, versions: number, active: boolean, createdAt: number }} Agent
 */

/** @type {Record<keyof import("./index.d.ts").SeedIds["charm"], Seed & { id: string }>} */
export const seeds = {
  plain: { id: "agent_123", name: "Support", versions: 2 },
  daemon: { id: "agent_daemon", name: "Night watch", daemon: true },
  oddId: { id: "team ü?#1", name: "An id with text that a path must escape" },
};

const TOKEN = "sandbox-charm-token";
const FORBIDDEN = "sandbox-charm-token-without-role";

/**
 * @param {import("./platform.js").Environment} environment
 * @returns {Platform}
 */
export function charm({ now }) {
  /** @type {Store<Agent>} */
  const agents = new Store();
  let made = 0;

  /** @param {Agent} agent */
  const view = (agent) => ({
    id: agent.id,
    user_id: "user_1",
    name: agent.name ?? agent.id,
    description: agent.description ?? null,
    version: String(agent.versions),
    is_active: agent.active,
    config: {
      model: "gpt-4o",
      system_prompt: "You help.",
      mcp_servers: {
        crm: { url: "https://mcp.example.com", headers: { Authorization: secret("charm-mcp") } },
      },
    },
    metadata: {},
    created_at: iso(agent.createdAt),
  });

  /** @type {(handle: (agent: Agent, request: Incoming) => import("./index.d.ts").SandboxReply) =>
   *   import("./router.js").Handler} */
  const ofAgent =
    (handle) =>
    (request, { id }) => {
      if (id.length < 3) {
        return invalid(["path", "agent_id"], "String should have at least 3 characters", "string_too_short");
      }
      const agent = agents.get(id);
      return agent ? handle(agent, request) : detail(404, "Agent not found");
    };

  /** @param {Incoming} request */
  const list = ({ query }) => {
    const limit = count(query, "limit", { min: 1, max: 100, fallback: 20 });
    if (limit === null) {
      return invalid(["query", "limit"], "Input should be between 1 and 100", "value_error");
    }
    const offset = count(query, "offset", { min: 0, max: Number.MAX_SAFE_INTEGER, fallback: 0 });
    if (offset === null) {
      return invalid(["query", "offset"], "Input should be greater than or equal to 0", "greater_than_equal");
    }
    const owner = query.get("user_id");
    const all = owner === null || owner === "user_1" ? agents.values() : [];
    return json(200, all.slice(offset, offset + limit).map(view));
  };

  const answer = fastApi(
    {
      "GET /v1/agents": list,
      "GET /v1/agents/{id}": ofAgent((agent) => json(200, view(agent))),
      "PATCH /v1/agents/{id}": ofAgent((agent, request) => {
        const active = objectOf(request.body)?.is_active;
        if (typeof active !== "boolean") {
          return invalid(["body", "is_active"], "Input should be a valid boolean", "bool_type");
        }
        agent.active = active;
        return json(200, view(agent));
      }),
      "DELETE /v1/agents/{id}": ofAgent((agent, request) => {
        agents.delete(agent.id);
        return request.conditions.has("race") ? detail(404, "Agent not found") : empty(204);
      }),
      "GET /v1/versions/{id}": ofAgent((agent) =>
        json(
          200,
          Array.from({ length: agent.versions }, (_, i) => ({
            agent_id: agent.id,
            version: String(i + 1),
            config: view(agent).config,
          })),
        ),
      ),
      "POST /v1/daemon/{id}/stop": ofAgent((agent) => {
        if (!agent.daemon) return detail(404, "Daemon not found");
        agent.daemon = false;
        return json(200, { agent_id: agent.id, status: "stopped" });
      }),
      "GET /v1/runs": () => json(200, []),
      "POST /v1/runs/{run}/cancel": () => detail(404, "Run not found"),
      "GET /v1/threads/{thread}/runs": () => json(200, []),
    },
    (request) => {
      switch (verdict(request.headers)) {
        case "right":
          return null;
        case "none":
          return detail(401, "Not authenticated", { "www-authenticate": "Bearer" });
        case "forbidden":
          return detail(403, "Not enough permissions");
        default:
          return detail(401, "Could not validate credentials", { "www-authenticate": "Bearer" });
      }
    },
  );

  return {
    basePath: "/charm",
    credentials: {
      valid: { bearer: TOKEN },
      alternative: { apiKey: TOKEN },
      forbidden: { bearer: FORBIDDEN },
      wrong: { bearer: "sandbox-charm-wrong" },
    },
    cors: { allowHeaders: null, exposeHeaders: null },
    add(/** @type {Seed} */ seed) {
      made += 1;
      const id = seed.id ?? `agent_${10_000 + made}`;
      return agents.add({ versions: 1, active: true, ...seed, id, createdAt: now() }).id;
    },
    get: (id) => agents.get(id),
    ids: () => agents.ids(),
    verdict,
    answer,
    rateLimited: (_, seconds) => detail(429, "Rate limit exceeded", { "retry-after": String(seconds) }),
    serverError: () => text(500, "Internal Server Error", "text/plain; charset=utf-8"),
  };
}

/** @param {Record<string, string | undefined>} headers */
function verdict(headers) {
  return judge(bearer(headers) ?? headers["x-api-key"], { right: TOKEN, forbidden: FORBIDDEN });
}
