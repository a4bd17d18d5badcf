// @ts-check
// A platform that does little more than keep agents is emulated by a description: where its routes are, what it answers.
// This acts descriptions out.

import { judge, objectOf } from "./platform.js";
import { createRouter, segmentsOf } from "./router.js";
import { Store } from "./store.js";

/**
 * @typedef {import("./platform.js").Incoming} Incoming
 * @typedef {import("./platform.js").Platform} Platform
 * @typedef {import("./index.d.ts").SandboxReply} Reply
 * @typedef {import("./index.d.ts").DescribedAgent} Seed
 * @typedef {Seed & { id: string, name: string, number: number, createdAt: number, deleting: Deleting | null }} Agent
 * @typedef {import("./index.d.ts").Settling & { readonly operation: string, reads: number, since: number }} Deleting
 * @typedef {{ agents: Store<Agent>, look: (id: string) => Agent | undefined }} World `look` is a read, as accepted deletions count them.
 * @typedef {(agent: Agent, request: Incoming) => Reply} OfAgent
 *
 * @typedef {object} Description
 * @property {string} name The platform's name, the first segment of its paths.
 * @property {string} base Path of its base URL, below that.
 * @property {string} read "GET /agents/{id}"
 * @property {string} remove "DELETE /agents/{id}"
 * @property {string} list "GET /agents"
 * @property {readonly [header: string, prefix: string]} credential How a credential travels.
 * @property {boolean} [signed] Whether requests are signed. What is signed with is not looked into.
 * @property {(number: number) => string} id The id of the agent with this number.
 * @property {(agent: Agent) => object} view An agent, as a read shows it.
 * @property {(request: Incoming, world: World, view: (agent: Agent) => object) => Reply} page
 * @property {(agent: Agent, request: Incoming) => Reply} removed The answer to a deletion.
 * @property {(agent: Agent) => string[]} [goesAlong] The ids of the agents that its deletion takes along.
 * @property {(agent: Agent, request: Incoming) => Reply | null} [refuse] Why an agent is not deleted, if it is not.
 * @property {(agent: Agent, request: Incoming, deleting: Deleting) => Reply} [accepted] The answer to a deletion that happens later.
 * @property {import("./index.d.ts").Settling} [settles] When a deletion happens that is only ever accepted.
 * @property {(id: string, request: Incoming) => Reply} missing
 * @property {(verdict: "none" | "wrong" | "forbidden", request: Incoming) => Reply} refused
 * @property {(request: Incoming) => Reply} noRoute
 * @property {(request: Incoming, seconds: number) => Reply} rateLimited
 * @property {(request: Incoming) => Reply} failed
 * @property {(world: World, ofAgent: (handle: OfAgent) => import("./router.js").Handler) =>
 *   import("./router.js").Routes} [routes] Whatever else there is.
 * @property {Record<string, Seed>} [seeds] More agents than `plain` and `other`.
 * @property {boolean} [openRoutes] Whether it looks for a route before it looks at the credential.
 */

/**
 * What the sandbox makes a platform of.
 * @param {Description} description
 */
export function described(description) {
  const { id } = description;
  /** @type {Record<string, Seed & { id: string }>} */
  const seeds = {
    plain: { id: id(1), name: "Support" },
    other: { id: id(2), name: "Night watch" },
  };
  Object.entries(description.seeds ?? {}).forEach(([purpose, seed], i) => {
    seeds[purpose] = { id: id(3 + i), ...seed };
  });
  return {
    seeds,
    variants: [""],
    make: (/** @type {import("./platform.js").Environment} */ environment) => act(description, environment),
  };
}

/** The numbers of seeded agents end below this. */
const FIRST_OF_OTHERS = 100;

/**
 * @param {Description} description
 * @param {import("./platform.js").Environment} environment
 * @returns {Platform}
 */
