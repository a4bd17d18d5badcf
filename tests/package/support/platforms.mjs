// @ts-check
// A client for each platform, an id that it takes, and the only places where its requests may go: five by hand, which most tests
// go through, and the others by their data in `tests/platforms/`.

import { readFileSync, readdirSync } from "node:fs";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";

/** Stands for a real credential. No test may ever find it in anything but a request header. */
export const credential = "planted-credential-5e1f";

/**
 * @typedef {import("../../../pkg/types.js").KnownBackend} BackendName
 * @typedef {object} Platform
 * @property {string} baseUrl
 * @property {string} collection Where the agents are, below the base URL.
 * @property {string} query The query of every request.
 * @property {string} id
 * @property {boolean} force Whether a deletion must be forced for it to be the first request.
 */

const uuid = "3f2504e0-4f89-41d3-9a0c-0305e82c3301";

/** @type {Record<"charm" | "langchain" | "foundry" | "eliza" | "kortix", Platform>} */
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

/** @typedef {keyof typeof platforms} Own */

/** @type {[Own, Platform][]} */
export const everyPlatform = Object.entries(platforms).map(([name, platform]) => [/** @type {Own} */ (name), platform]);

/**
 * @typedef {{ status: number, headers?: Record<string, string>, body?: any }} Reply
 * @typedef {object} Flow
 * @property {string} name
 * @property {"delete" | "plan" | "get" | "list" | "backup"} call
 * @property {Record<string, any>} [options]
 * @property {{ request: string, body?: unknown, reply: Reply }[]} exchanges
 * @property {Record<string, unknown>} expect Members of the result, or `error`, its code, and members of the error.
 *
 * @typedef {object} Further What `tests/platforms/` says of a platform. `{}` stands for an agent's id in a request, for the credential in a header.
 * @property {string} baseUrl
 * @property {string} id
 * @property {string} otherId Of another agent.
 * @property {Record<string, string>} takes Ids, and how each is spelled in a URL.
 * @property {string[]} refuses Ids that are `invalid-input` here, besides those that are so everywhere.
 * @property {"bearer" | "apiKey" | "sign"} credential The kind that the tests give.
 * @property {Record<string, string>} headers Which every request carries.
 * @property {boolean} [readsFirst] A deletion without `force` reads the agent before.
 * @property {boolean} [onlyAccepts] No answer to a deletion is ever a proof, a 204 included.
 * @property {boolean} hasDefaultBaseUrl
 * @property {string} delete The deletion, as a request line.
 * @property {string} forced The same with `force`; alike where there is nothing to force.
 * @property {object} agent What a read answers; an agent in an envelope is its only member.
 * @property {object} capabilities
 * @property {Flow[]} flows
 */

const folder = new URL("../../platforms/", import.meta.url);

/** @type {Map<BackendName, Further>} */
export const further = new Map(
  readdirSync(folder).map((name) => [
    /** @type {BackendName} */ (basename(name, ".json")),
    JSON.parse(readFileSync(fileURLToPath(new URL(name, folder)), "utf8")),
  ]),
);

/** Whether a deletion must be forced for it to be the first request. @param {BackendName} backend */
export function mustForce(backend) {
  return further.get(backend)?.readsFirst ?? platforms[/** @type {Own} */ (backend)]?.force ?? false;
}

/** @param {BackendName} backend @returns {import("../../../pkg/types.js").ClientOptions["auth"]} */
function auth(backend) {
  switch (further.get(backend)?.credential) {
    case "bearer":
      return { bearer: credential };
    case "sign":
      return { sign: () => ({ authorization: `TEST Signature=${credential}` }) };
    default:
      return { apiKey: credential };
  }
}

/**
 * @param {BackendName} backend
 * @param {Partial<import("../../../pkg/types.js").ClientOptions>} [more]
 * @returns {import("../../../pkg/types.js").ClientOptions}
 */
export function clientOptions(backend, more) {
  return {
    backend,
    baseUrl: (further.get(backend) ?? platforms[/** @type {Own} */ (backend)]).baseUrl,
    auth: auth(backend),
    maxRetries: 0,
    ...more,
  };
}

/** The method by which an agent is deleted. @param {BackendName} backend */
export const deletionMethod = (backend) => (further.get(backend)?.delete ?? "DELETE /").split(" ")[0];

/** Where an agent is deleted, with force where that makes it the first request. @param {BackendName} backend @param {string} id */
export function agentUrl(backend, id) {
  const data = further.get(backend);
  if (data) {
    const line = data.readsFirst ? data.forced : data.delete;
    return `${new URL(data.baseUrl).origin}${line.replace(/^[A-Z]+ /, "").replace("{}", encodeURIComponent(id))}`;
  }
  const { baseUrl, collection, query } = platforms[/** @type {Own} */ (backend)];
  return `${baseUrl}${collection}/${encodeURIComponent(id)}${query}`;
}

/** Where an agent is deleted, below the base URL. @param {BackendName} backend @param {string} id */
export function placeOf(backend, id) {
  const data = further.get(backend);
  if (!data) return `${backend === "charm" ? "/v1" : ""}/agents/${id}${backend === "foundry" ? "?api-version=v1" : ""}`;
  const base = new URL(data.baseUrl).pathname.replace(/\/$/, "");
  return data.delete.replace(/^[A-Z]+ /, "").slice(base.length).replace("{}", id);
}
