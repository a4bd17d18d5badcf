// @ts-check
// Sending a request through `fetch`, and reading its answer to the end or to a limit.
//
// A replacement of `fetch` may do anything: throw, give no promise, give no response, never end. So nothing is taken for
// what it merely claims to be, every call is caught, and a request that nobody waits for any more is aborted.
import { begin } from "./job.js";
import { failure, kindOf, member } from "./value.js";

/**
 * @typedef {{ status: number, headers: string, body?: Uint8Array }} Answer No body where it is longer than the limit.
 * Status 0 is a redirect that was not followed.
 * @typedef {{ reason: string }} Unusable What came is no response, or is not from where the request was sent.
 * @typedef {{ thrown: unknown, text: string, status?: number }} Broken No whole answer came; with the status if one had begun.
 *
 * @typedef {object} Reading
 * @property {boolean} over Nobody waits for the answer any more, or it is here.
 * @property {() => void} [cancel] What is to be done where the answer is given up.
 */

/** The headers of an answer that are read, as in reply.rs. */
const WANTED = ["content-type", "x-request-id", "apim-request-id", "retry-after", "retry-after-ms", "x-ms-retry-after-ms", "age"];

/**
 * Sends a request that the core has written as JSON. The outcome is an `Answer`, `Unusable` or `Broken`.
 *
 * @param {typeof globalThis.fetch | undefined} replacement In place of the global `fetch`. Either is called without a `this`.
 * @param {string} request
 */
export const sendJson = (replacement, request) => send(replacement, JSON.parse(request));

/**
 * Sends a request.
 *
 * Only method, headers, body, signal and `redirect: "manual"` are passed: some workers refuse the rest. `signal` is a
 * getter, since a controller is dear next to a quick `fetch`, and many replacements never look at it.
 *
 * @param {typeof globalThis.fetch | undefined} replacement
 * @param {{ url: string, limit: number, method: string, headers: Record<string, string>, body?: string }} request `limit`: the
 * most bytes of the answer's body.
 */
export function send(replacement, { url, limit, ...init }) {
  /** @type {AbortController | undefined} */
  let controller;
  /** @type {Reading} */
  const reading = { over: false };
  const request = {
    ...init,
    redirect: /** @type {const} */ ("manual"),
    get signal() {
      try {
        controller ??= new AbortController();
        // One that is first asked for when its request is over is aborted already.
        if (reading.over) {
          controller.abort();
        }
      } catch {
        // There is none here: the request can't be aborted, only left alone.
      }
      return controller?.signal;
    },
  };
  const giveUp = () => {
    reading.over = true;
    reading.cancel?.();
    controller?.abort();
  };
  const work = async () => {
    let outcome;
    try {
      // The global one is looked up now, so that whoever replaced it is heard.
      const answer = await (replacement ?? fetch)(url, request);
      // One that comes after the request was given up is left unread.
      outcome = reading.over ? {} : await receive(answer, limit, reading);
    } catch (thrown) {
      outcome = failure(thrown);
    }
    if ("body" in outcome) {
      reading.over = true;
    } else if (!reading.over) {
      giveUp();
    }
    return outcome;
  };
  return begin(work, giveUp);
}

/**
 * Reads what `fetch` gave: a `Response`, perhaps of another realm or of a library such as undici or node-fetch. Each
 * calls itself so by its tag; a bare object that merely has a status does not, and proves nothing.
 *
 * @param {any} answer
 * @param {number} limit
 * @param {Reading} reading
 * @returns {Promise<Answer | Unusable | Broken>}
 */
async function receive(answer, limit, reading) {
  if (!isResponse(answer)) {
    return noResponse(kindOf(answer));
  }
  const status = member(answer, "status");
  const type = status === 0 && member(answer, "type");
  if (type === "opaqueredirect") {
    return { status, headers: "", body: new Uint8Array() };
  }
  if (type === "opaque") {
    return unusable("an opaque response, which hides its status and body");
  }
  if (type === "error") {
    return failure(new Error("fetch gave Response.error()"));
  }
  if (member(answer, "redirected")) {
    return { reason: "fetch followed a redirect, so the answer is not from where the request was sent" };
  }
  if (!(Number.isInteger(status) && status >= 200 && status < 600)) {
    return noResponse("an object whose status is not from 200 to 599");
  }
  const headers = headersOf(member(answer, "headers"), status);
  if (headers === undefined) {
    return noResponse("an object without headers");
  }
  try {
    const body = await bodyOf(answer, limit, reading);
    return typeof body === "string" ? unusable(`a response that ${body}`) : { status, headers, ...body };
  } catch (thrown) {
    return { ...failure(thrown), status };
  }
}

