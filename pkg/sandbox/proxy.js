// @ts-check
// What a proxy between a caller and a platform may do to a request, and to its answer.

/**
 * @typedef {import("./index.d.ts").SandboxReply} Reply
 * @typedef {import("./platform.js").Incoming} Incoming
 */

/**
 * Forwards no query, as CloudFront does unless it is told to.
 * @param {Incoming} request
 */
export function dropQuery(request) {
  request.search = "";
}

/**
 * Decodes the path, resolves its dot segments, merges its slashes and encodes it anew, as nginx does where `proxy_pass`
 * has a path. The platform is then asked for another path than the caller's.
 * @param {Incoming} request
 */
export function resolvePath(request) {
  let decoded = request.path;
  try {
    decoded = decodeURIComponent(request.path);
  } catch {
    // A bad escape stays as it is.
  }
  /** @type {string[]} */
  const segments = [];
  const parts = decoded.split("/");
  for (const part of parts) {
    if (part === "..") segments.pop();
    else if (part !== "." && part !== "") segments.push(part);
  }
  const endsInSlash = ["", ".", ".."].includes(parts[parts.length - 1]) && segments.length > 0;
  request.path = `/${segments.map(encodeURIComponent).join("/")}${endsInSlash ? "/" : ""}`;
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
