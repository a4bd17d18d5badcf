// @ts-check
// What each platform tells a browser. A request without an Origin header is none of its business.

import { empty } from "./reply.js";

/**
 * @typedef {import("./index.d.ts").SandboxReply} Reply
 * @typedef {import("./platform.js").Cors} Cors
 * @typedef {Record<string, string | undefined>} Headers
 */

/**
 * @param {string} method
 * @param {Headers} headers
 */
export function isPreflight(method, headers) {
  return (
    method === "OPTIONS" &&
    headers.origin !== undefined &&
    headers["access-control-request-method"] !== undefined
  );
}

/**
 * @param {Cors} cors
 * @param {Headers} headers
 */
export function preflight(cors, headers) {
  const allowed = cors.allowHeaders ?? headers["access-control-request-headers"];
  return empty(204, {
    "access-control-allow-methods": "GET, POST, PUT, PATCH, DELETE, OPTIONS",
    ...(allowed === undefined ? {} : { "access-control-allow-headers": allowed }),
  });
}

/**
 * Adds what lets a page of the asking origin read the reply.
 * @param {Cors} cors
 * @param {Headers} headers
 * @param {Reply} reply
 */
export function share(cors, headers, reply) {
  if (headers.origin === undefined) return;
  reply.headers["access-control-allow-origin"] = headers.origin;
  reply.headers.vary = "Origin";
  if (cors.exposeHeaders) reply.headers["access-control-expose-headers"] = cors.exposeHeaders;
}
