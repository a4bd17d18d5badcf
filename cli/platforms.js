// @ts-check
// The platforms, as the package describes them, and where their own tools keep a credential.

import { capabilitiesOf } from "../pkg/described.js";
import { platforms as described } from "../pkg/platforms.js";

/** @import { ClientOptions, KnownBackend, Platform, PlatformDescription } from "../pkg/types.d.ts" */

/**
 * @typedef {object} Custom
 * @property {"apiKey" | "bearer" | "sign"} scheme How a credential from `variable`, or one that is asked for, is sent. What must
 * be signed is not for the command line.
 * @property {string | null} variable The environment variable in which the platform's own tools look for a credential.
 * @property {boolean} [open] Servers without a credential are common.
 * @property {number} [raceStatus] The status with which it refuses what another deletion has taken away meanwhile: "permission denied or
 *   agent not found". It may be gone, and was not deleted by this call.
 * @property {string} [noAgent] An id that no agent has, where the nil UUID can't be one.
 * @property {boolean} [missingIsUntold] How it says that an agent is not there is not known.
 * @property {boolean} [missingProvesNothing] It says "not found" as well while its database is down.
 */

/** @type {Record<KnownBackend, Custom>} */
const customs = {
  charm: { scheme: "bearer", variable: null },
  langchain: { scheme: "apiKey", variable: "LANGSMITH_API_KEY" },
  foundry: { scheme: "bearer", variable: "AZURE_AI_AUTH_TOKEN" },
  eliza: { scheme: "apiKey", variable: "ELIZA_SERVER_AUTH_TOKEN", open: true },
  kortix: { scheme: "apiKey", variable: "KORTIX_API_KEY", missingProvesNothing: true, raceStatus: 403 },
  openai: { scheme: "bearer", variable: "OPENAI_API_KEY" },
  flowise: { scheme: "bearer", variable: "FLOWISE_API_KEY" },
  langgraph: { scheme: "apiKey", variable: "LANGSMITH_API_KEY", open: true },
  letta: {
    scheme: "bearer", variable: "LETTA_API_KEY", open: true, noAgent: "agent-00000000-0000-4000-8000-000000000000",
  },
  vertex: { scheme: "bearer", variable: "GOOGLE_OAUTH_ACCESS_TOKEN" },
  bedrock: { scheme: "sign", variable: null, noAgent: "0000000000" },
  agentcore: { scheme: "sign", variable: null, noAgent: "none-0000000000" },
  retell: { scheme: "bearer", variable: "RETELL_API_KEY" },
  elevenlabs: { scheme: "apiKey", variable: "ELEVENLABS_API_KEY" },
  vapi: { scheme: "bearer", variable: "VAPI_API_KEY", missingIsUntold: true },
  mistral: { scheme: "bearer", variable: "MISTRAL_API_KEY", missingIsUntold: true },
};

/**
 * @typedef {Omit<Platform, "name"> & Custom & { name: string, prefix?: string }} OnePlatform `prefix`: what stands before an API key, where
 *   that is not the usual.
 */

export const platforms = /** @type {Record<KnownBackend, Platform & Custom>} */ (
  Object.fromEntries(described.map((platform) => [platform.name, { ...platform, ...customs[platform.name] }]))
);

export const backends = described.map(({ name }) => name);

/** The name of a platform, which may be given by its description. @param {ClientOptions["backend"]} backend @returns {string} */
export const nameOf = (backend) => (typeof backend === "string" ? backend : backend.name);

/**
 * What is particular about a platform, by its name in a result; nothing about one that was described.
 *
 * @param {string} name
 * @returns {Partial<Custom>}
 */
export const particularsOf = (name) => (Object.hasOwn(customs, name) ? customs[/** @type {KnownBackend} */ (name)] : {});

/** @param {ClientOptions["backend"]} backend @returns {OnePlatform} */
export const platformOf = (backend) => (typeof backend === "string" ? platforms[backend] : fromDescription(backend));

/**
 * A described platform, as far as it is needed before the client has taken the description.
 *
 * @param {PlatformDescription} description
 * @returns {OnePlatform}
 */
function fromDescription({ name, title = name, baseUrl, baseUrlExample, auth = "bearer", missing = [], ...rest }) {
  const header = typeof auth === "object" ? auth.header : "Authorization";
  const word = typeof auth === "object" ? auth.scheme : undefined;
  return {
    name,
    title,
    aliases: [],
    defaultBaseUrl: baseUrl ?? null,
    baseUrlExample: baseUrlExample ?? baseUrl ?? "https://api.example.com",
    auth: [],
    apiKeyHeader: header,
    idRule: "",
    capabilities: capabilitiesOf(rest),
    scheme: auth === "sign" ? "sign" : typeof auth === "object" ? "apiKey" : "bearer",
    variable: null,
    missingIsUntold: missing.length === 0,
    ...(word !== undefined && { prefix: word === "" ? "" : `${word} ` }),
  };
}

/** An id that no agent has, by which a platform shows that it knows the caller. @param {string} name */
export const noAgent = (name) => particularsOf(name).noAgent ?? "00000000-0000-0000-0000-000000000000";
