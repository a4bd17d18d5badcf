// @ts-check
// LangChain Managed Deep Agents: an idempotent 204 that never says whether there was an agent, and threads
// that stay.

import { isUuid, iso, judge, secret, uuid } from "./platform.js";
import { empty, json } from "./reply.js";
import { createRouter, segmentsOf } from "./router.js";
import { Store, count, cursorOf } from "./store.js";

/**
 * @typedef {import("./platform.js").Incoming} Incoming
 * @typedef {import("./platform.js").Platform} Platform
 * @typedef {import("./index.d.ts").LangchainAgent} Seed
 * @typedef {Seed & { id: string, createdAt: number }} Agent
 * @typedef {{ id: string, agentId: string, test: boolean }} Thread
 */

/** @type {Record<keyof import("./index.d.ts").SeedIds["langchain"], Seed & { id: string }>} */
export const seeds = {
  plain: { id: "3f2504e0-4f89-41d3-9a0c-0305e82c3301", name: "Researcher" },
  withThreads: { id: uuid("1a000000", 2), name: "Support desk", threads: { real: 45, test: 23 } },
  withOneThread: { id: uuid("1a000000", 3), name: "Writer", threads: { real: 1, test: 0 } },
};

const BASE = "/v1/deepagents";
const KEY = "sandbox-langchain-key";
const FORBIDDEN = "sandbox-langchain-key-of-another-workspace";

/**
 * The shape of every error but 401 and 403.
 * @param {number} status
 * @param {string} code
 * @param {string} message
 */
function problem(status, code, message) {
  return json(status, { type: `https://docs.langchain.com/errors/${code}`, code, detail: message, status });
}

const badRequest = () =>
  problem(400, "invalid_request_body", "Provide a valid JSON request body matching the documented schema");

// What the platform answers on unknown routes is not documented; any body but its own error shape will do.
const notFound = () => json(404, { detail: "Not Found" });

/**
 * @param {import("./platform.js").Environment} environment
 * @returns {Platform}
 */