function act(description, { now }) {
  const { name, base, view } = description;
  const token = `sandbox-${name}-key`;
  const forbidden = `sandbox-${name}-key-without-role`;
  /** @type {Store<Agent>} */
  const agents = new Store();
  let made = FIRST_OF_OTHERS;

  /** @param {Agent} agent */
  const take = (agent) => {
    for (const id of [agent.id, ...(description.goesAlong?.(agent) ?? [])]) agents.delete(id);
  };

  /**
   * The agent, as far as it is still there: looking is what makes an accepted deletion happen.
   * @param {string} id
   */
  const look = (id) => {
    const agent = agents.get(id);
    if (!agent?.deleting) return agent;
    const { afterReads = Infinity, afterMs = Infinity, reads, since } = agent.deleting;
    if (reads >= afterReads || now() - since >= afterMs) {
      take(agent);
      return undefined;
    }
    agent.deleting.reads += 1;
    return agent;
  };

  /** @type {(handle: OfAgent) => import("./router.js").Handler} */
  const ofAgent = (handle) => (request, { id }) => {
    const agent = look(id);
    return agent ? handle(agent, request) : description.missing(id, request);
  };

  const remove = ofAgent((agent, request) => {
    if (request.conditions.has("race")) {
      take(agent);
      return description.missing(agent.id, request);
    }
    const refusal = description.refuse?.(agent, request);
    if (refusal) return refusal;
    const fault = /** @type {import("./index.d.ts").Settling | undefined} */ (request.conditions.get("accepted"));
    const settles = fault ?? description.settles;
    if (description.accepted && settles) {
      const { afterMs, afterReads } = settles;
      agent.deleting = { afterMs, afterReads, operation: String(request.number), reads: 0, since: now() };
      return description.accepted(agent, request, agent.deleting);
    }
    take(agent);
    return description.removed(agent, request);
  });

  const world = { agents, look };
  const find = createRouter({
    // A list may stand where an agent could.
    [description.list]: (request) => description.page(request, world, view),
    [description.remove]: remove,
    [description.read]: ofAgent((agent) => reply(view(agent))),
    ...description.routes?.(world, ofAgent),
  });

  /** @param {Record<string, string | undefined>} headers */
  const verdict = (headers) => {
    const [header, prefix] = description.credential;
    const value = headers[header];
    const given = value?.startsWith(prefix) ? value.slice(prefix.length) : null;
    return judge(given, { right: token, forbidden });
  };

  /** @param {Incoming} request */
  const refusal = (request) => {
    const found = verdict(request.headers);
    return found === "right" || found === "expired" ? null : description.refused(found, request);
  };

  /** @param {Incoming} request */
  const answer = (request) => {
    const isBelow = request.path.startsWith(`${base}/`);
    const found = isBelow ? find(request.method, segmentsOf(request.path.slice(base.length))) : null;
    const refused = (!description.openRoutes || found?.handler) && refusal(request);
    if (refused) return refused;
    if (found?.handler) return found.handler(request, found.params);
    if (found && request.method === "DELETE") request.dangerous = true;
    return description.noRoute(request);
  };

  /** @param {string} secret @returns {import("./index.d.ts").SandboxAuth} */
  const auth = (secret) => {
    const [header, prefix] = description.credential;
    if (description.signed) return { sign: () => ({ [header]: `${prefix}${secret}` }) };
    return header === "authorization" ? { bearer: secret } : { apiKey: secret };
  };

  return {
    basePath: `/${name}${base}`,
    credentials: {
      valid: auth(token),
      forbidden: auth(forbidden),
      wrong: auth(`sandbox-${name}-wrong`),
    },
    cors: { allowHeaders: null, exposeHeaders: null },
    add(/** @type {Seed} */ seed) {
      made += 1;
      const id = seed.id ?? description.id(made);
      const number = agents.values().length + 1;
      return agents.add({ name: id, ...seed, id, number, createdAt: now(), deleting: null }).id;
    },
    get: (id) => agents.get(id),
    ids: () => agents.ids(),
    verdict,
    answer,
    rateLimited: description.rateLimited,
    serverError: description.failed,
  };
}

/**
 * A JSON reply with 200.
 * @param {unknown} value
 * @returns {Reply}
 */
function reply(value) {
  return { status: 200, headers: { "content-type": "application/json" }, body: JSON.stringify(value) };
}

/**
 * The parameters of a list: those of the query, and those of a JSON body before them.
 * @param {Incoming} request
 * @param {{ size: string, cursor: string, search?: string }} names
 * @param {number} fallback
 */
export function asked(request, { size, cursor, search = "" }, fallback) {
  const body = objectOf(request.body) ?? {};
  const given = (/** @type {string} */ name) => body[name] ?? request.query.get(name);
  const after = given(cursor);
  return {
    size: Number(given(size) ?? fallback),
    cursor: after === null || after === undefined ? null : String(after),
    search: String(given(search) ?? ""),
  };
}

/**
 * A page by a cursor of the platform's own.
 * @param {World} world
 * @param {{ size: number, cursor: string | null, search: string }} query
 */
export function pageAfter({ agents }, { size, cursor, search }) {
  return agents.page({
    cursor,
    limit: size,
    filter: ({ name }) => name.toLowerCase().includes(search.toLowerCase()),
  });
}
