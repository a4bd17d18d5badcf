// @ts-check
// What the two FastAPI platforms (charm, kortix) get from their framework: the path is decoded before it is
// routed, a slash too many is redirected, and routes are found before credentials are asked for.

import { empty, json } from "./reply.js";
import { createRouter, segmentsOf } from "./router.js";

/**
 * @typedef {import("./platform.js").Incoming} Incoming
 * @typedef {import("./index.d.ts").SandboxReply} Reply
 */

/**
 * `{"detail": …}`, the shape of every error.
 * @param {number} status
 * @param {unknown} value
 * @param {Record<string, string>} [headers]
 */
export function detail(status, value, headers) {
  return json(status, { detail: value }, headers);
}

/**
 * One failed check of a parameter.
 * @param {string[]} loc
 * @param {string} msg
 * @param {string} type
 */
export function invalid(loc, msg, type) {
  return detail(422, [{ loc, msg, type }]);
}

/**
 * @param {import("./router.js").Routes} routes
 * @param {(request: Incoming) => Reply | null} refuse the reply to a bad credential, or null
 * @returns {(request: Incoming) => Reply}
 */
export function fastApi(routes, refuse) {
  const find = createRouter(routes, (segment) => segment);
  return (request) => {
    const path = unquote(request.path);
    const found = find(request.method, segmentsOf(path));
    if (found?.handler) return refuse(request) ?? found.handler(request, found.params);
    if (found) {
      if (request.method === "DELETE") request.dangerous = true;
      return detail(405, "Method Not Allowed", { allow: found.allow });
    }
    if (path !== "/" && path.endsWith("/") && find(request.method, segmentsOf(path.slice(0, -1)))) {
      const target = request.path.replace(/(\/|%2f)$/i, "");
      return empty(307, { location: `${request.origin}${request.prefix}${target}${request.search}` });
    }
    return detail(404, "Not Found");
  };
}

/**
 * Decodes leniently, as the framework's server does: what is no escape stays as it is.
 * @param {string} path
 */
export function unquote(path) {
  if (!path.includes("%")) return path;
  return path.replace(/(?:%[0-9a-f]{2})+/gi, (escapes) => {
    const bytes = Uint8Array.from(escapes.slice(1).split("%"), (hex) => Number.parseInt(hex, 16));
    return new TextDecoder().decode(bytes);
  });
}
