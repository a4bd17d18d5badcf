// @ts-check
// The fetch-shaped front: takes what fetch takes, gives what fetch gives, reaches nothing but the sandbox.

/**
 * @typedef {import("./index.d.ts").SandboxRequest} SandboxRequest
 * @typedef {import("./index.d.ts").SandboxReply} Reply
 * @typedef {(request: SandboxRequest) => Promise<Reply>} Handle
 */

const MAX_REDIRECTS = 20;
const NO_BODY = new Set([204, 205, 304]);
const REDIRECTS = new Set([301, 302, 303, 307, 308]);
const KNOWN_METHODS = new Set(["DELETE", "GET", "HEAD", "OPTIONS", "POST", "PUT"]);

/**
 * @param {string} origin the only one that is answered for
 * @param {Handle} handle
 * @returns {typeof globalThis.fetch}
 */
export function createFetch(origin, handle) {
  return async (input, init = {}) => {
    const given = typeof input === "object" && "url" in input ? input : null;
    const signal = init.signal === undefined ? given?.signal : init.signal;
    if (signal?.aborted) throw signal.reason;
    const headers = new Headers(init.headers ?? given?.headers);
    let method = normalised(init.method ?? given?.method ?? "GET");
    if (init.body != null && (method === "GET" || method === "HEAD")) {
      throw new TypeError("a request with GET or HEAD cannot have a body");
    }
    let body = await textOf(init.body, given, headers);
    if (signal?.aborted) throw signal.reason;

    const redirect = init.redirect ?? given?.redirect ?? "follow";
    let url = new URL(given ? given.url : String(input));
    for (let hop = 0; ; hop += 1) {
      if (url.username || url.password) throw new TypeError("a URL with credentials cannot be fetched");
      if (url.origin !== origin)
        throw new TypeError(`fetch failed: the sandbox is ${origin}, not ${url.origin}`);
      const path = url.pathname + url.search;
      const reply = await handle({
        method,
        origin,
        path,
        headers: Object.fromEntries(headers),
        body,
        signal,
      });
      if (signal?.aborted) throw signal.reason;
      const location = REDIRECTS.has(reply.status) ? reply.headers.location : undefined;
      if (location === undefined || redirect === "manual") return responseOf(reply, signal);
      if (redirect === "error" || hop === MAX_REDIRECTS)
        throw new TypeError("fetch failed: unexpected redirect");
      url = new URL(location, url);
      if (reply.status === 303 || (reply.status < 303 && method === "POST")) {
        method = "GET";
        body = "";
      }
    }
  };
}

/** @param {string} method */
function normalised(method) {
  const upper = method.toUpperCase();
  return KNOWN_METHODS.has(upper) ? upper : method;
}

/**
 * The body as text; a type that fetch would name is named.
 * @param {BodyInit | null | undefined} body
 * @param {Request | null} given
 * @param {Headers} headers
 */
async function textOf(body, given, headers) {
  if (body == null) return given?.body ? given.text() : "";
  const wrapped = new Response(body);
  const type = wrapped.headers.get("content-type");
  if (type !== null && !headers.has("content-type")) headers.set("content-type", type);
  return wrapped.text();
}

/**
 * @param {Reply} reply
 * @param {AbortSignal | null | undefined} signal
 */
function responseOf(reply, signal) {
  const { status, headers } = reply;
  const body = NO_BODY.has(status) ? null : reply.body;
  const streamed = body !== null && typeof body === "object" && Symbol.asyncIterator in body;
  const content = streamed
    ? streamOf(body, signal)
    : /** @type {string | Uint8Array<ArrayBuffer> | null} */ (body);
  const response = new Response(content, { status, headers });
  // The constructor names a type for text that has none; the platforms' bodies name their own.
  if (typeof content === "string" && headers["content-type"] === undefined)
    response.headers.delete("content-type");
  return response;
}

/**
 * A stream that ends when it is cancelled, and fails when the signal is aborted.
 * @param {AsyncIterable<Uint8Array>} chunks
 * @param {AbortSignal | null | undefined} signal
 */
function streamOf(chunks, signal) {
  const iterator = chunks[Symbol.asyncIterator]();
  /** @type {() => void} */
  let stop = () => {};
  return new ReadableStream(
    {
      start(controller) {
        const abort = () => controller.error(signal?.reason);
        stop = () => signal?.removeEventListener("abort", abort);
        signal?.addEventListener("abort", abort, { once: true });
      },
      async pull(controller) {
        try {
          const { done, value } = await iterator.next();
          if (signal?.aborted) return;
          if (!done) return controller.enqueue(value);
          controller.close();
        } catch (error) {
          if (!signal?.aborted) controller.error(error);
        }
        stop();
      },
      cancel() {
        stop();
        // Not awaited: a body that hangs never comes back.
        void iterator.return?.();
      },
    },
    { highWaterMark: 0 },
  );
}
