// @ts-check
// What a platform is to the sandbox, and what they share.

/**
 * @typedef {import("./index.d.ts").SandboxReply} Reply
 * @typedef {import("./index.d.ts").Fault} Fault
 * @typedef {import("./index.d.ts").CredentialKind} CredentialKind
 * @typedef {import("./index.d.ts").SandboxAuth} Auth
 *
 * @typedef {object} Incoming One request, as a platform sees it.
 * @property {string} method
 * @property {string} origin scheme and host that it was sent to
 * @property {string} prefix first segment of the path ("/eliza"), which stands for the platform's host
 * @property {string} path the rest of the path, not decoded
 * @property {string} search the query with its "?", or ""
 * @property {URLSearchParams} query of `search`, as it stands when it is first asked for
 * @property {Record<string, string | undefined>} headers names in lower case
 * @property {string} body
 * @property {Map<Fault["kind"], Fault>} conditions faults that the platform itself acts out
 * @property {number} number counts the requests, from 1
 * @property {boolean} dangerous set by a route that destroys something else than one agent
 *
 * @typedef {"right" | "none" | "wrong" | "forbidden" | "expired"} Verdict
 *
 * @typedef {object} Cors What a browser is told.
 * @property {string | null} allowHeaders the fixed list, or null where what is asked for is allowed
 * @property {string | null} exposeHeaders
 *
 * @typedef {object} Platform
 * @property {string} basePath path of the base URL below the origin
 * @property {Partial<Record<CredentialKind, Auth>>} credentials
 * @property {Cors} cors
 * @property {(seed: any) => string} add makes an agent and returns its id
 * @property {(id: string) => object | undefined} get the state of an agent
 * @property {() => string[]} ids
 * @property {(headers: Record<string, string | undefined>) => Verdict} verdict what the credential is worth
 * @property {(request: Incoming) => Reply} answer
 * @property {(request: Incoming, seconds: number) => Reply} rateLimited
 * @property {(request: Incoming) => Reply} serverError
 * @property {() => string[]} [ghosts]
 *
 * @typedef {object} Environment
 * @property {() => number} now ms since 1970
 * @property {string} variant
 */

/** Every secret that the sandbox plants in an agent contains this text. */
export const SECRET_MARK = "sandbox-secret";

/** A secret for a member that is called like one, as `api_key`: a backup loses it. @param {string} place */
export function secret(place) {
  return `${SECRET_MARK}-${place}`;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** @param {string} text */
export function isUuid(text) {
  return UUID.test(text);
}

/**
 * A UUID that is the same in every run.
 * @param {string} group eight hex digits
 * @param {number} number
 */
export function uuid(group, number) {
  return `${group}-0000-4000-8000-${number.toString(16).padStart(12, "0")}`;
}

/** @param {number} ms */
export function iso(ms) {
  return new Date(ms).toISOString();
}

/**
 * The object in a JSON body; {} for an empty one, null for anything else.
 * @param {string} body
 * @returns {Record<string, unknown> | null}
 */
export function objectOf(body) {
  if (body === "") return {};
  try {
    const value = JSON.parse(body);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}

/**
 * Judges a credential against those that the platform hands out.
 * @param {string | undefined | null} given
 * @param {Partial<Record<Exclude<Verdict, "none">, string>>} known
 * @returns {Verdict}
 */
export function judge(given, known) {
  if (!given) return "none";
  if (given === known.right) return "right";
  if (given === known.forbidden) return "forbidden";
  if (given === known.expired) return "expired";
  return "wrong";
}

/**
 * The token of an Authorization header with the scheme "Bearer", or null.
 * @param {Record<string, string | undefined>} headers
 */
export function bearer(headers) {
  const value = headers.authorization;
  return value?.startsWith("Bearer ") ? value.slice("Bearer ".length) : null;
}
