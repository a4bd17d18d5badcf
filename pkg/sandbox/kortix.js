// @ts-check
// Kortix / Suna: default and system agents are protected, and a 404 may mean that its database is down.

import { detail, fastApi, invalid } from "./fastapi.js";
import { isUuid, iso, objectOf, secret, uuid } from "./platform.js";
import { json } from "./reply.js";
import { Store, count } from "./store.js";

/**
 * @typedef {import("./platform.js").Incoming} Incoming
 * @typedef {import("./platform.js").Platform} Platform
 * @typedef {import("./platform.js").Verdict} Verdict
 * @typedef {import("./index.d.ts").KortixAgent} Seed
 * @typedef {Seed & {
 *   id: string, isDefault: boolean, isSystem: boolean, owner: "me" | "other", versions: number,
 *   createdAt: number,
 * }} Agent
 */

/** @type {Record<keyof import("./index.d.ts").SeedIds["kortix"], Seed & { id: string }>} */
export const seeds = {
  plain: { id: "3f2504e0-4f89-41d3-9a0c-0305e82c3301", name: "Analyst", versions: 3 },
  default: { id: uuid("50000000", 2), name: "My default", isDefault: true },
  system: { id: uuid("50000000", 3), name: "Suna", isSystem: true },
  systemDefault: { id: uuid("50000000", 4), name: "Suna, the default one", isSystem: true, isDefault: true },
  foreign: { id: uuid("50000000", 5), name: "Somebody else's", owner: "other" },
};

// Three parts, as a JWT has them; nothing in it is signed.
const TOKEN = "sandbox.kortix-user.signature";
const FORBIDDEN = "sandbox.kortix-stranger.signature";
const EXPIRED = "sandbox.kortix-user.expired";
const KEY = "pk_sandbox:sk_sandbox";

/**
 * @param {import("./platform.js").Environment} environment
 * @returns {Platform}
 */
export function kortix({ now, variant }) {
  /** @type {Store<Agent>} */
  const agents = new Store();
  let made = 0;
  const noun = variant === "2025-12" ? "Agent" : "Worker";

  /** @param {Agent} agent */
  const customMcp = (agent) => [
    {
      name: "crm",
      type: "http",
      config: {
        url: "https://mcp.example.com",
        headers: { Authorization: secret(`kortix-mcp-${agent.owner}`) },
      },
      enabledTools: ["search"],
    },
  ];

  /** @param {Agent} agent */
  const view = (agent) => ({
    agent_id: agent.id,
    account_id: agent.owner === "me" ? "account-1" : "account-2",
    name: agent.name ?? agent.id,
    description: agent.description ?? null,
    system_prompt: "You help.",
    configured_mcps: [],
    custom_mcps: customMcp(agent),
    agentpress_tools: { web_search_tool: true },
    is_default: agent.isDefault,
    is_public: false,
    tags: [],
    current_version_id: `version-${agent.versions}`,
    version_count: agent.versions,
    metadata: agent.isSystem ? { is_suna_default: true } : {},
    created_at: iso(agent.createdAt),
    updated_at: iso(agent.createdAt),
  });

  /**
   * The agent as this caller may see it.
   * @param {Incoming} request
   * @param {string} id
   */
  const visible = (request, id) => {
    const agent = request.conditions.has("database-down") ? undefined : agents.get(id.toLowerCase());
    return agent && owns(request, agent) ? agent : undefined;
  };

  /** @type {(handle: (agent: Agent, request: Incoming) => import("./index.d.ts").SandboxReply) =>
   *   import("./router.js").Handler} */
  const ofVisible =
    (handle) =>
    (request, { id }) => {
      const agent = visible(request, id);
      return agent ? handle(agent, request) : detail(500, `Failed to fetch agent: Agent ${id} not found`);
    };

  /** @type {import("./router.js").Handler} */
  const deleteAgent = (request, { id }) => {
    if (!isUuid(id)) return internalError();
    const agent = request.conditions.has("database-down") ? undefined : agents.get(id.toLowerCase());
    if (!agent) return detail(404, `${noun} not found`);
    if (!owns(request, agent)) return detail(403, "Access denied");
    if (agent.isDefault) return detail(400, "Cannot delete default agent");
    if (agent.isSystem) return detail(400, "Cannot delete Suna default agent");
    agents.delete(agent.id);
    if (request.conditions.has("race")) {
      return detail(403, "Unable to delete agent - permission denied or agent not found");
    }
    return json(200, { message: `${noun} deleted successfully` });
  };

  /** @type {import("./router.js").Handler} */
  const updateAgent = (request, { id }) => {
    const agent = visible(request, id);
    if (!agent) return detail(404, `${noun} not found`);
    const change = objectOf(request.body);
    if (!change) return invalid(["body"], "Input should be a valid dictionary", "dict_type");
    if (typeof change.name === "string") agent.name = change.name;
    if (typeof change.description === "string") agent.description = change.description;
    if (change.is_default === true) for (const other of agents.values()) other.isDefault = false;
    if (typeof change.is_default === "boolean") agent.isDefault = change.is_default;
    return json(200, view(agent));
  };

  /** @param {Incoming} request */
  const list = (request) => {
    const { query } = request;
    const limit = count(query, "limit", { min: 1, max: 100, fallback: 20 });
    if (limit === null)
      return invalid(["query", "limit"], "Input should be between 1 and 100", "value_error");
    const page = count(query, "page", { min: 1, max: Number.MAX_SAFE_INTEGER, fallback: 1 });
    if (page === null) {
      return invalid(["query", "page"], "Input should be greater than or equal to 1", "greater_than_equal");
    }
    const all = agents.values().filter((agent) => wanted(agent, query) && visible(request, agent.id));
    if (query.get("sort_order") === "desc") all.reverse();
    const start = (page - 1) * limit;
    const found = all.slice(start, start + limit);
    // Past the last page the count comes from the empty page, not from the table.
    const total = found.length === 0 ? 0 : all.length;
    return json(200, {
      agents: found.map(view),
      pagination: {
        current_page: page,
        page_size: limit,
        total_items: total,
        total_pages: Math.ceil(total / limit),
        has_next: start + limit < total,
        has_previous: page > 1,
      },
    });
  };

  /** @type {import("./router.js").Handler} */
  const exportAgent = ofVisible((agent) => {
    if (variant !== "2025-12") return detail(500, "Failed to export agent");
    const { name, description, system_prompt, metadata, tags } = view(agent);
    return json(200, {
      tools: { agentpress: { web_search_tool: true }, mcp: [], custom_mcp: customMcp(agent) },
      metadata,
      system_prompt,
      name,
      description,
      tags,
      export_metadata: { format: "json", exported_by: "user-1" },
      exported_at: iso(now()),
    });
  });

  const answer = fastApi(
    {
      "GET /v1/agents": list,
      "GET /v1/agents/{id}": ofVisible((agent) => json(200, view(agent))),
      "PUT /v1/agents/{id}": updateAgent,
      "DELETE /v1/agents/{id}": deleteAgent,
      "GET /v1/agents/{id}/export": exportAgent,
      "GET /v1/agents/{id}/versions": ofVisible((agent) =>
        json(
          200,
          Array.from({ length: agent.versions }, (_, i) => ({
            version_id: `version-${i + 1}`,
            agent_id: agent.id,
            version_number: i + 1,
            version_name: `v${i + 1}`,
            system_prompt: "You help.",
            custom_mcps: customMcp(agent),
            is_active: i + 1 === agent.versions,
          })),
        ),
      ),
      "GET /v1/agent-runs/active": () => json(200, { active_runs: [] }),
      "POST /v1/agent-run/{run}/stop": () => json(200, { status: "stopped" }),
      "DELETE /v1/threads/{thread}": (_, { thread }) =>
        json(200, { message: "Thread deleted successfully", thread_id: thread }),
    },
    ({ headers }) => refusal(headers)?.reply ?? null,
  );

  return {
    basePath: "/kortix/v1",
    credentials: {
      valid: { bearer: TOKEN },
      alternative: { apiKey: KEY },
      forbidden: { bearer: FORBIDDEN },
      expired: { bearer: EXPIRED },
      wrong: { bearer: "sandbox.kortix-user.forged" },
    },
    cors: { allowHeaders: "Content-Type, Authorization, X-Project-Id, X-API-Key", exposeHeaders: null },
    add(/** @type {Seed} */ seed) {
      made += 1;
      const id = (seed.id ?? uuid("51000000", made)).toLowerCase();
      return agents.add({
        isDefault: false,
        isSystem: false,
        owner: "me",
        versions: 1,
        ...seed,
        id,
        createdAt: now(),
      }).id;
    },
    get: (id) => agents.get(id),
    ids: () => agents.ids(),
    verdict: (headers) => refusal(headers)?.verdict ?? (stranger(headers) ? "forbidden" : "right"),
    answer,
    rateLimited: (_, seconds) => detail(429, "Too many requests", { "retry-after": String(seconds) }),
    serverError: internalError,
  };
}

