// @ts-check
// Azure AI Foundry Agents (v2): the only platform whose server knows `force`.

import { bearer, judge, secret } from "./platform.js";
import { empty, json } from "./reply.js";
import { createRouter, segmentsOf } from "./router.js";
import { Store, count, cursorOf } from "./store.js";

/**
 * @typedef {import("./platform.js").Incoming} Incoming
 * @typedef {import("./platform.js").Platform} Platform
 * @typedef {import("./index.d.ts").FoundryAgent} Seed
 * @typedef {import("./index.d.ts").SandboxReply} Reply
 * @typedef {{ id: string, status: import("./index.d.ts").FoundrySessionStatus }} Session
 * @typedef {Omit<Seed, "sessions" | "versions"> & {
 *   id: string, kind: string, versions: string[], sessions: Store<Session>, disabled: boolean,
 *   createdAt: number,
 * }} Agent
 */

/** @type {Record<keyof import("./index.d.ts").SeedIds["foundry"], Seed & { id: string }>} */
export const seeds = {
  idle: { id: "support-bot", description: "A prompt agent", versions: 3 },
  live: { id: "live-agent", kind: "hosted", sessions: ["active", "active", "idle", "expired"] },
  hostedIdle: { id: "hosted-idle", kind: "hosted", sessions: ["idle", "expired"] },
  withSecrets: {
    id: "hosted-secrets",
    kind: "hosted",
    environment: { OPENAI_API_KEY: secret("foundry-env"), LOG_LEVEL: secret("foundry-env-2") },
  },
  withCode: { id: "hosted-code", kind: "hosted", code: "PK sandbox zip", versions: 2 },
};

const PROJECT = "/api/projects/demo";
const TOKEN = "sandbox-foundry-token";
const KEY = "sandbox-foundry-key";
const FORBIDDEN = "sandbox-foundry-token-without-role";
const EXPIRED = "sandbox-foundry-token-expired";
const JSON_UTF8 = "application/json; charset=utf-8";
const NAME = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/i;

/** Sessions in these states make a deletion without force fail. An idle one holds no compute. */
const BUSY = new Set(["creating", "active", "updating"]);

/**
 * @param {import("./platform.js").Environment} environment
 * @returns {Platform}
 */
