// @ts-check
// Faults that can be switched on and off, and what each does to an answer.

import { dropQuery, resolvePath, withStatus } from "./proxy.js";
import { empty, json, text } from "./reply.js";

/**
 * @typedef {import("./index.d.ts").Fault} Fault
 * @typedef {import("./index.d.ts").SandboxReply} Reply
 * @typedef {import("./platform.js").Incoming} Incoming
 * @typedef {import("./platform.js").Platform} Platform
 * @typedef {{ fault: Fault, seen: number, hits: number }} Active
 */

/**
 * What a kind does: `wait` lets the request go on later, `rewrite` changes it on its way, `condition` is acted out by
 * the platform or by CORS, and `answer` decides what comes back. Only the first one that answers is used.
 * @type {Record<Fault["kind"], "wait" | "rewrite" | "condition" | "answer">}
 */
const roles = {
  delay: "wait",
  "query-dropped": "rewrite",
  "path-resolved": "rewrite",
  "no-cors": "condition",
  "database-down": "condition",
  race: "condition",
  accepted: "condition",
  reply: "answer",
  "server-error": "answer",
  "rate-limit": "answer",
  "html-page": "answer",
  redirect: "answer",
  "network-error": "answer",
  "reply-lost": "answer",
  hang: "answer",
  "endless-body": "answer",
  "hanging-body": "answer",
  "truncated-body": "answer",
  "status-replaced": "answer",
};

export class Faults {
  /** @type {Set<Active>} */
  #active = new Set();

  /**
   * @param {Fault} fault
   * @returns {import("./index.d.ts").FaultHandle}
   */
  add(fault) {
    if (!Object.hasOwn(roles, fault?.kind))
      throw new TypeError(`unknown kind of fault: ${String(fault?.kind)}`);
    const active = { fault: { ...fault }, seen: 0, hits: 0 };
    this.#active.add(active);
    return {
      get hits() {
        return active.hits;
      },
      remove: () => void this.#active.delete(active),
    };
  }

  clear() {
    this.#active.clear();
  }

  get none() {
    return this.#active.size === 0;
  }

  /**
   * The faults that this request meets, in the order in which they were injected.
   * @param {string} backend
   * @param {string} method
   * @param {string} path with its query
   * @returns {Fault[]}
   */
  meet(backend, method, path) {
    const met = [];
    let answered = false;
    for (const active of this.#active) {
      const { fault } = active;
      const answers = roles[fault.kind] === "answer";
      if ((answers && answered) || !matches(fault, backend, method, path)) continue;
      active.seen += 1;
      if (active.seen <= (fault.skip ?? 0)) continue;
      active.hits += 1;
      if (active.hits >= (fault.times ?? Infinity)) this.#active.delete(active);
      answered ||= answers;
      met.push(fault);
    }
    return met;
  }

  /**
   * Whether CORS is off for a request. Preflights ask too, and do not use the fault up.
   * @param {string} backend
   * @param {string} method
   * @param {string} path
   */
  forbidsCors(backend, method, path) {
    return [...this.#active].some(
      ({ fault }) => fault.kind === "no-cors" && matches(fault, backend, method, path),
    );
  }
}

/**
 * @param {Fault} fault
 * @param {string} backend
 * @param {string} method
 * @param {string} path
 */
function matches(fault, backend, method, path) {
  if (fault.backend !== undefined && fault.backend !== backend) return false;
  if (fault.method !== undefined && fault.method.toUpperCase() !== method) return false;
  if (typeof fault.path === "string" && !path.includes(fault.path)) return false;
  // search() leaves the lastIndex of a global expression alone.
  if (fault.path instanceof RegExp && path.search(fault.path) < 0) return false;
  return fault.agentId === undefined || names(path, fault.agentId.toLowerCase());
}

/**
 * Whether a segment of the path is this id, or this id and an action ("name:disable").
 * @param {string} path
 * @param {string} id in lower case
 */
function names(path, id) {
  return path
    .split("?", 1)[0]
    .split("/")
    .some((segment) => {
      try {
        const plain = decodeURIComponent(segment).toLowerCase();
        return plain === id || plain.startsWith(`${id}:`);
      } catch {
        return false;
      }
    });
}

