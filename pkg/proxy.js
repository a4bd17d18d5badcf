// @ts-check
// For whoever stands between a page and a platform: which requests this package sends, so that nothing else is let through.
import { inputError } from "./given.js";
import { routes } from "./routes.js";

/**
 * @import { Known, routeOf as Declared } from "./proxy.d.ts"
 * @import { Route, Routes } from "./routes.d.ts"
 */

/** What is read only; all others change something on the platform. */
const READS = new Set(["get", "list", "backup", "verify"]);

/** What a thread's and an operation's id are made of, by the crate's `AgentId::token`. */
const THREAD = /^[A-Za-z0-9_-]+$/;

/** @type {typeof Declared} */
export function routeOf(backend, { method, path, body = "", apiVersion }) {
  const platform = sentTo(backend);
  const isId = idRule(platform.id);
  const version = apiVersion ?? platform.apiVersion;
  const common = version === null ? [] : [`api-version=${encodeURIComponent(version)}`];
  for (const route of platform.routes) {
    if (method !== route.method) continue;
    const carried = carries(body, route.body, isId);
    const found = carried && read(path, route, common, isOfAgent(route) ? isId : (id) => THREAD.test(id));
    if (found) return known(platform, route, path, body, found.id ?? carried.id);
  }
  return null;
}

/** What is sent to a platform. @param {Parameters<typeof Declared>[0]} backend @returns {Routes} */
function sentTo(backend) {
  if (typeof backend === "object" && typeof backend?.routes?.id === "string") return backend.routes;
  if (typeof backend === "string" && Object.hasOwn(routes, backend)) return routes[backend];
  throw inputError(`there is no backend ${typeof backend === "string" ? backend : "of this kind: give a name, or what describePlatform gives"}`);
}

/** Whether the id in a route is an agent's, and not a thread's or an operation's. @param {Route} route */
const isOfAgent = ({ purpose }) => purpose !== "delete-dependent" && purpose !== "verify";

/** @param {Routes} platform @param {Route} route @param {string} path @param {string} body @param {string | null} id @returns {Known} */
function known({ headers, answerHeaders }, { purpose, method }, path, body, id) {
  const isThread = purpose === "delete-dependent";
  return {
    purpose, method, path,
    body: body === "" ? null : body,
    headers: { accept: "application/json", ...(body !== "" && { "content-type": "application/json" }), ...headers },
    answerHeaders: [...answerHeaders],
    changes: !READS.has(purpose),
    agentId: isThread || purpose === "verify" ? null : id,
    threadId: isThread ? id : null,
  };
}

/**
 * Reads a body by that of a route, in which `"*"` stands for any text or number that may be missing, and `"{}"` for the agent's id. Only
 * the very spelling counts that this package sends. `null` where it is another.
 *
 * @param {string} body
 * @param {string} route
 * @param {(id: string) => boolean} isId
 * @returns {{ id: string | null } | null}
 */
function carries(body, route, isId) {
  if (!/"(\*|\{\})"/.test(route)) return body === route ? { id: null } : null;
  let given;
  try {
    given = JSON.parse(body);
  } catch {
    return null;
  }
  /** @type {{ id: string | null }} */
  const found = { id: null };
  /** @param {any} value @param {any} wanted @returns {boolean} */
  const fits = (value, wanted) => {
    if (wanted === "*") return typeof value === "string" || typeof value === "number";
    if (wanted === "{}") return typeof value === "string" && isId(value) && ((found.id = value), true);
    if (typeof wanted !== "object" || typeof value !== "object" || value === null) return value === wanted;
    const names = Object.keys(wanted).filter((name) => Object.hasOwn(value, name) || wanted[name] !== "*");
    return names.join() === Object.keys(value).join() && names.every((name) => fits(value[name], wanted[name]));
  };
  return JSON.stringify(given) === body && fits(given, JSON.parse(route)) ? found : null;
}

/**
 * Reads a path and its query by a route. Only the very spelling counts that this package sends.
 *
 * @param {string} asked
 * @param {Route} route
 * @param {string[]} common Parameters of every request there.
 * @param {(id: string) => boolean} isId
 * @returns {{ id: string | null } | null}
 */
function read(asked, { path, query }, common, isId) {
  const mark = asked.indexOf("?");
  const place = mark < 0 ? asked : asked.slice(0, mark);
  const given = mark < 0 ? [] : asked.slice(mark + 1).split("&");
  let id = null;
  const [before, after] = path.split("{}");
  if (after === undefined) {
    if (place !== path) return null;
  } else {
    if (!place.startsWith(before) || !place.endsWith(after)) return null;
    id = value(place.slice(before.length, place.length - after.length));
    if (id === null || !isId(id)) return null;
  }
  for (const parameter of [...common, ...query]) {
    const [name, wanted] = parameter.split("=");
    const next = given[0]?.startsWith(`${name}=`) ? value(given[0].slice(name.length + 1)) : null;
    if (wanted === "*") {
      if (next === null) continue;
    } else if (wanted === "{}") {
      if (next === null || !isId(next)) return null;
      id = next;
    } else if (given[0] !== parameter) return null;
    given.shift();
  }
  return given.length === 0 ? { id } : null;
}

/** What a segment or a query's value stands for; null where it is not spelled as this package spells it. @param {string} encoded */
function value(encoded) {
  try {
    const text = decodeURIComponent(encoded);
    return encodeURIComponent(text) === encoded ? text : null;
  } catch {
    return null;
  }
}

/** Whether a text is an agent's id there. @param {string} pattern @returns {(id: string) => boolean} */
function idRule(pattern) {
  const whole = new RegExp(`^(?:${pattern})$`);
  // A word that is reserved is so in any case.
  return (id) => whole.test(id) && whole.test(id.toLowerCase()) && isPlain(id);
}

/** What makes a text more than one segment, or another than the one that is seen: the crate's rule for any id. */
const UNFIT = /^\s|\s$|[/\\\p{Cc}\p{Default_Ignorable_Code_Point}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}\ufff9-\ufffb]/u;

/** Whether a text stays one plain segment, however often it is decoded on the way. @param {string} text */
function isPlain(text) {
  try {
    for (;;) {
      if (UNFIT.test(text) || ["", ".", ".."].includes(text.split(";")[0])) return false;
      const decoded = text.replace(/(?:%[0-9a-f]{2})+/gi, decodeURIComponent);
      if (decoded === text) return true;
      text = decoded;
    }
  } catch {
    return false;
  }
}