export function foundry({ now, variant }) {
  /** @type {Store<Agent>} */
  const agents = new Store();
  let made = 0;

  /**
   * @param {Agent} agent
   * @param {string} version
   */
  const viewVersion = (agent, version) => ({
    object: "agent.version",
    id: `${agent.id}:${version}`,
    name: agent.id,
    version,
    description: agent.description ?? null,
    created_at: Math.floor(agent.createdAt / 1000),
    status: agent.disabled ? "disabled" : "active",
    metadata: {},
    definition:
      agent.kind === "hosted"
        ? {
            kind: "hosted",
            cpu: "1",
            memory: "2Gi",
            environment_variables: agent.environment ?? {},
            ...(agent.code === undefined
              ? {}
              : { code_configuration: { runtime: "python_3_12", entry_point: ["main.py"] } }),
          }
        : {
            kind: agent.kind,
            model: "gpt-4o",
            instructions: "You help.",
            tools: [
              {
                type: "mcp",
                server_label: "crm",
                server_url: "https://mcp.example.com",
                headers: { Authorization: secret("foundry-mcp") },
              },
            ],
          },
  });

  /** @param {Agent} agent */
  const view = (agent) => ({
    object: "agent",
    id: agent.id,
    name: agent.id,
    versions: { latest: viewVersion(agent, agent.versions[agent.versions.length - 1]) },
  });

  /** @type {(handle: (agent: Agent, request: Incoming, params: import("./router.js").Params) => Reply) =>
   *   import("./router.js").Handler} */
  const ofAgent = (handle) => (request, params) => {
    if (!NAME.test(params.id)) return badRequest("The agent name is not valid.");
    const agent = agents.get(params.id);
    return agent ? handle(agent, request, params) : missing(request, `Agent ${params.id} doesn't exist`);
  };

  const ofHosted = (/** @type {Parameters<typeof ofAgent>[0]} */ handle) =>
    ofAgent((agent, request, params) =>
      agent.kind === "hosted" ? handle(agent, request, params) : badRequest("Only hosted agents have this."),
    );

  /** @type {import("./router.js").Handler} */
  const deleteAgent = ofAgent((agent, request) => {
    const force = request.query.get("force") ?? "false";
    if (force !== "true" && force !== "false") return badRequest("force must be true or false.");
    if (request.conditions.has("race")) {
      return json(409, {
        error: {
          type: "ServiceError",
          code: "conflict",
          param: "",
          message: "The resource already exists or was modified concurrently. Please retry.",
        },
      });
    }
    if (force === "false" && agent.sessions.values().some((session) => BUSY.has(session.status))) {
      return json(409, {
        error: {
          code: "active_sessions",
          message: "Agent has active sessions.",
          param: null,
          type: "invalid_request_error",
          details: [],
        },
      });
    }
    agents.delete(agent.id);
    return variant === "empty"
      ? empty(200)
      : json(200, { object: "agent.deleted", name: agent.id, deleted: true });
  });

  /** @type {import("./router.js").Handler} */
  const deleteVersion = ofAgent((agent, request, { version }) => {
    if (!agent.versions.includes(version)) return missing(request, `Version ${version} doesn't exist`);
    agent.versions = agent.versions.filter((each) => each !== version);
    if (agent.versions.length === 0) agents.delete(agent.id);
    return json(200, { object: "agent.version.deleted", name: agent.id, version, deleted: true });
  });

  /** @type {(handle: (session: Session, agent: Agent) => Reply) => import("./router.js").Handler} */
  const ofSession = (handle) =>
    ofHosted((agent, request, params) => {
      const session = agent.sessions.get(params.session);
      return session ? handle(session, agent) : missing(request, `Session ${params.session} doesn't exist`);
    });

  const find = createRouter({
    "GET /agents": (request) => {
      const kind = request.query.get("kind");
      return page(request, agents, view, (agent) => kind === null || agent.kind === kind);
    },
    "GET /agents/{id}": ofAgent((agent) => json(200, view(agent))),
    "DELETE /agents/{id}": deleteAgent,
    "POST /agents/{id}:disable": ofAgent((agent) => {
      agent.disabled = true;
      return empty(204);
    }),
    "GET /agents/{id}/versions": ofAgent((agent, request) => {
      /** @type {Store<{ id: string }>} */
      const versions = new Store();
      for (const id of agent.versions) versions.add({ id });
      return page(request, versions, ({ id }) => viewVersion(agent, id));
    }),
    "GET /agents/{id}/versions/{version}": ofAgent((agent, request, { version }) =>
      agent.versions.includes(version)
        ? json(200, viewVersion(agent, version))
        : missing(request, `Version ${version} doesn't exist`),
    ),
    "DELETE /agents/{id}/versions/{version}": deleteVersion,
    "GET /agents/{id}/endpoint/sessions": ofHosted((agent, request) =>
      page(
        request,
        agent.sessions,
        (session) => ({
          agent_session_id: session.id,
          status: session.status,
          created_at: Math.floor(agent.createdAt / 1000),
        }),
        undefined,
        { bare: true },
      ),
    ),
    "POST /agents/{id}/endpoint/sessions/{session}:stop": ofSession((session) => {
      session.status = "idle";
      return empty(204);
    }),
    "DELETE /agents/{id}/endpoint/sessions/{session}": ofSession((session, agent) => {
      agent.sessions.delete(session.id);
      return empty(204);
    }),
    "GET /agents/{id}/code:download": ofHosted((agent, request) => {
      const version = request.query.get("agent_version") ?? agent.versions[agent.versions.length - 1];
      if (agent.code === undefined) return missing(request, `Agent ${agent.id} has no code`);
      if (!agent.versions.includes(version)) return missing(request, `Version ${version} doesn't exist`);
      const bytes = typeof agent.code === "string" ? new TextEncoder().encode(agent.code) : agent.code;
      return {
        status: 200,
        headers: { "content-type": "application/zip", "x-ms-agent-version": version },
        body: bytes,
      };
    }),
    // The classic API of the same project, which knows none of these agents' names.
    "DELETE /assistants/{id}": (request, { id }) => {
      request.dangerous = true;
      return json(200, { id, object: "assistant.deleted", deleted: true });
    },
  });

  /** @param {Incoming} request */
  const route = (request) => {
    const { path } = request;
    const project = /^\/api\/projects\/([^/]+)\//.exec(path)?.[1];
    if (project === undefined) return gatewayMissing();
    switch (verdict(request.headers)) {
      case "right":
        break;
      case "forbidden":
        return json(401, {
          error: {
            code: "PermissionDenied",
            message:
              "The principal lacks the required data action " +
              "`Microsoft.CognitiveServices/accounts/AIServices/agents/delete`.",
          },
        });
      default:
        return json(401, {
          statusCode: 401,
          message:
            "Unauthorized. Access token is missing, invalid, audience is incorrect (https://ai.azure.com), " +
            "or have expired.",
        });
    }
    // In the same code as an agent that is not there: only the words tell the two apart.
    if (!path.startsWith(`${PROJECT}/`)) return missing(request, `Project ${project} doesn't exist`);
    if (!request.query.get("api-version")) return badRequest("The query parameter api-version is required.");
    const found = find(request.method, segmentsOf(path.slice(PROJECT.length)));
    if (!found) return json(404, { error: { code: "404", message: "Resource not found" } });
    if (found.handler) return found.handler(request, found.params);
    if (request.method === "DELETE") request.dangerous = true;
    return json(405, { error: { code: "405", message: "Method not allowed" } }, { allow: found.allow });
  };

  return {
    basePath: `/foundry${PROJECT}`,
    credentials: {
      valid: { bearer: TOKEN },
      alternative: { apiKey: KEY },
      forbidden: { bearer: FORBIDDEN },
      expired: { bearer: EXPIRED },
      wrong: { bearer: "sandbox-foundry-wrong" },
    },
    cors: { allowHeaders: null, exposeHeaders: "Apim-Request-Id" },
    add(/** @type {Seed} */ seed) {
      made += 1;
      const id = seed.id ?? `agent-${made}`;
      /** @type {Store<Session>} */
      const sessions = new Store();
      seed.sessions?.forEach((status, i) => sessions.add({ id: `session-${i + 1}`, status }));
      const versions = Array.from({ length: seed.versions ?? 1 }, (_, i) => String(i + 1));
      return agents.add({
        ...seed,
        id,
        kind: seed.kind ?? "prompt",
        versions,
        sessions,
        disabled: false,
        createdAt: now(),
      }).id;
    },
    get(id) {
      const agent = agents.get(id);
      return (
        agent && {
          ...agent,
          versions: agent.versions.length,
          sessions: agent.sessions.values().map((session) => session.status),
        }
      );
    },
    ids: () => agents.ids(),
    verdict,
    answer: (request) => traced(request, route(request)),
    rateLimited: (request, seconds) =>
      traced(
        request,
        json(
          429,
          { error: { code: "too_many_requests", message: "Too many requests. Please retry later." } },
          { "retry-after-ms": String(seconds * 1000), "retry-after": String(Math.ceil(seconds)) },
        ),
      ),
    serverError: (request) =>
      traced(request, json(500, { error: { code: "server_error", message: "boom" } })),
  };
}

