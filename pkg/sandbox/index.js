// @ts-check
// The sandbox: state, faults and records around the emulated platforms. See index.d.ts for what it promises.

import { agentcore } from "./agentcore.js";
import { bedrock } from "./bedrock.js";
import { charm, seeds as charmSeeds } from "./charm.js";
import { isPreflight, preflight, share } from "./cors.js";
import { elevenlabs } from "./elevenlabs.js";
import { eliza, seeds as elizaSeeds } from "./eliza.js";
import { Faults, answerWith, answering } from "./faults.js";
import { createFetch } from "./fetch.js";
import { flowise } from "./flowise.js";
import { foundry, seeds as foundrySeeds } from "./foundry.js";
import { kortix, seeds as kortixSeeds } from "./kortix.js";
import { langchain, seeds as langchainSeeds } from "./langchain.js";
import { langgraph } from "./langgraph.js";
import { letta } from "./letta.js";
import { mistral } from "./mistral.js";
import { openai } from "./openai.js";
import { SECRET_MARK } from "./platform.js";
import { text } from "./reply.js";
import { Requests } from "./requests.js";
import { retell } from "./retell.js";
import { vapi } from "./vapi.js";
import { vertex } from "./vertex.js";

export { SECRET_MARK };

/**
 * @typedef {import("../types.js").KnownBackend} BackendName
 * @typedef {import("./platform.js").Incoming} Incoming
 * @typedef {import("./platform.js").Platform} Platform
 * @typedef {import("./index.d.ts").Sandbox} Sandbox
 * @typedef {import("./index.d.ts").SandboxOptions} SandboxOptions
 * @typedef {import("./index.d.ts").SandboxRequest} SandboxRequest
 * @typedef {import("./index.d.ts").SandboxReply} Reply
 */

/** The first variant is the default. */
const platforms = {
  charm: { make: charm, seeds: charmSeeds, variants: [""] },
  langchain: { make: langchain, seeds: langchainSeeds, variants: ["named", "unnamed"] },
  foundry: { make: foundry, seeds: foundrySeeds, variants: ["json", "empty"] },
  eliza: {
    make: eliza,
    seeds: elizaSeeds,
    variants: ["1.x", "1.x-headless", "1.6.4", "documented", "0.x"],
  },
  kortix: { make: kortix, seeds: kortixSeeds, variants: ["2026-03", "2025-12"] },
  openai,
  flowise,
  langgraph,
  letta,
  vertex,
  bedrock,
  agentcore,
  retell,
  elevenlabs,
  vapi,
  mistral,
};

const names = /** @type {BackendName[]} */ (Object.keys(platforms));

const seedIds = /** @type {import("./index.d.ts").SeedIds} */ (
  /** @type {unknown} */ (
    Object.freeze(Object.fromEntries(names.map((name) => [name, idsOf(platforms[name].seeds)])))
  )
);

/**
 * @param {SandboxOptions} [options]
 * @returns {Sandbox}
 */