export function langchain({ now, variant }) {
  /** @type {Store<Agent>} */
  const agents = new Store();
  /** @type {Store<Thread>} */
  const threads = new Store();
  let made = 0;
  let threadsMade = 0;

  /** @param {Agent} agent */
  const view = (agent) => ({
    id: agent.id,
    name: agent.name ?? agent.id,
    description: agent.description ?? null,
    created_at: iso(agent.createdAt),
    updated_at: iso(agent.createdAt),
  });

  /**
   * Whose a thread without `agent_id` is, the query tells, and only where it is known to be heeded: asked for an agent
   * that can't exist, it gives none.
   * @param {Thread} thread
   */
  const viewThread = (thread) => {
    const named = variant === "named" && Number.parseInt(thread.id.slice(-1), 16) % 2 === 0;
    return { id: thread.id, agent_id: named ? thread.agentId : "", status: "idle", test_run: thread.test };
  };

  /** @param {Agent} agent */
  const export_ = (agent) => ({
    ...view(agent),
    revision: 3,
    model: "anthropic:claude",
    instructions: "You research.",
    tools: [
      {
        name: "search",
        mcp_server_url: "https://mcp.example.com",
        headers: { Authorization: secret("langchain-tool") },
      },
    ],
    subagents: [],
    skills: [],
    files: { "AGENTS.md": "# Notes" },
  });

  /** @type {(handle: (id: string, request: Incoming) => import("./index.d.ts").SandboxReply) =>
   *   import("./router.js").Handler} */
  const withId =
    (handle) =>
    (request, { id }) =>
      isUuid(id) ? handle(id.toLowerCase(), request) : badRequest();

  /** @type {(handle: (agent: Agent, request: Incoming) => import("./index.d.ts").SandboxReply) =>
   *   import("./router.js").Handler} */
  const ofAgent = (handle) =>
    withId((id, request) => {
      const agent = agents.get(id);
      return agent ? handle(agent, request) : problem(404, "agent_not_found", "Agent not found");
    });

  /** @param {Incoming} request */
  const listAgents = ({ query }) => {
    const limit = count(query, "page_size", { min: 1, max: 100, fallback: 20 });
    if (limit === null) return badRequest();
    const name = query.get("name");
    const { records, more } = agents.page({
      cursor: query.get("cursor"),
      limit,
      filter: (agent) => name === null || (agent.name ?? agent.id).includes(name),
    });
    return json(200, { items: records.map(view), next_cursor: more ? cursorOf(records[limit - 1]) : null });
  };

  /** @param {Incoming} request */
  const listThreads = ({ query }) => {
    const limit = count(query, "page_size", { min: 1, max: 20, fallback: 20 });
    if (limit === null) return badRequest();
    const agentId = query.get("agent_id");
    const test = query.get("test_run") === "true";
    const { records, more } = threads.page({
      cursor: query.get("cursor"),
      limit,
      filter: (thread) =>
        thread.test === test && (agentId === null || thread.agentId === agentId.toLowerCase()),
    });
    return json(200, {
      threads: records.map(viewThread),
      next_cursor: more ? cursorOf(records[limit - 1]) : null,
    });
  };

  const find = createRouter({
    "GET /agents": listAgents,
    "GET /agents/{id}": ofAgent((agent, { query }) =>
      json(200, query.get("include_files") === "true" ? export_(agent) : view(agent)),
    ),
    // Somebody else's deletion in between (the fault "race") looks the same: 204.
    "DELETE /agents/{id}": withId((id, request) => {
      if (!isJsonOrEmpty(request.body)) return badRequest();
      agents.delete(id);
      return empty(204);
    }),
    "GET /agents/{id}/health": ofAgent((agent) => json(200, { agent_id: agent.id, status: "healthy" })),
    "GET /threads": listThreads,
    "GET /threads/{id}": withId((id) => {
      const thread = threads.get(id);
      return thread ? json(200, viewThread(thread)) : problem(404, "thread_not_found", "Thread not found");
    }),
    "DELETE /threads/{id}": withId((id, request) => {
      threads.delete(id);
      return request.conditions.has("race")
        ? problem(404, "thread_not_found", "Thread not found")
        : empty(204);
    }),
    "POST /threads/{id}/runs": withId((id) => {
      const thread = threads.get(id);
      if (!thread) return problem(404, "thread_not_found", "Thread not found");
      if (agents.get(thread.agentId)) return json(200, { thread_id: id, status: "pending" });
      return problem(
        502,
        "upstream_auth_failed",
        "Verify that the calling identity is authorized for this " +
          "organization: upstream agent runtime rejected the request",
      );
    }),
  });

  return {
    basePath: `/langchain${BASE}`,
    credentials: {
      valid: { apiKey: KEY },
      forbidden: { apiKey: FORBIDDEN },
      wrong: { apiKey: "sandbox-langchain-wrong" },
    },
    cors: { allowHeaders: null, exposeHeaders: null },
    add(/** @type {Seed} */ seed) {
      made += 1;
      const id = (seed.id ?? uuid("1a100000", made)).toLowerCase();
      const agent = agents.add({ ...seed, id, createdAt: now() });
      const { real = 0, test = 0 } = seed.threads ?? {};
      for (let i = 0; i < real + test; i += 1) {
        threadsMade += 1;
        threads.add({ id: uuid("7e000000", threadsMade), agentId: agent.id, test: i >= real });
      }
      return agent.id;
    },
    get(id) {
      const agent = agents.get(id);
      if (!agent) return undefined;
      const own = threads.values().filter((thread) => thread.agentId === id);
      const test = own.filter((thread) => thread.test).length;
      return { ...agent, threads: { real: own.length - test, test } };
    },
    ids: () => agents.ids(),
    verdict,
    answer(request) {
      // The same host's other product: it would destroy environments, runtimes and tracing projects.
      if (request.method === "DELETE" && /^\/api\/v1\/agents\/[^/]+$/.test(request.path)) {
        request.dangerous = true;
        return empty(204);
      }
      if (!request.path.startsWith(`${BASE}/`)) return notFound();
      switch (verdict(request.headers)) {
        case "right":
          break;
        case "none":
          return json(401, { error: "Unauthorized" });
        default:
          return json(403, { error: "Forbidden" });
      }
      const found = find(request.method, segmentsOf(request.path.slice(BASE.length)));
      if (!found) return notFound();
      if (found.handler) return found.handler(request, found.params);
      if (request.method === "DELETE") request.dangerous = true;
      return json(405, { detail: "Method Not Allowed" }, { allow: found.allow });
    },
    rateLimited: (_, seconds) =>
      json(
        429,
        { type: "about:blank", code: "rate_limited", detail: "Too many requests", status: 429 },
        { "retry-after": String(seconds) },
      ),
    serverError: () =>
      json(503, { type: "about:blank", code: "unavailable", detail: "try later", status: 503 }),
  };
}

/** @param {string} body */
function isJsonOrEmpty(body) {
  if (body === "") return true;
  try {
    JSON.parse(body);
    return true;
  } catch {
    return false;
  }
}

/** @param {Record<string, string | undefined>} headers */
function verdict(headers) {
  return judge(headers["x-api-key"], { right: KEY, forbidden: FORBIDDEN });
}