/** @param {Incoming} request */
function requestId(request) {
  return request.number.toString(16).padStart(32, "0");
}

/**
 * Adds the headers that every reply has.
 * @param {Incoming} request
 * @param {Reply} reply
 */
function traced(request, { status, headers, body }) {
  const id = requestId(request);
  const parts = [id.slice(0, 8), id.slice(8, 12), id.slice(12, 16), id.slice(16, 20), id.slice(20)];
  const type = headers["content-type"] === "application/json" ? { "content-type": JSON_UTF8 } : null;
  return {
    status,
    headers: { ...headers, ...type, "x-request-id": id, "apim-request-id": parts.join("-") },
    body,
  };
}

/** @param {string} message */
function badRequest(message) {
  return json(400, { error: { code: "bad_request", message } });
}

/**
 * The service's own "not there". Its request id is in the body too, for browsers that cannot read the header.
 * @param {Incoming} request
 * @param {string} message
 */
function missing(request, message) {
  const additionalInfo = { request_id: requestId(request) };
  return json(404, { error: { code: "not_found", message, type: "error", details: [], additionalInfo } });
}

function gatewayMissing() {
  return json(404, { statusCode: 404, message: "Resource not found" });
}

/**
 * A page of a list. `bare` is the sessions' own form: no `object`, and no ids when there is nothing.
 * @template {{ id: string }} T
 * @param {Incoming} request
 * @param {Store<T>} store
 * @param {(record: T) => unknown} view
 * @param {(record: T) => boolean} [filter]
 * @param {{ bare: boolean }} [form]
 */
function page({ query }, store, view, filter, form = { bare: false }) {
  const limit = count(query, "limit", { min: 1, max: 100, fallback: 20 });
  if (limit === null) return badRequest("limit must be between 1 and 100.");
  const { records, more } = store.page({
    cursor: query.get("after"),
    limit,
    descending: query.get("order") !== "asc",
    filter,
  });
  const first = records[0];
  const last = records[records.length - 1];
  const ends = first && last ? { first_id: cursorOf(first), last_id: cursorOf(last) } : null;
  const data = records.map(view);
  if (form.bare) return json(200, { data, ...ends, has_more: more });
  return json(200, { data, ...(ends ?? { first_id: null, last_id: null }), has_more: more, object: "list" });
}

/** @param {Record<string, string | undefined>} headers */
function verdict(headers) {
  const token = bearer(headers);
  if (token !== null) return judge(token, { right: TOKEN, forbidden: FORBIDDEN, expired: EXPIRED });
  return judge(headers["api-key"], { right: KEY });
}
