// @ts-check
// A route table: "{id}" takes one segment, "{id}:stop" one with that ending, anything else is literal.

/**
 * @typedef {import("./platform.js").Incoming} Incoming
 * @typedef {Record<string, string>} Params
 * @typedef {(request: Incoming, params: Params) => import("./index.d.ts").SandboxReply} Handler
 * @typedef {Record<string, Handler>} Routes Handlers by method and pattern: "GET /agents/{id}".
 * @typedef {{ handler: Handler, params: Params, allow: null } | { handler: null, allow: string }} Match
 */

/**
 * Returns a function that finds the route of a path, or says which method the path allows, or null where the
 * path is unknown.
 * @param {Routes} routes The first match wins.
 * @param {(segment: string) => string} [decode] How a parameter is decoded. By default a bad escape stays.
 * @returns {(method: string, segments: string[]) => Match | null}
 */
export function createRouter(routes, decode = lenient) {
  /** @type {Map<number, { method: string, parts: Part[], handler: Handler }[]>} */
  const byLength = new Map();
  for (const [key, handler] of Object.entries(routes)) {
    const [method, pattern] = key.split(" ");
    const parts = segmentsOf(pattern).map(compile);
    const peers = byLength.get(parts.length) ?? [];
    peers.push({ method, parts, handler });
    byLength.set(parts.length, peers);
  }
  return (method, segments) => {
    let allow = null;
    for (const route of byLength.get(segments.length) ?? []) {
      const params = match(route.parts, segments, decode);
      if (!params) continue;
      if (route.method === method) return { handler: route.handler, params, allow: null };
      allow ??= route.method;
    }
    return allow === null ? null : { handler: null, allow };
  };
}

/** @param {string} segment */
function lenient(segment) {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/**
 * "/a/b" → ["a", "b"]; "/a/" → ["a", ""].
 * @param {string} path
 */
export function segmentsOf(path) {
  return path.split("/").slice(1);
}

/** @typedef {{ name: string | null, text: string }} Part `text`: the literal, or the parameter's ending. */

/**
 * @param {string} segment
 * @returns {Part}
 */
function compile(segment) {
  const parameter = /^\{(\w+)\}(.*)$/.exec(segment);
  return parameter ? { name: parameter[1], text: parameter[2] } : { name: null, text: segment };
}

/**
 * @param {Part[]} parts
 * @param {string[]} segments
 * @param {(segment: string) => string} decode
 * @returns {Params | null}
 */
function match(parts, segments, decode) {
  /** @type {Params} */
  const params = {};
  for (let i = 0; i < parts.length; i += 1) {
    const { name, text } = parts[i];
    const segment = segments[i];
    if (name === null) {
      if (segment !== text) return null;
    } else {
      if (segment.length <= text.length || !segment.endsWith(text)) return null;
      params[name] = decode(segment.slice(0, segment.length - text.length));
    }
  }
  return params;
}
