// @ts-check
// What a proxy between a caller and a platform may do to a request, and to its answer.

import { unquote } from "./fastapi.js";

/**
 * @typedef {import("./index.d.ts").SandboxReply} Reply
 * @typedef {import("./platform.js").Incoming} Incoming
 */

/**
 * Forwards no query, as CloudFront does unless it is told which parameters to keep.
 * @param {Incoming} request
 * @param {string[]} [keep]
 */
export function dropQuery(request, keep = []) {
  const kept = request.search.slice(1).split("&").filter((parameter) => keep.includes(parameter.split("=", 1)[0]));
  request.search = kept.length === 0 ? "" : `?${kept.join("&")}`;
}

/**
 * Decodes the path, resolves its dot segments, merges its slashes and encodes it anew, as nginx does where `proxy_pass`
 * has a path. The platform is then asked for another path than the caller's.
 * @param {Incoming} request
 */
export function resolvePath(request) {
  /** @type {string[]} */
  const segments = [];
  const parts = unquote(request.path).split("/");
  for (const part of parts) {
    if (part === "..") segments.pop();
    else if (part !== "." && part !== "") segments.push(part);
  }
  const endsInSlash = ["", ".", ".."].includes(parts[parts.length - 1]) && segments.length > 0;
  request.path = `/${segments.map(escaped).join("/")}${endsInSlash ? "/" : ""}`;
}

/**
 * nginx leaves more as it is than encodeURIComponent does: the ":" of "name:disable" arrives as one.
 * @param {string} segment
 */
function escaped(segment) {
  return encodeURI(segment).replace(/[?#]/g, encodeURIComponent);
}

/**
 * The platform's own body under another status.
 * @param {Reply} reply
 * @param {number} status
 * @returns {Reply}
 */
export function withStatus(reply, status) {
  return { ...reply, status };
}
