// @ts-check
// elizaOS: three wires under one name. The routes are those of the 1.x server; the shapes of success, of
// errors and of the credential differ, and are kept in one table.

import { bearer, isUuid, judge, secret, uuid } from "./platform.js";
import { empty, json, text } from "./reply.js";
import { createRouter, segmentsOf } from "./router.js";
import { Store } from "./store.js";

/**
 * @typedef {import("./platform.js").Incoming} Incoming
 * @typedef {import("./platform.js").Platform} Platform
 * @typedef {import("./index.d.ts").ElizaAgent} Seed
 * @typedef {import("./index.d.ts").SandboxReply} Reply
 * @typedef {import("./index.d.ts").Settling} Settling
 * @typedef {Seed & {
 *   id: string, running: boolean, memories: number, createdAt: number,
 *   settling?: { at: number, reads: number },
 * }} Agent
 */

/** @type {Record<keyof import("./index.d.ts").SeedIds["eliza"], Seed & { id: string }>} */
export const seeds = {
  running: { id: "3f2504e0-4f89-41d3-9a0c-0305e82c3301", name: "Ada" },
  default: { id: "522b276a-356b-0f39-813d-fabea2cd43e1", name: "Eliza" },
  stopped: { id: uuid("e1000000", 3), name: "Stopped", running: false },
  slow: { id: uuid("e1000000", 4), name: "Gone half a second later", accepts: { afterMs: 500 } },
  stuck: { id: uuid("e1000000", 5), name: "Never gone", accepts: {} },
  guarded: { id: uuid("e1000000", 6), name: "Must be stopped first", refuses: "running" },
  referenced: { id: uuid("e1000000", 7), name: "Still referred to", refuses: "references" },
};

const KEY = "sandbox-eliza-key";

const PAGE = `<!doctype html>
<html lang="en" class="dark">
  <head>
    <meta charset="UTF-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1.0" />
    <link rel="icon" type="image/x-icon" href="/favicon.ico" />
    <title>ElizaOS - Client</title>
    <script type="module" crossorigin src="/assets/main-CqTmsniN.js"></script>
  </head>
  <body>
    <div id="root"></div>
    <!-- Minimal early Buffer/global/process bootstrap to avoid race before entry polyfills -->
  </body>
</html>`;

/**
 * @typedef {object} Wire What differs between the servers.
 * @property {string} base where the API begins, below the host
 * @property {(headers: Record<string, string | undefined>) => string | null | undefined} credential
 * @property {(() => Reply) | null} unauthenticated null where nothing is asked
 * @property {(id: string, at: number) => Reply} deleted
 * @property {(status: number, code: string, message: string, details?: string) => Reply} error
 * @property {() => Reply} unknownRoute
 * @property {boolean} guards refuses to delete a running agent
 */

const DELETED_204 = () => empty(204);

/** @type {Wire["error"]} */
const errorObject = (status, code, message, details) =>
  express(status, {
    success: false,
    error: { code, message, ...(details === undefined ? {} : { details }) },
  });

/** @type {Wire} */
const current = {
  base: "/api",
  credential: (headers) => headers["x-api-key"],
  unauthenticated: () =>
    express(401, { error: "API key required", message: "Missing or invalid X-API-KEY header" }),
  deleted: DELETED_204,
  error: errorObject,
  unknownRoute,
  guards: false,
};

/** @type {Record<import("./index.d.ts").ElizaVariant, Wire>} */
const wires = {
  "1.x": current,
  "1.x-headless": current,
  "1.6.4": {
    ...current,
    unauthenticated: () =>
      text(401, "Unauthorized: Invalid or missing X-API-KEY", "text/html; charset=utf-8"),
  },
  documented: {
    base: "",
    credential: bearer,
    unauthenticated: () => json(401, { success: false, error: "Unauthorized" }),
    deleted: (agentId, deletedAt) =>
      json(200, { success: true, message: "Agent deleted successfully", data: { agentId, deletedAt } }),
    error: (status, _, message) => json(status, { success: false, error: message }),
    unknownRoute: () => json(404, { success: false, error: "Route not found" }),
    guards: true,
  },
  "0.x": {
    base: "",
    credential: () => KEY,
    unauthenticated: null,
    deleted: DELETED_204,
    error: (status, _, message) => json(status, { error: message }),
    unknownRoute: () => json(404, { error: "Route not found" }),
    guards: false,
  },
};

/**
 * @param {import("./platform.js").Environment} environment
 * @returns {Platform}
 */