/**
 * Carries a request out under the faults that it meets.
 * @param {Fault[]} faults
 * @param {Incoming} request
 * @param {Platform} platform
 * @param {AbortSignal | null | undefined} signal
 * @returns {Promise<Reply>}
 */
export async function answerWith(faults, request, platform, signal) {
  for (const fault of faults) {
    if (fault.kind === "delay") await pause(fault.ms, signal);
    else if (fault.kind === "query-dropped") dropQuery(request, fault.keep);
    else if (fault.kind === "path-resolved") resolvePath(request);
    else if (roles[fault.kind] === "condition") request.conditions.set(fault.kind, fault);
  }
  const fault = answering(faults);
  if (!fault) return platform.answer(request);
  if ("carriedOut" in fault && fault.carriedOut) platform.answer(request);
  switch (fault.kind) {
    case "reply":
      return custom(fault);
    case "server-error":
      return platform.serverError(request);
    case "rate-limit":
      return platform.rateLimited(request, fault.retryAfter ?? 1);
    case "html-page":
      return text(fault.status ?? 200, "<!doctype html><title>Sign in</title><h1>Sign in</h1>", "text/html");
    case "redirect":
      return empty(fault.status ?? 307, { location: fault.location ?? `${request.origin}/elsewhere` });
    case "hang":
      return pause(Infinity, signal).then(() => empty(204));
    case "endless-body":
      return stream(fault.status ?? 200, endless());
    case "hanging-body":
      return stream(fault.status ?? 200, hanging(signal));
    case "reply-lost":
      platform.answer(request);
      throw brokenConnection();
    case "truncated-body":
      return truncated(platform.answer(request));
    case "status-replaced":
      return withStatus(platform.answer(request), fault.status ?? 200);
    default:
      throw brokenConnection();
  }
}

/**
 * The fault that decides the answer.
 * @param {Fault[]} faults
 */
export function answering(faults) {
  return faults.find((fault) => roles[fault.kind] === "answer");
}

/** What fetch rejects with; `code` tells an adapter to reset the connection. */
export function brokenConnection() {
  return Object.assign(new TypeError("fetch failed: the connection was reset"), { code: "ECONNRESET" });
}

/** @param {Extract<Fault, { kind: "reply" }>} fault */
function custom({ status, headers = {}, body }) {
  const lower = Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
  if (body === undefined) return empty(status, lower);
  if (typeof body === "string" || body instanceof Uint8Array) return { status, headers: lower, body };
  return json(status, body, lower);
}

/**
 * @param {number} status
 * @param {AsyncIterable<Uint8Array>} body
 * @returns {Reply}
 */
function stream(status, body) {
  return { status, headers: { "content-type": "application/json" }, body };
}

async function* endless() {
  const chunk = new Uint8Array(65_536).fill(0x20);
  for (;;) yield chunk;
}

/** @param {AbortSignal | null | undefined} signal */
async function* hanging(signal) {
  yield new TextEncoder().encode('{"message":');
  await pause(Infinity, signal);
}

/**
 * @param {Reply} reply
 * @returns {Reply}
 */
function truncated(reply) {
  const { body } = reply;
  if (typeof body !== "string" && !(body instanceof Uint8Array)) throw brokenConnection();
  const bytes = typeof body === "string" ? new TextEncoder().encode(body) : body;
  const half = async function* () {
    yield bytes.slice(0, Math.ceil(bytes.length / 2));
    throw brokenConnection();
  };
  return { ...reply, body: half() };
}

/**
 * Waits, or rejects with the signal's reason. Leaves no listener on a signal that lives longer.
 * @param {number} ms Infinity waits for the signal alone
 * @param {AbortSignal | null | undefined} signal
 * @returns {Promise<void>}
 */
function pause(ms, signal) {
  return new Promise((resolve, reject) => {
    const abort = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer =
      ms === Infinity
        ? undefined
        : setTimeout(() => {
            signal?.removeEventListener("abort", abort);
            resolve();
          }, ms);
    if (signal?.aborted) abort();
    else signal?.addEventListener("abort", abort, { once: true });
  });
}
