// @ts-check
// A client for each platform, an id that it takes, and the only places where its requests may go.

/** Stands for a real credential. No test may ever find it in anything but a request header. */
export const credential = "planted-credential-5e1f";

/**
 * @typedef {import("../../../pkg/types.js").BackendName} BackendName
 * @typedef {object} Platform
 * @property {string} baseUrl
 * @property {string} collection Where the agents are, below the base URL.
 * @property {string} query The query of every request.
 * @property {string} id
 * @property {boolean} force Whether a deletion must be forced for it to be the first request.
 */

const uuid = "3f2504e0-4f89-41d3-9a0c-0305e82c3301";

/** @type {Record<BackendName, Platform>} */
export const platforms = {
  charm: {
    baseUrl: "https://charm.test",
    collection: "/v1/agents",
    query: "",
    id: "agent_123",
    force: false,
  },
  langchain: {
    baseUrl: "https://langchain.test/v1/deepagents",
    collection: "/agents",
    query: "",
    id: uuid,
    force: false,
  },
  foundry: {
    baseUrl: "https://foundry.test/api/projects/demo",
    collection: "/agents",
    query: "?api-version=v1",
    id: "support-bot",
    force: false,
  },
  eliza: { baseUrl: "https://eliza.test/api", collection: "/agents", query: "", id: uuid, force: true },
  kortix: { baseUrl: "https://kortix.test/v1", collection: "/agents", query: "", id: uuid, force: false },
};

/** @type {[BackendName, Platform][]} */
export const everyPlatform = Object.entries(platforms).map(([name, platform]) => [
  /** @type {BackendName} */ (name),
  platform,
]);

/**
 * @param {BackendName} backend
 * @param {Partial<import("../../../pkg/types.js").ClientOptions>} [more]
 * @returns {import("../../../pkg/types.js").ClientOptions}
 */
export function clientOptions(backend, more) {
  return {
    backend,
    baseUrl: platforms[backend].baseUrl,
    auth: { apiKey: credential },
    maxRetries: 0,
    ...more,
  };
}

/** @param {BackendName} backend @param {string} id */
export function agentUrl(backend, id) {
  const { baseUrl, collection, query } = platforms[backend];
  return `${baseUrl}${collection}/${encodeURIComponent(id)}${query}`;
}