export function eliza({ now, variant }) {
  const wire = wires[/** @type {keyof typeof wires} */ (variant)];
  /** @type {Store<Agent>} */
  const agents = new Store();
  /** @type {Set<string>} ids of agents that run on without a row in the database */
  const ghosts = new Set();
  let made = 0;

  /** @param {Agent} agent */
  const settle = (agent) => {
    if (!agent.settling || (agent.settling.at > now() && agent.settling.reads > 0)) return agent;
    agents.delete(agent.id);
    return undefined;
  };

  /** @param {string} id in any case, as in the database */
  const find = (id) => {
    const agent = agents.get(id.toLowerCase());
    return agent && settle(agent);
  };

  /**
   * Whether an agent runs under this id. The table of running agents, unlike the database, minds the case.
   * @param {string} id
   */
  const runs = (id) => ghosts.has(id) || (find(id)?.id === id && find(id)?.running === true);

  const notFound = () => wire.error(404, "NOT_FOUND", "Agent not found");

  /** @type {(handle: (id: string, agent: Agent | undefined, request: Incoming) => Reply) =>
   *   import("./router.js").Handler} */
  const withId =
    (handle) =>
    (request, { id }) =>
      isUuid(id) ? handle(id, find(id), request) : wire.error(400, "INVALID_ID", "Invalid agent ID format");

  /** @type {(handle: (id: string) => Reply) => import("./router.js").Handler} */
  const ofRunning = (handle) => withId((id) => (runs(id) ? handle(id) : notFound()));

  /** @param {Agent} agent */
  const summary = (agent) => ({
    id: agent.id,
    name: agent.name ?? agent.id,
    characterName: agent.name ?? agent.id,
    bio: agent.description ?? "An agent of the sandbox",
    status: agent.running ? "active" : "inactive",
  });

  /**
   * @param {Agent} agent
   * @param {string} id as it was asked for
   */
  const view = (agent, id) => ({
    id: agent.id,
    name: agent.name ?? agent.id,
    status: runs(id) ? "active" : "inactive",
    enabled: true,
    createdAt: agent.createdAt,
    updatedAt: agent.createdAt,
    bio: [agent.description ?? "An agent of the sandbox"],
    plugins: ["@elizaos/plugin-sql"],
    settings: {
      avatar: "",
      // The server's whole environment, its own token included.
      secrets: { OPENAI_API_KEY: secret("eliza-env"), ELIZA_SERVER_AUTH_TOKEN: secret("eliza-server-token") },
    },
  });

  /** @type {import("./router.js").Handler} */
  const getAgent = withId((id, agent) => {
    if (!agent) return notFound();
    const data = view(agent, id);
    if (agent.settling) agent.settling.reads -= 1;
    return variant === "0.x"
      ? json(200, { id: data.id, character: data })
      : express(200, { success: true, data });
  });

  /** @type {import("./router.js").Handler} */
  const deleteAgent = withId((id, agent, request) => {
    if (!agent) return notFound();
    if (request.conditions.has("race")) {
      agents.delete(agent.id);
      return notFound();
    }
    if (agent.running && (wire.guards || agent.refuses === "running")) {
      return wires.documented.error(409, "", "Cannot delete a running agent. Stop the agent first.");
    }
    if (agent.refuses === "references") {
      return wire.error(
        409,
        "DELETE_ERROR",
        "Cannot delete agent because it has active references in the system",
        'update or delete on table "agents" violates foreign key constraint "x_agent_id_fkey" on table "x"',
      );
    }
    const fault = request.conditions.get("accepted");
    const accepts = fault?.kind === "accepted" ? fault : agent.accepts;
    if (accepts) {
      agent.settling ??= { at: now() + (accepts.afterMs ?? Infinity), reads: accepts.afterReads ?? Infinity };
      return express(202, {
        success: true,
        partial: true,
        message:
          "Agent deletion initiated but taking longer than expected. " +
          "The operation will continue in the background.",
      });
    }
    // In another case the running agent is not found, so only its row goes.
    if (agent.running && id !== agent.id) ghosts.add(agent.id);
    agents.delete(agent.id);
    return wire.deleted(agent.id, now());
  });

  const routes = createRouter(
    {
      "GET /agents": () => {
        const list = agents.values().filter(settle).map(summary);
        return variant === "0.x"
          ? json(200, { agents: list })
          : express(200, { success: true, data: { agents: list } });
      },
      "GET /agents/{id}": getAgent,
      "DELETE /agents/{id}": deleteAgent,
      "POST /agents/{id}/stop": ofRunning((id) => {
        const agent = find(id);
        if (agent) agent.running = false;
        ghosts.delete(id);
        return express(200, { success: true, data: { message: "Agent stopped" } });
      }),
      "POST /agents/{id}/start": withId((_, agent) => {
        if (!agent) return notFound();
        agent.running = true;
        return express(200, {
          success: true,
          data: { id: agent.id, name: agent.name ?? agent.id, status: "active" },
        });
      }),
      "GET /agents/{id}/memories": ofRunning((id) => {
        const memories = Array.from({ length: find(id)?.memories ?? 0 }, (_, i) => ({
          id: uuid("e3000000", i + 1),
          agentId: id,
          content: { text: `Message ${i + 1}` },
        }));
        return express(200, { success: true, data: { memories } });
      }),
      "GET /agents/{id}/rooms": ofRunning((id) =>
        express(200, {
          success: true,
          data: { rooms: [{ id: uuid("e4000000", 1), name: "Lobby", agentId: id }] },
        }),
      ),
      "DELETE /agents/{id}/memories": (request, params) => {
        request.dangerous = true;
        return ofRunning((id) => {
          const agent = find(id);
          const deleted = agent?.memories ?? 0;
          if (agent) agent.memories = 0;
          return express(200, { success: true, data: { deleted } });
        })(request, params);
      },
      "GET /system/version": () =>
        express(200, {
          version: variant === "1.6.4" ? "1.6.4" : "1.7.2",
          source: "server",
          timestamp: new Date(now()).toISOString(),
        }),
      "POST /server/stop": (request) => {
        request.dangerous = true;
        return express(200, { success: true, data: { message: "Server stopping" } });
      },
    },
    decodeURIComponent,
  );

  /** @param {Incoming} request */
  const route = (request) => {
    if (wire.unauthenticated && judge(wire.credential(request.headers), { right: KEY }) !== "right") {
      return wire.unauthenticated();
    }
    if (request.body !== "" && /json/.test(request.headers["content-type"] ?? "") && !isJson(request.body)) {
      return brokenInput();
    }
    try {
      const segments = segmentsOf(request.path.slice(wire.base.length));
      // The framework takes a path with a slash too many for the same route.
      if (segments.length > 1 && segments[segments.length - 1] === "") segments.pop();
      const found = routes(request.method, segments);
      if (found?.handler) return limited(request, found.handler(request, found.params));
      if (found && request.method === "DELETE") request.dangerous = true;
    } catch (error) {
      if (error instanceof URIError) return limited(request, brokenInput());
      throw error;
    }
    return limited(request, wire.unknownRoute());
  };

  /**
   * Says the limit of 1000 requests in a quarter of an hour. It is not enforced here: a fault is for that.
   * @param {Incoming} request
   * @param {Reply} reply
   */
  const limited = (request, reply) => {
    if (wire.base === "") return reply;
    const remaining = String(999 - (request.number % 1000));
    Object.assign(reply.headers, {
      "ratelimit-limit": "1000",
      "ratelimit-remaining": remaining,
      "ratelimit-reset": "900",
    });
    return reply;
  };

  return {
    basePath: `/eliza${wire.base}`,
    credentials: {
      valid: variant === "documented" ? { bearer: KEY } : { apiKey: KEY },
      wrong: variant === "documented" ? { bearer: "sandbox-eliza-wrong" } : { apiKey: "sandbox-eliza-wrong" },
    },
    cors: { allowHeaders: "Content-Type, Authorization, X-API-KEY", exposeHeaders: null },
    add(/** @type {Seed} */ seed) {
      made += 1;
      const id = (seed.id ?? uuid("e2000000", made)).toLowerCase();
      return agents.add({ running: true, memories: 3, ...seed, id, createdAt: now() }).id;
    },
    get(id) {
      const agent = find(id);
      if (!agent) return undefined;
      const { settling, ...state } = agent;
      return { ...state, settling: settling !== undefined };
    },
    ids: () =>
      agents
        .values()
        .filter(settle)
        .map((agent) => agent.id),
    ghosts: () => [...ghosts],
    verdict: (headers) => judge(wire.credential(headers) ?? headers.authorization, { right: KEY }),
    answer(request) {
      if (request.path === wire.base || request.path.startsWith(`${wire.base}/`)) return route(request);
      // Outside the API is the web page, without a key and for every method: nothing is deleted there.
      if (variant === "1.x-headless") return text(403, "Forbidden", "text/plain");
      return text(200, PAGE, "text/html; charset=utf-8");
    },
    rateLimited(_, seconds) {
      const wait = String(seconds);
      const reply = wire.error(429, "RATE_LIMIT_EXCEEDED", "Too many requests. Please try again later.");
      Object.assign(
        reply.headers,
        { "retry-after": wait },
        wire.base === ""
          ? {}
          : {
              "ratelimit-limit": "1000",
              "ratelimit-remaining": "0",
              "ratelimit-reset": wait,
            },
      );
      return reply;
    },
    serverError(request) {
      if (wire.base === "") return wire.error(500, "", "Failed to delete agent");
      const reply =
        request.method === "DELETE"
          ? wire.error(500, "DELETE_ERROR", "Error deleting agent", "boom: connection lost")
          : wire.error(500, "500", "Error retrieving agent", "boom: connection lost");
      return limited(request, reply);
    },
  };
}

/**
 * @param {number} status
 * @param {unknown} value
 */
function express(status, value) {
  return json(status, value, { "content-type": "application/json; charset=utf-8" });
}

/** The numeric `code` tells it from an agent that is not there. */
function unknownRoute() {
  return express(404, { success: false, error: { message: "API endpoint not found", code: 404 } });
}

function brokenInput() {
  return express(500, { success: false, error: { message: "Unexpected end of JSON input", code: 500 } });
}

/** @param {string} body */
function isJson(body) {
  try {
    JSON.parse(body);
    return true;
  } catch {
    return false;
  }
}
