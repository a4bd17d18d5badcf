// @ts-check
// In-memory stand-ins for fetch.

/**
 * @typedef {{ method: string, url: string, headers: Headers }} Recorded
 * @typedef {typeof globalThis.fetch & { requests: Recorded[] }} Recorder
 */

/**
 * A fetch that writes down what it is asked for.
 *
 * @param {(request: Request, attempt: number) => unknown} answer May do whatever it likes.
 * @returns {Recorder}
 */
export function recording(answer) {
  /** @type {Recorder["requests"]} */
  const requests = [];
  /** @type {any} */
  const fetch = (input, init) => {
    const request = new Request(input, init);
    requests.push({ method: request.method, url: request.url, headers: request.headers });
    return answer(request, requests.length);
  };
  return Object.assign(fetch, { requests });
}

/**
 * A response from a recorded reply.
 *
 * @param {import("./wire.mjs").Reply} reply
 */
export function response({ status, headers, body }) {
  const bodiless = status === 204 || status === 205 || status === 304;
  return new Response(bodiless ? null : body, { status, headers });
}

/** A deletion that every platform would confirm so. */
export const deleted = () => new Response(null, { status: 204 });

/** What never settles, save by the signal of the request. @param {Request} request */
export function never(request) {
  return new Promise((_, reject) => {
    request.signal.addEventListener("abort", () => reject(request.signal.reason), { once: true });
  });
}