export function createSandbox(options = {}) {
  const origin = new URL(options.origin ?? "https://sandbox.invalid").origin;
  const requests = new Requests(options.keepRequests ?? 50_000);
  const faults = new Faults();
  let received = 0;
  let world = createWorld(options);

  /** @param {string} backend */
  const platformOf = (backend) => {
    const platform = world.get(backend);
    if (!platform) throw new TypeError(`unknown backend: ${backend}`);
    return platform;
  };

  /**
   * @param {SandboxRequest} request
   * @returns {Promise<Reply>}
   */
  const handle = async (request) => {
    const { method, path, origin: host = origin, body = "" } = request;
    const headers = lowerCased(request.headers ?? {});
    const place = locate(path);
    const platform = world.get(place.backend);
    const backend = platform ? /** @type {BackendName} */ (place.backend) : null;
    const credential = platform?.verdict(headers) ?? "none";
    const record = requests.add({
      backend,
      method,
      path,
      status: null,
      headers: Object.keys(headers),
      credential: credential === "right" || credential === "none" ? credential : "wrong",
      dangerous: false,
      fault: null,
    });
    if (!platform) {
      record.status = 404;
      return text(404, "No such platform in the sandbox", "text/plain");
    }
    received += 1;
    const forPreflight = isPreflight(method, headers);
    const purpose = forPreflight ? String(headers["access-control-request-method"]) : method;
    const shared = headers.origin !== undefined && !faults.forbidsCors(place.backend, purpose, path);
    if (forPreflight) {
      const reply = shared ? preflight(platform.cors, headers) : text(403, "Forbidden", "text/plain");
      if (shared) share(platform.cors, headers, reply);
      record.status = reply.status;
      return reply;
    }
    const incoming = new IncomingRequest(place, method, host, headers, body, received);
    const met = faults.none ? [] : faults.meet(place.backend, method, path);
    record.fault = answering(met)?.kind ?? null;
    try {
      // The signal is looked at only when something may wait: an adapter may have to make it.
      const reply =
        met.length === 0
          ? platform.answer(incoming)
          : await answerWith(met, incoming, platform, request.signal);
      if (shared) share(platform.cors, headers, reply);
      record.status = reply.status;
      return reply;
    } finally {
      record.dangerous = incoming.dangerous;
    }
  };

  const fetch = createFetch(origin, handle);

  /** @param {BackendName} backend */
  const baseUrl = (backend) => origin + platformOf(backend).basePath;

  /** @type {Sandbox["credential"]} */
  const credential = (backend, kind = "valid") => {
    const auth = platformOf(backend).credentials[kind];
    if (!auth) throw new TypeError(`${backend} has no credential of the kind "${kind}"`);
    return { ...auth };
  };

  return {
    origin,
    agents: seedIds,
    fetch,
    handle,
    baseUrl,
    credential,
    clientOptions: (backend, overrides) => ({
      backend,
      baseUrl: baseUrl(backend),
      auth: credential(backend),
      fetch,
      ...overrides,
    }),
    create: (backend, agent) => platformOf(backend).add(agent ?? {}),
    createMany(backend, count, agent) {
      const { add } = platformOf(backend);
      return Array.from({ length: count }, () => add(agent ?? {}));
    },
    has: (backend, id) => platformOf(backend).get(id) !== undefined,
    get(backend, id) {
      const state = platformOf(backend).get(id);
      if (!state) return null;
      const { seq: _, ...copy } = /** @type {any} */ (structuredClone(state));
      return copy;
    },
    list: (backend) => platformOf(backend).ids(),
    get ghosts() {
      return platformOf("eliza").ghosts?.() ?? [];
    },
    reset() {
      world = createWorld(options);
      faults.clear();
      requests.clear();
    },
    get requests() {
      return requests.latest;
    },
    clearRequests: () => requests.clear(),
    inject(fault) {
      if (fault.backend !== undefined) platformOf(fault.backend);
      return faults.add(fault);
    },
  };
}

/** @param {Record<string, { id: string }>} seeds */
function idsOf(seeds) {
  return Object.freeze(Object.fromEntries(Object.entries(seeds).map(([purpose, { id }]) => [purpose, id])));
}

/**
 * Fresh platforms with their seeded agents.
 * @param {SandboxOptions} options
 * @returns {Map<string, Platform>}
 */
function createWorld({ now = Date.now, variants = {}, agents = {} }) {
  for (const name of Object.keys(agents)) {
    if (!Object.hasOwn(platforms, name)) throw new TypeError(`unknown backend: ${name}`);
  }
  return new Map(
    names.map((name) => {
      const { make, seeds, variants: known } = platforms[name];
      const variant = /** @type {Partial<Record<BackendName, string>>} */ (variants)[name] ?? known[0];
      if (!known.includes(variant)) throw new TypeError(`unknown variant of ${name}: ${variant}`);
      const platform = make({ now, variant });
      for (const seed of Object.values(seeds)) platform.add(seed);
      for (const seed of agents[name] ?? []) platform.add(seed);
      return [name, platform];
    }),
  );
}

/**
 * Headers as HTTP means them: happy-dom and others keep the case in which a name was written.
 * @param {Record<string, string | undefined>} headers
 */
function lowerCased(headers) {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

/** @typedef {{ backend: string, path: string, search: string }} Place */

/**
 * Splits "/eliza/api/agents?x=1": the first segment stands for the platform's host.
 * @param {string} target
 * @returns {Place}
 */
function locate(target) {
  const query = target.indexOf("?");
  const path = query < 0 ? target : target.slice(0, query);
  const second = path.indexOf("/", 1);
  return {
    backend: second < 0 ? path.slice(1) : path.slice(1, second),
    path: second < 0 ? "/" : path.slice(second),
    search: query < 0 ? "" : target.slice(query),
  };
}

/** @implements {Incoming} */
class IncomingRequest {
  /** @type {Incoming["conditions"]} */
  conditions = new Map();
  dangerous = false;
  /** @type {URLSearchParams | undefined} */
  #query;

  /**
   * @param {Place} place
   * @param {string} method
   * @param {string} origin
   * @param {Record<string, string | undefined>} headers
   * @param {string} body
   * @param {number} number
   */
  constructor(place, method, origin, headers, body, number) {
    this.prefix = `/${place.backend}`;
    this.path = place.path;
    this.search = place.search;
    this.method = method;
    this.origin = origin;
    this.headers = headers;
    this.body = body;
    this.number = number;
  }

  get query() {
    this.#query ??= new URLSearchParams(this.search);
    return this.#query;
  }
}