function internalError() {
  return detail(500, "Internal server error");
}

/**
 * @param {Agent} agent
 * @param {URLSearchParams} query
 */
function wanted(agent, query) {
  const search = query.get("search")?.toLowerCase();
  const isDefault = query.get("has_default");
  return (
    (!search || (agent.name ?? "").toLowerCase().includes(search)) &&
    (isDefault === null || agent.isDefault === (isDefault === "true"))
  );
}

/** @param {Record<string, string | undefined>} headers */
function stranger(headers) {
  return headers["x-api-key"] === undefined && headers.authorization === `Bearer ${FORBIDDEN}`;
}

/**
 * @param {Incoming} request
 * @param {Agent} agent
 */
function owns(request, agent) {
  return agent.owner === (stranger(request.headers) ? "other" : "me");
}

/**
 * Why a credential is refused, or null. An API key wins over a token even when it is wrong; the scheme is
 * case-sensitive.
 * @param {Record<string, string | undefined>} headers
 * @returns {{ verdict: Verdict, reply: import("./index.d.ts").SandboxReply } | null}
 */
function refusal(headers) {
  /** @type {(verdict: Verdict, text: string) => ReturnType<typeof refusal>} */
  const refuse = (verdict, text) => ({ verdict, reply: detail(401, text) });
  const key = headers["x-api-key"];
  if (key !== undefined) return key === KEY ? null : refuse("wrong", "Invalid API key");
  const value = headers.authorization;
  if (!value?.startsWith("Bearer ")) {
    const reply = detail(401, "No valid authentication credentials found", { "www-authenticate": "Bearer" });
    return { verdict: value === undefined ? "none" : "wrong", reply };
  }
  const token = value.slice("Bearer ".length);
  if (token === TOKEN || token === FORBIDDEN) return null;
  if (token.split(".").length !== 3) return refuse("wrong", "Invalid token format");
  if (token === EXPIRED) return refuse("expired", "Token has expired");
  return refuse("wrong", "Invalid token signature");
}