/** An old Cloudflare worker's own has no tag. @param {unknown} answer */
function isResponse(answer) {
  try {
    return member(answer, Symbol.toStringTag) === "Response" || answer instanceof Response;
  } catch {
    return false;
  }
}

/** @param {string} what */
const unusable = (what) => ({ reason: `fetch gave ${what}` });

/** @param {string} what */
const noResponse = (what) => unusable(`${what}, not a Response`);

/**
 * The headers that count, a line each: from anything with a `get`, such as a `Headers` or a `Map`, or from a plain object.
 *
 * @param {any} given
 * @param {number} status
 */
function headersOf(given, status) {
  let found = "";
  try {
    const bag = typeof given.get === "function" ? given : new Headers(given);
    for (const name of WANTED) {
      // A success asks nobody to wait.
      const value = status < 300 && name.includes("retry") ? undefined : bag.get(name);
      if (typeof value === "string") {
        found += `${name}:${value.replaceAll("\n", " ")}\n`;
      }
    }
    return found;
  } catch {
    return undefined;
  }
}

/**
 * Reads a body: its bytes, nothing where it is too long, or a text that says why it can't be read.
 *
 * @param {any} answer
 * @param {number} limit
 * @param {Reading} reading
 * @returns {Promise<{ body?: Uint8Array } | string>}
 */
async function bodyOf(answer, limit, reading) {
  if (member(answer, "bodyUsed")) {
    return "had its body read before";
  }
  const stream = answer.body;
  if (stream === null) {
    return { body: new Uint8Array() };
  }
  if (typeof stream?.getReader === "function") {
    return readStream(stream.getReader(), limit, reading);
  }
  // No stream of the web's kind: React Native has none at all, node-fetch has Node's.
  let body;
  if (has(answer, "arrayBuffer")) {
    body = bytesOf(await answer.arrayBuffer());
  } else if (has(answer, "text")) {
    const text = await answer.text();
    body = typeof text === "string" ? new TextEncoder().encode(text) : undefined;
  } else {
    return "has no body, no arrayBuffer() and no text()";
  }
  if (body === undefined) {
    return has(answer, "arrayBuffer")
      ? "has an arrayBuffer() that gives no ArrayBuffer"
      : "has a text() that gives no string";
  }
  return body.length > limit ? {} : { body };
}

/** @param {any} object @param {string} name */
const has = (object, name) => name in object;

/**
 * Reads chunk by chunk, so that a body without end is not gathered first.
 *
 * @param {ReadableStreamDefaultReader<unknown>} reader
 * @param {number} limit
 * @param {Reading} reading
 */
async function readStream(reader, limit, reading) {
  reading.cancel = () => {
    // It is given up: how that ends is nobody's affair.
    new Promise((resolve) => resolve(reader.cancel())).catch(() => {});
  };
  /** @type {Uint8Array[]} */
  const parts = [];
  let length = 0;
  for (;;) {
    const chunk = await reader.read();
    if (Object(chunk) !== chunk) {
      return "has a body that can't be read";
    }
    if (chunk.done) {
      reading.cancel = undefined;
      return { body: joined(parts, length) };
    }
    const part = bytesOf(chunk.value);
    if (part === undefined) {
      return "has a body of something other than bytes";
    }
    length += part.length;
    if (length > limit || reading.over) {
      return {};
    }
    parts.push(part);
  }
}

/** @param {Uint8Array[]} parts @param {number} length */
function joined(parts, length) {
  if (parts.length === 1) {
    return parts[0];
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/**
 * A copy of the bytes of a `Uint8Array` or an `ArrayBuffer`, of whatever realm. `undefined` for everything else: a number, a string
 * or an object would make an array too, and an empty body means something.
 *
 * @param {any} value
 */
function bytesOf(value) {
  const tag = member(value, Symbol.toStringTag);
  try {
    return tag === "Uint8Array" || tag === "ArrayBuffer" ? new Uint8Array(value).slice() : undefined;
  } catch {
    return undefined;
  }
}
